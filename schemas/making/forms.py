"""The forms of text (`said.FORMS`) in the words of XML Schema and of JSON Schema."""

from dataclasses import dataclass
from typing import Any

from bayegan.model.dublin_core import TERMS
from bayegan.model.record.said import FORMS

COUNT = "count"
LARGEST = 9223372036854775807
_NAMES = {"reference": "keyOf", "term": "termName"}
"""What forms are called that would have the name of a class."""
_NOT_EMPTY = {"title": "text that is not empty", "pattern": "\\S"}
_END = "(?!\\n)$"
_COMMENT = "(?!\\n) because $ matches before a final line feed in some languages."
_KEY = "[A-Za-z][A-Za-z0-9_-]*"
_KEY_TITLE = "a letter, then letters, digits, - and _ (all of ASCII)"
_LANGUAGE = "([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[xXiI](-[A-Za-z0-9]{1,8})+)"
_LINE = {
    "title": "one line without control characters",
    "$comment": _COMMENT,
    "pattern": f"^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff\\ufffe\\uffff]*{_END}",
}
_WORDS = {
    "title": "characters that XML 1.0 can hold (2.2)",
    "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ud800-\\udfff\\ufffe\\uffff]*$",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A simple type of XML Schema: its base, its facets as (name, value), and what JSON Schema says instead."""

    base: str
    facets: tuple[tuple[str, str], ...]
    json: dict[str, Any]


def _pattern(title: str, pattern: str) -> dict[str, Any]:
    return {"title": title, "type": "string", "pattern": f"^{pattern}{_END}"}


_LINE_JSON = {"type": "string", "allOf": [_NOT_EMPTY, _LINE]}
_WORDS_JSON = {"type": "string", "allOf": [_NOT_EMPTY, _WORDS]}
_NO_CONTROLS = (("pattern", "[^&#9;&#10;&#13;&#127;-&#159;]+"),)

OF: dict[str, Form] = {
    "words": Form("xs:string", (("pattern", r"\s*\S[\s\S]*"),), _WORDS_JSON),
    "line": Form("r:words", _NO_CONTROLS, _LINE_JSON),
    "any": Form("xs:string", (), _WORDS_JSON),
    "identifier": Form("r:words", (("maxLength", "1024"), *_NO_CONTROLS), {"type": "string"}),
    "key": Form("xs:string", (("pattern", _KEY),), _pattern(_KEY_TITLE, _KEY)),
    "reference": Form("xs:string", (("pattern", _KEY),), _pattern(_KEY_TITLE, _KEY)),
    "language": Form(
        "xs:string",
        (("pattern", _LANGUAGE[1:-1]),),
        _pattern("a language tag of BCP 47, such as fa, en or ckb-Arab", _LANGUAGE),
    ),
    "day": Form(
        "xs:date",
        (("pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),),
        _pattern("a day as YYYY-MM-DD", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ),
    "edtf": Form("r:words", (), _LINE_JSON),
    "sha256": Form(
        "xs:string",
        (("pattern", "[0-9a-f]{64}"),),
        _pattern("64 hexadecimal digits in lower case", "[0-9a-f]{64}"),
    ),
    "path": Form(
        "xs:string",
        (("pattern", "data/.+"),),
        {
            "title": "a path in the bag that starts with data/, without NUL",
            "type": "string",
            "pattern": "^data/[^\\u0000\\ud800-\\udc7f\\udd00-\\udfff]+$",
        },
    ),
    "term": Form("xs:string", tuple(("enumeration", one) for one in TERMS), {"enum": list(TERMS)}),
    "concept": Form(
        "xs:string",
        (("pattern", r"[A-Za-z][A-Za-z0-9_\-]*:\S+"),),
        _pattern("the name of a vocabulary, a colon and a concept", "[A-Za-z][A-Za-z0-9_-]*:\\S+"),
    ),
    COUNT: Form(
        "xs:nonNegativeInteger",
        (("maxInclusive", str(LARGEST)),),
        {"type": "integer", "minimum": 0, "maximum": LARGEST},
    ),
}

DOCS = {**FORMS, COUNT: "A whole number, 0 or more."}
COMMENTED = frozenset(("key", "language", "day", "sha256", "concept"))


def name_of(form: str) -> str:
    """Return what a form is called in both schemas."""
    return _NAMES.get(form, form)
