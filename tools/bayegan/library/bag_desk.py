"""A bag as it comes in: checked, every file read, and made known to the services. Nothing is written.

`is_bag` and `check_donor` are where another form of a bag comes in: it needs a report of its check, and documents
that can be listed, digested and copied by their paths in the bag.
"""

from collections.abc import Generator, Iterator
from pathlib import Path

from bayegan.bags.check import BagReport, check_bag
from bayegan.bags.folder import FolderSource
from bayegan.bags.manifest import is_payload_manifest
from bayegan.bags.profile_check import check_profile
from bayegan.bags.profile_form import IDENTIFIER
from bayegan.bags.tag_file import values_of
from bayegan.errors import CouldNot, SourceChanged, WrongUse
from bayegan.library.bag_making import our_profile
from bayegan.library.sealed_bags import BagReader
from bayegan.metadata.prove import prove_file
from bayegan.model.donor_bag import BagTerms, CheckedBag
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import DC, MANIFEST, PREMIS, RECORD
from bayegan.model.identifiers import problem_with
from bayegan.model.planning import Plan, checksum_findings
from bayegan.model.progress import Progress
from bayegan.model.record import Record
from bayegan.model.sealing import PROFILE
from bayegan.model.submission import StatedChecksum
from bayegan.ports import Documents, Keep
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.folders import ensure_folder
from bayegan.storage.workers import cores

_DIGEST = "sha512"


def is_bag(path: Path) -> bool:
    """Say whether `path` is to be read as a bag; anything else is a submission manifest."""
    return path.is_dir()


def check_donor(path: Path, terms: BagTerms) -> Generator[Progress, None, tuple[CheckedBag, DocumentsFolder]]:
    """Check the bag at `path`, every file read; return what it came to, and its files.

    Raises WrongUse for an identifier or an access level that does not fit, CouldNot where the bag cannot be listed.
    """
    report = yield from check_bag(FolderSource(path, cores()))
    claimed = PROFILE in (value.strip() for value in values_of(report.facts.tags, IDENTIFIER))
    findings, record = report.findings, None
    if claimed and not terms.as_donor:
        _demand_no_terms(path, terms)
        wrong, record = _sealed_record(path, report)
        findings += wrong
    checked = CheckedBag(
        name=path.absolute().name or path.resolve().name,
        version=report.facts.version,
        tags=report.facts.tags,
        files=report.facts.files,
        stated=_stated(report),
        manifests=tuple(one.name for one in report.manifests if one.algorithm and is_payload_manifest(one.name)),
        findings=findings,
        not_checked=tuple((one.path, one.reason) for one in report.not_checked),
        sealed_record=record,
    )
    return checked, DocumentsFolder(path)


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


def _sealed_record(root: Path, report: BagReport) -> tuple[tuple[Finding, ...], Record | None]:
    """Return the record of a bag that says it is by our profile, or all that keeps it from being taken over."""
    wrong = list(check_profile(our_profile(), report.facts))
    if report.is_valid and not has_errors(wrong):
        for name in (DC, RECORD, PREMIS):
            wrong.extend(prove_file(root / name, name))
    if not report.is_valid or has_errors(wrong):
        return (*wrong, finding("archive-bag-not-as-sealed", found="see the other findings")), None
    try:
        record = BagReader().record(root)
        wrong.extend(_contradictions(root, report, record))
    except CouldNot as error:
        wrong.append(finding("archive-bag-not-as-sealed", path=RECORD, found=error.problem))
    return tuple(wrong), None if has_errors(wrong) else record


def _contradictions(root: Path, report: BagReport, record: Record) -> Iterator[Finding]:
    """Yield what the parts of the bag say against each other."""
    code = "archive-bag-not-as-sealed"
    if any(one.code == "bag-encoding-not-utf8" for one in report.findings):
        yield finding(code, path="bagit.txt", expected="UTF-8", found="another encoding")
    if problem := problem_with(record.identifier):
        yield finding(code, path=RECORD, found=f"an identifier that cannot be: {problem}")
    if record.identifier not in values_of(report.facts.tags, "External-Identifier"):
        yield finding(code, path=RECORD, expected="the External-Identifier of the bag", found=record.identifier)
    files = {file.path: dict(file.digests).get(_DIGEST) for file in BagReader().files(root)}
    _, manifest = BagReader().manifest(root)
    for path in sorted(files.keys() | manifest.keys()):
        if files.get(path) != manifest.get(path):
            expected, found = (one.get(path) or "no such file" for one in (manifest, files))
            yield finding(code, path=path, expected=f"{expected} ({MANIFEST})", found=f"{found} ({PREMIS})")


def keeping(documents: Documents, plan: Plan) -> Keep:
    """Return what writes the tag files of a donor's bag into a folder as they are; it raises as `copy` does."""
    tag_files = [(item, file) for item in plan.items for file in item.kept]

    def keep(folder: Path) -> None:
        for item, file in tag_files:
            target = folder / file.source
            ensure_folder(target.parent)
            target.unlink(missing_ok=True)
            digests, _ = documents.copy(file.source, target, [one.algorithm for one in file.checksums])
            if any(checksum_findings(item, file, digests)):
                problem = "it is not what it was when the bag was checked"
                raise SourceChanged(file.source, problem, "Wait until nothing writes to it, and ingest again.")

    return keep
