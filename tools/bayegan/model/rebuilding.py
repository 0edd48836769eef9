"""A ledger begun anew in the place of one that was lost or broken: what is known of the old one, and what not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bayegan.model.findings import Finding, as_document
from bayegan.model.holdings import SealedFacts, take_facts

LOST = "manifests/ledger-lost"
"""Where ledgers that were set aside lie, each in a folder named for when that was."""
REPLACES = "replaces_ledger"
"""What the first event of a ledger begun anew calls the one before it."""
_KINDS = ("fixity check", "dissemination", "creation")


@dataclass(frozen=True, slots=True)
class OldLine:
    """What a readable line of the old ledger says of a version; `submission` as it names it."""

    facts: SealedFacts
    time: str
    submission: str


@dataclass(slots=True)
class OldLines:
    """What can be read of the old ledger: a witness, and no proof. `take` is given every event in order."""

    sealed: dict[tuple[str, str], OldLine] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None
    _facts: dict[tuple[str, str], SealedFacts] = field(default_factory=dict)

    def take(self, event: Mapping[str, object]) -> None:
        """Take the next event."""
        time = str(event.get("time"))
        self.first, self.last = self.first or time, time
        self.kinds[str(event.get("type"))] += 1
        facts = take_facts(self._facts, event)
        if facts is not None:
            detail = event["detail"]
            submission = str(detail.get("submission", "")) if isinstance(detail, dict) else ""
            self.sealed[facts.place, facts.version] = OldLine(facts, time, submission)


@dataclass(frozen=True, slots=True)
class OldCheckpoint:
    """A checkpoint that was set aside with the old ledger. `agrees` says that its lines are still as signed."""

    path: str
    size: int
    root: str
    time: str | None
    key: str | None
    agrees: bool

    def document(self) -> dict[str, object]:
        """Return it as JSON documents hold it."""
        return {"path": self.path, "size": self.size, "root": self.root, "time": self.time} | {
            "key": self.key,
            "agrees_with_what_is_left": self.agrees,
        }


@dataclass(frozen=True, slots=True)
class SetAside:
    """The old ledger as it is set aside: `digests` are the SHA-512 of its files by their new paths."""

    folder: str
    digests: Mapping[str, str]
    lines: int
    head: str
    old: OldLines
    checkpoints: Sequence[OldCheckpoint]
    findings: Sequence[Finding]

    @property
    def signed(self) -> int:
        """Of how many lines the old ledger is still as a checkpoint of its own key signed them."""
        return max((one.size for one in self.checkpoints if one.agrees and one.key), default=0)

    def detail(self) -> dict[str, object]:
        """Return what the first event of the new ledger says of it; its digests are the event's."""
        return {
            "folder": self.folder,
            "files": len(self.digests),
            "lines": self.lines,
            "head": self.head if self.lines else None,
            "checkpoints": [one.document() for one in self.checkpoints],
            "broken": sorted({one.code for one in self.findings if one.is_error}),
        }


@dataclass(frozen=True, slots=True)
class Registered:
    """A version that the new ledger vouches for, and what the old one said of it, if anything."""

    item: str
    version: str
    sealed: str | None
    """The day of its sealing, as the bag says."""
    line: OldLine | None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """A version under archive/ that the new ledger does not vouch for, and why."""

    path: str
    item: str | None
    reason: str


def report_document(
    archive: Mapping[str, object],
    time: str,
    aside: SetAside,
    registered: Sequence[Registered],
    left: Sequence[NotRegistered],
    missing: Iterable[OldLine],
) -> dict[str, object]:
    """Return the report of a ledger begun anew (rebuild-report-1.0.schema.json)."""
    old = aside.old
    return {
        "rebuild": "1.0",
        **archive,
        "time": time,
        "set_aside": aside.detail() | {"digests": dict(aside.digests), "first": old.first, "last": old.last},
        "findings": [as_document(one) for one in aside.findings],
        "registered": [_registered(one, aside) for one in registered],
        "not_registered": [{"path": one.path, "item": one.item, "reason": one.reason} for one in left],
        "missing": [
            {"item": one.facts.identifier, "version": one.facts.version, "line": one.facts.seq, "time": one.time}
            for one in missing
        ],
        "not_provable": not_provable(aside, registered, time),
    }


