"""How an archive stands with its fixity checks: coverage, what is due and overdue, a forecast."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from bayegan.model.amounts import in_words
from bayegan.model.audit import Age, Budget, FixityPolicy
from bayegan.model.audit_journal import Journal
from bayegan.model.due import Due, amount, due_versions, overdue_versions
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity_report import scope_document
from bayegan.model.history import History, Readings, Run
from bayegan.model.holdings import SealedFacts
from bayegan.model.ledger import Head
from bayegan.model.seqs import Ranges, holds
from bayegan.model.standing import coverage, holdings

_MOST = 100
_MEASURED = 10
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long it takes until every file was read once more; None: not known. `says` is that in a sentence."""

    days: int | None
    says: str
    keeps_interval: bool | None = None
    octets_per_second: int | None = None
    files_per_second: float | None = None
    measured: int = 0

    def document(self) -> dict[str, object]:
        """Return it as JSON documents hold it."""
        return {
            "days": self.days,
            "says": self.says,
            "keeps_interval": self.keeps_interval,
            "octets_per_second": self.octets_per_second,
            "files_per_second": self.files_per_second,
            "measured": self.measured,
        }


@dataclass(frozen=True, slots=True)
class FixityStatus:
    """The status as a JSON document, the same in lines for a person, and what is to be said of it."""

    document: Mapping[str, Any]
    findings: tuple[Finding, ...]


def fixity_status(
    history: History,
    head: Head,
    policy: FixityPolicy,
    times: Age,
    about: Mapping[str, str],
    journal: Journal | None,
    *,
    at_work: bool,
    moved: bool = False,
) -> FixityStatus:
    """Return how the archive stands; `about` says which archive it is, `journal` is that of an unfinished check."""
    readings = history.readings()
    due = due_versions(history, readings, times, policy, moved=moved)
    overdue = overdue_versions(history, readings, times)
    troubled = sorted(readings.troubled(), key=lambda one: (one[0].place, one[0].version))
    is_behind = times.at < history.times.last
    document = {
        "status": "1.0",
        **about,
        "now": times.at,
        "ledger": {"lines": head.lines, "sha256": head.digest},
        "clock_is_behind": is_behind,
        "policy": _policy(policy),
        "holdings": {"items": len({one.identifier for one in history.facts.values()})} | holdings(history),
        "coverage": coverage(history, readings, times),
        "due": amount([one.facts for one in due]) | {"by_reason": dict(Counter(one.why for one in due))},
        "overdue": amount([one.facts for one in overdue]) | {"oldest": [_overdue(one) for one in overdue[:_MOST]]},
        "oldest": _oldest(history, readings, times),
        "not_intact": [_trouble(readings, facts) for facts, _ in troubled],
        "unfinished": _unfinished(history, journal, at_work=at_work),
        "forecast": forecast(history, policy).document(),
        "history": [_past(run) for run in history.runs[-_MOST:]],
    }
    return FixityStatus(document, tuple(_findings(document, is_behind=is_behind, last=history.times.last)))


def forecast(history: History, policy: FixityPolicy) -> Forecast:
    """Return how long every file takes at the budget of the policy and the rate measured over the last checks."""
    of = amount(history.facts.values())
    if not of["files"]:
        return Forecast(None, "Not known: nothing is sealed yet.")
    past = [run for run in history.runs if _is_measure(run)][-_MEASURED:]
    rate = _Rate(
        sum(_read(run)[0] for run in past),
        sum(_read(run)[1] for run in past),
        sum(int(str(run.detail["milliseconds"])) for run in past) / 1000,
    )
    measured = Forecast(None, "", None, rate.octets_a_second, rate.files_a_second, len(past))
    if not policy.budget.is_bounded:
        return _said(measured, _cycle(policy, 1.0), policy)
    if not past:
        return Forecast(None, "Not known: no check has been recorded that tells how fast files are read.")
    return _said(measured, _cycle(policy, rate.runs(policy.budget, of)), policy)


@dataclass(frozen=True, slots=True)
class _Rate:
    """What past checks read, tag files included, and how long that took."""

    files: int
    octets: int
    seconds: float

    @property
    def octets_a_second(self) -> int | None:
        return round(self.octets / self.seconds) if self.seconds else None

    @property
    def files_a_second(self) -> float | None:
        return round(self.files / self.seconds, 2) if self.seconds else None

    def runs(self, budget: Budget, of: Mapping[str, int]) -> float:
        """Return how many runs it takes to read all: the more of what the files, and what their octets, ask for."""
        octets = max(of["octets"], of["files"] * self.octets / self.files)
        slower = max(1.0, self.octets / self.seconds / budget.rate) if budget.rate else 1.0
        needed = max(of["files"] / self.files, octets / self.octets) * self.seconds * slower
        in_time = needed / budget.seconds if budget.seconds else 0.0
        return max(in_time, octets / budget.octets if budget.octets else 0.0)


