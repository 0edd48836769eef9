"""Handing items to an institution (PREMIS: dissemination): what is given, what was written, what slipped out."""

import hashlib
import os
from binascii import hexlify
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from bayegan.model.collection import Collection
from bayegan.model.disclosure.disclosed import Disclosed, Withheld
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity import RECORD
from bayegan.model.holdings import SealedFacts
from bayegan.model.ledger import LedgerEvent, canonical, utc
from bayegan.model.names import shown
from bayegan.model.octet_table import octets
from bayegan.model.package_files import PackageFiles
from bayegan.model.preservation import EventOutcome, EventType

_KNOWN = ("tagmanifest-", RECORD)


@dataclass(frozen=True, slots=True)
class ExportItem:
    """A sealed item to hand over: `folder` is its name in the archive, `bag` the root of the sealed version.

    `sealed` is when that version was sealed, in UTC: the dates inside a package are these. `disclosed` says what
    the audience is given of it where that is not the whole. `earlier` are the versions before it, the first one
    first, each with what the ledger vouches for: the archive itself is given them by an exporter that takes them.
    `part_of` are the collections that it belongs to, and `collections` these and all that they lie in as the
    audience may see them, each after what it lies in. `vouched` is the SHA-512 of each of its tag files, by path,
    as the ledger has it; workers are sent those of its record and of its tag manifests.
    """

    identifier: str
    folder: str
    bag: Path
    sealed: datetime
    disclosed: Disclosed | None = None
    earlier: "tuple[tuple[SealedFacts, ExportItem], ...]" = ()
    part_of: tuple[str, ...] = ()
    collections: tuple[Collection, ...] = ()
    vouched: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def version(self) -> str:
        """The version that is handed over."""
        return self.bag.name

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Return what makes it anew: items are sent to workers, and to ask for its fields takes twice as long."""
        vouched = {path: self.vouched[path] for path in self.vouched if path.startswith(_KNOWN)}
        rest = self.sealed, self.disclosed, self.earlier, self.part_of, self.collections, vouched
        return _item, (self.identifier, self.folder, os.fspath(self.bag), *rest)


def _item(identifier: str, folder: str, bag: str, *rest: Any) -> ExportItem:
    return ExportItem(identifier, folder, Path(bag), *rest)


@dataclass(frozen=True, slots=True)
class Packed:
    """A package as written: the SHA-512 and the size of each of its files, by path, and what is wrong with it.

    `digest` is what `listing_digest` says of these files.
    """

    files: PackageFiles
    findings: tuple[Finding, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Restricted strings in a file of a package, folded; they are shown to the archivist alone.

    `of_format` are those that the form of a package holds itself, whoever is described in it.
    """

    path: str
    strings: tuple[str, ...]
    of_format: tuple[str, ...] = ()


def leak_findings(leaks: Iterable[Leak]) -> Iterator[Finding]:
    """Yield an error for every file in which a restricted string stands, a warning for each word of the format."""
    files: dict[str, list[str]] = {}
    for leak in leaks:
        if leak.strings:
            yield finding("export-leak", path=leak.path, found=", ".join(leak.strings))
        for word in leak.of_format:
            files.setdefault(word, []).append(leak.path)
    for word, paths in files.items():
        found = f"“{word}” in {len(paths):,} files, {paths[0]} the first"
        yield finding("export-word-of-format", found=found)


@dataclass(frozen=True, slots=True)
class Looked:
    """An item before it leaves: what is wrong with it, why it is withheld whole, or what it keeps closed.

    `secrets` are the restricted strings of what is closed in it, and None where nothing is.
    """

    untrue: tuple[Finding, ...] = ()
    withheld: str | None = None
    secrets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class WithheldOfItem:
    """What was withheld of one version of an item; for the archivist alone."""

    item: str
    version: str
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True)
class NotSearched:
    """A payload file that left without having been searched for restricted strings, and why it could not be."""

    item: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """An export that was handed over: what the archive keeps of it. `time` is in UTC."""

    format: str
    options: Mapping[str, str]
    audience: str
    target: str | None
    package: str
    items: tuple[ExportItem, ...]
    files: PackageFiles
    withheld: tuple[WithheldOfItem, ...]
    not_searched: tuple[NotSearched, ...]
    time: datetime
    agent: str


