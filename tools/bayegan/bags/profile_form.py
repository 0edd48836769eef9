"""The form of a BagIt Profile as JSON (BagIt Profiles 1.4.0, Implementation Details)."""

import json
from collections.abc import Iterator
from typing import Any

from bayegan.model.findings import Finding, finding

IDENTIFIER = "BagIt-Profile-Identifier"
_ABOUT = ("Source-Organization", "External-Description", "Version", IDENTIFIER)
_LISTS = (
    "Manifests-Required", "Manifests-Allowed", "Tag-Manifests-Required", "Tag-Manifests-Allowed",
    "Tag-Files-Required", "Tag-Files-Allowed", "Payload-Files-Required", "Payload-Files-Allowed",
    "Accept-Serialization", "Accept-BagIt-Version",
)  # fmt: skip
_SWITCHES = ("Allow-Fetch.txt", "Fetch.txt-Required", "Data-Empty")
_SERIALIZATIONS = ("forbidden", "required", "optional")
_PARAMETERS = {"required": bool, "repeatable": bool, "description": str, "values": list}


def incomplete(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each thing that the specification requires of a profile and that is not there."""
    about = document.get("BagIt-Profile-Info", {})
    for key in _ABOUT:
        if not about.get(key):
            yield finding("bag-profile-incomplete", pointer=f"/BagIt-Profile-Info/{key}", found="nothing")
    if not document.get("Accept-BagIt-Version"):
        yield finding("bag-profile-incomplete", pointer="/Accept-BagIt-Version", found="nothing")
    if document.get("Serialization") in ("required", "optional") and not document.get("Accept-Serialization"):
        yield finding("bag-profile-incomplete", pointer="/Accept-Serialization", found="nothing")


def wrong_forms(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each value that does not have the type which the specification gives it."""
    about = document.get("BagIt-Profile-Info", {})
    if not isinstance(about, dict):
        yield _form("/BagIt-Profile-Info", "an object", about)
    else:
        for key in (*_ABOUT, "BagIt-Profile-Version"):
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
    yield from _wrong_tag_rules(document.get("Bag-Info", {}))


def _wrong_tag_rules(rules: object) -> Iterator[Finding]:
    if not isinstance(rules, dict):
        yield _form("/Bag-Info", "an object", rules)
        return
    for label, rule in rules.items():
        pointer = f"/Bag-Info/{label.replace('~', '~0').replace('/', '~1')}"
        if not isinstance(rule, dict):
            yield _form(pointer, "an object", rule)
            continue
        for key, kind in _PARAMETERS.items():
            if key in rule and (not isinstance(rule[key], kind) or (kind is list and not _is_texts(rule[key]))):
                yield _form(f"{pointer}/{key}", kind.__name__, rule[key])


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _form(pointer: str, expected: str, found: object) -> Finding:
    return finding("bag-profile-form", pointer=pointer, expected=expected, found=json.dumps(found)[:200])