def _registered(one: Registered, aside: SetAside) -> dict[str, object]:
    line = one.line
    proved = [
        mark for mark in aside.checkpoints if line and mark.agrees and mark.key and mark.size >= line.facts.seq
    ]
    return {
        "item": one.item,
        "version": one.version,
        "sealed": one.sealed,
        "vouched_before": None if line is None else {"line": line.facts.seq, "time": line.time},
        "signed_before": proved[0].path if proved else None,
        "accepted": one.accepted,
    }


def not_provable(aside: SetAside, registered: Sequence[Registered], now: str) -> list[str]:
    """Return, in words, what can no longer be proved."""
    old = aside.old
    said = [_about_order(aside, now)]
    for kind in _KINDS:
        if old.kinds[kind]:
            said.append(
                f"{old.kinds[kind]} events of the type {kind} that can be read in {aside.folder}: nothing but that "
                "folder, and the signed checkpoints that agree with it, says that they happened"
            )
    young = [one for one in registered if one.line is None]
    if young:
        said.append(
            f"that {len(young)} of {len(registered)} versions are as they were before {now}: no line that can be "
            "read vouches for them; only their own manifests and premis.xml do"
        )
    unsigned = [one for one in registered if one.line is not None and one.line.facts.seq > aside.signed]
    if unsigned:
        said.append(
            f"that {len(unsigned)} of {len(registered)} versions are as they were before {now}: a line of the old "
            "ledger says so, and nothing that was signed and agrees with it"
        )
    if aside.checkpoints:
        said.append(
            f"{len(aside.checkpoints)} checkpoints of the old ledger, and every one that was kept elsewhere: none "
            "of them agrees with the new ledger, nor can it"
        )
    return said


def _about_order(aside: SetAside, now: str) -> str:
    signed = aside.signed
    if aside.lines == 0:
        return f"the order and time of every event before {now}: no line of the old ledger is left"
    if signed == 0:
        return f"the order and time of every event before {now}: nothing that was signed agrees with what is left"
    since = next(one.time for one in aside.checkpoints if one.agrees and one.size == signed)
    longest = max(one.size for one in aside.checkpoints)
    lost = f"; at least {longest - aside.lines} lines are gone" if longest > aside.lines else ""
    return f"the order and time of every event between line {signed} (signed on {since}) and {now}{lost}"


def report_text(report: Mapping[str, object], organisation: str) -> str:
    """Return a report as a page of plain text for a person."""
    from typing import Any, cast  # noqa: PLC0415

    said = cast("Mapping[str, Any]", report)
    aside, lines = said["set_aside"], [f"The ledger of {organisation} was begun anew on {said['time']}.", ""]
    lines += [
        f"What was left of the old one lies in {aside['folder']}: {aside['files']} files, {aside['lines']} lines."
    ]
    lines += [f"Its last line: {aside['head']}"] if aside["head"] else []
    lines += [f"What was wrong with it: {', '.join(aside['broken'])}", "", "What can no longer be proved:"]
    lines += [f"- {one}." for one in said["not_provable"]]
    lines += ["", f"Validated and registered anew: {len(said['registered'])} versions."]
    for one in said["registered"]:
        before, signed = one["vouched_before"], one["signed_before"]
        since = f"old line {before['line']} of {before['time']}" if before else "no vouching older than now"
        lines.append(f"- {one['item']} {one['version']}: {since}{f', signed in {signed}' if signed else ''}")
    lines += ["", f"Found and not registered: {len(said['not_registered'])}."]
    lines += [f"- {one['path']}: {one['reason']}" for one in said["not_registered"]]
    lines += ["", f"Sealed by a line of the old ledger, and not there: {len(said['missing'])}."]
    lines += [
        f"- {one['item']} {one['version']}: old line {one['line']} of {one['time']}" for one in said["missing"]
    ]
    return "\n".join(lines) + "\n"
