"""A sealed bag as the source of an export: what it lists, and copies compared while they are made."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bayegan.bags.declaration import Declaration
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest, read_manifest
from bayegan.errors import CouldNot
from bayegan.export.tally import TALLY
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import MANIFEST, TAG_MANIFEST
from bayegan.model.listing import PAYLOAD, Kind
from bayegan.model.octet_table import OctetTable
from bayegan.storage.copying import TARGET, answers, write_new
from bayegan.storage.digests import digest_path, digest_stream, open_to_read, read_small, read_whole
from bayegan.storage.scan import NotPlain, plain_paths, scan

_NEVER_PLAIN = bytes({*range(0x20), 0x7F, *b"%\\"} - {0x0A})
_NOT_PLAIN = (b"..", b"//", b"/./", b"/.\n", b"/\n", b" \n")
_STATED = 128
"""Characters of a digest in a manifest."""
_PATH = re.compile("  [A-Za-z0-9]").match
_LINES = 1 << 16
"""Octets of lines that are read at a time; no line that we write is longer."""
SMALL = 1 << 18
"""Octets of a file that is kept whole once it was read: a larger one tells of many files."""
_MANY = 20_000
"""Lines of a manifest from which on its entries are kept in a table."""
_DIGEST = 64
_TRY_AGAIN = "Nothing of this export is kept. Put it right and try again."


class Kept(NamedTuple):
    """A small file as it was read, and found to be as sealed; `times` are those of last access and change (ns)."""

    content: bytes
    times: tuple[int, int]


class _Manifest(NamedTuple):
    """A manifest that was read: its SHA-512, and the whole of it where it is small."""

    digest: bytes
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class SealedBag:
    """A sealed bag: `digests` maps every file that its SHA-512 manifests list, tag files too, to its digest.

    `absent` are those of them that are no plain files in it, `others` the plain files that they do not list, and
    `empty` its empty folders. `tag_manifests` are its tag manifests, which the SHA-512 manifests do not list: that
    of SHA-512, and one for each further manifest. Small files are read once: `kept` are those that were. `seen` are
    the tag files that were read and compared.
    """

    item: ExportItem
    digests: Mapping[str, bytes]
    absent: frozenset[str]
    others: frozenset[str]
    empty: tuple[str, ...]
    tag_manifests: tuple[str, ...]
    kept: dict[str, Kept] = field(default_factory=dict, compare=False)
    seen: set[str] = field(default_factory=set, compare=False)

    @property
    def files(self) -> tuple[str, ...]:
        """Every file of the bag."""
        return (*self.digests, *self.tag_manifests)

    def copy(self, path: str, target: str) -> tuple[bytes, int, tuple[Finding, ...]]:
        """Copy a file to the new file `target`; return its SHA-512, its size, and what is not as it was sealed.

        Raises CouldNot where it cannot be read or written.
        """
        source = f"{self.item.bag}/{path}"
        small = self.kept.get(path) or small_file(source, "copied")
        if small is not None:
            return self._written(path, small, target)
        said = answers((("sha512",), [(os.fsencode(source), os.fsencode(target))]))[0]
        if len(said) == 3:
            blame, number, words = said
            thing = Path(target if blame == TARGET else source)
            raise could_not(thing, "written" if blame == TARGET else "copied", OSError(number, words))
        (digest,), size = said
        TALLY.copied(size)
        return digest, size, self.compared(path, digest)

    def _written(self, path: str, small: Kept, target: str) -> tuple[bytes, int, tuple[Finding, ...]]:
        content, times = small
        try:
            write_new(target, content, times)
        except OSError as error:
            raise could_not(Path(target), "written", error) from error
        TALLY.copied(len(content))
        if path in self.kept and (expected := self.digests.get(path)) is not None:
            return expected, len(content), ()
        digest = hashlib.sha512(content).digest()
        return digest, len(content), self.compared(path, digest)

    def pour(self, path: str, write: Callable[[bytes], object]) -> tuple[int, tuple[Finding, ...]]:
        """Give the octets of a file to `write`; return its size, and a finding where it is not as sealed.

        Raises CouldNot where it cannot be read or written.
        """
        try:
            with open_to_read(self.item.bag / path) as source:
                digests, size = digest_stream(source, ("sha512",), write)
        except OSError as error:
            raise could_not(self.item.bag / path, "copied", error) from error
        TALLY.copied(size)
        return size, self.compared(path, bytes.fromhex(digests["sha512"]))

    def size(self, path: str) -> int:
        """Return the size of a file; raises CouldNot where it cannot be asked for."""
        try:
            if path in self.kept:
                return len(self.kept[path].content)
            return os.stat(f"{self.item.bag}/{path}", follow_symlinks=False).st_size  # noqa: PTH116
        except OSError as error:
            raise could_not(self.item.bag / path, "read", error) from error

    def read(self, path: str) -> bytes:
        """Return the octets of a small tag file, empty where missing; `check_rest` says where it is not as sealed.

        Raises CouldNot where it cannot be read.
        """
        if path in self.absent or (path not in self.digests and path not in self.others):
            return b""
        if path in self.kept:
            return self.kept[path].content
        content, times = _read(f"{self.item.bag}/{path}")
        altered = self.compared(path, hashlib.sha512(content).digest())
        if altered:
            self.seen.discard(path)
        elif len(content) <= SMALL:
            self.kept[path] = Kept(content, times)
        return content

    def check(self, path: str) -> tuple[Finding, ...]:
        """Return a finding where a file is not as sealed; it may be of any size, and a small one is kept.

        Raises CouldNot.
        """
        small = small_file(f"{self.item.bag}/{path}", "read")
        if small is not None:
            altered = self.compared(path, hashlib.sha512(small.content).digest())
            if not altered:
                self.kept[path] = small
            return altered
        return self._digested(path)

    def check_rest(self) -> tuple[Finding, ...]:
        """Return a finding for each tag file that nobody has read yet and that is not as sealed.

        Raises CouldNot where it cannot be read.
        """
        tags = (path for path in (*self.tag_manifests, *self.digests) if not path.startswith(PAYLOAD))
        unseen = [path for path in tags if path not in self.seen and path not in self.absent]
        return tuple(found for path in unseen for found in self._digested(path))

    def _digested(self, path: str) -> tuple[Finding, ...]:
        try:
            return self.compared(path, digest_path(f"{self.item.bag}/{path}", ("sha512",))[0][0])
        except OSError as error:
            raise could_not(self.item.bag / path, "read", error) from error

    def compared(self, path: str, found: bytes) -> tuple[Finding, ...]:
        """Return a finding where a file whose SHA-512 was `found` is not as sealed.

        The manifests of the bag say of every file how it was sealed but of the tag manifests: of these the ledger
        does, if it was asked.
        """
        if not path.startswith(PAYLOAD):
            self.seen.add(path)
        expected = self.digests.get(path)
        if expected is None:
            return _altered(self.item, path, self.item.vouched.get(path), found)
        return () if expected == found else _altered(self.item, path, expected.hex(), found)


def _altered(item: ExportItem, path: str, expected: str | None, found: bytes) -> tuple[Finding, ...]:
    """Return a finding where a digest is not the one that is expected, if one is."""
    if expected is None or expected == found.hex():
        return ()
    code = "export-source-altered"
    return (finding(code, item=item.identifier, path=path, expected=expected, found=found.hex()),)


def read_sealed(item: ExportItem) -> tuple[SealedBag, tuple[Finding, ...]]:
    """Read what the bag of `item` lists and holds; findings are what is missing, not listed or not readable.

    Where a manifest is not the one that was sealed, nothing is judged by it: that is the finding.
    Raises CouldNot where the bag cannot be listed or a manifest cannot be read.
    """
    tags, of_tags, found = _listed(item, TAG_MANIFEST)
    altered = _altered(item, TAG_MANIFEST, item.vouched.get(TAG_MANIFEST), of_tags.digest) if of_tags else ()
    if altered:
        return _unread(item, {}), altered
    findings = [*found]
    digests, of_payload, found = _listed(item, MANIFEST)
    if of_payload is None and of_tags is None:
        return _unread(item, {}), (*findings, *found)
    stated = tags.get(MANIFEST)
    altered = _altered(item, MANIFEST, stated.hex() if stated else None, of_payload.digest) if of_payload else ()
    if altered:
        bag = _unread(item, tags)
        return bag, (*findings, *altered, *_missing(bag, {}))
    findings.extend(found)
    digests = {**tags, **digests} if len(digests) < _MANY else _with(digests, tags)
    absent, kinds = _scanned(item.bag, digests)
    others = frozenset(path for path, kind in kinds.items() if kind is Kind.FILE and path not in digests)
    empty = tuple(path for path, kind in kinds.items() if kind is Kind.EMPTY_FOLDER)
    bag = SealedBag(item, digests, absent, others, empty, _tag_manifests(digests, others, item.vouched))
    for path, of in ((TAG_MANIFEST, of_tags), (MANIFEST, of_payload)):
        if of:
            bag.seen.add(path)
        if of and of.kept:
            bag.kept[path] = of.kept
    if not has_errors(findings):
        findings.extend(_held_against(bag, kinds))
    return bag, tuple(findings)


def _unread(item: ExportItem, tags: Mapping[str, bytes]) -> SealedBag:
    """Return a bag of which nothing is known but some of its tag files."""
    absent, _ = _scanned(item.bag, tags) if tags else (frozenset[str](), {})
    bag = SealedBag(item, tags, absent, frozenset(), (), ())
    bag.seen.add(MANIFEST)
    return bag


def _scanned(bag: Path, listed: Mapping[str, bytes]) -> tuple[frozenset[str], dict[str, Kind]]:
    """Return what is listed and no plain file, and the kind of all that is not a listed plain file.

    What lies in the bag is not held: there may be a hundred thousand files.
    """
    try:
        paths = plain_paths(os.fspath(bag))
        some = frozenset(islice(paths, _MANY))
        if len(some) < _MANY:
            return frozenset(listed.keys() - some), dict.fromkeys(sorted(some - listed.keys()), Kind.FILE)
        return _sorted_out(((path, Kind.FILE) for path in chain(some, paths)), listed)
    except NotPlain:
        return _sorted_out(((entry.path, entry.kind) for entry in scan(bag)), listed)


def _sorted_out(
    found: Iterable[tuple[str, Kind]], listed: Mapping[str, bytes]
) -> tuple[frozenset[str], dict[str, Kind]]:
    absent = set(listed)
    kinds: dict[str, Kind] = {}
    for path, kind in found:
        if kind is Kind.FILE and path in absent:
            absent.discard(path)
        else:
            kinds[path] = kind
    return frozenset(absent), dict(sorted(kinds.items()))


def _with(many: MutableMapping[str, bytes], few: Mapping[str, bytes]) -> MutableMapping[str, bytes]:
    """Take few entries into a large table."""
    for path, digest in few.items():
        many.setdefault(path, digest)
    return many


def _listed(
    item: ExportItem, name: str
) -> tuple[MutableMapping[str, bytes], _Manifest | None, tuple[Finding, ...]]:
    """Return what a manifest lists, the manifest itself if there is one, and what is wrong with it."""
    path = f"{item.bag}/{name}"
    try:
        content, times = _read(path)
    except CouldNot:
        if _is_file(Path(path)):
            raise
        problem = finding("export-source-manifest", item=item.identifier, path=name, found="no such plain file")
        return {}, None, (problem,)
    of = _Manifest(hashlib.sha512(content).digest(), Kept(content, times) if len(content) <= SMALL else None)
    if (plain := _plain_entries(content)) is not None:
        return plain, of, ()
    manifest, found = read_manifest(name, content, Declaration())
    listed = {path: digest for path, digest in manifest.entries.items() if digest is not None}
    return (
        listed,
        of,
        tuple(
            finding("export-source-manifest", item=item.identifier, path=name, row=one.row, found=one.found)
            for one in found
            if one.is_error
        ),
    )


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _plain_entries(content: bytes) -> MutableMapping[str, bytes] | None:
    """Return the entries of a manifest in the form in which we write it, None where a line is in any other.

    What needs a second look is left to the reader of all manifests: names that are encoded, twice there or not
    UTF-8. A hundred thousand lines take a tenth of the memory that they take there.
    """
    if len(content.translate(None, _NEVER_PLAIN)) != len(content) or any(one in content for one in _NOT_PLAIN):
        return None
    entries: MutableMapping[str, bytes] = {} if content.count(b"\n") < _MANY else OctetTable(_DIGEST)
    start = lines = 0
    while start < len(content):
        end = content.rfind(b"\n", start, start + _LINES) + 1
        if end == 0 or (read := _plain_lines(content[start:end])) is None:
            return None
        paths, digests = read
        entries.update(zip(paths, digests, strict=True))
        lines += len(paths)
        start = end
    return entries if len(entries) == lines else None


def _plain_lines(content: bytes) -> tuple[list[str], list[bytes]] | None:
    """Return the paths and the digests of whole lines, None where one of them is not as we write it."""
    try:
        lines = content.decode("utf-8").split("\n")[:-1]
        stated = "".join([line[:_STATED] for line in lines])
        digests = bytes.fromhex(stated)
    except ValueError:
        return None
    if digests.hex() != stated or any(_PATH(line, _STATED) is None for line in lines):
        return None
    return (
        [line[_STATED + 2 :] for line in lines],
        [digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST)],
    )


def _tag_manifests(listed: Collection[str], present: Collection[str], vouched: Collection[str]) -> tuple[str, ...]:
    """Return the tag manifests that belong to the bag: those whose manifest is listed, or that the ledger knows."""
    others = {f"tag{one}" for one in listed if is_payload_manifest(one)} | {
        one for one in vouched if is_tag_manifest(one) and one not in listed
    }
    return (TAG_MANIFEST, *(one for one in sorted(others - {TAG_MANIFEST}) if one in present))


def _held_against(bag: SealedBag, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    item = bag.item.identifier
    yield from _missing(bag, kinds)
    lost = [path for path in bag.item.vouched if path not in bag.digests and path not in bag.tag_manifests]
    for path in lost:
        found = f"a {kinds[path]}" if path in kinds else "no such file"
        yield finding("export-source-missing", item=item, path=path, found=found)
    for path, kind in kinds.items():
        is_known = path in bag.digests or path in bag.tag_manifests or path in lost
        if not is_known and kind is not Kind.EMPTY_FOLDER:
            yield finding("export-source-unexpected", item=item, path=path, found=f"a {kind.value}")


def _missing(bag: SealedBag, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    for path in bag.digests if bag.absent else ():
        if path in bag.absent:
            found = f"a {kinds[path]}" if path in kinds else "no such plain file"
            yield finding("export-source-missing", item=bag.item.identifier, path=path, found=found)


def small_file(path: str, done: str) -> Kept | None:
    """Return a file as it was read, None where it is not small. Raises CouldNot: it could not be `done`."""
    try:
        content, status = read_small(path, SMALL)
    except OSError as error:
        raise could_not(Path(path), done, error) from error
    return None if content is None else Kept(content, (status.st_atime_ns, status.st_mtime_ns))


def _read(path: str) -> tuple[bytes, tuple[int, int]]:
    """Return the octets of a file, and when it was last read and changed. Raises CouldNot."""
    try:
        content, status = read_whole(path)
    except OSError as error:
        raise could_not(Path(path), "read", error) from error
    return content, (status.st_atime_ns, status.st_mtime_ns)


@contextmanager
def read_back(path: Path | str) -> Iterator[BinaryIO]:
    """Open a file of a package for as long as it is looked at. Raises CouldNot where it cannot be read."""
    try:
        with open_to_read(path) as source:
            yield source
    except OSError as error:
        raise could_not(Path(path), "read back", error) from error


def could_not(path: Path, done: str, error: OSError) -> CouldNot:
    """Return the failure of an export at `path`, where something could not be `done`."""
    return CouldNot(os.fspath(path), f"cannot be {done} ({error.strerror or error})", _TRY_AGAIN)
