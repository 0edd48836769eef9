"""From a sealed record to what an audience is given of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.masking import masked, masked_notes
from bayegan.model.disclosure.opening import Opened, with_new_keys
from bayegan.model.listing import PAYLOAD
from bayegan.model.preservation import FileObject
from bayegan.model.record import FileNote, Passage, Record, Term
from bayegan.model.record.rebuild import GONE, rebuilt

_SAID = "Derived for the public from {version} of this item as sealed. What is not public is withheld: {what}."
_IN_A_PATH = "its name holds a restricted string"


def disclosed(
    opened: Opened,
    files: Iterable[FileObject],
    notes: Iterable[FileNote],
    mask: Mask,
    unfit: Callable[[FileObject], str | None],
    also: Sequence[Withheld] = (),
) -> Disclosed | None:
    """Return what the public is given of an item, None where its identifier holds a restricted string.

    `opened` is its record without what is closed in it, whose own notes on single files do not count; `notes` are
    all those of the sealed record, in order, and `files` its payload as sealed. `mask` finds the restricted strings
    of the whole export. `unfit` is asked of every file that is not left out anyway, and says why it must be.
    `also` are files beside the payload that have to stay.
    Where something is withheld the record says so, in a `provenance` statement, and its keys are made anew.
    Files and notes are taken one by one.
    """
    without = masked(opened, mask)
    if without is None:
        return None
    record, texts = without
    closed = dict(opened.closed_files)
    left_out: list[Withheld] = []
    for file in files:
        why = closed.get(file.path) or (_IN_A_PATH if mask.found(file.path.removeprefix(PAYLOAD)) else unfit(file))
        if why is not None:
            closed[file.path] = why
            left_out.append(Withheld(Kept.FILE, file.path, why, dict(file.digests)["sha512"]))
    numbered = ((number, note) for number, note in enumerate(notes) if note.path not in closed)
    of_files = [one for _, said in masked_notes(numbered, mask) for one in said] if mask else []
    withheld = (*opened.withheld, *texts, *of_files, *left_out, *also)
    if not withheld:
        return Disclosed(record, {}, ())
    told = _told(_without_places(record, closed), withheld, mask)
    return Disclosed(told, closed, withheld, bool(of_files))


def notes_given(of: Disclosed, notes: Iterable[FileNote], mask: Mask) -> Iterator[FileNote]:
    """Yield what the audience is given of `notes`, which are those of the sealed record, one by one.

    `mask` finds the restricted strings of the export.
    """
    left = (note for note in notes if note.path not in of.closed)
    return (note for note, _ in masked_notes(enumerate(left), mask)) if of.masks_notes else left


def _without_places(record: Record, closed: Mapping[str, str]) -> Record:
    """Take out every place in a file that is left out."""

    def whole(value: Any) -> Any:
        return GONE if isinstance(value, Passage) and value.path in closed else value

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
