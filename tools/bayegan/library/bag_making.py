"""Building a bag in staging: described, proved, closed, and shown to somebody else's software."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from bayegan.bags.bag import BagFacts
from bayegan.bags.declaration import Declaration
from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.bags.seal import Lines, payload_lines, write_tags
from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.bags.tag_file import read_bag_info
from bayegan.library.describing import described_files
from bayegan.metadata.dc_xml import write_dc
from bayegan.metadata.premis_xml import after_files, before_files, write_premis
from bayegan.metadata.prove import prove_file, prove_xml
from bayegan.metadata.proved_file import DigestedFile
from bayegan.metadata.record_xml import write_record
from bayegan.metadata.shipped import schema_bytes
from bayegan.model.dublin_core import crosswalk
from bayegan.model.findings import Finding
from bayegan.model.fixity import DC, PREMIS, RECORD
from bayegan.model.policy import DIGESTS
from bayegan.model.preservation import DescribedFiles, PreservationRecord
from bayegan.model.record import Record
from bayegan.model.sealing import ClosedBag, Described, SecondOpinion
from bayegan.storage.beside import done_beside
from bayegan.storage.copying import write_new
from bayegan.storage.crew import beside, is_ready, ready
from bayegan.storage.flush import flushed_beside
from bayegan.storage.folders import ensure_folder

_MANY_FILES = 1000
_AT_ONCE = 500
_OPINION = "bayegan.bags.opinion:answer"


@dataclass(frozen=True, slots=True)
class SealingBench:
    """Makes bags by our profile, with manifests of `digests`. It never reads the payload: digests and sizes are
    given. With `works_beside`, a bag of many files is proved, looked at by others and flushed all at once.
    """

    digests: Sequence[str] = DIGESTS[:1]
    works_beside: bool = False

    def open_bag(self, bag: Path, payload: Iterable[str]) -> None:
        """Make the folders that the payload and the metadata of a new bag need."""
        inner = {path.rpartition("/")[0] for path in payload} | {"data", "metadata"}
        above = {folder[:end] for folder in inner for end, one in enumerate(folder) if one == "/"}
        ensure_folder(bag)
        for folder in sorted((inner | above) - {""}):
            os.mkdir(f"{bag}/{folder}")  # noqa: PTH102  a million bags have four folders each

    @contextmanager
    def describing(self, bag: Path, record: Record, files: int) -> Iterator["_Describing"]:
        """Write dc.xml, record.xml and premis.xml, each proved by its XSD and digested as it is written.

        With `works_beside`, and many files, those of the record are written while the files are still coming, and
        a worker makes ready to look at the bag, which is to be closed in the block.
        """
        with ExitStack() as stack:
            write = partial(self._write_record, bag, record)
            is_large = self.works_beside and files >= _MANY_FILES
            written = stack.enter_context(done_beside(write)) if is_large else write
            if is_large and not is_ready(_OPINION):
                stack.enter_context(ready([_OPINION.partition(":")[0]], 1))
            describing = _Describing(bag, record.identifier, self.digests, written, is_large)
            stack.callback(describing.leave)
            yield describing

    def _write_record(self, bag: Path, record: Record) -> Described:
        dc, custom = io.BytesIO(), io.BytesIO()
        write_dc(crosswalk(record), dc)
        write_record(record, custom)
        findings: list[Finding] = []
        digests: dict[str, Mapping[str, str]] = {}
        for name, document in ((DC, dc), (RECORD, custom)):
            content = document.getvalue()
            findings.extend(prove_xml(content, name))
            write_new(f"{bag}/{name}", content)
            digests[name] = _digests(content, self.digests)
        return Described(digests, tuple(findings))

    def adopt(self, bag: Path, tag_files: Mapping[str, str]) -> ClosedBag:
        """Let the bagit library look at a bag that is kept as it came; all else was looked at before."""
        return ClosedBag(tag_files, (), _opinion(bag))


class _Describing:
    """The metadata files of one bag. premis.xml is begun when the first files are added."""

    def __init__(
        self, bag: Path, item: str, digests: Sequence[str], written: Callable[[], Described], is_large: bool
    ) -> None:
        self._is_large = is_large
        self._lines: list[list[bytes]] = [[] for _ in digests]
        self._octets = 0
        self._bag = bag
        self._item = item
        self._digests = digests
        self._record = written
        self._file: BinaryIO | None = None
        self._out: DigestedFile | None = None
        self._is_proved = True

    def add(self, files: DescribedFiles) -> None:
        """Write the objects of the next files, and keep their lines. Raises OSError."""
        self._begun().write(files.markup)
        self._is_proved = self._is_proved and files.is_proved
        self._list(files.lines, files.octets)

    def _list(self, lines: Lines, octets: int) -> None:
        for one, more in zip(self._lines, lines, strict=True):
            one.extend(more)
        self._octets += octets

    def end(self, preservation: PreservationRecord) -> Described:
        """Write what is left. Files of which none were added are added now, some at a time. Raises OSError, and
        WrongUse for what no payload can hold.
        """
        of_record = self._record()
        if self._out is None and len(preservation.files) <= _AT_ONCE:
            digests, findings = self._small(preservation)
        else:
            digests, findings = self._large(preservation)
        return Described({**of_record.digests, PREMIS: digests}, of_record.findings + findings)

    def _small(self, preservation: PreservationRecord) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
        """Write and prove it whole, which is quicker for one that is small."""
        files, whole = preservation.files, io.BytesIO()
        self._list(payload_lines(files, self._digests), sum(one.size for one in files))
        write_premis(preservation, whole)
        content = whole.getvalue()
        write_new(f"{self._bag}/{PREMIS}", content)
        return _digests(content, self._digests), prove_xml(content, PREMIS)

    def _large(self, preservation: PreservationRecord) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
        if self._out is None:
            for start in range(0, len(preservation.files), _AT_ONCE):
                self.add(described_files(preservation.files[start : start + _AT_ONCE], self._item, self._digests))
        out, before, after = self._begun(), before_files(self._item), after_files(preservation)
        out.write(after)
        self.leave()
        if self._is_proved and not prove_xml(before + after, PREMIS):
            return out.digests(), ()
        return out.digests(), prove_file(self._bag / PREMIS, PREMIS)

    def close(self, kept: Mapping[str, Mapping[str, str]], info: Sequence[tuple[str, str]]) -> ClosedBag:
        """Write the tag files, hold the bag against our profile, and let the bagit library look at it."""
        bag = self._bag
        tag_digests = write_tags(bag, self._lines, self._octets, kept, info, self._digests)
        findings = check_profile(our_profile(), _facts(bag, tag_digests, self._digests))
        if not self._is_large:
            return ClosedBag(tag_digests, findings, _opinion(bag))
        with flushed_beside(bag), beside(_OPINION, os.fsencode(bag)) as opinion:
            return ClosedBag(tag_digests, findings, SecondOpinion(*opinion()))

    def leave(self) -> None:
        """Close premis.xml, whole or not. Raises OSError."""
        if self._file is not None:
            self._file.close()

    def _begun(self) -> DigestedFile:
        if self._out is None:
            self._file = open(self._bag / PREMIS, "xb")  # noqa: SIM115  `close` closes it
            self._out = DigestedFile(self._file, self._digests)
            self._out.write(before_files(self._item))
        return self._out


def _digests(content: bytes, algorithms: Sequence[str]) -> Mapping[str, str]:
    return {one: hashlib.new(one, content, usedforsecurity=False).hexdigest() for one in algorithms}


def _opinion(bag: Path) -> SecondOpinion:
    from bayegan.bags.opinion import second_opinion  # noqa: PLC0415  a worker gives that of a large bag

    opinion = second_opinion(bag)
    return SecondOpinion(opinion.software, opinion.verdict, opinion.note)


@cache
def our_profile() -> Profile:
    """Return the profile that our bags follow."""
    profile, findings = read_profile(schema_bytes("bagit-profile-1.0.json"))
    if profile is None:
        raise ValueError(f"the shipped BagIt profile cannot be read: {findings}")
    return profile


def _facts(bag: Path, tag_files: Iterable[str], digests: Sequence[str]) -> BagFacts:
    """Return what our profile asks about; of payload files it asks nothing (a test looks)."""
    tags, _ = read_bag_info((bag / BAG_INFO).read_bytes(), Declaration())
    sizes = {name: os.stat(f"{bag}/{name}").st_size for name in tag_files}  # noqa: PTH116
    return BagFacts("1.0", tags, tuple(digests), tuple(digests), sizes)
