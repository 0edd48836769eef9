"""A record as a terminal shows it: all that is said, each with who says it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from bayegan.cli import record_words as words
from bayegan.cli.record_text import Asked, record_lines
from bayegan.cli.table import table
from bayegan.cli.wording import wrapped
from bayegan.model.names import shown
from bayegan.model.record import (
    Access,
    Accession,
    AccessLevel,
    Act,
    Amendment,
    Calendar,
    Capture,
    Certainty,
    Claim,
    ClaimKind,
    Date,
    DateKind,
    Event,
    Extra,
    Figure,
    Group,
    Held,
    Information,
    Involvement,
    Missing,
    Name,
    NameKind,
    Organisation,
    Part,
    Passage,
    Person,
    Place,
    Position,
    Qualifier,
    Record,
    Reference,
    ReferenceKind,
    Role,
    SiteStatus,
    Text,
    Value,
)
from strategies import records

OPEN = Access(AccessLevel.PUBLIC)


def section(heading: str, **fields: object) -> list[str]:
    """The lines of one section, without their common indent."""
    return under(heading, record_lines(Record("a", (Text("A"),), OPEN, **fields)))  # type: ignore[arg-type]


def under(heading: str, lines: list[str]) -> list[str]:
    start = (
        next(at for at, line in enumerate(lines) if re.fullmatch(rf"{re.escape(heading)}( \([0-9,]+\))?", line)) + 1
    )
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return [line[2:] for line in lines[start:end]]


def test_titles_and_access_come_first() -> None:
    access = Access(AccessLevel.RESTRICTED, "2040-01-01", Text("The family asked for it."), Text("given in 2026"))
    assert record_lines(Record("a", (Text("A"), Text("الف", "fa")), access)) == [
        "A",
        "  \u2068الف\u2069",
        "  item a, access restricted, described in fa",
        "  not before 2040-01-01",
        "  because: The family asked for it.",
        "  consent: given in 2026",
    ]


def test_people_are_told_with_all_that_is_said_of_them() -> None:
    person = Person(
        (Name("نام", "fa"), Name("Nam", "en"), Name("Nām", "fa-Latn", NameKind.TRANSLITERATION)),
        (Role.VICTIM,),
        religions=(Value("Islam", certainty=Certainty.PRESUMED),),
        civil_statuses=(Value("Unknown"),),
        positions=(Position(Text("Judge"), at="o", since="1980", held=Held.THEN),),
        note=Text("As the page has it."),
        access=Access(AccessLevel.CONFIDENTIAL, reason=Text("living")),
    )
    court = Organisation((Name("A court"),), key="o")
    assert section("People", people=(person,), organisations=(court,)) == [
        "\u2068نام\u2069 / Nam  (victim)",
        "  also Nām  (transliteration)",
        "  religion: Islam  (presumed)",
        "  civil status: Unknown",
        "  position: Judge, A court  (held then, from 1980)",
        "  note: As the page has it.",
        "  access confidential, because: living",
    ]


def test_an_act_says_what_when_where_how_and_why() -> None:
    prison = Place((Name("A prison"),), (Name("A city"), Name("Iran")), "c")
    date = Date(
        DateKind.EVENT, "1981-08-23", "۱ شهریور ۱۳۶۰", Calendar.SOLAR_HIJRI, derived=True, note=Text("its own")
    )
    act = Act(
        Value("execution"),
        "x",
        None,
        "e",
        ("p",),
        (date,),
        "c",
        method=Value("shooting", concept="methods:shooting"),
        charges=(Value("one charge"), Value("another charge")),
    )
    people = (Person((Name("B"),), key="p"),)
    events = (Event(Text("What happened"), "e"),)
    assert section("Acts", acts=(act,), people=people, places=(prison,), events=events) == [
        "execution: B, 23 August 1981, A prison",
        "  event: What happened",
        "  when: “\u2068۱ شهریور ۱۳۶۰\u2069” (Solar Hijri), that is 23 August 1981 — its own",
        "  where: A prison, A city, Iran",
        "  method: shooting  (as “methods:shooting”)",
        "  charge: one charge; another charge",
    ]
    who = Involvement("p", "x", Value("gave the order"), certainty=Certainty.REPORTED)
    assert section(
        "Involvement, as alleged", acts=(act,), people=people, places=(prison,), involvements=(who,)
    ) == [
        "B in execution: B, 23 August 1981, A prison: gave the order",
        "  certainty: reported",
    ]


def test_a_claim_says_who_asserts_it_and_where_and_whether_anybody_looked() -> None:
    claim = Claim(
        Text("Nearly three thousand died."),
        (Text("A minister"),),
        ClaimKind.FIGURE,
        "c1",
        ("p",),
        ("p",),
        figure=Figure(2800, 3000, Text("dead")),
        contradicts=("c2",),
        passages=(Passage("data/a.html", 1000, 1200, "0" * 64), Passage("data/b.pdf", page="5")),
    )
    other = Claim(Text("Nobody died."), (Text("Another"),), key="c2")
    assert section("Claims", claims=(claim, other), people=(Person((Name("B"),), key="p"),)) == [
        "Nearly three thousand died.",
        "  asserted by: A minister; B",
        "  figure: 2,800 to 3,000 dead",
        "  about: B",
        "  contradicts: Nobody died. (Another)",
        "  in: data/a.html, characters 1,000 to 1,200; data/b.pdf, page 5  (not checked)",
        "Nobody died.",
        "  asserted by: Another",
    ]


def test_each_part_is_a_line() -> None:
    part = Part(
        Text("A post"),
        authors=(Text("Somebody"),),
        dates=(Date(DateKind.ISSUED, "2008-05-12"),),
        passages=(Passage("data/a.html", 0, 9, "0" * 64),),
    )
    assert section("Parts", parts=(part,)) == [
        "A post · Somebody · issued: 12 May 2008",
        "  in: characters 0 to 9",
    ]


def test_what_a_capture_lacks_is_told() -> None:
    capture = Capture(
        "https://example.org/a", site_status=SiteStatus.CLOSED, closed=Date(DateKind.DATE, "2009-01"),
        missing=(Missing("pictures"), Missing("the list at its end")),
    )  # fmt: skip
    assert section("Capture", capture=capture) == [
        "address: https://example.org/a",
        "site status: closed",
        "closed: January 2009",
        "missing: pictures; the list at its end",
    ]


def test_references_sources_accession_amendments() -> None:
    corrected = Amendment(2, Text("A reader"), Text("The name was wrong."), Date(DateKind.DATE, "2026-05"))
    fields = {
        "references": (Reference(Text("A book"), ReferenceKind.FURTHER_READING),),
        "information": (Information(citation=Text("A newspaper"), reliability=Value("doubtful")),),
        "accession": Accession("2026-1", Text("A family"), terms=(Text("not before 2040"),)),
        "amendments": (corrected,),
        "extras": (Extra("box", "7\u202e"),),
    }
    assert section("References", **fields) == ["A book", "  kind: further-reading"]
    assert section("Sources of information", **fields) == ["A newspaper", "  reliability: doubtful"]
    assert section("Accession (restricted)", **fields) == [
        "number: 2026-1",
        "donor: A family",
        "terms: not before 2040",
    ]
    assert section("Amendments", **fields) == ["version 2, by A reader, May 2026: The name was wrong."]
    assert section("Kept from the submission", **fields) == ["box: 7\\u202e"]


def test_what_runs_from_right_to_left_keeps_to_itself_on_every_line(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", "40")
    lines = wrapped(record_lines(Record("a", (Text("A"),), OPEN, descriptions=(Text("سخن دراز " * 20, "fa"),))))
    long = [line for line in lines if "سخن" in line]
    assert len(long) > 3
    for line in long:
        assert (line.count("\u2068"), line.count("\u2069")) == (1, 1)
        assert line.strip().startswith("\u2068")


def many_people(number: int) -> tuple[Person, ...]:
    return tuple(Person((Name(f"Person {one}"),), note=Text("Said of this one.")) for one in range(number))


def test_of_a_long_section_the_beginning_is_shown_and_how_to_see_the_rest() -> None:
    record = Record("a", (Text("A"),), OPEN, people=many_people(30))
    lines = under("People", record_lines(record, Asked()))
    assert lines == [f"Person {one}" for one in range(8)] + [
        "… 22 more, and all that is said of each: --section people"
    ]
    assert under("People", record_lines(record, Asked(sections=("people",)))) == under(
        "People", record_lines(record)
    )


def test_a_short_section_is_shown_whole() -> None:
    record = Record("a", (Text("A"),), OPEN, people=many_people(9))
    assert record_lines(record, Asked()) == record_lines(record)


def test_only_the_sections_asked_for_are_shown() -> None:
    record = Record("a", (Text("A"),), OPEN, people=many_people(1), subjects=(Text("a subject"),))
    assert record_lines(record, Asked(sections=("subjects",))) == ["A", "", "Subjects", "  a subject"]


def test_a_claim_in_brief_names_who_asserts_it() -> None:
    claims = tuple(Claim(Text(f"So many as {one}."), (Text("A minister"),), note=Text("x")) for one in range(30))
    record = Record("a", (Text("A"),), OPEN, claims=claims)
    assert under("Claims", record_lines(record, Asked()))[0] == "So many as 0. — A minister"


def test_a_person_in_brief_has_a_name_in_each_script() -> None:
    names = (Name("Nam", "en"), Name("Nám", kind=NameKind.VARIANT), Name("نام", "fa", NameKind.VARIANT))
    record = Record("a", (Text("A"),), OPEN, people=(Person(names), *many_people(30)))
    assert under("People", record_lines(record, Asked()))[0] == "Nam / \u2068نام\u2069"


def test_a_language_is_told_where_it_is_another_than_that_of_the_record() -> None:
    texts = (Text("one", "en"), Text("two", "en"), Text("trois", "fr"), Text("vier"))
    assert section("Subjects", subjects=texts) == ["one", "two", "trois  [fr]", "vier"]


def test_a_concept_is_told_by_its_label_where_that_says_more_than_the_value() -> None:
    labels = {"religion:muslim": "Muslim"}
    person = Person((Name("A"),), religions=(Value("Islam", concept="religion:muslim"),))
    other = Person((Name("B"),), religions=(Value("muslim", concept="religion:muslim"),))
    record = Record("a", (Text("A"),), OPEN, people=(person, other))
    told = under("People", record_lines(record, label=labels.get))
    assert told == ["A", "  religion: Islam  (as “Muslim”)", "B", "  religion: muslim"]


def test_a_figure_without_a_number_says_so() -> None:
    claim = Claim(Text("Many died."), kind=ClaimKind.FIGURE, figure=Figure(unit=Text("dead")))
    assert section("Claims", claims=(claim,)) == ["Many died.", "  figure: no number: dead"]


def test_acts_of_one_kind_are_told_apart_where_something_refers_to_them() -> None:
    dates = (Date(DateKind.EVENT, "1988-07"),)
    acts = (Act(Value("execution"), "x"), Act(Value("execution"), "y"), Act(Value("execution"), "z", dates=dates))
    claim = Claim(Text("So it was."), about=("x", "y", "z"))
    assert section("Claims", acts=acts, claims=(claim,))[1] == (
        "  about: execution; execution (no. 2); execution, July 1988"
    )


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(5, 5, Text("dead")), "5 dead"),
        (Figure(5000, 6000, Text("dead")), "5,000 to 6,000 dead"),
        (Figure(5, None), "at least 5"),
        (Figure(None, 30000, Text("dead")), "at most 30,000 dead"),
        (Figure(2500, None, Text("dead"), Qualifier.MORE_THAN), "more than 2,500 dead"),
        (Figure(2500, 2500, Text("dead"), Qualifier.MORE_THAN), "more than 2,500 dead"),
        (Figure(30000, 30000, Text("dead"), Qualifier.ABOUT), "about 30,000 dead"),
        (Figure(2000, 3000, None, Qualifier.ABOUT), "about 2,000 to 3,000"),
        (Figure(None, 500, None, Qualifier.FEWER_THAN), "fewer than 500"),
        (Figure(None, 500, None, Qualifier.ALMOST), "almost 500"),
        (Figure(100, 500, None, Qualifier.MORE_THAN), "more than 100 and at most 500"),
        (Figure(unit=Text("dead"), words=Text("thousands")), "“thousands”: dead"),
        (Figure(words=Text("هزاران")), "“\u2068هزاران\u2069”"),
        (Figure(12, 12, Text("dead"), words=Text("a dozen")), "12 dead, in the words “a dozen”"),
        (Figure(), "no number"),
    ],
)
def test_a_figure_is_said_as_its_source_has_it(figure: Figure, said: str) -> None:
    assert words.figure(figure) == said


def test_who_reports_a_claim_is_told_apart_from_who_asserts_it() -> None:
    claim = Claim(Text("So it was."), (Text("A minister"),), reporters=("k",), reported_by=(Text("a page"),))
    paper = Organisation((Name("Kayhan"),), key="k")
    assert section("Claims", claims=(claim,), organisations=(paper,)) == [
        "So it was.",
        "  asserted by: A minister",
        "  as reported by: a page; Kayhan",
    ]


def test_a_group_is_told_with_its_figures_and_may_be_a_victim() -> None:
    figures = (Figure(13, 13, Text("people")), Figure(words=Text("dozens")))
    group = Group(Text("those executed with him"), (Role.VICTIM,), "g", figures=figures, members=("p",))
    person = Person((Name("A"),), key="p")
    act = Act(Value("execution"), victims=("p", "g"))
    fields = {"groups": (group,), "people": (person,), "acts": (act,)}
    assert section("Groups", **fields) == [
        "those executed with him: 13 people; “dozens”  (victim)",
        "  member: A",
    ]
    assert section("Acts", **fields) == ["execution: A, those executed with him"]


def test_an_act_may_have_a_title_several_places_and_passages() -> None:
    places = (Place((Name("Evin"),), key="e"), Place((Name("Gohar Dasht"),), key="g"))
    passages = (Passage("data/a.txt", 1, 5, "0" * 64), Passage("data/a.txt", 7, 9, "0" * 64))
    act = Act(
        Value("execution"),
        "x",
        Text("The first wave"),
        victims=("v",),
        place="e",
        further_places=("g",),
        passages=passages,
    )
    claim = Claim(Text("So it was."), about=("x",))
    group = Group(Text("prisoners"), key="v")
    fields = {"acts": (act,), "places": places, "claims": (claim,), "groups": (group,)}
    assert section("Acts", **fields) == [
        "The first wave: execution",
        "  victim: prisoners",
        "  where: Evin",
        "  where too: Gohar Dasht",
        "  in: characters 1 to 5; characters 7 to 9",
    ]
    assert section("Claims", **fields)[1] == "  about: The first wave"


def test_an_office_is_told_with_where_it_stands() -> None:
    office = Position(Text("Judge"), held=Held.THEN, passages=(Passage("data/a.txt", 1, 5, "0" * 64),))
    assert section("People", people=(Person((Name("A"),), positions=(office,)),)) == [
        "A",
        "  position: Judge  (held then), in characters 1 to 5",
    ]


def test_what_is_missing_is_told_with_where_it_is_missing() -> None:
    part = Part(Text("References"), key="r")
    capture = Capture(missing=(Missing("the whole list", near="r"),))
    assert section("Capture", capture=capture, parts=(part,)) == ["missing: the whole list  (near: References)"]


def test_a_reference_is_told_with_title_authors_publisher_and_extent() -> None:
    report = Reference(
        Text("A report of 2005"),
        ReferenceKind.SUBJECT,
        title=Text("No Exit"),
        authors=(Text("Somebody"),),
        publishers=(Text("A publisher"),),
        extent=Text("28 pages"),
    )
    assert section("References", references=(report,)) == [
        "A report of 2005",
        "  kind: subject",
        "  title: No Exit",
        "  author: Somebody",
        "  publisher: A publisher",
        "  extent: 28 pages",
    ]


def test_neighbouring_cells_that_run_from_right_to_left_keep_their_places() -> None:
    lines = table(("by", "why"), [("نام", "سخن")])
    assert lines[1].split() == ["\u2068نام\u2069", "\u2068سخن\u2069"]


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(records)
def test_any_record_can_be_shown_and_is_safe_to_print(record: Record) -> None:
    for line in (*wrapped(record_lines(record)), *wrapped(record_lines(record, Asked()))):
        bare = line.replace("\u2068", "").replace("\u2069", "")
        assert shown(bare) == bare
        assert line.count("\u2068") == line.count("\u2069")
