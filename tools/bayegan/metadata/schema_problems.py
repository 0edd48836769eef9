"""What an XML Schema refuses, said so that a records officer can act on it.

libxml2 says it in the words of XML Schema; each of its messages is turned into what was expected and what was
found. A message that is not known here is passed on as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_LONGEST = 120
_MOST_NAMED = 10
_PREFIXES = {
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
    "{http://www.w3.org/2001/XMLSchema-instance}": "xsi:",
    "{http://purl.org/dc/terms/}": "dcterms:",
    "{urn:bayegan:record:1.0}": "",
    "{urn:bayegan:dc:1.0}": "",
    "{http://www.loc.gov/premis/v3}": "",
}
_LANGUAGE = "a language tag (BCP 47), such as fa, en or ckb-Arab"
_TYPES = {
    "xs:language": _LANGUAGE,
    "xs:long": "a whole number",
    "size": "a number of octets, 0 or more",
    "count": "a whole number, 0 or more",
    "day": "a day as YYYY-MM-DD",
}
_PATTERNS = {
    r"\s*\S[\s\S]*": "text that is not blank",
    "[^\t\n\r\x7f-\x9f]+": "one line without controls, of 1,024 characters at most in an identifier",
    "data/.+": "a path in the bag that starts with data/",
    "[0-9a-f]+": "a digest in lower-case hexadecimal",
    "[0-9a-f]{64}": "a digest of 64 digits in lower-case hexadecimal",
    "[0-9]{4}-[0-9]{2}-[0-9]{2}": "a day as YYYY-MM-DD",
    "[A-Za-z][A-Za-z0-9_-]*": "a key: a letter, then letters, digits, - and _ (all of ASCII)",
    "[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[xXiI](-[A-Za-z0-9]{1,8})+": _LANGUAGE,
    r"[A-Za-z][A-Za-z0-9_\-]*:\S+": "the name of a vocabulary, a colon and a concept",
    "true": "true, or no such attribute",
}
_NOISE = "Warning: No precomputed value available"
_MESSAGE = re.compile(r"Element '([^']*)'(?:, attribute '([^']*)')?: (?:\[facet '\w+'\] )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """One thing that a schema refuses: what it allows, and what stands there."""

    expected: str
    found: str


def explained(message: str) -> SchemaProblem:
    """Return what libxml2 says in `message`, as expected and found. Neither is yet safe to print."""
    if not (parts := _MESSAGE.fullmatch(message.strip())):
        return SchemaProblem("what the schema allows", message.strip())
    element, attribute, said = _short(parts[1]), parts[2] and _short(parts[2]), parts[3]
    where = f"element {element}" + (f", attribute {attribute}" if attribute else "")
    for pattern, explain in _EXPLAINED:
        if found := pattern.fullmatch(said):
            expected, what = explain(found)
            return SchemaProblem(expected, f"{where}: {what}")
    return SchemaProblem("what the schema allows", f"{where}: {_short(said)}")


def is_unexpected(message: str) -> bool:
    """Say whether libxml2 met an element out of place, after which it looks at none of those beside it."""
    return ": This element is not expected." in message


def is_undeclared(message: str) -> bool:
    """Say whether an element that was looked at alone is not in the schema at all."""
    return ": No matching global declaration available" in message


def says_nothing(message: str) -> bool:
    """Say whether libxml2 only adds that it could not go on with a value that it has refused already."""
    return _NOISE in message


def element_of(message: str) -> str:
    """Return the `{namespace}name` of the element that libxml2 speaks of."""
    return message.partition("'")[2].partition("'")[0]


def cut(text: str) -> str:
    """Return `text`, or its beginning where it is too long for a message."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _pattern(found: re.Match[str]) -> tuple[str, str]:
    return _PATTERNS.get(found[2], f"a text of the form {found[2]}"), _quoted(found[1])


def _set(found: re.Match[str]) -> tuple[str, str]:
    return "one of " + ", ".join(re.findall(r"'([^']*)'", found[2])), _quoted(found[1])


