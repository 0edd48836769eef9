"""Generated values of the archive, for properties: Hypothesis strategies."""

import os
from datetime import UTC
from typing import TypeVar

from hypothesis import strategies as st

from bayegan.model.dublin_core import TERMS, Statement
from bayegan.model.preservation import (
    Agent,
    Event,
    EventOutcome,
    EventType,
    FileObject,
    Format,
    PreservationRecord,
)
from bayegan.model.record import (
    Access,
    AccessLevel,
    Calendar,
    Capture,
    Date,
    DateKind,
    Extra,
    FileNote,
    Name,
    NameKind,
    Organisation,
    Person,
    Place,
    Record,
    Rights,
    Role,
    SiteStatus,
    Term,
    Text,
)

T = TypeVar("T")

_XML_CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r") + "\ufffe\uffff"
_TELLING = (
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u0085",
    "\u2028",
    "\u200c",
    "]]>",
    "&amp;",
    "<a>",
    "'\"",
    "ي",
    "ى",
    "e\u0301",
)

any_texts = st.lists(
    st.sampled_from(_TELLING)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_XML_CONTROLS), max_size=8),
    max_size=6,
).map("".join)
"""Texts that XML 1.0 can hold, rich in what is easily lost: line ends, spaces at the ends, joiners, NFD."""

plain_texts = any_texts.filter(lambda text: bool(text.strip(" \t\n\r")))
"""The same, never blank."""

identifiers = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))

languages = st.sampled_from((None, "fa", "en", "ckb-Arab", "fa-Latn", "x-dari"))

payload_paths = st.binary(min_size=1, max_size=20).map(
    lambda name: "data/" + os.fsdecode(name.replace(b"\0", b"%").replace(b"/", b"%0A"))
)
"""Paths as a disk can hold them: controls, percent signs, octets that are not UTF-8."""

edtf_dates = st.sampled_from(
    ("1988", "1988-07", "1988-07-22", "1988-07~", "198X", "1988/1989", "[1990-04-17,1990-04-27]", "1988-07/..")
)

texts = st.builds(Text, plain_texts, languages)
names = st.builds(Name, plain_texts, languages, st.sampled_from(NameKind))
notes = st.none() | texts
terms = st.builds(Term, st.sampled_from(TERMS), plain_texts, languages)
extras = st.builds(Extra, any_texts, any_texts)


def some(values: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, min_size=least, max_size=least + 2).map(tuple)


bearers = {"names": some(names, 1), "roles": some(st.sampled_from(Role)), "note": notes}
places = st.builds(Place, some(names, 1), some(names), notes)
_calendars = st.none() | st.sampled_from(Calendar)
dates = st.builds(
    Date, st.sampled_from(DateKind), edtf_dates, st.none() | plain_texts, _calendars, notes
) | st.builds(Date, st.sampled_from(DateKind), st.none(), plain_texts, _calendars, notes)
captures = st.builds(
    Capture,
    address=st.none() | plain_texts,
    site=notes,
    date=st.none() | dates,
    method=notes,
    site_status=st.none() | st.sampled_from(SiteStatus),
    missing=some(texts),
)

records = st.builds(
    Record,
    identifier=identifiers,
    titles=some(texts, 1),
    access=st.builds(Access, st.sampled_from(AccessLevel), notes),
    descriptions=some(texts),
    types=some(texts),
    genres=some(texts),
    languages=some(plain_texts),
    people=some(st.builds(Person, **bearers)),
    organisations=some(st.builds(Organisation, **bearers)),
    places=some(places),
    dates=some(dates),
    subjects=some(texts),
    capture=st.none() | captures,
    rights=st.builds(Rights, some(texts), some(texts), some(texts)),
    terms=some(terms),
    extras=some(extras),
    files=some(st.builds(FileNote, payload_paths, some(terms), some(extras))),
)

statements = st.builds(Statement, st.sampled_from(TERMS), plain_texts, languages)
descriptions = st.tuples(
    st.builds(Statement, st.just("title"), plain_texts, languages),
    st.builds(Statement, st.just("identifier"), identifiers),
    some(statements),
).flatmap(lambda parts: st.permutations((parts[0], parts[1], *parts[2])).map(tuple))

formats = st.builds(
    Format,
    name=st.none() | plain_texts.filter(lambda name: name != "unknown"),
    version=st.none() | plain_texts,
    puid=st.none() | plain_texts,
    mime=st.none() | plain_texts,
    basis=st.none() | plain_texts,
    warning=st.none() | plain_texts,
).filter(lambda known: known != Format())
_hex = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
digests = st.sampled_from(sorted(_hex)).flatmap(
    lambda name: st.tuples(st.just(name), st.text("0123456789abcdef", min_size=_hex[name], max_size=_hex[name]))
)
file_objects = st.builds(
    FileObject, payload_paths, st.integers(0, 2**63 - 1), some(digests, 1), st.none() | formats
)
agents = st.builds(Agent, plain_texts, st.sampled_from(("software", "organization")), st.none() | plain_texts)
events = st.builds(
    Event,
    type=st.sampled_from(EventType),
    time=st.datetimes(timezones=st.just(UTC)),
    outcome=st.sampled_from(EventOutcome),
    detail=plain_texts,
    agent=agents,
    note=st.none() | plain_texts,
)
preservation_records = st.builds(
    PreservationRecord,
    identifier=identifiers,
    files=some(file_objects),
    events=some(events),
    access_level=st.sampled_from([level.value for level in AccessLevel]),
    access_reason=st.none() | plain_texts,
)
