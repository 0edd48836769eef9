"""A fixity report as it is read again, and its page."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.fixity import fixity_status
from bayegan.metadata.json_schema import problems
from bayegan.model.filed import Filed, as_told
from bayegan.model.names import shown
from bayegan.model.preservation import EventType
from bayegan.registers.checkpoints import CheckpointRegister, path_of_checkpoint
from bayegan.storage.flush import replace_durably
from bayegan.storage.plain_file import read_plain_file

_FORMS = {"1.0": "fixity-report-1.0", "1.1": "fixity-report-1.1"}
_ADVICE = "Name a report of this archive; they lie in manifests/fixity."


def filed_report(archive: Archive, path: Path | None = None) -> Filed:
    """Return a report with what vouches for it: that at `path`, or that of the last recorded check.

    Raises WrongUse where there is none, or it is no report of this archive; CouldNot where it cannot be read.
    """
    status = fixity_status(archive).document
    root = archive.layout.root
    path = path or root / _latest(status)
    content = _read(path)
    report = _report(archive, path, content)
    digest = hashlib.sha512(content).hexdigest()
    real = path.resolve()
    inside = real.is_relative_to(root.resolve())
    named = real.relative_to(root.resolve()).as_posix() if inside else shown(path.name)
    return Filed(
        as_told(report),
        named,
        digest,
        _line_of(archive, digest),
        status,
        archive.scene.agent.label,
        latest_checkpoint(archive),
    )


def latest_checkpoint(archive: Archive) -> tuple[str, str] | None:
    """Return path and text of the latest signed checkpoint; None where there is none."""
    register = CheckpointRegister(archive.layout.ledger)
    sizes = register.sizes()
    if not sizes:
        return None
    return path_of_checkpoint(sizes[-1]), register.read(sizes[-1]).decode("utf-8", "replace")


def write_page(archive: Archive, path: Path, page: str) -> None:
    """Write a page, in the place of an earlier one. Raises WrongUse for a place among the holdings, CouldNot."""
    where = path.resolve()
    layout = archive.layout
    kept = (layout.holdings, layout.ledger, layout.fixity, layout.submissions)
    if any(where.is_relative_to(folder.resolve()) for folder in kept):
        problem = "nothing is written beside what is kept"
        raise WrongUse(str(path), problem, "Name a file outside of archive/ and manifests/.")
    try:
        replace_durably(where, page.encode("utf-8"))
    except OSError as error:
        raise CouldNot(str(path), f"cannot be written ({error.strerror})", "Check the folder.") from error


def _latest(status: Mapping[str, Any]) -> str:
    reports = [one["report"] for one in status["history"] if one["report"]]
    if not reports:
        raise WrongUse("manifests/fixity", "no fixity check has been recorded", "Run `bayegan fixity check` first.")
    return str(reports[-1])


def _read(path: Path) -> bytes:
    try:
        return read_plain_file(path)
    except FileNotFoundError:
        raise WrongUse(str(path), "there is no such file", _ADVICE) from None
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error


def _report(archive: Archive, path: Path, content: bytes) -> dict[str, Any]:
    try:
        report = json.loads(content)
    except (ValueError, RecursionError):
        report = None
    form = _FORMS.get(str(report.get("report"))) if isinstance(report, dict) else None
    if not isinstance(report, dict) or form is None:
        raise WrongUse(str(path), "this is no fixity report of a form that is known", _ADVICE)
    if wrong := problems(form, report):
        raise WrongUse(str(path), f"this is no sound fixity report: {wrong[0]}", _ADVICE)
    if report["archive"] != archive.policy.archive_id:
        raise WrongUse(str(path), f"this is a report of another archive, {shown(report['archive'])}", _ADVICE)
    return report


def _line_of(archive: Archive, digest: str) -> int | None:
    """Return the number of the ledger line that names a report by its SHA-512."""
    for event in archive.ledger().events():
        digests = event.get("digests") if event.get("type") == EventType.FIXITY_CHECK.value else None
        if isinstance(digests, dict) and digest in digests.values():
            seq = event.get("seq")
            return seq if type(seq) is int else None
    return None
