"""A bag as it comes in: checked, every file read, and made known to the services. Nothing is written.

`check_donor` is where another form of a bag comes in: it needs a report of its check, and files that can be
digested, opened and copied by their paths in the bag.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Protocol

from bayegan.bags.archive_form import archive_ending
from bayegan.bags.bounds import Bounds
from bayegan.bags.check import BagReport, check_bag
from bayegan.bags.folder import FolderSource
from bayegan.bags.manifest import is_payload_manifest
from bayegan.bags.profile_check import check_profile
from bayegan.bags.profile_form import IDENTIFIER
from bayegan.bags.source import BagSource
from bayegan.bags.sources import archive_at
from bayegan.bags.tag_file import values_of
from bayegan.errors import SourceChanged, WrongUse
from bayegan.library.bag_making import our_profile
from bayegan.library.donor_archive import DonorArchive
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.premis_xml import read_files
from bayegan.metadata.prove import prove_opened
from bayegan.metadata.record_xml import read_record
from bayegan.model.copying import ToCopy
from bayegan.model.donor_bag import BagTerms, CheckedBag
from bayegan.model.dublin_core import Statement, crosswalk
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import DC, MANIFEST, PREMIS, RECORD
from bayegan.model.identifiers import problem_with
from bayegan.model.planning import Plan, checksum_findings
from bayegan.model.preservation import FileObject
from bayegan.model.progress import Progress
from bayegan.model.record import Record
from bayegan.model.sealing import PROFILE, VERSION_TAG
from bayegan.model.submission import StatedChecksum
from bayegan.ports import Keep, Originals
from bayegan.storage.crew import cores
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.folders import ensure_folder


class DonorFiles(Originals, Protocol):
    """The files of a donor's bag."""

    def openers(self, paths: Sequence[str]) -> Mapping[str, Callable[[], BinaryIO]]:
        """Return for each file what opens it to read, as often as it is called."""


def check_donor(
    path: Path, terms: BagTerms, bounds: Bounds
) -> Generator[Progress, None, tuple[CheckedBag, DonorFiles]]:
    """Check the bag at `path`, a folder or an archive, every file read; return what it came to, and its files.

    Raises WrongUse for an identifier or an access level that does not fit, CouldNot where the bag cannot be listed.
    """
    source, files, name = _opened(path, bounds)
    report = yield from check_bag(source, keep_manifests=True)
    claimed = PROFILE in (value.strip() for value in values_of(report.facts.tags, IDENTIFIER))
    findings, record = report.findings, None
    if claimed and not terms.as_donor:
        _demand_no_terms(path, terms)
        wrong, record = _sealed_record(files, report)
        findings += wrong
    checked = CheckedBag(
        name=name,
        version=report.facts.version,
        tags=report.facts.tags,
        files=report.facts.files,
        stated=_stated(report),
        manifests=tuple(one.name for one in report.manifests if one.algorithm and is_payload_manifest(one.name)),
        findings=findings,
        not_checked=tuple((one.path, one.reason) for one in report.not_checked),
        sealed_record=record,
        empty_folders=report.facts.empty_folders,
    )
    return checked, files


def _opened(path: Path, bounds: Bounds) -> tuple[BagSource, DonorFiles, str]:
    """Return a bag as what is checked, as what is copied, and its name: that of an archive without its ending."""
    name = path.absolute().name or path.resolve().name
    if path.is_dir():
        return FolderSource(path, cores()), DocumentsFolder(path), name
    archive = archive_at(path, bounds)
    return archive, DonorArchive(path, archive), name.removesuffix(archive_ending(name))


def _demand_no_terms(path: Path, terms: BagTerms) -> None:
    if terms.identifier is not None or terms.access is not None:
        problem = (
            "an archive like this one sealed it, and it is taken over with its own identifier and access level"
        )
        advice = "Leave --id and --access out; or pass --as-donor to make a new item of it."
        raise WrongUse(str(path), problem, advice)


def _stated(report: BagReport) -> dict[str, tuple[StatedChecksum, ...]]:
    """Return what the manifests state of each file, by its path on disk."""
    known = [(one, one.algorithm.hashlib_name) for one in report.manifests if one.algorithm]
    return {
        path: tuple(
            StatedChecksum(algorithm, digest.hex(), one.name)
            for one, algorithm in known
            if (digest := one.entries.get(path)) is not None
        )
        for path in report.facts.files
    }


def _sealed_record(bag: DonorFiles, report: BagReport) -> tuple[tuple[Finding, ...], Record | None]:
    """Return the record of a bag that says it is by our profile, or all that keeps it from being taken over."""
    wrong = list(check_profile(our_profile(), report.facts))
    opened: Mapping[str, Callable[[], BinaryIO]] = {}
    if report.is_valid and not has_errors(wrong):
        opened = bag.openers((DC, RECORD, PREMIS))
        for name in opened:
            wrong.extend(prove_opened(opened[name], report.facts.files[name], name))
    if not report.is_valid or has_errors(wrong):
        return (*wrong, finding("archive-bag-not-as-sealed", found="see the other findings")), None
    try:
        with opened[RECORD]() as source:
            record = read_record(source.read())
        wrong.extend(_contradictions(opened, report, record))
    except (OSError, ValueError) as error:
        wrong.append(finding("archive-bag-not-as-sealed", path=RECORD, found=f"cannot be read ({error})"))
        return tuple(wrong), None
    return tuple(wrong), None if has_errors(wrong) else record


