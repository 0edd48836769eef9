"""The rules of DataCite 4.7 for a package of XML files, one resource in each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bayegan.export.datacite_dates import is_date
from bayegan.export.datacite_grammar import FORMS, MANDATORY, ONCE, PARTS, Form
from bayegan.export.datacite_identifiers import TO_BE_ASSIGNED, UNAVAILABLE, doi
from bayegan.export.sealed import could_not
from bayegan.metadata.datacite_xml import Entry, read_datacite
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Kind
from bayegan.storage.digests import open_to_read
from bayegan.storage.scan import scan

_YEAR = re.compile(r"\d{4}")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def lint(package: Path) -> Iterator[Finding]:
    """Yield what DataCite would refuse, or would publish without saying much. Raises CouldNot."""
    dois: dict[str, list[str]] = defaultdict(list)
    paths = [entry.path for entry in scan(package) if entry.kind is Kind.FILE and entry.path.endswith(".xml")]
    if not paths:
        yield finding("datacite-package-empty", path=".", found="no XML file")
    for path in paths:
        entries, refused = read_datacite(_octets(package / path), path)
        if entries is None:
            yield finding("datacite-xml", path=path, found=refused[0].found if refused else "another root element")
            continue
        yield from judge_resource(entries, path)
        for one in entries:
            if one.path == "identifier" and (found := doi(one.text or "")):
                dois[found.lower()].append(path)
    for found, holders in dois.items():
        if len(holders) > 1:
            yield finding("datacite-doi-twice", path=holders[1], found=f"{found}, as {holders[0]}")


def judge_resource(entries: Sequence[Entry], path: str) -> Iterator[Finding]:
    """Yield what is wrong in one resource."""
    counts = Counter(one.path for one in entries)
    for name, where in MANDATORY.items():
        if not counts[name]:
            yield finding("datacite-mandatory", path=path, expected=name, found="nothing", advice=_fill(where))
    for name in ONCE:
        if counts[name] > 1:
            yield finding("datacite-repeated", path=path, pointer=f"/{name}", found=f"{counts[name]} of them")
    for one in entries:
        if one.path in FORMS:
            yield from _judge_form(one, FORMS[one.path], path)
            yield from _judge_value(one, path)
        else:
            yield finding("datacite-property-unknown", path=path, pointer=f"/{one.path}", found=one.path)


def _fill(where: str) -> str:
    return f"Fill it in the record: {where}."


def _judge_form(one: Entry, form: Form, path: str) -> Iterator[Finding]:
    pointer = f"/{one.path}"
    given = dict(one.attributes)
    for name in form.must:
        if not given.get(name):
            yield finding("datacite-attribute-missing", path=path, pointer=pointer, expected=name, found="none")
    for name, value in given.items():
        values = {**form.must, **form.may}
        if name not in values:
            yield finding("datacite-property-unknown", path=path, pointer=pointer, found=name)
        elif value and (listed := values[name]) is not None and value not in listed:
            yield finding("datacite-value-unknown", path=path, pointer=pointer, found=f"{name}={value}")
    if not form.has_parts and not (one.text or "").strip():
        yield finding("datacite-empty", path=path, pointer=pointer, found="no text")
    for part in one.parts:
        if part.path in PARTS:
            yield from _judge_form(part, PARTS[part.path], path)


def _judge_value(one: Entry, path: str) -> Iterator[Finding]:
    text = one.text or ""
    if one.path == "identifier":
        if text == TO_BE_ASSIGNED:
            yield finding("datacite-doi-missing", path=path, found=text)
        elif doi(text) != text or one.attribute("identifierType") != "DOI":
            yield finding("datacite-doi-form", path=path, found=text)
    elif one.path == "creators/creator" and any(part.text == UNAVAILABLE for part in one.parts):
        yield finding("datacite-creator-unknown", path=path, found=UNAVAILABLE)
    elif one.path == "publicationYear" and not _YEAR.fullmatch(text):
        yield finding("datacite-year-form", path=path, found=text)
    elif one.path == "dates/date" and text.strip() and not is_date(text):
        yield finding("datacite-date-form", path=path, found=text)
    elif one.path == "language" and text.strip() and not _LANGUAGE.fullmatch(text):
        yield finding("datacite-language-form", path=path, found=text)


def _octets(path: Path) -> bytes:
    try:
        with open_to_read(path) as source:
            return source.read()
    except OSError as error:
        raise could_not(path, "read", error) from error
