"""A record without the restricted strings of an export, wherever in it they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha512
from typing import Any

from bayegan.model.collection import Collection
from bayegan.model.disclosure.disclosed import Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.record import Record
from bayegan.model.record.rebuild import rebuilt
from bayegan.model.record.shape import Shaped, shape_of

_IN_WORDS = frozenset(("words", "line", "any"))
_IN_A_PATH = "its name holds a restricted string"
_IN_A_TEXT = "a restricted string of this export stood in it"


@dataclass(frozen=True, slots=True)
class Masked:
    """A record with what was replaced in it, and the files whose names hold a restricted string."""

    record: Record
    withheld: tuple[Withheld, ...]
    closed_files: Mapping[str, str]


def masked(record: Record, payload: tuple[str, ...], mask: Mask) -> Masked | None:
    """Return the record with every restricted string replaced; None where its very identifier holds one.

    Words, lines and names are looked at, not dates, codes and keys, which are of closed forms or made anew.
    """
    if mask.found(record.identifier):
        return None
    masking = _Masking(mask)
    changed: dict[str, Any] = {}
    for one in shape_of(Record):
        held = getattr(record, one.name)
        if one.many:
            changed[one.name] = tuple(masking.one(each, one, f"/{one.key}/{n}") for n, each in enumerate(held))
        elif held is not None:
            changed[one.name] = masking.one(held, one, f"/{one.key}")
    shown = replace(record, **changed)
    return Masked(shown, tuple(masking.withheld), {path: _IN_A_PATH for path in payload if mask.found(path)})


def masked_collection(collection: Collection, mask: Mask) -> tuple[Collection, tuple[Withheld, ...]] | None:
    """Return a description with every restricted string replaced; None where its identifier holds one."""
    if mask.found(collection.identifier):
        return None
    masking = _Masking(mask)
    shown = rebuilt(collection, lambda one, text: masking.plain(one, text, ""))
    return shown, tuple(masking.withheld)


class _Masking:
    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self.withheld: list[Withheld] = []

    def one(self, value: Any, shaped: Shaped, where: str) -> Any:
        """Return a value of the record, or an object with all its values, without restricted strings."""
        if shaped.is_object:
            return rebuilt(value, lambda inner, text: self.plain(inner, text, where))
        return self.plain(shaped, value, where)

    def plain(self, shaped: Shaped, value: Any, where: str) -> Any:
        """Return a plain value without restricted strings."""
        if not isinstance(value, str) or shaped.is_word or shaped.said.pattern not in _IN_WORDS:
            return value
        if not self._mask.found(value):
            return value
        digest = sha512(value.encode("utf-8", "surrogatepass")).hexdigest()
        self.withheld.append(Withheld(Kept.TEXT, where, _IN_A_TEXT, digest))
        return self._mask.masked(value)