def _contradictions(
    opened: Mapping[str, Callable[[], BinaryIO]], report: BagReport, record: Record
) -> Iterator[Finding]:
    """Yield what the parts of the bag say against each other."""
    code = "archive-bag-not-as-sealed"
    if any(one.code == "bag-encoding-not-utf8" for one in report.findings):
        yield finding(code, path="bagit.txt", expected="UTF-8", found="another encoding")
    if problem := problem_with(record.identifier):
        yield finding(code, path=RECORD, found=f"an identifier that cannot be: {problem}")
    if values_of(report.facts.tags, "External-Identifier") != [record.identifier]:
        yield finding(code, path=RECORD, expected="the External-Identifier of the bag", found=record.identifier)
    yield from _version_findings(values_of(report.facts.tags, VERSION_TAG), record)
    with opened[DC]() as source:
        yield from _other_than_record(read_dc(source.read()), record)
    with opened[PREMIS]() as source:
        known = tuple(read_files(source))
    for file in known:
        if report.facts.files.get(file.path, file.size) != file.size:
            expected, found = f"{report.facts.files[file.path]:,} octets", f"{file.size:,} octets ({PREMIS})"
            yield finding(code, path=file.path, expected=expected, found=found)
    for name, algorithm in _payload_manifests(report, known).items():
        files = {file.path: digest for file in known if (digest := dict(file.digests).get(algorithm))}
        manifest = _of_manifest(report, name)
        for path in sorted(files.keys() | manifest.keys()):
            if files.get(path) != manifest.get(path):
                expected, found = (one.get(path) or f"no {algorithm} digest" for one in (manifest, files))
                yield finding(code, path=path, expected=f"{expected} ({name})", found=f"{found} ({PREMIS})")


def _version_findings(stated: Sequence[str], record: Record) -> Iterator[Finding]:
    """Yield where the version that a bag says it is does not agree with the amendments of its record."""
    numbers = [1, *(one.version for one in record.amendments)]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        found = f"amendments that make the versions {', '.join(map(str, numbers[1:]))}"
        yield finding("archive-bag-not-as-sealed", path=RECORD, found=found)
    expected = [record.version] if record.amendments else []
    if list(stated) != expected:
        said = f"{VERSION_TAG}: {', '.join(stated) or 'none'}"
        yield finding("archive-bag-not-as-sealed", path=RECORD, expected=record.version, found=said)


def _other_than_record(statements: Iterable[Statement], record: Record) -> Iterator[Finding]:
    """Yield where dc.xml says something else than the record of what decides who may see the item, and its name."""
    for term in ("identifier", "title", "accessRights"):
        expected = [one.value for one in crosswalk(record) if one.term == term]
        found = [one.value for one in statements if one.term == term]
        if expected != found:
            said = f"{term}: {'; '.join(found) or 'nothing'}"
            yield finding("archive-bag-not-as-sealed", path=DC, expected="; ".join(expected), found=said)


def _payload_manifests(report: BagReport, known: Iterable[FileObject]) -> dict[str, str]:
    """Return the algorithm of each payload manifest that is there, or must be: premis.xml has its digests."""
    stated = {algorithm: f"manifest-{algorithm}.txt" for file in known for algorithm, _ in file.digests}
    there = {
        one.algorithm.hashlib_name: one.name
        for one in report.manifests
        if one.algorithm and is_payload_manifest(one.name)
    }
    return {name: algorithm for algorithm, name in sorted({"sha512": MANIFEST, **stated, **there}.items())}


def _of_manifest(report: BagReport, name: str) -> dict[str, str]:
    """Return the digests of the payload as that manifest states them."""
    entries = next((one.entries for one in report.manifests if one.name == name), {})
    return {path: digest.hex() for path, digest in entries.items() if digest is not None}


def keeping(documents: Originals, plan: Plan) -> Keep:
    """Return what writes the tag files of a donor's bag into a folder as they are; it raises as `copies` does."""
    tag_files = {file.source: (item, file) for item in plan.items for file in item.kept}

    def keep(folder: Path) -> None:
        for path in tag_files:
            ensure_folder((folder / path).parent)
            (folder / path).unlink(missing_ok=True)
        algorithms = {path: [one.algorithm for one in file.checksums] for path, (_, file) in tag_files.items()}
        wanted = (ToCopy(path, str(folder / path), algorithms[path]) for path in tag_files)
        for path, digests, _ in documents.copies(wanted):
            if any(checksum_findings(*tag_files[path], digests)):
                problem = "it is not what it was when the bag was checked"
                raise SourceChanged(path, problem, "Wait until nothing writes to it, and ingest again.")

    return keep
