"""BagIt Profiles 1.4.0, with Payload-Files-* as they stand in the draft after it: read.

https://bagit-profiles.github.io/bagit-profiles-specification/
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bayegan.bags.algorithms import normalised
from bayegan.bags.globs import covering
from bayegan.bags.profile_form import (
    IDENTIFIER,
    conforms_to,
    incomplete,
    judged_keys,
    odd_algorithms,
    passed_over,
    wrong_forms,
)
from bayegan.model.findings import Finding, finding


@dataclass(frozen=True, slots=True)
class TagRule:
    """What a profile asks of one metadata element; no `values` means any."""

    required: bool = False
    repeatable: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as read. None for a list of what is allowed means that everything is.

    `identifier` is empty where the profile gives itself none, as some in use do not; `conforms_to` is the version
    of the specification, 1.1.0 where it is not stated. Algorithm names are normalised (`sha-256` is `sha256`).
    `other_tags` are rules for tag files beside bag-info.txt, by file name: the key Other-Info, which is not in the
    specification but in use.
    """

    identifier: str
    version: str
    conforms_to: str
    tags: Mapping[str, TagRule] = field(default_factory=dict)
    other_tags: Mapping[str, Mapping[str, TagRule]] = field(default_factory=dict)
    manifests_required: tuple[str, ...] = ()
    manifests_allowed: tuple[str, ...] | None = None
    tag_manifests_required: tuple[str, ...] = ()
    tag_manifests_allowed: tuple[str, ...] | None = None
    tag_files_required: tuple[str, ...] = ()
    tag_files_allowed: tuple[str, ...] | None = None
    payload_files_required: tuple[str, ...] = ()
    payload_files_allowed: tuple[str, ...] | None = None
    allow_fetch: bool = True
    fetch_required: bool = False
    data_empty: bool = False
    serialization: str = "optional"
    accept_serialization: tuple[str, ...] = ()
    accept_versions: tuple[str, ...] = ()


def read_profile(content: bytes) -> tuple[Profile | None, tuple[Finding, ...]]:
    """Read a profile's JSON: the profile, None where something in it has the wrong form, and all findings.

    What the specification requires and a profile can be used without is a warning, and so is a key that is passed
    over: one that is not in the version of the specification that the profile states (1.1.0 if it states none).
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        return None, (finding("bag-profile-json", found=str(error)),)
    if not isinstance(document, dict):
        return None, (finding("bag-profile-json", found=f"a JSON {type(document).__name__}"),)
    wrong = tuple(wrong_forms(document))
    if wrong:
        return None, wrong
    profile = _profile(judged_keys(document))
    return profile, (
        *incomplete(document),
        *passed_over(document),
        *odd_algorithms(document),
        *_contradictions(profile),
    )


def _profile(document: dict[str, Any]) -> Profile:
    about = document.get("BagIt-Profile-Info", {})

    def texts(key: str) -> tuple[str, ...]:
        return tuple(document.get(key, ()))

    def names(key: str) -> tuple[str, ...]:
        return tuple(normalised(one) for one in texts(key))

    return Profile(
        identifier=about.get(IDENTIFIER, ""),
        version=about.get("Version", ""),
        conforms_to=conforms_to(document),
        tags=_tag_rules(document.get("Bag-Info", {})),
        other_tags=_other_tags(document.get("Other-Info", [])),
        manifests_required=names("Manifests-Required"),
        manifests_allowed=names("Manifests-Allowed") if "Manifests-Allowed" in document else None,
        tag_manifests_required=names("Tag-Manifests-Required"),
        tag_manifests_allowed=names("Tag-Manifests-Allowed") if "Tag-Manifests-Allowed" in document else None,
        tag_files_required=texts("Tag-Files-Required"),
        tag_files_allowed=texts("Tag-Files-Allowed") if "Tag-Files-Allowed" in document else None,
        payload_files_required=texts("Payload-Files-Required"),
        payload_files_allowed=texts("Payload-Files-Allowed") if "Payload-Files-Allowed" in document else None,
        allow_fetch=document.get("Allow-Fetch.txt", True),
        fetch_required=document.get("Fetch.txt-Required", False),
        data_empty=document.get("Data-Empty", False),
        serialization=document.get("Serialization", "optional"),
        accept_serialization=texts("Accept-Serialization"),
        accept_versions=texts("Accept-BagIt-Version"),
    )


def _tag_rules(rules: dict[str, Any]) -> dict[str, TagRule]:
    return {
        label: TagRule(rule.get("required", False), rule.get("repeatable", True), tuple(rule.get("values", ())))
        for label, rule in rules.items()
    }


def _other_tags(groups: list[dict[str, Any]]) -> dict[str, dict[str, TagRule]]:
    """Return the rules of Other-Info: `APTrust-Info` there is the tag file aptrust-info.txt."""
    return {f"{name.lower()}.txt": _tag_rules(rules) for group in groups for name, rules in group.items()}


def _contradictions(profile: Profile) -> Iterator[Finding]:
    for key, names, known in (
        ("Manifests", profile.manifests_required, profile.manifests_allowed),
        ("Tag-Manifests", profile.tag_manifests_required, profile.tag_manifests_allowed),
    ):
        for name in names:
            if known is not None and name not in known:
                yield _contradiction(f"/{key}-Required", f"{name} is required and not allowed")
    for key, required, allowed in (
        ("Tag-Files", profile.tag_files_required, profile.tag_files_allowed),
        ("Payload-Files", profile.payload_files_required, profile.payload_files_allowed),
    ):
        for path in required if allowed is not None else ():
            if not covering(allowed or ())(path):
                yield _contradiction(f"/{key}-Required", f"{path} is required and not allowed")
    if profile.fetch_required and not profile.allow_fetch:
        yield _contradiction("/Fetch.txt-Required", "fetch.txt is required and not allowed")


def _contradiction(pointer: str, found: str) -> Finding:
    return finding("bag-profile-contradiction", pointer=pointer, found=found)
