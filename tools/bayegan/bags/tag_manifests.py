"""What tag manifests must list (RFC 8493, 2.2.1)."""

from collections.abc import Iterator

from bayegan.bags.bag import Bag
from bayegan.bags.manifest import Manifest, is_tag_manifest
from bayegan.bags.structure import refused_among
from bayegan.model.findings import Finding, Severity, finding


def tag_manifests(bag: Bag) -> Iterator[Finding]:
    """Yield what is wrong with the tag manifests; what was a custom before 1.0 is only a warning there."""
    readable = [manifest for manifest in bag.tag_manifests if manifest.readable]
    if not bag.tag_manifests and not bag.contents.cut:
        refused = refused_among(bag.contents, is_tag_manifest)
        yield finding("bag-no-tag-manifest", found=refused or "none")
    severity = Severity.ERROR if bag.strict else Severity.WARNING
    for manifest in readable:
        yield from _one(bag, manifest, severity)
    listed: set[str] = set().union(*(manifest.entries for manifest in readable))
    for manifest in readable:
        if lacking := sorted(listed.difference(manifest.entries)):
            yield finding("bag-tag-manifests-differ", path=manifest.name, found=f"not {', '.join(lacking)}")
    if readable:
        for path in bag.contents.outside:
            if path not in listed and not is_tag_manifest(path):
                yield finding("bag-tag-file-unlisted", path=path, found="in no tag manifest")


def _one(bag: Bag, manifest: Manifest, severity: Severity) -> Iterator[Finding]:
    for one in bag.manifests:
        if one.name not in manifest.entries:
            found = f"{one.name} is not in it"
            yield finding("bag-tag-manifest-incomplete", path=manifest.name, found=found, severity=severity)
    for path in manifest.entries:
        if is_tag_manifest(path):
            code = "bag-tag-manifest-lists-tag-manifest"
            yield finding(code, path=manifest.name, found=path, severity=severity)
