"""Reading what a sealed bag says of itself.

What reads XML or a whole bag is loaded where it is asked for: a check of a healthy archive needs neither.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bayegan.bags.declaration import Declaration
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest, read_manifest
from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.bags.tag_file import read_bag_info
from bayegan.errors import CouldNot
from bayegan.model.findings import Finding
from bayegan.model.fixity import DC, MANIFEST, PREMIS, RECORD, TAG_MANIFEST
from bayegan.model.listing import PAYLOAD, Kind
from bayegan.model.preservation import Event, FileObject
from bayegan.model.progress import ended
from bayegan.model.record import FileNote, Record
from bayegan.storage.digests import digest_file, digest_path, open_to_read, read_small, read_whole
from bayegan.storage.scan import scan

_DIGEST = "sha512"
_OURS = frozenset(("bagit.txt", "bag-info.txt", RECORD, DC, PREMIS))
_SMALL = 1 << 18
"""Octets of a record that is read at once."""


class Noted(NamedTuple):
    """A record taken apart: `record` with some of its notes on single files, their `numbers` among all of them, and
    what yields `notes`, all of them, one by one; it raises CouldNot. `digest` is the SHA-512 of record.xml.
    """

    record: Record
    numbers: tuple[int, ...]
    notes: Callable[[], Iterator[FileNote]]
    digest: bytes


class BagReader:
    """Reads sealed bags, version 1.0 with SHA-512. Nothing is written."""

    def info(self, bag: Path) -> Mapping[str, str]:
        """Return the tags of bag-info.txt, the last of each label; raises CouldNot."""
        tags, _ = read_bag_info(self.info_file(bag), Declaration())
        return dict(tags)

    def info_file(self, bag: Path) -> bytes:
        """Return bag-info.txt as it lies there; raises CouldNot."""
        return _content(bag / BAG_INFO)

    def record(self, bag: Path) -> Record:
        """Return the record of the item; raises CouldNot where record.xml cannot be read."""
        from bayegan.metadata.record_xml import read_record  # noqa: PLC0415

        try:
            return read_record(_content(bag / RECORD))
        except ValueError as error:
            raise _no_record(bag, error) from error

    def noted(self, bag: Path, keeps: Callable[[FileNote], bool]) -> Noted:
        """Return the record taken apart, with those notes on single files alone that it `keeps`.

        Raises CouldNot as `record` does.
        """
        from bayegan.metadata.record_xml import read_record, read_thin_record, thin  # noqa: PLC0415

        path = f"{bag}/{RECORD}"
        try:
            content, _ = read_small(path, _SMALL)
            if content is not None:
                whole = read_record(content)
                return Noted(*thin(whole, keeps), lambda: iter(whole.files), hashlib.sha512(content).digest())
            (digest,), _ = digest_path(path, (_DIGEST,))
            large = read_thin_record(partial(open_to_read, path), keeps)
        except OSError as error:
            raise _unreadable(bag / RECORD, error) from error
        except ValueError as error:
            raise _no_record(bag, error) from error
        return Noted(*large, lambda: _notes(bag), digest)

    def files(self, bag: Path) -> Iterator[FileObject]:
        """Yield the payload files as premis.xml knows them; raises CouldNot."""
        from bayegan.metadata.premis_xml import read_files  # noqa: PLC0415

        try:
            with open_to_read(bag / PREMIS) as source:
                yield from read_files(source)
        except (OSError, ValueError) as error:
            raise CouldNot(str(bag / PREMIS), f"cannot be read ({error})", "Run `bayegan fixity check`.") from error

    def events(self, bag: Path) -> tuple[Event, ...]:
        """Return the events until its sealing as premis.xml knows them; raises CouldNot."""
        from bayegan.metadata.premis_xml import read_events  # noqa: PLC0415

        try:
            with open_to_read(bag / PREMIS) as source:
                return read_events(source)
        except (OSError, ValueError) as error:
            raise CouldNot(str(bag / PREMIS), f"cannot be read ({error})", "Run `bayegan fixity check`.") from error

    def manifest(self, bag: Path) -> tuple[str, Mapping[str, str]]:
        """Return the SHA-512 of the manifest, and of every payload file by path, as it states them.

        Both come from one reading. Raises CouldNot.
        """
        content = _content(bag / MANIFEST)
        manifest, _ = read_manifest(MANIFEST, content, Declaration())
        files = {path: digest.hex() for path, digest in manifest.entries.items() if digest is not None}
        return hashlib.sha512(content).hexdigest(), files

    def further(self, bag: Path) -> Mapping[str, str]:
        """Return the SHA-512, by path and as stated, of tag files that are not made of the record: what a donor's
        bag brought, and metadata in forms of the archive's own. Raises CouldNot.
        """
        manifest, _ = read_manifest(TAG_MANIFEST, _content(bag / TAG_MANIFEST), Declaration())
        return {
            path: digest.hex()
            for path, digest in manifest.entries.items()
            if digest is not None and path not in _OURS and not is_payload_manifest(path)
        }

    def premis(self, bag: Path) -> tuple[str, Mapping[str, str]]:
        """Return the SHA-512 of premis.xml, and of every payload file by path, as it states them.

        Raises CouldNot.
        """
        try:
            digest = self.digest(bag / PREMIS)
        except OSError as error:
            raise CouldNot(str(bag / PREMIS), f"cannot be read ({error.strerror})", "Check the disk.") from error
        return digest, {file.path: dict(file.digests)[_DIGEST] for file in self.files(bag)}

    def tag_digests(self, bag: Path) -> Mapping[str, str]:
        """Return the SHA-512 of every tag file, tag manifests included, as computed now."""
        tags = [entry.path for entry in scan(bag) if entry.kind is Kind.FILE and not entry.path.startswith(PAYLOAD)]
        return {path: self.digest(bag / path) for path in sorted(tags, key=lambda one: (is_tag_manifest(one), one))}

    def verify(self, bag: Path) -> tuple[Finding, ...]:
        """Return all that is wrong with a bag, every file re-read."""
        from bayegan.bags.check import check_bag  # noqa: PLC0415
        from bayegan.bags.folder import FolderSource  # noqa: PLC0415

        return ended(check_bag(FolderSource(bag))).findings

    def digest(self, path: Path) -> str:
        """Return the SHA-512 of a file; raises OSError where it cannot be read."""
        return digest_file(path, [_DIGEST])[_DIGEST]


def _notes(bag: Path) -> Iterator[FileNote]:
    from bayegan.metadata.record_xml import read_notes  # noqa: PLC0415

    try:
        with open_to_read(bag / RECORD) as source:
            yield from read_notes(source)
    except (OSError, ValueError) as error:
        raise _no_record(bag, error) from error


def _no_record(bag: Path, error: Exception) -> CouldNot:
    return CouldNot(str(bag / RECORD), f"it is no record ({error})", "Run `bayegan fixity check`.")


def _content(path: Path) -> bytes:
    try:
        return read_whole(path)[0]
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> CouldNot:
    return CouldNot(str(path), f"cannot be read ({error.strerror})", "Run `bayegan fixity check`.")
