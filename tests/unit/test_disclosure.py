"""What is closed in a record stays out of what the public is given of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bayegan.model.disclosure.closed import secrets_of
from bayegan.model.disclosure.disclose import disclosed, notes_given
from bayegan.model.disclosure.mask import IN_ITS_PLACE, Mask
from bayegan.model.disclosure.opening import opened
from bayegan.model.preservation import FileObject
from bayegan.model.record import (
    Access,
    Accession,
    AccessLevel,
    Act,
    Claim,
    Event,
    FileNote,
    Involvement,
    Name,
    NameKind,
    Part,
    Passage,
    Person,
    Record,
    Role,
    Term,
    Text,
    Value,
)

TODAY = date(2026, 11, 22)
CLOSED = Access(AccessLevel.RESTRICTED, reason=Text("her family asked"))
FILES = tuple(FileObject(f"data/{name}", 3, (("sha512", name[0] * 128),)) for name in ("a.txt", "b.txt"))
OPEN = Record(
    "item-1",
    (Text("A letter to Zohreh Plantedname"),),
    Access(AccessLevel.PUBLIC),
    descriptions=(Text("ZOHREH  PLANTEDNAME writes of Zohrehs."),),
)


def shown(record: Record, unfit: dict[str, str] | None = None) -> tuple[Record, Any]:
    """What the public is given of a record, with what is withheld."""
    first = opened(record, tuple(file.path for file in FILES), TODAY)
    mask = Mask(first.secrets)
    result = disclosed(first, FILES, record.files, mask, lambda file: (unfit or {}).get(file.path))
    assert result is not None
    return replace(result.record, files=tuple(notes_given(result, record.files, mask))), result


def test_a_record_without_anything_closed_stays_as_it_is() -> None:
    record, result = shown(OPEN)
    assert record == OPEN
    assert result.is_whole


def test_a_closed_person_stays_as_somebody_and_the_name_goes_everywhere() -> None:
    person = Person(
        (Name("Zohreh Plantedname"), Name("زهره نام‌کاشته", "fa")), (Role.VICTIM,), key="zohreh", access=CLOSED
    )
    act = Act(Value("arrest"), key="arrest-of-zohreh", victims=("zohreh",), note=Text("نام زهره نامكاشته آمد"))
    record, result = shown(replace(OPEN, people=(person,), acts=(act,)))
    assert record.people == (Person((Name(IN_ITS_PLACE),), (Role.VICTIM,), key="k1"),)
    assert record.acts[0].victims == ("k1",)
    assert record.titles == (Text(f"A letter to {IN_ITS_PLACE}"),)
    assert record.descriptions == (Text(f"{IN_ITS_PLACE} writes of Zohrehs."),)
    assert record.acts[0].note == Text(f"نام {IN_ITS_PLACE} آمد")
    assert "zohreh" not in repr(record).lower().replace("zohrehs", "")
    assert "Derived for the public from v1" in record.terms[-1].value
    assert "1 person, 3 texts" in record.terms[-1].value
    assert not result.is_whole


def test_a_single_closed_name_is_replaced_and_the_others_stay() -> None:
    names = (Name("Maryam Known"), Name("Quincealias", kind=NameKind.ALIAS, access=AccessLevel.CONFIDENTIAL))
    record, _ = shown(replace(OPEN, people=(Person(names),), descriptions=(Text("known as quincealias"),)))
    assert record.people[0].names == (names[0], Name(IN_ITS_PLACE, kind=NameKind.ALIAS))
    assert record.descriptions == (Text(f"known as {IN_ITS_PLACE}"),)


@pytest.mark.parametrize(("embargo", "is_shown"), [("2026-11-22", True), ("2026-11-23", False)])
def test_an_embargo_on_a_part_ends_on_its_day(embargo: str, is_shown: bool) -> None:
    part = Part(
        Text("Chapter"), access=Access(AccessLevel.PUBLIC, embargo=embargo), passages=(Passage("data/a.txt"),)
    )
    record, result = shown(replace(OPEN, parts=(part,)))
    assert bool(record.parts) is is_shown
    assert ("data/a.txt" in result.closed) is not is_shown


def test_a_closed_part_closes_the_files_that_it_stands_in_and_the_parts_within_it() -> None:
    outer = Part(Text("Outerplanted"), key="outer", access=CLOSED, passages=(Passage("data/b.txt"),))
    inner = Part(Text("Innerplanted"), key="inner", within="outer", passages=(Passage("data/b.txt"),))
    record, result = shown(replace(OPEN, parts=(inner, outer, Part(Text("Open")))))
    assert record.parts == (Part(Text("Open")),)
    assert set(result.closed) == {"data/b.txt"}
    assert "planted" not in repr(record).replace("Plantedname", "").replace("PLANTEDNAME", "")


def test_a_closed_part_that_nobody_places_closes_every_file() -> None:
    _, result = shown(replace(OPEN, parts=(Part(Text("Somewhere in it"), access=CLOSED),)))
    assert set(result.closed) == {"data/a.txt", "data/b.txt"}


def test_what_cannot_stand_without_something_closed_goes_with_it_and_references_end() -> None:
    record = replace(
        OPEN,
        people=(Person((Name("Somebody Else"),), key="p"),),
        events=(Event(Text("Event planted"), key="e", access=CLOSED),),
        acts=(Act(Value("trial"), key="t", event="e"), Act(Value("execution"), key="x", access=CLOSED)),
        involvements=(Involvement("p", "x"), Involvement("p", "t")),
        claims=(Claim(Text("It was so."), about=("e", "t", "x", "p")),),
    )
    given, _ = shown(record)
    assert given.events == ()
    assert [act.event for act in given.acts] == [None]
    assert len(given.involvements) == 1
    assert given.claims[0].about == (given.acts[0].key, given.people[0].key)


def test_a_closed_file_goes_with_all_that_is_said_of_it_and_every_place_in_it() -> None:
    note = FileNote("data/b.txt", (Term("title", "Titleplanted"), Term("language", "en")), access=CLOSED)
    places = (Passage("data/b.txt"), Passage("data/a.txt"))
    claim = Claim(Text("As in Titleplanted"), passages=places)
    record, result = shown(replace(OPEN, files=(note, FileNote("data/a.txt")), claims=(claim,)))
    assert [one.path for one in record.files] == ["data/a.txt"]
    assert [one.path for one in record.claims[0].passages] == ["data/a.txt"]
    assert record.claims[0].paraphrase.value == f"As in {IN_ITS_PLACE}"
    assert [(one.where, one.digest) for one in result.withheld if one.kept == "file"] == [("data/b.txt", "b" * 128)]


def test_the_accession_never_leaves() -> None:
    record, result = shown(
        replace(
            OPEN,
            accession=Accession(number="A-2026", donor=Text("Donorplanted")),
            subjects=(Text("papers of Donorplanted"),),
        )
    )
    assert record.accession is None
    assert record.subjects == (Text(f"papers of {IN_ITS_PLACE}"),)
    assert not result.is_whole


def test_a_file_with_a_restricted_string_in_it_is_left_out_and_never_altered() -> None:
    record, result = shown(OPEN, {"data/a.txt": "a restricted string stands in it"})
    assert result.closed == {"data/a.txt": "a restricted string stands in it"}
    assert "1 file" in record.terms[-1].value


def test_an_item_whose_identifier_holds_a_restricted_string_cannot_be_given() -> None:
    first = opened(OPEN, (), TODAY)
    assert disclosed(first, FILES, (), Mask(["item"]), lambda _: None) is None


@pytest.mark.parametrize(
    "text",
    [
        "zohreh plantedname",
        "Zohreh-Plantedname",
        "ZOHREH\n PLANTEDNAME",
        "zohreh_plantedname.txt",
        "https://example.org/Zohreh%20Plantedname",
        "(Zohreh Plantedname)",
        "Zo\u00adhreh Plantedname",
    ],
)
def test_a_name_is_found_whatever_stands_between_its_words(text: str) -> None:
    mask = Mask(["Zohreh Plantedname"])
    assert mask.found(text)
    assert not mask.found(mask.masked(text))


@pytest.mark.parametrize(
    "text", ["Zohreh", "Plantedname Zohreh", "Zohreh Plantednames", "", "Zohreh and Plantedname"]
)
def test_part_of_a_name_or_of_a_word_is_not_found(text: str) -> None:
    mask = Mask(["Zohreh Plantedname"])
    assert not mask.found(text)
    assert mask.masked(text) == text


def test_what_is_withheld_is_named_by_its_place_in_the_record_as_sealed() -> None:
    """The archivist looks it up there, whatever was taken out before it."""
    claims = (
        Claim(Text("First planted"), access=CLOSED),
        Claim(Text("Second")),
        Claim(Text("As in First planted")),
    )
    notes = (FileNote("data/b.txt", access=CLOSED), FileNote("data/a.txt", (Term("title", "First planted"),)))
    involvements = (Involvement("p", "x"),)
    record = replace(
        OPEN,
        claims=claims,
        files=notes,
        people=(Person((Name("Somebody Else"),), key="p"),),
        acts=(Act(Value("execution"), key="x", access=CLOSED),),
        involvements=involvements,
    )
    _, result = shown(record)
    assert [(one.kept.value, one.where) for one in result.withheld] == [
        ("entry", "/acts/0"),
        ("entry", "/claims/0"),
        ("entry", "/files/0"),
        ("entry", "/involvements/0"),
        ("text", "/claims/2"),
        ("text", "/files/1"),
        ("file", "data/b.txt"),
    ]


@pytest.mark.parametrize(
    ("path", "looked_for"),
    [
        ("data/letter.pdf", {"letter.pdf"}),
        ("data/scans/page 12.html", {"scans/page 12.html", "page 12.html"}),
        ("data/نامه.pdf", {"نامه.pdf"}),
        ("data/Plantedname.pdf", {"Plantedname.pdf", "Plantedname"}),
        ("data/letter of Zohreh.pdf", {"letter of Zohreh.pdf", "letter of Zohreh"}),
    ],
)
def test_the_kind_and_the_number_of_a_closed_file_are_no_secret(path: str, looked_for: set[str]) -> None:
    assert set(secrets_of(FileNote(path, access=CLOSED))) == looked_for


@pytest.mark.parametrize("number", ["2026", "2026-11", "2026/11/22", "22.11.2026", "۱۴۰۵/۹"])
def test_a_text_that_reads_as_a_date_is_no_secret(number: str) -> None:
    assert set(secrets_of(Accession(number, Text("A donor")))) == {"A donor"}
    assert set(secrets_of(Accession(f"{number}-114", Text("A donor")))) == {f"{number}-114", "A donor"}


def test_the_folder_of_all_payload_is_no_part_of_a_name() -> None:
    record = replace(OPEN, people=(Person((Name("Data"),), (Role.WITNESS,), access=CLOSED),))
    _, result = shown(record)
    assert result.closed == {}
