"""A record without the restricted strings of an export, wherever in it they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha512
from typing import Any

from bayegan.model.disclosure.disclosed import Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.record import Record
from bayegan.model.record.rebuild import rebuilt
from bayegan.model.record.shape import Shaped

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
    withheld: list[Withheld] = []

    def plain(one: Shaped, value: Any) -> Any:
        if not isinstance(value, str) or one.is_word or one.said.pattern not in _IN_WORDS or not mask.found(value):
            return value
        digest = sha512(value.encode("utf-8", "surrogatepass")).hexdigest()
        withheld.append(Withheld(Kept.TEXT, f"a {one.said.tag}", _IN_A_TEXT, digest))
        return mask.masked(value)

    shown = rebuilt(record, plain)
    return Masked(shown, tuple(withheld), {path: _IN_A_PATH for path in payload if mask.found(path)})
