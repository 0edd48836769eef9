"""Whether a bag is what a profile asks for: decisions on values; the disk is not looked at."""

from collections.abc import Iterable, Iterator

from bayegan.bags import declaration, fetch
from bayegan.bags.bag import BagFacts
from bayegan.bags.globs import covering
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest
from bayegan.bags.profile import Profile
from bayegan.bags.profile_form import IDENTIFIER
from bayegan.bags.tag_file import BAG_INFO_NAMES, values_of
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD

_OF_BAGIT = frozenset({declaration.NAME, fetch.NAME, *BAG_INFO_NAMES})


def check_profile(profile: Profile, facts: BagFacts) -> tuple[Finding, ...]:
    """Return how a bag departs from a profile; that the bag is valid is another question.

    A serialization or a BagIt version that the profile does not accept is all that is said: the specification
    calls both fatal.
    """
    fatal = (*_serialization(profile, facts), *_version(profile, facts))
    if fatal:
        return fatal
    return (
        *_identifier(profile, facts),
        *_tags(profile, facts),
        *_manifests(profile, facts),
        *_fetch(profile, facts),
        *_payload(profile, facts),
        *_tag_files(profile, facts),
    )


def _serialization(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    code = "bag-profile-serialization"
    accepted = [_mime(one) for one in profile.accept_serialization]
    if facts.serialization is None:
        if profile.serialization == "required":
            yield finding(code, expected=", ".join(profile.accept_serialization), found="a folder")
    elif profile.serialization == "forbidden":
        yield finding(code, expected="a folder", found=facts.serialization)
    elif accepted and _mime(facts.serialization) not in accepted:
        yield finding(code, expected=", ".join(profile.accept_serialization), found=facts.serialization)


def _mime(name: str) -> str:
    return name.lower().replace("/x-", "/")


def _version(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    if profile.accept_versions and facts.version not in profile.accept_versions:
        expected, found = ", ".join(profile.accept_versions), facts.version or "no version"
        yield finding("bag-profile-version", path=declaration.NAME, expected=expected, found=found)


def _identifier(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    values = values_of(facts.tags, IDENTIFIER)
    if profile.identifier and profile.identifier not in (value.strip() for value in values):
        found = ", ".join(values) or "none"
        yield finding("bag-profile-identifier", pointer=IDENTIFIER, expected=profile.identifier, found=found)


def _tags(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    for label, rule in profile.tags.items():
        values = values_of(facts.tags, label)
        if rule.required and not values:
            yield finding("bag-profile-tag-required", pointer=label, expected=label, found="not there")
        if len(values) > 1 and not rule.repeatable:
            yield finding("bag-profile-tag-repeated", pointer=label, found=", ".join(values))
        accepted = {" ".join(value.split()) for value in rule.values}
        for value in values if accepted else ():
            if " ".join(value.split()) not in accepted:
                yield finding("bag-profile-tag-value", pointer=label, expected=", ".join(rule.values), found=value)


def _manifests(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    yield from _algorithms("manifest", facts.manifests, profile.manifests_required, profile.manifests_allowed)
    yield from _algorithms(
        "tagmanifest", facts.tag_manifests, profile.tag_manifests_required, profile.tag_manifests_allowed
    )


def _algorithms(
    kind: str, present: tuple[str, ...], required: tuple[str, ...], allowed: tuple[str, ...] | None
) -> Iterator[Finding]:
    for name in required:
        if name not in present:
            path = f"{kind}-{name}.txt"
            yield finding("bag-profile-manifest-required", path=path, expected=path, found="no such manifest")
    for name in present if allowed is not None else ():
        if name not in (allowed or ()):
            yield finding("bag-profile-manifest-not-allowed", path=f"{kind}-{name}.txt", found=name)


def _fetch(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    present = fetch.NAME in facts.files
    if present and not profile.allow_fetch:
        yield finding("bag-profile-fetch", path=fetch.NAME, expected="no fetch.txt", found=fetch.NAME)
    if not present and profile.fetch_required:
        yield finding("bag-profile-fetch", path=fetch.NAME, expected=fetch.NAME, found="no fetch.txt")


def _payload(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    payload = (path for path in facts.files if path.startswith(PAYLOAD))
    if profile.data_empty:
        sizes = [facts.files[path] for path in facts.files if path.startswith(PAYLOAD)]
        if len(sizes) > 1 or any(sizes):
            found = f"{len(sizes):,} files, {sum(sizes):,} octets"
            yield finding("bag-profile-data-empty", path=PAYLOAD, found=found)
    yield from _files(profile.payload_files_required, profile.payload_files_allowed, facts, payload)


def _tag_files(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    others = (path for path in facts.files if not path.startswith(PAYLOAD) and not _is_of_bagit(path))
    yield from _files(profile.tag_files_required, profile.tag_files_allowed, facts, others)


def _is_of_bagit(path: str) -> bool:
    return path in _OF_BAGIT or is_payload_manifest(path) or is_tag_manifest(path)


def _files(
    required: tuple[str, ...], allowed: tuple[str, ...] | None, facts: BagFacts, present: Iterable[str]
) -> Iterator[Finding]:
    for path in required:
        there = path in facts.files or (path.endswith("/") and any(one.startswith(path) for one in facts.files))
        if not there:
            yield finding("bag-profile-file-required", path=path, expected=path, found="not there")
    if allowed is not None:
        is_allowed = covering(allowed)
        for path in present:
            if not is_allowed(path):
                yield finding("bag-profile-file-not-allowed", path=path, expected=", ".join(allowed), found=path)