def _cycle(policy: FixityPolicy, runs: float) -> float:
    """Return how many days lie between two readings of a file, where all take so many runs."""
    every = policy.every / _DAY
    return max(policy.interval_days + every, ceil(runs) * every)


def _said(measured: Forecast, days: float, policy: FixityPolicy) -> Forecast:
    whole = ceil(days)
    says = f"At this budget every file is read every {in_words(whole)}."
    return replace(measured, days=whole, says=says, keeps_interval=whole <= policy.overdue_days)


def _is_measure(run: Run) -> bool:
    milliseconds = run.detail.get("milliseconds")
    return type(milliseconds) is int and milliseconds > 0 and all(one > 0 for one in _read(run))


def _read(run: Run) -> tuple[int, int]:
    """Return how many files and octets a run read, as far as its event tells."""
    files, octets = run.detail.get("files"), run.detail.get("octets")
    words = ("intact", "altered")
    counts = [files.get(word) for word in words] if isinstance(files, dict) else []
    return sum(one for one in counts if type(one) is int), octets if type(octets) is int else 0


def _policy(policy: FixityPolicy) -> dict[str, object]:
    return {
        "interval_days": policy.interval_days,
        "overdue_days": policy.overdue_days,
        "every_seconds": policy.every,
        "budget": policy.budget.document(),
        "sample_percent": policy.sample,
        "triggers": list(policy.triggers),
    }


def _named(facts: SealedFacts) -> dict[str, object]:
    return {"item": facts.identifier, "version": facts.version, "seq": max(facts.seq, 0)}


def _overdue(one: Due) -> dict[str, object]:
    return {**_named(one.facts), "read": one.read or None}


def _oldest(history: History, readings: Readings, times: Age) -> dict[str, object] | None:
    every = ((readings.time(facts), key) for key, facts in history.facts.items())
    time, key = min(((time if time <= times.at else "", key) for time, key in every), default=("", None))
    if key is None:
        return None
    facts = history.facts[key]
    days = (datetime.fromisoformat(times.at) - datetime.fromisoformat(time)).days if time else None
    by = "sealing" if readings.run(facts) < 0 else "check"
    return {**_named(facts), "read": time or None, "days": days, "by": by}


def _trouble(readings: Readings, facts: SealedFacts) -> dict[str, object]:
    first, last, whole = readings.first_found(facts), readings.trouble(facts), readings.whole(facts)
    return {
        **_named(facts),
        "found": first.time,
        "last_found": last.time if last else first.time,
        "files": dict(last.files if last else first.files),
        "whole_before": whole.document() if whole else None,
    }


def _unfinished(history: History, journal: Journal | None, *, at_work: bool) -> dict[str, object] | None:
    if journal is None:
        return None
    chosen = _within(history, journal.opening.selected)
    done = _within(history, journal.judged())
    parts = sum(last - first + 1 for part in journal.parts.values() for first, last in part.ranges)
    open_parts = 0 if any(holds(journal.judged(), seq) for seq in journal.parts) else parts
    return {
        "scope": scope_document(journal.opening.scope),
        "started": journal.opening.started,
        "last_written": journal.last_written,
        "at_work": at_work,
        "versions": len(done),
        "of_versions": len(chosen),
        "files": sum(one.listed for one in done) + open_parts,
        "of_files": sum(one.listed for one in chosen),
    }


def _within(history: History, ranges: Ranges) -> Sequence[SealedFacts]:
    return [one for one in history.facts.values() if holds(ranges, one.seq)]


def _past(run: Run) -> dict[str, object]:
    detail = run.detail
    files, covered = detail.get("files"), detail.get("coverage")
    numbers = {key: value for key, value in files.items() if type(value) is int} if isinstance(files, dict) else {}
    return {
        "ended": run.time,
        "seq": run.seq,
        "outcome": run.outcome,
        "scope": detail.get("scope"),
        "report": run.report,
        "files": numbers,
        "octets": detail.get("octets"),
        "milliseconds": detail.get("milliseconds"),
        "coverage": covered if isinstance(covered, dict) else None,
    }


def _findings(document: Mapping[str, Any], *, is_behind: bool, last: str) -> Iterator[Finding]:
    if is_behind:
        found = f"now {document['now']}, the last ledger line {last}"
        yield finding("fixity-clock", path="manifests/ledger", found=found)
    for one in document["not_intact"]:
        words = ", ".join(f"{path or 'the whole'} {word}" for path, word in list(one["files"].items())[:3])
        more = f" and {len(one['files']) - 3} more" if len(one["files"]) > 3 else ""
        found = f"{words}{more}, since {one['found']}"
        yield finding("fixity-known-damage", item=one["item"], path=one["version"], found=found)
    overdue = document["overdue"]
    if overdue["versions"]:
        since = overdue["oldest"][0]["read"] or "nobody knows when"
        found = f"{overdue['versions']:,} versions with {overdue['files']:,} files, the oldest unread since {since}"
        yield finding("fixity-overdue", found=found)
