"""What a library finds of a record in Dublin Core."""

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from bayegan.metadata.dc_xml import write_dc
from bayegan.model.dublin_core import Statement, crosswalk
from bayegan.model.record import (
    Access,
    Accession,
    AccessLevel,
    Act,
    Capture,
    Claim,
    Date,
    DateKind,
    Event,
    Group,
    Information,
    Name,
    Organisation,
    Part,
    Person,
    Place,
    Record,
    Reference,
    Role,
    Text,
    Value,
)
from bayegan.model.record.shape import classes_below, shape_of
from shared import SHARED, need_shared
from strategies import records

OPEN = Access(AccessLevel.PUBLIC)
CLOSED = Access(AccessLevel.CONFIDENTIAL)


def said(**fields: object) -> list[Statement]:
    """The statements beside identifier, title and access."""
    record = Record("a", (Text("A"),), OPEN, **fields)  # type: ignore[arg-type]
    return [one for one in crosswalk(record) if one.term not in ("identifier", "title", "accessRights")]


def test_acts_are_what_an_item_is_about_and_when() -> None:
    act = Act(
        Value("execution", "en", "acts:execution"),
        dates=(Date(DateKind.EVENT, "1981-08-23", "یکم شهریور ۱۳۶۰"), Date(DateKind.EVENT, text="late in summer")),
        method=Value("shooting"),
        charges=(Value("one charge"), Value("اتهام", "fa")),
    )
    assert said(acts=(act,)) == [
        Statement("subject", "execution", "en"),
        Statement("subject", "shooting"),
        Statement("subject", "one charge"),
        Statement("subject", "اتهام", "fa"),
        Statement("temporal", "1981-08-23"),
        Statement("temporal", "late in summer"),
    ]


def test_the_title_of_a_reference_is_told_where_the_citation_does_not_hold_it() -> None:
    titled = Reference(Text("the report of May"), title=Text("No Exit", "en"))
    cited = Reference(Text("HRW, No Exit, 2005"), title=Text("No Exit", "en"))
    assert said(references=(titled, cited)) == [
        Statement("references", "the report of May"),
        Statement("references", "No Exit", "en"),
        Statement("references", "HRW, No Exit, 2005"),
    ]


def test_a_group_has_no_name_to_look_for() -> None:
    assert said(groups=(Group(Text("thirteen others"), (Role.VICTIM,)),)) == []


def test_events_and_the_rights_affected_are_subjects() -> None:
    event = Event(
        Text("A massacre"), dates=(Date(DateKind.EVENT, "1988"),), rights_affected=(Value("right to life"),)
    )
    assert said(events=(event,)) == [
        Statement("subject", "A massacre"),
        Statement("subject", "right to life"),
        Statement("temporal", "1988"),
    ]


def test_people_stand_by_their_roles_in_every_script() -> None:
    names = (Name("نام", "fa"), Name("Nam", "fa-Latn"))
    people = (Person(names, (Role.VICTIM, Role.AUTHOR)), Person((Name("B"),), (Role.MENTIONED,)))
    assert said(people=people, organisations=(Organisation((Name("C"),), (Role.PUBLISHER,)),)) == [
        Statement("subject", "نام", "fa"),
        Statement("subject", "Nam", "fa-Latn"),
        Statement("creator", "نام", "fa"),
        Statement("creator", "Nam", "fa-Latn"),
        Statement("publisher", "C"),
    ]


def test_a_place_is_told_with_the_places_that_hold_it() -> None:
    place = Place(
        (Name("Vakilabad Prison", "en"), Name("زندان وکیل‌آباد", "fa")),
        (Name("Mashhad", "en"), Name("Iran", "en"), Name("مشهد", "fa")),
    )
    assert said(places=(place,)) == [
        Statement("spatial", "Vakilabad Prison, Mashhad, Iran", "en"),
        Statement("spatial", "زندان وکیل‌آباد، مشهد", "fa"),
    ]


def test_parts_references_and_sources_are_related_things() -> None:
    assert said(
        capture=Capture("https://example.org/a", Text("A site")),
        information=(Information(citation=Text("A newspaper, 25 August 1981")), Information()),
        parts=(Part(Text("A post"), authors=(Text("Somebody"),)),),
        references=(Reference(Text("A book"), address="https://example.org/b"),),
    ) == [
        Statement("source", "https://example.org/a"),
        Statement("isPartOf", "A site"),
        Statement("source", "A newspaper, 25 August 1981"),
        Statement("hasPart", "A post"),
        Statement("contributor", "Somebody"),
        Statement("references", "A book"),
        Statement("references", "https://example.org/b"),
    ]


def test_what_an_embargo_ends_on_is_when_the_item_is_available() -> None:
    record = Record("a", (Text("A"),), Access(AccessLevel.RESTRICTED, "2040-01-01"))
    assert Statement("available", "2040-01-01") in crosswalk(record)


def test_claims_and_the_accession_are_not_dublin_core() -> None:
    accession = Accession("2026-1", Text("A donor"), terms=(Text("not before 2040"),))
    assert said(accession=accession, claims=(Claim(Text("It was so.")),)) == []


def test_what_is_restricted_is_in_the_sealed_description() -> None:
    person = Person((Name("A witness"),), (Role.WITNESS,), access=CLOSED)
    assert said(people=(person,)) == [Statement("subject", "A witness")]


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(records)
def test_the_model_names_every_term_that_the_crosswalk_gives(record: Record) -> None:
    said = {one.said.dc for cls in classes_below(Record) for one in shape_of(cls)}
    named = {word for one in said for word in re.findall(r"\w+", one)} | {kind.value for kind in DateKind}
    assert {one.term for one in crosswalk(replace(record, terms=()))} <= named


@need_shared
def test_dublin_core_of_any_record_is_valid_by_the_official_schema(tmp_path: Path) -> None:
    files: list[Path] = []

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    @given(records)
    def write(record: Record) -> None:
        out = BytesIO()
        write_dc(crosswalk(record), out)
        files.append(tmp_path / f"{len(files)}.xml")
        files[-1].write_bytes(out.getvalue())

    write()
    arguments = [sys.executable, str(SHARED / "official" / "check.py"), "dcterms", *map(str, files)]
    judged = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (judged.returncode, judged.stdout) == (0, "")
