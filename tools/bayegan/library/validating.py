"""Validating what somebody has: a bag, a metadata file, a submission manifest. No archive is needed."""

import json
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.bags.check import check_bag
from bayegan.bags.folder import FolderSource
from bayegan.bags.profile import read_profile
from bayegan.errors import CouldNot, WrongUse
from bayegan.library.desk import receive
from bayegan.metadata.prove import prove_file
from bayegan.model.findings import Finding, finding
from bayegan.model.progress import Progress
from bayegan.model.record import AccessLevel
from bayegan.model.submission import Declared
from bayegan.services.accept import accept

_MANIFESTS = frozenset((".csv", ".json", ".jsonl", ".ndjson", ".tsv"))


@dataclass(frozen=True, slots=True)
class Validation:
    """What a path was taken for and all that is wrong with it.

    `not_checked` holds what could not be read, each with the reason.
    """

    path: str
    kind: str
    findings: tuple[Finding, ...]
    counts: dict[str, int] = field(default_factory=dict)
    not_checked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """How submission manifests among the paths are to be read."""

    documents: Path | None = None
    declared: Declared = field(default_factory=Declared)
    allow_unnamed: bool = False


def validate(path: Path, request: ValidateRequest) -> Generator[Progress, None, Validation]:
    """Validate one path by what it is. Raises WrongUse where it is not there, CouldNot where it cannot be read."""
    if path.is_dir():
        return (yield from _bag(path))
    if not path.exists():
        raise WrongUse(str(path), "there is no such file or folder", "Check the path.")
    suffix = path.suffix.lower()
    if suffix == ".xml":
        return Validation(str(path), "metadata", prove_file(path, path.name))
    if suffix == ".json" and _is_profile(path):
        return Validation(str(path), "BagIt profile", read_profile(path.read_bytes())[1])
    if suffix in _MANIFESTS:
        return (yield from _submission(path, request))
    wrong = finding("archive-path-unknown", path=path.name, found=suffix or "a file without an ending")
    return Validation(str(path), "unknown", (wrong,))


def _bag(path: Path) -> Generator[Progress, None, Validation]:
    report = yield from check_bag(FolderSource(path))
    counts = {"listed": report.files_listed}
    counts |= {outcome.value: count for outcome, count in report.outcomes.items()}
    unread = tuple((one.path, one.reason) for one in report.not_checked)
    return Validation(str(path), "bag", report.findings, counts, unread)


def _submission(path: Path, request: ValidateRequest) -> Generator[Progress, None, Validation]:
    handed_in = receive(path, request.documents, request.declared, AccessLevel.RESTRICTED)
    if handed_in.received is None:
        return Validation(str(path), "submission", handed_in.findings)
    plan = yield from accept(handed_in.received, handed_in.documents, allow_unnamed=request.allow_unnamed)
    counts = {"items": len(plan.items), "documents": sum(len(item.files) for item in plan.items)}
    return Validation(str(path), "submission", plan.findings, counts)


def _is_profile(path: Path) -> bool:
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "BagIt-Profile-Info" in value
