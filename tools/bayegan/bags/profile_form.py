"""The form of a BagIt Profile as JSON (BagIt Profiles 1.4.0, Implementation Details)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bayegan.bags.algorithms import normalised
from bayegan.model.findings import Finding, finding

IDENTIFIER = "BagIt-Profile-Identifier"
UNSTATED = "1.1.0"
"""The version of the specification that a profile conforms to where it states none."""

_ABOUT = ("Source-Organization", "External-Description", "Version", IDENTIFIER)
_VERSION = "BagIt-Profile-Version"
_ALGORITHMS = ("Manifests-Required", "Manifests-Allowed", "Tag-Manifests-Required", "Tag-Manifests-Allowed")
_LISTS = (
    *_ALGORITHMS, "Tag-Files-Required", "Tag-Files-Allowed", "Payload-Files-Required", "Payload-Files-Allowed",
    "Accept-Serialization", "Accept-BagIt-Version",
)  # fmt: skip
_SWITCHES = ("Allow-Fetch.txt", "Fetch.txt-Required", "Data-Empty")
_SERIALIZATIONS = ("forbidden", "required", "optional")
_PARAMETERS = {"required": bool, "repeatable": bool, "description": str, "values": list}
_KNOWN = frozenset({*_LISTS, *_SWITCHES, "BagIt-Profile-Info", "Bag-Info", "Other-Info", "Serialization"})
_SINCE = {
    "Tag-Files-Allowed": "1.2.0",
    "Manifests-Allowed": "1.3.0",
    "Tag-Manifests-Allowed": "1.3.0",
    "Fetch.txt-Required": "1.4.0",
    "Data-Empty": "1.4.0",
    "Payload-Files-Required": "1.4.0",
    "Payload-Files-Allowed": "1.4.0",
}
"""The version of the specification that first has a key; Payload-Files-* are in its draft after 1.4.0."""


def conforms_to(document: dict[str, Any]) -> str:
    """Return the version of the specification that a profile states, 1.1.0 where it states none."""
    stated: str = document.get("BagIt-Profile-Info", {}).get(_VERSION, "").strip()
    return stated if re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}", stated) else UNSTATED


def judged_keys(document: dict[str, Any]) -> dict[str, Any]:
    """Return a profile without the keys that its version of the specification does not have."""
    version = _numbers(conforms_to(document))
    return {key: value for key, value in document.items() if version >= _numbers(_SINCE.get(key, "1.0.0"))}


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))


def passed_over(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each key that is not judged: a later version has it, or none."""
    judged = judged_keys(document)
    for key in document:
        if key not in _KNOWN:
            yield finding("bag-profile-key", pointer=_pointer(key), found="a key that no version has")
        elif key not in judged:
            found = f"a key of {_SINCE[key]}, in a profile that conforms to {conforms_to(document)}"
            yield finding("bag-profile-key", pointer=_pointer(key), found=found)
    bearers: dict[str, list[str]] = {}
    for pointer, rule in _tag_rules(document):
        for name in rule:
            if name not in _PARAMETERS:
                bearers.setdefault(name, []).append(pointer)
    for name, pointers in bearers.items():
        more = f", and for {len(pointers) - 1} more" if len(pointers) > 1 else ""
        yield finding("bag-profile-key", pointer=f"{pointers[0]}{_pointer(name)}", found=f"{name}{more}")


def incomplete(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each thing that the specification requires of a profile and that is not there."""
    about = document.get("BagIt-Profile-Info", {})
    for key in _ABOUT:
        if not about.get(key):
            yield finding("bag-profile-incomplete", pointer=f"/BagIt-Profile-Info/{key}", found="nothing")
    stated = about.get(_VERSION, "").strip()
    if stated and conforms_to(document) != stated:
        expected, pointer = "numbers with dots between them, for example 1.4.0", f"/BagIt-Profile-Info/{_VERSION}"
        yield finding("bag-profile-incomplete", pointer=pointer, expected=expected, found=stated)
    if not document.get("Accept-BagIt-Version"):
        yield finding("bag-profile-incomplete", pointer="/Accept-BagIt-Version", found="nothing")
    if document.get("Serialization") in ("required", "optional") and not document.get("Accept-Serialization"):
        yield finding("bag-profile-incomplete", pointer="/Accept-Serialization", found="nothing")


def odd_algorithms(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a warning for each algorithm that is not spelled as BagIt spells it (RFC 8493, 2.4)."""
    for key in _ALGORITHMS:
        for number, name in enumerate(document.get(key, ())):
            if name != normalised(name):
                found = f"{name}, taken for {normalised(name)}"
                yield finding("bag-profile-algorithm-name", pointer=f"/{key}/{number}", found=found)


def wrong_forms(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each value that does not have the type which the specification gives it."""
    about = document.get("BagIt-Profile-Info", {})
    if not isinstance(about, dict):
        yield _form("/BagIt-Profile-Info", "an object", about)
    else:
        for key in (*_ABOUT, _VERSION):
            if not isinstance(about.get(key, ""), str):
                yield _form(f"/BagIt-Profile-Info/{key}", "a text", about[key])
    for key in _LISTS:
        if not _is_texts(document.get(key, [])):
            yield _form(f"/{key}", "a list of texts", document[key])
    for key in _SWITCHES:
        if not isinstance(document.get(key, False), bool):
            yield _form(f"/{key}", "true or false", document[key])
    if document.get("Serialization", "optional") not in _SERIALIZATIONS:
        yield _form("/Serialization", " or ".join(_SERIALIZATIONS), document["Serialization"])
    if not isinstance(document.get("Other-Info", []), list):
        yield _form("/Other-Info", "a list", document["Other-Info"])
    for pointer, rule in _tag_rules(document):
        yield from _wrong_tag_rule(pointer, rule)


def _tag_rules(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every tag rule with its pointer, and what stands where tag rules should."""
    sections: list[tuple[str, Any]] = [("/Bag-Info", document.get("Bag-Info", {}))]
    others = document.get("Other-Info", [])
    for number, group in enumerate(others if isinstance(others, list) else ()):
        pointer = f"/Other-Info/{number}"
        if isinstance(group, dict):
            sections += [(f"{pointer}{_pointer(name)}", rules) for name, rules in group.items()]
        else:
            sections.append((pointer, group))
    for pointer, rules in sections:
        if isinstance(rules, dict):
            yield from ((f"{pointer}{_pointer(label)}", rule) for label, rule in rules.items())
        else:
            yield pointer, rules


def _wrong_tag_rule(pointer: str, rule: object) -> Iterator[Finding]:
    if not isinstance(rule, dict):
        yield _form(pointer, "an object", rule)
        return
    for key, kind in _PARAMETERS.items():
        if key in rule and (not isinstance(rule[key], kind) or (kind is list and not _is_texts(rule[key]))):
            yield _form(f"{pointer}/{key}", kind.__name__, rule[key])


def _pointer(key: str) -> str:
    """Return the step of a JSON Pointer (RFC 6901)."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _form(pointer: str, expected: str, found: object) -> Finding:
    return finding("bag-profile-form", pointer=pointer, expected=expected, found=json.dumps(found)[:200])
