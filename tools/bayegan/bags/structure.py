"""What a bag must be made of (RFC 8493, 2 and 2.1)."""

from collections.abc import Callable, Iterator

from bayegan.bags.algorithms import WEAK
from bayegan.bags.bag import Bag
from bayegan.bags.manifest import is_payload_manifest
from bayegan.bags.source import Contents
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD, Kind

_DATA = PAYLOAD.removesuffix("/")
_REFUSED = {
    Kind.LINK: "bag-link",
    Kind.HARD_LINK: "bag-link",
    Kind.PIPE: "bag-special-file",
    Kind.SOCKET: "bag-special-file",
    Kind.DEVICE: "bag-special-file",
}
"""Refused on disk and in archives alike; what only an archive can hold is a finding of its listing."""


def structure(bag: Bag) -> Iterator[Finding]:
    """Yield what is wrong with the elements of a bag: its payload folder, its manifests, links among its files."""
    contents = bag.contents
    if _DATA not in contents.folders and not contents.cut:
        found = contents.refused.get(_DATA) or ("a file" if _DATA in contents.files else "no such folder")
        yield finding("bag-no-payload-folder", path=_DATA, found=str(found))
    yield from _manifests(bag)
    for path, kind in contents.refused.items():
        if code := _REFUSED.get(kind):
            yield finding(code, path=path, found=kind.value)
    for path, reason in contents.closed.items():
        yield finding("bag-folder-closed", path=path, found=reason)


def refused_among(contents: Contents, is_one: Callable[[str], bool]) -> str:
    """Return which files of one kind are there and are not read, as a finding says it; empty where none are."""
    found = (
        f"{path} is a {kind.value}, which is not read" for path, kind in contents.refused.items() if is_one(path)
    )
    return "; ".join(found)


def _manifests(bag: Bag) -> Iterator[Finding]:
    names = ", ".join(manifest.name for manifest in bag.manifests)
    if not bag.manifests and not bag.contents.cut:
        refused = refused_among(bag.contents, is_payload_manifest)
        yield finding("bag-no-usable-manifest" if refused else "bag-no-manifest", found=refused or "none")
    elif bag.manifests and not any(manifest.algorithm and manifest.readable for manifest in bag.manifests):
        yield finding("bag-no-usable-manifest", path=bag.manifests[0].name, found=names)
    for manifest in bag.manifests + bag.tag_manifests:
        if manifest.algorithm is None:
            yield finding("bag-unknown-algorithm", path=manifest.name, found=manifest.name)
    known = {manifest.algorithm.name for manifest in bag.manifests if manifest.algorithm}
    if known and known <= WEAK:
        yield finding("bag-weak-digests", found=names)
