"""The report of a fixity check as JSON, and the ledger events that tell of it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from bayegan.model.audit import FixityPolicy, Scope
from bayegan.model.findings import as_document, has_errors
from bayegan.model.fixity import VersionFixity
from bayegan.model.fixity_run import FixityRun
from bayegan.model.ledger import LedgerEvent, utc
from bayegan.model.names import shown
from bayegan.model.outcome import Outcome
from bayegan.model.preservation import EventOutcome, EventType

_MOST = 1000
"""Files that an event spells out."""


def report_document(
    run: FixityRun, archive: str, organisation: str, agent: str, policy: FixityPolicy
) -> dict[str, Any]:
    """Return the report of a run as the JSON document that is kept under manifests/fixity (1.1)."""
    standing = run.standing
    if standing is None:
        raise ValueError("a run is reported once it is known how the archive stands after it")
    return {
        "report": "1.1",
        "archive": archive,
        "organisation": organisation,
        "agent": agent,
        "started": utc(run.started),
        "ended": utc(run.ended),
        "sessions": [one.document() for one in run.sessions],
        "ledger": {"lines": run.head.lines, "sha256": run.head.digest},
        "scope": scope_document(run.scope),
        "budget": run.budget.document(),
        "interval_days": policy.interval_days,
        "overdue_days": policy.overdue_days,
        "selected": dict(run.selected),
        "covered": [{"since": since, "versions": text} for since, text in run.covered],
        "not_checked": [one.document() for one in run.left],
        "carried_over": None if run.carried is None else dict(run.carried),
        "items": _items(run),
        "files": run.counts,
        "octets": run.octets,
        "not_intact": list(_not_intact(run)),
        "unlisted": [{"path": shown(path), "reason": reason} for path, reason in run.unlisted],
        "offline": [{"path": path, "reason": reason} for path, reason in run.offline],
        "mounts": list(run.mounts),
        "overdue": dict(standing.overdue),
        "due": dict(standing.due),
        "coverage": dict(standing.coverage),
        "holdings": dict(standing.holdings),
        "findings": [as_document(one) for one in run.findings],
    }


def scope_document(scope: Scope) -> dict[str, object]:
    """Return a scope as JSON documents hold it."""
    seed = scope.seed if scope.percent else None
    return {"kind": scope.kind.value, "percent": scope.percent, "seed": seed, "items": list(scope.items)}


def _items(run: FixityRun) -> dict[str, int]:
    bad = frozenset(one.item for one in run.versions if one.is_troubled)
    left = frozenset(one.item for one in run.versions if not one.is_covered) - bad
    return {
        "checked": len(run.items),
        "intact": len(run.items) - len(bad) - len(left),
        "not_intact": len(bad),
        "not_checked": len(left),
    }


def _not_intact(run: FixityRun) -> Iterator[dict[str, object]]:
    """Yield every file that is not intact; what was left whole stands under `not_checked`."""
    for version in run.versions:
        whole = run.whole_before.get(version.seq)
        for file in version.not_intact:
            if file.path or file.outcome is not Outcome.NOT_CHECKED:
                yield {
                    "item": version.item,
                    "version": version.version,
                    "path": shown(file.path),
                    "outcome": file.outcome.value,
                    "expected": file.expected,
                    "found": file.found,
                    "reason": file.reason,
                    "whole_before": whole.document() if whole else None,
                }


def outcome_of(run: FixityRun) -> EventOutcome:
    """Return how the ledger calls the outcome of a run."""
    if has_errors(run.findings) or run.unread:
        return EventOutcome.FAILURE
    return EventOutcome.WARNING if run.findings or run.left or run.mended else EventOutcome.SUCCESS


def event_detail(run: FixityRun, path: str) -> dict[str, object]:
    """Return what the ledger event of a run tells: enough to say later when every version was read."""
    coverage: Any = run.standing.coverage["files"] if run.standing else None
    told: dict[str, object] = {
        "files": run.counts,
        "report": path,
        "scope": run.scope.kind.value,
        "covered": dict(run.covered),
        "octets": run.octets,
        "milliseconds": sum(one.milliseconds for one in run.sessions),
        "coverage": coverage,
    }
    told |= {"mounts": list(run.mounts)} if run.mounts else {}
    return told | ({"file_system": run.file_system} if run.file_system else {})


def events(run: FixityRun, path: str, digest: str, agent: str) -> Iterator[LedgerEvent]:
    """Yield the event of a run, and one for each version that is not intact or not readable."""
    detail = event_detail(run, path)
    yield LedgerEvent(
        EventType.FIXITY_CHECK, outcome_of(run), run.ended, agent, digests={path: digest}, detail=detail
    )
    for version in run.versions:
        if version.is_troubled:
            yield _item_event(version, run.ended, agent)


def trouble_of(version: VersionFixity) -> dict[str, str]:
    """Return outcome by path of what is wrong with a version, as far as an event spells it out."""
    bad = (one for one in version.not_intact if one.path or one.outcome is not Outcome.NOT_CHECKED)
    return {shown(one.path): one.outcome.value for one in islice(bad, _MOST)}


def _item_event(version: VersionFixity, ended: datetime, agent: str) -> LedgerEvent:
    return LedgerEvent(
        EventType.FIXITY_CHECK,
        EventOutcome.FAILURE,
        ended,
        agent,
        item=version.item,
        version=version.version,
        detail={"not_intact": trouble_of(version)},
    )