def _length(found: re.Match[str]) -> tuple[str, str]:
    side = "at most" if found[2] == "exceeds" else "at least"
    return f"{side} {int(found[3]):,} characters", f"{int(found[1]):,} characters"


def _bound(found: re.Match[str]) -> tuple[str, str]:
    return f"{found[3]} or {'more' if found[2] == 'less' else 'less'}", _quoted(found[1])


def _type(found: re.Match[str]) -> tuple[str, str]:
    name = _short(found[2] or "of this element")
    return _TYPES.get(name, f"a value of the type {name}"), _quoted(found[1])


def _unexpected(found: re.Match[str]) -> tuple[str, str]:
    return _one_of(found[1]), "it is not allowed here"


def _incomplete(found: re.Match[str]) -> tuple[str, str]:
    return _one_of(found[1]), "an element is missing in it"


def _one_of(names: str | None) -> str:
    """Return the elements that may stand here, of which libxml2 names ten at most."""
    if not names:
        return "no further element"
    short = [_short(name.strip()) for name in names.split(",")]
    if len(short) == 1:
        return f"element {short[0]}"
    if len(short) < _MOST_NAMED:
        return f"one of the elements {', '.join(short)}"
    if short[0].startswith("dcterms:"):
        return "DCMI terms (http://purl.org/dc/terms/), with at least one dcterms:title and one dcterms:identifier"
    return f"one of the elements {', '.join(short)}, or one that may come after these"


def _short(text: str) -> str:
    for name, prefix in _PREFIXES.items():
        text = text.replace(name, prefix)
    return text


def _quoted(value: str) -> str:
    return f"“{cut(value)}”"


def _required(found: re.Match[str]) -> tuple[str, str]:
    return f"attribute {_short(found[1])}", "it has no such attribute"


def _twice(found: re.Match[str]) -> tuple[str, str]:
    return "a key that nothing else in the record has", f"the key “{cut(found[1])}” again"


def _names_nothing(found: re.Match[str]) -> tuple[str, str]:
    kinds = found[2].replace("-or-", " or a ").replace("any", "something")
    return f"the key of a {kinds} in this record".replace("a something", "something"), _quoted(found[1])


def _kind_of_object(_: re.Match[str]) -> tuple[str, str]:
    return "xsi:type with one of file, representation", "it does not say which kind of object it is"


_Explain = Callable[[re.Match[str]], tuple[str, str]]
_EXPLAINED: tuple[tuple[re.Pattern[str], _Explain], ...] = tuple(
    (re.compile(pattern, re.DOTALL), explain)
    for pattern, explain in (
        (r"This element is not expected\.(?: Expected is (?:one of )?\( (.*) \)\.)?", _unexpected),
        (r"Missing child element\(s\)\. Expected is (?:one of )?\( (.*) \)\.", _incomplete),
        (r"No matching global declaration available.*", lambda _: ("an element of the schema", "it is unknown")),
        (r"The attribute '([^']*)' is required but missing\.", _required),
        (r"The attribute '[^']*' is not allowed\.", lambda _: ("no such attribute", "it is not allowed here")),
        (r"Character content other than whitespace.*", lambda _: ("elements only", "text stands between them")),
        (r"Element content is not allowed.*", lambda _: ("text only", "it holds an element")),
        (r"Duplicate key-sequence \['(.*)'\] in unique identity-constraint .*", _twice),
        (r"No match found for key-sequence \['(.*)'\] of keyref '.*reference-\d+-to-(.*)'\.", _names_nothing),
        (r"The type definition is abstract\.", _kind_of_object),
        (r"The value '(.*)' is not an element of the set \{(.*)\}\.", _set),
        (r"The value '(.*)' is not accepted by the pattern '(.*)'\.", _pattern),
        (r"The value has a length of '(\d+)'; this (exceeds|underruns) the .* of '(\d+)'\.", _length),
        (r"The value '(.*)' is (less|greater) than the .* value allowed \('(.*)'\)\.", _bound),
        (r"'(.*)' is not a valid value of the (?:local )?(?:atomic|union|list) type(?: '(.*)')?\.", _type),
    )
)
