"""A record without the restricted strings of an export, wherever in it they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha512
from typing import Any, TypeVar

from bayegan.model.collection import Collection
from bayegan.model.disclosure.disclosed import Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.opening import Opened
from bayegan.model.record import FileNote, Record
from bayegan.model.record.rebuild import rebuilt
from bayegan.model.record.shape import Shaped, shape_of

_Object = TypeVar("_Object")
_IN_WORDS = frozenset(("words", "line", "any"))
_IN_A_TEXT = "a restricted string of this export stood in it"


def masked(opened: Opened, mask: Mask) -> tuple[Record, tuple[Withheld, ...]] | None:
    """Return the record with every restricted string replaced, without its notes on single files, and what was
    replaced; None where its very identifier holds a restricted string.

    Words, lines and names are looked at, not dates, codes and keys, which are of closed forms or made anew.
    """
    record = opened.record
    if mask.found(record.identifier):
        return None
    masking = _Masking(mask)
    changed: dict[str, Any] = {"files": ()}
    for one in shape_of(Record):
        held = getattr(record, one.name)
        if one.type is FileNote:
            continue
        if one.many:
            numbered = zip(opened.numbers.get(one.name, range(len(held))), held, strict=True)
            changed[one.name] = tuple(masking.one(each, one, f"/{one.key}/{n}") for n, each in numbered)
        elif held is not None:
            changed[one.name] = masking.one(held, one, f"/{one.key}")
    return replace(record, **changed), tuple(masking.withheld)


def masked_notes(
    numbered: Iterable[tuple[int, FileNote]], mask: Mask
) -> Iterator[tuple[FileNote, tuple[Withheld, ...]]]:
    """Yield notes on single files, each with its number in the record, with every restricted string replaced."""
    for number, note in numbered:
        masking = _Masking(mask)
        shown = masking.whole(note, f"/files/{number}")
        yield shown, tuple(masking.withheld)


def masked_collection(collection: Collection, mask: Mask) -> tuple[Collection, tuple[Withheld, ...]] | None:
    """Return a description with every restricted string replaced; None where its identifier holds one."""
    if mask.found(collection.identifier):
        return None
    masking = _Masking(mask)
    return masking.whole(collection, ""), tuple(masking.withheld)


class _Masking:
    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self.withheld: list[Withheld] = []

    def one(self, value: Any, shaped: Shaped, where: str) -> Any:
        """Return a value of the record, or an object with all its values, without restricted strings."""
        return self.whole(value, where) if shaped.is_object else self.plain(shaped, value, where)

    def whole(self, value: _Object, where: str) -> _Object:
        """Return an object with all its values without restricted strings."""
        return rebuilt(value, lambda inner, text: self.plain(inner, text, where))

    def plain(self, shaped: Shaped, value: Any, where: str) -> Any:
        """Return a plain value without restricted strings."""
        if not isinstance(value, str) or shaped.is_word or shaped.said.pattern not in _IN_WORDS:
            return value
        if not self._mask.found(value):
            return value
        digest = sha512(value.encode("utf-8", "surrogatepass")).hexdigest()
        self.withheld.append(Withheld(Kept.TEXT, where, _IN_A_TEXT, digest))
        return self._mask.masked(value)
