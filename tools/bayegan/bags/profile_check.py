"""Whether a bag is what a profile asks for: decisions on values; the disk is not looked at."""

from collections.abc import Collection, Iterator, Mapping

from bayegan.bags import declaration, fetch
from bayegan.bags.bag import BagFacts
from bayegan.bags.globs import covering
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest
from bayegan.bags.profile import Profile, TagRule
from bayegan.bags.profile_form import IDENTIFIER
from bayegan.bags.serialization import is_same_form
from bayegan.bags.tag_file import BAG_INFO_NAMES, NAME, Tags, values_of
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD

FATAL = frozenset({"bag-profile-serialization", "bag-profile-version"})
"""Findings that end the judging: the specification calls the rest of such a bag unverifiable (Workflow)."""
_OF_BAGIT = frozenset({declaration.NAME, fetch.NAME, *BAG_INFO_NAMES})


def check_profile(profile: Profile, facts: BagFacts) -> tuple[Finding, ...]:
    """Return how a bag departs from a profile; that the bag is valid is another question.

    A serialization or a BagIt version that the profile does not accept is all that is said (`FATAL`).
    """
    fatal = (*_serialization(profile, facts), *_version(profile, facts))
    if fatal:
        return fatal
    return (
        *_identifier(profile, facts),
        *_tags(profile.tags, facts.tags, _info_name(facts)),
        *_other_tags(profile, facts),
        *_manifests(profile, facts),
        *_fetch(profile, facts),
        *_payload(profile, facts),
        *_tag_files(profile, facts),
    )


def _serialization(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    code = "bag-profile-serialization"
    accepted = profile.accept_serialization
    expected = ", ".join(accepted) or None
    if facts.serialization is None:
        if profile.serialization == "required":
            yield finding(code, expected=expected, found="a folder")
    elif profile.serialization == "forbidden":
        yield finding(code, expected="a folder", found=facts.serialization)
    elif accepted and not any(is_same_form(facts.serialization, one) for one in accepted):
        yield finding(code, expected=expected, found=facts.serialization)


def _version(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    if profile.accept_versions and facts.version not in profile.accept_versions:
        expected, found = ", ".join(profile.accept_versions), facts.version or "no version"
        yield finding("bag-profile-version", path=declaration.NAME, expected=expected, found=found)


def _info_name(facts: BagFacts) -> str:
    return next((name for name in sorted(BAG_INFO_NAMES) if name in facts.files), NAME)


def _identifier(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    values = values_of(facts.tags, IDENTIFIER)
    if profile.identifier and _plain(profile.identifier) not in map(_plain, values):
        yield finding(
            "bag-profile-identifier",
            path=_info_name(facts),
            pointer=IDENTIFIER,
            expected=profile.identifier,
            found=", ".join(values) or "none",
        )


def _tags(rules: Mapping[str, TagRule], tags: Tags, path: str) -> Iterator[Finding]:
    for label, rule in rules.items():
        values = values_of(tags, label)
        if rule.required and not values:
            yield finding("bag-profile-tag-required", path=path, pointer=label, expected=label, found="not there")
        elif rule.required and not any(_plain(value) for value in values):
            yield finding("bag-profile-tag-empty", path=path, pointer=label, found="no value")
        if len(values) > 1 and not rule.repeatable:
            yield finding("bag-profile-tag-repeated", path=path, pointer=label, found=", ".join(values))
        accepted = {_plain(value) for value in rule.values}
        for value in values if accepted else ():
            if _plain(value) not in accepted:
                expected = ", ".join(rule.values)
                yield finding("bag-profile-tag-value", path=path, pointer=label, expected=expected, found=value)


def _plain(value: str) -> str:
    """Return a value without what only lays it out: folding and runs of white space."""
    return " ".join(value.split())


def _other_tags(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    for path, rules in profile.other_tags.items():
        if path in facts.files:
            yield from _tags(rules, facts.other_tags.get(path, ()), path)
        else:
            yield finding("bag-profile-file-required", path=path, expected=path, found="not there")


def _manifests(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    names = {f"manifest-{name}.txt": name for name in facts.manifests}
    yield from _algorithms("manifest", names, profile.manifests_required, profile.manifests_allowed)
    names = {f"tagmanifest-{name}.txt": name for name in facts.tag_manifests}
    yield from _algorithms("tagmanifest", names, profile.tag_manifests_required, profile.tag_manifests_allowed)


def _algorithms(
    kind: str, present: Mapping[str, str], required: tuple[str, ...], allowed: tuple[str, ...] | None
) -> Iterator[Finding]:
    for name in required:
        if name not in present.values():
            path = f"{kind}-{name}.txt"
            yield finding("bag-profile-manifest-required", path=path, expected=path, found="no such manifest")
    for path, name in present.items():
        if allowed is not None and name not in allowed:
            expected = ", ".join(allowed) or "none"
            yield finding("bag-profile-manifest-not-allowed", path=path, expected=expected, found=name)


def _fetch(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    present = fetch.NAME in facts.files
    if present and not profile.allow_fetch:
        yield finding("bag-profile-fetch", path=fetch.NAME, expected="no fetch.txt", found=fetch.NAME)
    if not present and profile.fetch_required:
        yield finding("bag-profile-fetch", path=fetch.NAME, expected=fetch.NAME, found="no fetch.txt")


def _payload(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    payload = [path for path in facts.files if path.startswith(PAYLOAD)]
    if profile.data_empty:
        octets = sum(facts.files[path] for path in payload)
        if len(payload) > 1 or octets:
            found = f"{len(payload):,} files, {octets:,} octets"
            yield finding("bag-profile-data-empty", path=PAYLOAD, found=found)
    yield from _files(profile.payload_files_required, profile.payload_files_allowed, facts, payload)


def _tag_files(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    others = [path for path in facts.files if not path.startswith(PAYLOAD) and not _is_of_bagit(path)]
    yield from _files(profile.tag_files_required, profile.tag_files_allowed, facts, others)


def _is_of_bagit(path: str) -> bool:
    return path in _OF_BAGIT or is_payload_manifest(path) or is_tag_manifest(path)


def _files(
    required: tuple[str, ...], allowed: tuple[str, ...] | None, facts: BagFacts, present: Collection[str]
) -> Iterator[Finding]:
    for path in required:
        if path not in facts.files and not _is_folder_in_use(path, facts):
            yield finding("bag-profile-file-required", path=path, expected=path, found="not there")
    if allowed is not None:
        is_allowed = covering(allowed)
        expected = ", ".join(allowed) or "none"
        for path in present:
            if not is_allowed(path):
                yield finding("bag-profile-file-not-allowed", path=path, expected=expected, found=path)


def _is_folder_in_use(path: str, facts: BagFacts) -> bool:
    """Say whether `path` ends in `/` and is a folder with a file or a folder in it (Payload-Files-Required)."""
    return path.endswith("/") and any(
        one.startswith(path) for entries in (facts.files, facts.empty_folders) for one in entries
    )
