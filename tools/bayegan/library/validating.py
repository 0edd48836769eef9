"""Validating what somebody has: bags, metadata files, submission manifests. No archive is needed."""

import dataclasses
import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.bags.archive_form import archive_ending
from bayegan.bags.bounds import Bounds
from bayegan.bags.check import check_bag
from bayegan.bags.scope import Checked, Level, Scope
from bayegan.bags.sources import source_of
from bayegan.errors import BayeganError, CouldNot, WrongUse
from bayegan.library.walking import BarrenTree, Unread, unread, walk
from bayegan.model.declared import Declared
from bayegan.model.findings import MOST_OF_A_CODE, Finding, capped, finding
from bayegan.model.forms import forms_among
from bayegan.model.progress import Progress
from bayegan.storage.crew import cores
from bayegan.storage.plain_file import demand_ordinary, read_plain_file

_MANIFESTS = frozenset((".csv", ".json", ".jsonl", ".ndjson", ".tsv"))


@dataclass(frozen=True, slots=True)
class Validation:
    """What a path was taken for and all that is wrong with it.

    `not_checked` holds what could not be read; `checked` says how far a bag was meant to be checked.
    """

    path: str
    kind: str
    findings: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    not_checked: tuple[Unread, ...] = ()
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """How far bags are to be checked, what archives may ask, and how submission manifests are to be read.

    `archive` is one whose own vocabularies and forms count; without it, the one that a path lies in.
    """

    documents: Path | None = None
    declared: Declared = field(default_factory=Declared)
    allow_unnamed: bool = False
    scope: Scope = field(default_factory=Scope)
    bounds: Bounds = field(default_factory=Bounds)
    workers: int = field(default_factory=cores)
    archive: Path | None = None


def scope_for(level: str, sample: str | None, seed: str | None) -> Scope:
    """Return the scope that these words ask for; without a seed, a sample gets a new one.

    Raises WrongUse for a sample that is no percentage, and for words that do not fit together.
    """
    if sample is None:
        if seed is not None:
            raise WrongUse("--seed", "it decides what is in a sample, and none is asked for", "Add --sample 5%.")
        return Scope(Level(level))
    if Level(level) is not Level.FULL:
        raise WrongUse("--sample", "it is a level of its own", "Leave out --level, or --sample.")
    return Scope(Level.SAMPLE, _percent(sample), seed if seed is not None else os.urandom(4).hex())


def _percent(sample: str) -> float:
    try:
        percent = float(sample.strip().removesuffix("%"))
    except ValueError:
        percent = 0.0
    if not 0 < percent <= 100:
        raise WrongUse(f"--sample {sample}", "it is no percentage", "Give one above 0 and at most 100, such as 5%.")
    return percent


def validations(paths: Sequence[Path], request: ValidateRequest) -> Iterator[Generator[Progress, None, Validation]]:
    """Yield the work of validating each path by what it is, and each bag of a path that is a tree of them.

    What is not there or cannot be read is said by its own validation and does not stop the others; only where it is
    all that is named, WrongUse or CouldNot is raised.
    """
    for met in walk(paths):
        match met:
            case Unread():
                yield _done(Validation(met.path, "unread", not_checked=(met,)))
            case BarrenTree(path):
                wrong = finding("bag-none-found", path=path.name, found="no bag")
                yield _done(Validation(str(path), "folder", (wrong,)))
            case _:
                yield _said(met, validate(met, request))


def _done(one: Validation) -> Generator[Progress, None, Validation]:
    yield from ()
    return one


def _said(path: Path, work: Generator[Progress, None, Validation]) -> Generator[Progress, None, Validation]:
    """Return what `work` returns, of each code no more than are told one by one; or that it could not be read."""
    try:
        validation = yield from work
        findings, not_checked = capped(validation.findings), _some_of(path, validation.not_checked)
        return dataclasses.replace(validation, findings=findings, not_checked=not_checked)
    except BayeganError as error:
        return Validation(str(path), "unread", not_checked=(unread(path, error),))
    except OSError as error:
        why = f"cannot be read ({error.strerror or error})"
        return Validation(str(path), "unread", not_checked=(Unread(str(path), why),))


def _some_of(path: Path, not_checked: tuple[Unread, ...]) -> tuple[Unread, ...]:
    """Return so many as are told one by one, and one that says how many more there are."""
    if len(not_checked) <= MOST_OF_A_CODE:
        return not_checked
    more = f"{len(not_checked) - MOST_OF_A_CODE:,} more could not be checked, which are not told one by one"
    return (*not_checked[:MOST_OF_A_CODE], Unread(str(path), more))


def validate(path: Path, request: ValidateRequest) -> Generator[Progress, None, Validation]:
    """Validate one path by what it is; a folder is taken for a bag.

    Raises WrongUse where it is not there, CouldNot where it cannot be read.
    """
    demand_ordinary(path)
    if path.is_dir() or archive_ending(path.name):
        return (yield from _bag(path, request))
    suffix = path.suffix.lower()
    if suffix == ".xml":
        return _metadata(path, request)
    if suffix in _ALONE:
        return _ALONE[suffix](path)
    if suffix == ".json":
        for key, judged in _BY_KEY.items():
            if _has(path, key):
                return judged(path)
    if suffix in _MANIFESTS:
        return (yield from _submission(path, request))
    wrong = finding("archive-path-unknown", path=path.name, found=suffix or "a file without an ending")
    return Validation(str(path), "unknown", (wrong,))