def listing_digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-512 of the lines that `sha512sum` would write of these files, sorted by octets.

    It stands for a package: equal digests mean equal files. No name is escaped.
    """
    listing = hashlib.sha512()
    for path in sorted(files, key=octets):
        listing.update(b"%s  %s\n" % (hexlify(files[path]), octets(path)))
    return listing.hexdigest()


def package_listing_digest(files: PackageFiles) -> str:
    """Return what `listing_digest` does of files with their sizes."""
    listing = hashlib.sha512()
    for paths, digests, _ in files.blocks():
        listing.update(b"%s  %s\n" * len(paths) % tuple(chain.from_iterable(zip(digests, paths, strict=True))))
    return listing.hexdigest()


def plan_digest(
    name: str,
    plan: Mapping[str, str],
    items: Sequence[ExportItem],
    secrets: Sequence[str] = (),
    software: str = "",
) -> str:
    """Return the digest of what decides the octets of a package: form, options, what is given of each item, the
    restricted strings that are replaced, and the software that writes, with its version.
    """
    digest = hashlib.sha512(canonical([name, dict(plan), software]))
    for item in items:
        earlier = [(one.version, one.sealed) for _, one in item.earlier]
        known = item.identifier, item.version, item.sealed, item.disclosed, earlier, item.part_of
        digest.update(_digest_of(known))
    digest.update(_digest_of(tuple(secrets)))
    for one in {one.identifier: one for item in items for one in item.collections}.values():
        digest.update(_digest_of(one))
    return digest.hexdigest()


def _digest_of(said: object) -> bytes:
    return hashlib.sha512(repr(said).encode("utf-8", "surrogatepass")).digest()


def receipt_events(receipt: Receipt, report: str, digest: str) -> Iterator[LedgerEvent]:
    """Yield the events of an export (PREMIS: dissemination): one for the package, and one for each item in it."""
    detail: dict[str, object] = {
        "format": receipt.format,
        "audience": receipt.audience,
        "package": f"sha512:{receipt.package}",
        **({} if receipt.target is None else {"target": receipt.target}),
    }
    whole = detail | {"report": report, "items": len(receipt.items), "files": len(receipt.files)}
    success = EventOutcome.SUCCESS
    kind = EventType.DISSEMINATION
    yield LedgerEvent(kind, success, receipt.time, receipt.agent, digests={report: digest}, detail=whole)
    for item in receipt.items:
        yield LedgerEvent(
            kind, success, receipt.time, receipt.agent, item=item.identifier, version=item.version, detail=detail
        )


def receipt_document(receipt: Receipt, archive: str) -> dict[str, object]:
    """Return the report of an export as the JSON document that is kept under manifests/dissemination.

    Its files are left out: there may be a million.
    """
    return {
        "report": "1.0",
        "archive": archive,
        "agent": receipt.agent,
        "time": utc(receipt.time),
        "format": receipt.format,
        "options": dict(receipt.options),
        "audience": receipt.audience,
        "target": receipt.target,
        "package": {
            "sha512": receipt.package,
            "files": [],
        },
        "items": [{"item": one.identifier, "version": one.version} for one in receipt.items],
        "withheld": [
            {
                "item": of.item,
                "version": of.version,
                "what": one.kept.value,
                "where": shown(one.where),
                "why": one.why,
                "sha512": one.digest,
            }
            for of in receipt.withheld
            for one in of.withheld
        ],
        "not_searched": [
            {"item": one.item, "path": shown(one.path), "why": one.why} for one in receipt.not_searched
        ],
    }
