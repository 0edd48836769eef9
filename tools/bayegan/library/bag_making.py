"""Building a bag in staging: described, proved, closed, and shown to somebody else's software."""

import hashlib
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bayegan.bags.bag import BagFacts
from bayegan.bags.declaration import Declaration
from bayegan.bags.opinion import second_opinion
from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.bags.seal import write_bag_tags
from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.bags.tag_file import read_bag_info
from bayegan.metadata.dc_xml import write_dc
from bayegan.metadata.premis_xml import write_premis
from bayegan.metadata.prove import PREMIS as PREMIS_KIND
from bayegan.metadata.prove import prove_file, prove_xml
from bayegan.metadata.proved_file import DigestedFile, ProvedFile, is_file_proved
from bayegan.metadata.record_xml import write_record
from bayegan.metadata.shipped import schema_bytes
from bayegan.model.dublin_core import crosswalk
from bayegan.model.findings import Finding
from bayegan.model.fixity import DC, PREMIS, RECORD
from bayegan.model.policy import DIGESTS
from bayegan.model.preservation import FileObject, PreservationRecord
from bayegan.model.record import Record
from bayegan.model.sealing import ClosedBag, Described, SecondOpinion
from bayegan.storage.copying import write_new
from bayegan.storage.crew import beside
from bayegan.storage.flush import flushed_beside
from bayegan.storage.folders import ensure_folder

_MANY_FILES = 1000
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

    def describe(self, bag: Path, record: Record, preservation: PreservationRecord) -> Described:
        """Write dc.xml, record.xml and premis.xml, each proved by its XSD and digested as it is written.

        The proof of a premis.xml of many files may be left to `close`.
        """
        dc, custom = io.BytesIO(), io.BytesIO()
        write_dc(crosswalk(record), dc)
        write_record(record, custom)
        findings: list[Finding] = []
        digests: dict[str, Mapping[str, str]] = {}
        for name, document in ((DC, dc), (RECORD, custom)):
            content = document.getvalue()
            findings.extend(prove_xml(content, name))
            write_new(f"{bag}/{name}", content)
            digests[name] = {
                one: hashlib.new(one, content, usedforsecurity=False).hexdigest() for one in self.digests
            }
        with open(bag / PREMIS, "xb") as out:
            if self._is_beside(preservation.files):
                digested = DigestedFile(out, self.digests)
                write_premis(preservation, digested)
                digests[PREMIS], is_proved = digested.digests(), True
            else:
                proved = ProvedFile(out, PREMIS_KIND, self.digests)
                write_premis(preservation, proved)
                digests[PREMIS], is_proved = proved.digests(), proved.is_proved()
        if not is_proved:
            findings.extend(prove_file(bag / PREMIS, PREMIS))
        return Described(digests, tuple(findings))

    def close(
        self,
        bag: Path,
        payload: Sequence[FileObject],
        kept: Mapping[str, Mapping[str, str]],
        info: Sequence[tuple[str, str]],
    ) -> ClosedBag:
        """Write the tag files, hold the bag against our profile, and let the bagit library look at it."""
        tag_digests = write_bag_tags(bag, payload, kept, info, self.digests)
        findings = check_profile(our_profile(), _facts(bag, payload, tag_digests, self.digests))
        if not self._is_beside(payload):
            return ClosedBag(tag_digests, findings, _opinion(bag))
        with flushed_beside(bag), beside(_OPINION, os.fsencode(bag)) as opinion:
            if not is_file_proved(f"{bag}/{PREMIS}", PREMIS_KIND):
                findings += prove_file(bag / PREMIS, PREMIS)
            return ClosedBag(tag_digests, findings, SecondOpinion(*opinion()))

    def _is_beside(self, files: Sequence[FileObject]) -> bool:
        return self.works_beside and len(files) >= _MANY_FILES

    def adopt(self, bag: Path, tag_files: Mapping[str, str]) -> ClosedBag:
        """Let the bagit library look at a bag that is kept as it came; all else was looked at before."""
        return ClosedBag(tag_files, (), _opinion(bag))


def _opinion(bag: Path) -> SecondOpinion:
    opinion = second_opinion(bag)
    return SecondOpinion(opinion.software, opinion.verdict, opinion.note)


@cache
def our_profile() -> Profile:
    """Return the profile that our bags follow."""
    profile, findings = read_profile(schema_bytes("bagit-profile-1.0.json"))
    if profile is None:
        raise ValueError(f"the shipped BagIt profile cannot be read: {findings}")
    return profile


def _facts(bag: Path, payload: Iterable[FileObject], tag_files: Iterable[str], digests: Sequence[str]) -> BagFacts:
    tags, _ = read_bag_info((bag / BAG_INFO).read_bytes(), Declaration())
    sizes = {file.path: file.size for file in payload}
    sizes |= {name: os.stat(f"{bag}/{name}").st_size for name in tag_files}  # noqa: PTH116
    return BagFacts("1.0", tags, tuple(digests), tuple(digests), sizes)
