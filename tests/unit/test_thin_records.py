"""A record with notes on very many files is read without holding them, and is the same record."""

import io
from dataclasses import replace
from functools import partial

import pytest

from bayegan.metadata.parser import XmlRefused
from bayegan.metadata.record_xml import read_notes, read_record, read_thin_record, write_record
from bayegan.model.record import Access, AccessLevel, FileNote, Record, Term
from sealed import record

NOTES = tuple(
    FileNote(
        f"data/سند {number}.txt",
        (Term("title", f"عنوان {number} & ‹x›", "fa"),),
        access=Access(AccessLevel.RESTRICTED) if number % 1000 == 7 else None,
    )
    for number in range(5000)
)


def written(one: Record) -> bytes:
    out = io.BytesIO()
    write_record(one, out)
    return out.getvalue()


def read_thin(content: bytes) -> Record:
    return read_thin_record(partial(io.BytesIO, content), is_closed).record


def is_closed(note: FileNote) -> bool:
    return note.access is not None


def test_only_the_notes_that_are_asked_for_are_kept() -> None:
    whole = replace(record("letter-1"), files=NOTES)
    content = written(whole)
    assert read_record(content) == whole
    assert read_thin(content) == replace(whole, files=tuple(one for one in NOTES if one.access))
    assert read_thin_record(partial(io.BytesIO, content), is_closed).numbers == (7, 1007, 2007, 3007, 4007)
    assert tuple(read_notes(io.BytesIO(content))) == NOTES


@pytest.mark.parametrize("notes", [(), NOTES[:1], NOTES[7:8]])
def test_a_record_with_few_notes_is_the_same(notes: tuple[FileNote, ...]) -> None:
    whole = replace(record("letter-1"), files=notes)
    assert read_thin(written(whole)) == replace(whole, files=tuple(one for one in notes if one.access))


WRONG = {
    "the note has no path": (b"<file path=", b"<file pfad="),
    "an unknown element in a note": (b'<term name="title"', b'<wort name="title"'),
    "the record ends early": (b"</record>", b""),
    "the level is none": (b'level="restricted"', b'level="hidden"'),
    "an element beside the notes": (b"</record>", b"<neighbour/></record>"),
    "a document type": (b"<record", b"<!DOCTYPE record []><record"),
    "no title": (b"<title", b"<tittle"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_valid_is_refused_as_it_is_whole(case: str) -> None:
    content = written(replace(record("letter-1"), files=NOTES)).replace(*WRONG[case], 1)
    with pytest.raises(XmlRefused) as expected:
        read_record(content)
    with pytest.raises(XmlRefused) as found:
        read_thin(content)
    assert found.value.findings == expected.value.findings
