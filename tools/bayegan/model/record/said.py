"""How a field of the record is described: once, for XML, JSON, both schemas and the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What a field is: its description; `tag` is its element, or its attribute where `attribute` is set.

    `content` marks the one field that is the text of its element. `pattern` names a form of text that the schemas
    know (see `FORMS`). `least` is how many there must be of a repeated field. `to` holds the elements that a
    reference may name, with blanks between, all where it is empty; `acyclic` says that following it never leads
    back. Of the fields of a class that are `either`, one at least is there. `vocabulary` is ours from which the
    concept of a value is taken, or the words of a list; an archive's own may be used beside it. `huridocs` is the
    number of the field in the HURIDOCS Events Standard Formats, `omid` the heading in a memorial record of Omid,
    `dc` the DCMI term.
    """

    doc: str
    tag: str
    attribute: bool = False
    content: bool = False
    pattern: str = "words"
    least: int = 0
    to: str = ""
    acyclic: bool = False
    either: bool = False
    vocabulary: str = ""
    huridocs: str = ""
    omid: str = ""
    dc: str = ""


FORMS: Mapping[str, str] = {
    "words": "A text of one or more lines, kept exactly as it is.",
    "line": "A text of one line, kept exactly as it is.",
    "any": "A text as it came, which may be empty.",
    "identifier": "1 to 1,024 characters, none of them a control, and not blank.",
    "key": "A name within this record, which others refer to: a letter, then letters, digits, - and _.",
    "reference": "The key of something in this record.",
    "language": "A language tag (BCP 47).",
    "day": "A day: YYYY-MM-DD.",
    "edtf": "A date in the Extended Date/Time Format (ISO 8601-2:2019, Annex A), Gregorian.",
    "sha256": "64 lower-case hexadecimal digits.",
    "path": "A payload path, from data/ on.",
    "term": "A property of DCMI Metadata Terms.",
    "concept": "A concept of a controlled vocabulary: the name of the vocabulary, a colon, and the concept.",
}


def one(doc: str, tag: str, default: Any = None, **of: Any) -> Any:
    """Describe a field that may be there once; without it, `default` holds."""
    return field(default=default, metadata={"said": Said(doc, tag, **of)})


def must(doc: str, tag: str, **of: Any) -> Any:
    """Describe a field that has to be there."""
    return field(metadata={"said": Said(doc, tag, **of)})


def many(doc: str, tag: str, **of: Any) -> Any:
    """Describe a field that may be there any number of times."""
    return field(default=(), metadata={"said": Said(doc, tag, **of)})


def own_key(**of: Any) -> Any:
    """Describe the key of a thing of the record."""
    return one("What others in this record call it.", "key", attribute=True, pattern="key", **of)


def remark(**of: Any) -> Any:
    """Describe the field for what has no field of its own."""
    return one("A remark, with whose it is.", "note", **of)


def where_it_stands() -> Any:
    """Describe the passages in which a thing of the record is told."""
    return many("Where it stands.", "passage")