def _bag(path: Path, request: ValidateRequest) -> Generator[Progress, None, Validation]:
    report = yield from check_bag(source_of(path, request.bounds, request.workers), request.scope)
    counts = {"listed": report.files_listed}
    counts |= {outcome.value: count for outcome, count in report.outcomes.items()}
    not_checked = tuple(Unread(f"{path}/{one.path}", one.reason) for one in report.not_checked)
    findings = report.findings
    if request.scope.level is Level.FULL and (forms := _forms_in(path)):
        wrong, unproved = _own_metadata(path, forms, request)
        findings, not_checked = findings + wrong, not_checked + unproved
    return Validation(str(path), "bag", findings, counts, not_checked, report.checked)


def _forms_in(bag: Path) -> tuple[str, ...]:
    """Return the forms of an archive's own that a bag in a folder has files of, as far as names tell."""
    place = bag / "metadata"
    try:
        return () if place.is_symlink() else forms_among(f"metadata/{name}" for name in os.listdir(place))
    except OSError:
        return ()


def _own_metadata(
    bag: Path, forms: Sequence[str], request: ValidateRequest
) -> tuple[tuple[Finding, ...], tuple[Unread, ...]]:
    """Return what is wrong with such files as far as an archive is at hand, and what could not be judged."""
    from bayegan.library.own_schemas import prove_bag_metadata, schemas_at_hand  # noqa: PLC0415

    try:
        own = schemas_at_hand(bag, request.archive, Path.cwd())
        return () if own is None else tuple(prove_bag_metadata(bag, forms, own)), ()
    except BayeganError as error:
        return (), (unread(bag, error),)


# What each kind needs is loaded where a path of the kind is met: bags alone load neither XML nor JSON Schema.


def _metadata(path: Path, request: ValidateRequest) -> Validation:
    from bayegan.library.own_schemas import prove_loose, schemas_at_hand  # noqa: PLC0415
    from bayegan.library.sealed_records import record_findings  # noqa: PLC0415
    from bayegan.metadata.prove import LARGE, prove_file  # noqa: PLC0415

    findings = prove_file(path, path.name)
    if [one.code for one in findings] == ["xml-unknown-root"]:
        own = schemas_at_hand(path, request.archive, Path.cwd()) if path.stat().st_size <= LARGE else None
        proved = None if own is None else prove_loose(_content(path), path.name, own)
        findings = findings if proved is None else proved
    elif not findings:
        own = schemas_at_hand(path, request.archive, Path.cwd())
        findings = record_findings(path, path.name, None if own is None else own.vocabularies)
    return Validation(str(path), "metadata", findings)


def _vocabulary(path: Path) -> Validation:
    from bayegan.metadata.vocabularies import read_vocabulary  # noqa: PLC0415

    return Validation(str(path), "vocabulary", read_vocabulary(_content(path), path.name)[1])


def _schema(path: Path) -> Validation:
    from bayegan.metadata.forms import usable_schema  # noqa: PLC0415

    return Validation(str(path), "XML schema", usable_schema(_content(path), path.name)[1])


def _content(path: Path) -> bytes:
    try:
        return read_plain_file(path)
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error


def _collections(path: Path) -> Validation:
    from bayegan.metadata.collection_json import read_collections  # noqa: PLC0415

    return Validation(str(path), "collections", read_collections(_content(path), path.name)[1])


def _profile(path: Path) -> Validation:
    from bayegan.bags.profile import read_profile  # noqa: PLC0415

    return Validation(str(path), "BagIt profile", read_profile(path.read_bytes())[1])


def _submission(path: Path, request: ValidateRequest) -> Generator[Progress, None, Validation]:
    from bayegan.library.desk import receive  # noqa: PLC0415
    from bayegan.library.own_schemas import prove_metadata, schemas_at_hand  # noqa: PLC0415
    from bayegan.model.record import AccessLevel  # noqa: PLC0415
    from bayegan.services.accept import accept  # noqa: PLC0415

    own = schemas_at_hand(path, request.archive, Path.cwd())
    handed_in = receive(path, request.documents, request.declared, AccessLevel.RESTRICTED, own=own)
    if handed_in.received is None:
        return Validation(str(path), "submission", handed_in.findings)
    plan = yield from accept(handed_in.received, handed_in.documents, allow_unnamed=request.allow_unnamed)
    plan = prove_metadata(plan, handed_in.documents, own)
    counts = {"items": len(plan.items), "documents": sum(len(item.files) for item in plan.items)}
    return Validation(str(path), "submission", plan.findings, counts)


def _has(path: Path, key: str) -> bool:
    """Say whether a file is a JSON object with a field that tells what it is."""
    try:
        value = json.loads(_content(path))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and key in value


_ALONE: Mapping[str, Callable[[Path], Validation]] = {".jsonld": _vocabulary, ".xsd": _schema}
_BY_KEY: Mapping[str, Callable[[Path], Validation]] = {
    "BagIt-Profile-Info": _profile,
    "collections": _collections,
}
"""What a JSON file is by a field that it has; without one of these it is a submission."""
