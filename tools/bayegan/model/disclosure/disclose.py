"""From a sealed record to what an audience is given of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.masking import Masked, masked
from bayegan.model.disclosure.opening import Opened, with_new_keys
from bayegan.model.preservation import FileObject
from bayegan.model.record import FileNote, Passage, Record, Term
from bayegan.model.record.rebuild import GONE, rebuilt

_SAID = "Derived for the public from {version} of this item as sealed. What is not public is withheld: {what}."


def disclosed(
    opened: Opened, files: Sequence[FileObject], mask: Mask, unfit: Mapping[str, str]
) -> Disclosed | None:
    """Return what the public is given of an item, None where its identifier holds a restricted string.

    `opened` is its record without what is closed in it, `files` its payload as sealed, `mask` finds the restricted
    strings of the whole export, and `unfit` are payload files in whose content one was found, each with the reason.
    Where something is withheld the record says so, in a `provenance` statement, and its keys are made anew.
    """
    without: Masked | None = masked(opened.record, tuple(file.path for file in files), mask)
    if without is None:
        return None
    closed = {**unfit, **without.closed_files, **opened.closed_files}
    left_out = tuple(_file(file, closed[file.path]) for file in files if file.path in closed)
    withheld = (*opened.withheld, *without.withheld, *left_out)
    if not withheld:
        return Disclosed(opened.record, {}, ())
    return Disclosed(_told(_without_files(without.record, closed), withheld, mask), closed, withheld)


def _file(file: FileObject, why: str) -> Withheld:
    return Withheld(Kept.FILE, file.path, why, dict(file.digests)["sha512"])


def _without_files(record: Record, closed: Mapping[str, str]) -> Record:
    """Take out all that is said of files which are left out, and every place in them."""

    def whole(value: Any) -> Any:
        return GONE if isinstance(value, FileNote | Passage) and value.path in closed else value

    return rebuilt(record, whole=whole)


def _told(record: Record, withheld: Sequence[Withheld], mask: Mask) -> Record:
    """Return the record, its keys made anew, with a statement of how many things of each kind are withheld."""
    counts = [(kind, sum(1 for one in withheld if one.kept is kind)) for kind in Kept]
    what = ", ".join(_counted(kind, count) for kind, count in counts if count)
    term = Term("provenance", mask.masked(_SAID.format(version=record.version, what=what)), "en")
    return replace(with_new_keys(record), terms=(*record.terms, term))


def _counted(kind: Kept, count: int) -> str:
    many = {Kept.ENTRY: "entries"}.get(kind, f"{kind.value}s")
    return f"{count} {kind.value if count == 1 else many}"
