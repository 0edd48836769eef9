"""Reading the tag files that BagIt itself describes, each of them once."""

import hashlib
import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TypeVar

from bayegan.bags import declaration as declarations
from bayegan.bags import fetch as fetches
from bayegan.bags.bag import Bag
from bayegan.bags.bounds import most
from bayegan.bags.declaration import UNDECLARED, Declaration, read_declaration
from bayegan.bags.fetch import FetchEntry, read_fetch
from bayegan.bags.file_table import FileTable
from bayegan.bags.manifest import (
    Manifest,
    algorithm_name,
    algorithm_of,
    is_payload_manifest,
    is_tag_manifest,
    read_manifest,
)
from bayegan.bags.matching import matched, matched_fetch
from bayegan.bags.plain_manifest import NotPlain, blocks_of, passing, read_plainly
from bayegan.bags.source import BagSource, Contents, Reading
from bayegan.bags.tag_bounds import longest
from bayegan.bags.tag_file import Tags, name_of_bag_info, read_bag_info
from bayegan.model.findings import MOST_OF_A_CODE, Capped, Finding, finding
from bayegan.model.progress import Progress
from bayegan.storage.digests import open_to_read

_Read = TypeVar("_Read")


class TagReader:
    """Reads the tag files of one bag; `readings` keeps what they came to, so that none is read again.

    With `plainly`, the folder of the bag, payload manifests are read without being kept. Of each code, `most`
    findings are kept one by one.
    """

    def __init__(
        self, source: BagSource, contents: Contents, plainly: Path | None = None, most: int = MOST_OF_A_CODE
    ) -> None:
        self.findings = Capped(contents.findings, most)
        self.readings: dict[str, Reading] = {}
        self._source = source
        self._contents = contents
        self._plainly = plainly
        known = (algorithm_of(name) for name in contents.outside if is_tag_manifest(name))
        self._algorithms = tuple({one.hashlib_name for one in known if one is not None})

    def read(self) -> Generator[Progress, None, tuple[Bag, Declaration | None]]:
        """Read all of them, and return the bag with what it declares, None where that cannot be read.

        Raises NotPlain where payload manifests were to be read plainly and cannot be.
        """
        names = [name for name in self._contents.outside if "/" not in name]
        declared = self._declaration()
        declaration = declared or UNDECLARED
        if self._plainly is not None and (declaration.encoding != "utf-8" or fetches.NAME in names):
            raise NotPlain
        manifests: list[Manifest] = []
        for done, name in enumerate(names):
            if self._plainly is not None and is_payload_manifest(name):
                leads = not any(one.plain for one in manifests)
                manifests.append(self._plain_manifest(self._plainly / name, declaration.strict, leads=leads))
            elif is_payload_manifest(name) or is_tag_manifest(name):
                manifests.append(self._manifest(name, declaration))
                yield Progress("tag files", done + 1, len(names), self._octets())
        info_name = name_of_bag_info(declaration.version)
        bag = Bag(
            declaration,
            self._contents,
            info_name,
            self._info(info_name, declaration),
            tuple(one for one in manifests if is_payload_manifest(one.name)),
            tuple(one for one in manifests if is_tag_manifest(one.name)),
            self._fetch(declaration, manifests),
        )
        yield Progress("tag files", len(names), len(names), self._octets())
        return bag, declared

    def _octets(self) -> int:
        return sum(reading.size for reading in self.readings.values())

    def _declaration(self) -> Declaration | None:
        content = self._content(declarations.NAME)
        if content is not None:
            return self._kept(read_declaration(content))
        if declarations.NAME not in self._contents.files and not self._contents.cut:
            found = self._contents.refused.get(declarations.NAME, "no such file")
            self.findings.append(finding("bag-no-declaration", path=declarations.NAME, found=str(found)))
        return None

    def _manifest(self, name: str, declaration: Declaration) -> Manifest:
        content = self._content(name)
        if content is None:
            return Manifest(name, algorithm_of(name), {}, readable=False)
        manifest = self._kept(read_manifest(name, content, declaration))
        return self._kept(matched(manifest, self._contents.files))

    def _plain_manifest(self, path: Path, strict: bool, *, leads: bool) -> Manifest:
        """Read a payload manifest of a bag in a folder and keep of it no more than what is not there."""
        name, files = path.name, self._contents.files
        kind = algorithm_of(name)
        if kind is None or algorithm_name(name) != kind.name or not isinstance(files, FileTable):
            raise NotPlain
        hashes = {one: hashlib.new(one, usedforsecurity=False) for one in self._algorithms}
        try:
            with open_to_read(path) as source:
                blocks = passing(blocks_of(source), hashes.values())
                listing = read_plainly(blocks, kind, files, strict=strict, keep_digests=not leads)
        except OSError as error:
            raise NotPlain from error
        digests = {one: value.hexdigest() for one, value in hashes.items()}
        self.readings[name] = Reading(name, files[name], digests)
        return Manifest(name, kind, dict.fromkeys(map(os.fsdecode, listing.absent)), plain=listing)

    def _info(self, name: str, declaration: Declaration) -> Tags:
        content = self._content(name)
        return () if content is None else self._kept(read_bag_info(content, declaration, name))

    def _fetch(self, declaration: Declaration, manifests: Sequence[Manifest]) -> tuple[FetchEntry, ...] | None:
        content = self._content(fetches.NAME)
        if content is None:
            return None
        entries = self._kept(read_fetch(content, declaration))
        payload = [one for one in manifests if is_payload_manifest(one.name)]
        return self._kept(matched_fetch(entries, payload, self._contents.files))

    def _kept(self, result: tuple[_Read, tuple[Finding, ...]]) -> _Read:
        self.findings.extend(result[1])
        return result[0]

    def _content(self, name: str) -> bytes | None:
        """Return the octets of a tag file, None where it is absent, too large or cannot be read."""
        size = self._contents.files.get(name)
        if size is None:
            return None
        if size > (bound := longest(name, self._source.serialization)):
            self.readings[name] = Reading(name, problem="it is too large for a tag file")
            expected, found = most(bound, "octets"), f"{size:,} octets"
            self.findings.append(finding("bag-tag-file-large", path=name, expected=expected, found=found))
            return None
        reading, content = self._source.tag_file(name, self._algorithms)
        self.readings[name] = reading
        self.findings.extend(reading.findings)
        if reading.problem:
            if not reading.findings:
                self.findings.append(finding("bag-unreadable", path=name, found=reading.problem))
            return None
        return content
