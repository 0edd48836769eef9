"""The columns of AtoM's ISAD(G) CSV, and values as its importer takes them."""

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from bayegan.model.collection import Level
from bayegan.model.date_bounds import bounds
from bayegan.model.record import Date

HEADER = (
    "legacyId",
    "parentId",
    "qubitParentSlug",
    "accessionNumber",
    "identifier",
    "title",
    "levelOfDescription",
    "extentAndMedium",
    "repository",
    "archivalHistory",
    "acquisition",
    "scopeAndContent",
    "appraisal",
    "accruals",
    "arrangement",
    "accessConditions",
    "reproductionConditions",
    "language",
    "script",
    "languageNote",
    "physicalCharacteristics",
    "findingAids",
    "locationOfOriginals",
    "locationOfCopies",
    "relatedUnitsOfDescription",
    "publicationNote",
    "digitalObjectPath",
    "digitalObjectURI",
    "generalNote",
    "subjectAccessPoints",
    "placeAccessPoints",
    "nameAccessPoints",
    "genreAccessPoints",
    "descriptionIdentifier",
    "institutionIdentifier",
    "rules",
    "descriptionStatus",
    "levelOfDetail",
    "revisionHistory",
    "languageOfDescription",
    "scriptOfDescription",
    "sources",
    "archivistNote",
    "publicationStatus",
    "physicalObjectName",
    "physicalObjectLocation",
    "physicalObjectType",
    "alternativeIdentifiers",
    "alternativeIdentifierLabels",
    "eventDates",
    "eventTypes",
    "eventStartDates",
    "eventEndDates",
    "eventActors",
    "eventActorHistories",
    "culture",
)
"""The columns of AtoM 2.8 for descriptions by ISAD(G), in its order."""
OTHERS = frozenset(
    [
        "digitalObjectChecksum",
        "alternateTitle",
        "eventDescriptions",
        "eventPlaces",
        "physicalStorageLocation",
        "slug",
    ]
)
"""Columns that AtoM knows beside these."""
EVENTS = ("eventDates", "eventTypes", "eventStartDates", "eventEndDates", "eventActors", "eventActorHistories")
"""Columns that are parted at bars and read across: the first of each is the first event."""
TRANSLATED = frozenset(
    [
        "legacyId",
        "culture",
        "title",
        "alternateTitle",
        "extentAndMedium",
        "archivalHistory",
        "acquisition",
        "scopeAndContent",
        "appraisal",
        "accruals",
        "arrangement",
        "accessConditions",
        "reproductionConditions",
        "physicalCharacteristics",
        "findingAids",
        "locationOfOriginals",
        "locationOfCopies",
        "relatedUnitsOfDescription",
        "institutionIdentifier",
        "rules",
        "sources",
        "revisionHistory",
    ]
)
"""Columns that AtoM takes from the further rows of a description, those in other cultures."""
CULTURES = ("en", "fa")
NONE = "NULL"
"""What stands in a list of events where there is no value."""
BAR = "|"
INSTEAD = "¦"
LEVELS: Mapping[Level, str] = {level: level.value.capitalize() for level in Level}
ITEM, PART = "Item", "Part"
KNOWN_LEVELS = frozenset((*LEVELS.values(), ITEM, PART))
"""The levels that AtoM has when freshly installed, by their English names."""
LONGEST_ROW = 60_000
"""Octets of a line that AtoM's importer reads in one piece."""
_BACKSLASH = re.compile(r'\\(?="|$)')
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
PARTIAL = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = dict[str, str]


def value(text: str) -> str:
    """Return a text as one value of a cell.

    A bar would part it, since AtoM has no escape for it: a broken bar takes its place. PHP takes a backslash before
    a quotation mark, or at the end of a cell, for an escape: a space follows it.
    """
    return _BACKSLASH.sub("\\\\ ", text.strip().replace(BAR, INSTEAD))


def joined(texts: Iterable[str]) -> str:
    """Return several values as a list, each once; what is empty is left out."""
    return BAR.join(dict.fromkeys(one for one in map(value, texts) if one))


def prose(texts: Iterable[str]) -> str:
    """Return several texts as the paragraphs of one."""
    return "\n\n".join(dict.fromkeys(one for one in map(value, texts) if one))


def events(of_type: str, dates: Iterable[Date], actors: Iterable[str]) -> list[tuple[str, ...]]:
    """Return events of a type, each as the values of `EVENTS`: the first date goes with the first actor."""
    found: list[tuple[str, ...]] = []
    for date, actor in zip_longest(dates, actors):
        said, start, end = (NONE, NONE, NONE) if date is None else _spelled(date)
        found.append((said, of_type, start, end, NONE if actor is None else value(actor) or NONE, NONE))
    return found


def event_cells(several: Iterable[tuple[str, ...]]) -> Row:
    """Return the cells of events; a column in which there is nothing stays empty."""
    columns = zip(EVENTS, zip(*dict.fromkeys(several), strict=True), strict=False)
    return {name: BAR.join(values) for name, values in columns if set(values) != {NONE}}


def _spelled(date: Date) -> tuple[str, str, str]:
    """Return a date as AtoM shows it, and the first and the last day; 00 stands for what is not said."""
    said = value(date.text or date.edtf or "") or NONE
    if date.edtf is None:
        return said, NONE, NONE
    first, _, last = date.edtf.partition("/")
    if (start := _PLAIN.fullmatch(first)) and (end := _PLAIN.fullmatch(last or first)):
        return said, _partial(start), _partial(end)
    found = bounds(date.edtf)
    days = [
        NONE if one is None or not 0 < one.year < 10_000 else str(one) for one in (found.earliest, found.latest)
    ]
    return said, days[0], days[1]


def _partial(match: "re.Match[str]") -> str:
    return f"{match[1]}-{match[2] or '00'}-{match[3] or '00'}"
