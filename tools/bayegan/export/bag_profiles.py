"""Bags for institutions that ask for a BagIt profile: what it asks for beside ours, and whether a bag fits it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.bags.profile_facts import glance
from bayegan.bags.sources import source_of
from bayegan.bags.tag_file import write_bag_info
from bayegan.export.derived_bag import BagForm
from bayegan.export.open_item import OpenItem
from bayegan.metadata.shipped import schema_bytes
from bayegan.model.findings import Finding
from bayegan.model.names import shown
from bayegan.model.progress import ended

AS_SEALED = "as-sealed"
PROFILES = {"aptrust": "bagit-profile-aptrust-2.3.json", "btr": "bagit-profile-btr-1.0.json"}
"""The profiles that a bag can be made for, as we restate them."""
APTRUST_ACCESS = ("Institution", "Consortia", "Restricted")
APTRUST_STORAGE = ("Standard", "Glacier-OH", "Glacier-OR", "Glacier-VA", "Wasabi-OR", "Wasabi-TX", "Wasabi-VA")


def form_for(item: OpenItem, options: Mapping[str, str]) -> BagForm | None:
    """Return what the bag of an item has to be for the chosen profile; None where none was chosen.

    A bag names the profile that it follows, so one is derived. APTrust 2.3 asks for MD5 manifests and
    aptrust-info.txt besides; what the record cannot answer comes from the options `access` and `storage`.
    """
    name = options.get("profile", AS_SEALED)
    if name == AS_SEALED:
        return None
    if name != "aptrust":
        return BagForm(profile=_profile(name).identifier)
    tags = [
        ("Title", " ".join(item.record.titles[0].value.split())),
        ("Access", options.get("access", APTRUST_ACCESS[0])),
        ("Storage-Option", options.get("storage", APTRUST_STORAGE[0])),
    ]
    return BagForm(("md5",), {"aptrust-info.txt": write_bag_info(tags)}, _profile(name).identifier)


def departures(identifier: str, bag: Path, name: str) -> Iterator[Finding]:
    """Yield where a bag as written departs from a profile: what lacks, and what is more than it allows."""
    profile = _profile(name)
    seen = ended(glance(source_of(bag), sorted(profile.other_tags)))
    for one in (*seen.findings, *check_profile(profile, seen.facts)):
        rule = f"{one.rule}, as profile {name} has it"
        yield replace(one, item=shown(identifier), path=shown(f"{bag.name}/{one.path or ''}"), rule=rule)


@cache
def _profile(name: str) -> Profile:
    profile, findings = read_profile(schema_bytes(PROFILES[name]))
    if profile is None:
        raise ValueError(f"the shipped profile {name} cannot be read: {findings}")
    return profile
