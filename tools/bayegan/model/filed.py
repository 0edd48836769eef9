"""A fixity report as it is read again: of any version, with what vouches for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bayegan.model.brakes import BUDGET_REASONS

_UNTOLD = (
    *("organisation", "sessions", "scope", "budget", "interval_days", "overdue_days", "selected", "covered"),
    *("not_checked", "carried_over", "offline", "mounts", "overdue", "due", "coverage", "holdings"),
)
"""What a report 1.0 does not tell."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A report, and where it stands in its archive.

    `report` has the keys of a report 1.1; what a report 1.0 does not tell is None. `line` is the number of the
    ledger line that names it by its digest, None where none does. `status` is the answer of `fixity status` now,
    and `checkpoint` the latest signed checkpoint with its path.
    """

    report: Mapping[str, Any]
    path: str
    sha512: str
    line: int | None
    status: Mapping[str, Any]
    agent: str
    checkpoint: tuple[str, str] | None = None

    @property
    def organisation(self) -> str:
        """Whose archive it is."""
        return self.report["organisation"] or str(self.status["organisation"])

    @property
    def history(self) -> list[Mapping[str, Any]]:
        """The recorded checks up to this one, oldest first."""
        checks = [_as_known(one) for one in self.status["history"]]
        return checks if self.line is None else [one for one in checks if one["seq"] <= self.line]


def _as_known(check: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a recorded check with what a damaged ledger line may say taken as not told."""
    outcome, scope, share = check["outcome"], check["scope"], check["coverage"]
    is_share = isinstance(share, Mapping) and type(share.get("checked")) is type(share.get("of")) is int
    return {
        **check,
        "outcome": outcome if outcome in ("success", "warning", "failure") else "warning",
        "scope": scope if scope in ("all", "due", "sample", "items") else None,
        "coverage": share if is_share and 0 <= share["checked"] <= share["of"] else None,
    }


def as_told(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a report of any version with the keys of a report 1.1."""
    told: dict[str, Any] = {**dict.fromkeys(_UNTOLD), "unlisted": [], **document}
    told["items"] = {"not_checked": None} | told["items"]
    told["not_intact"] = [{"whole_before": None} | one for one in told["not_intact"]]
    return told


def damaged(report: Mapping[str, Any]) -> int:
    """Return how many files are not as they were sealed, or lie where none was sealed."""
    files = report["files"]
    return int(files["altered"] + files["missing"] + files["unexpected"])


def unread(report: Mapping[str, Any]) -> int:
    """Return how many files are listed and were not judged."""
    return int(report["files"]["unreadable"] + report["files"]["not-checked"])


def kind_of(report: Mapping[str, Any]) -> str:
    """Return what a report comes to: bad, archive, unsure, rest, none, nothing-due or good.

    `archive` is an error that is of no file; `rest` is a run within bounds that left the rest to the next one.
    """
    if damaged(report):
        return "bad"
    if any(one.get("severity") == "error" for one in report["findings"]):
        return "archive"
    if unread(report) or report["unlisted"] or report["offline"]:
        is_rest = report["scope"] is not None and report["scope"]["kind"] == "due" and _is_postponed(report)
        return "rest" if is_rest else "unsure"
    if report["files"]["listed"]:
        return "good"
    return "nothing-due" if report["scope"] is not None and report["scope"]["kind"] == "due" else "none"


def _is_postponed(report: Mapping[str, Any]) -> bool:
    """Say whether the bounds of the run are all that left something out, and nothing of it is overdue."""
    if report["files"]["unreadable"] or report["unlisted"] or report["offline"] or report["overdue"]["files"]:
        return False
    return all(one["reason"] in BUDGET_REASONS for one in report["not_checked"])
