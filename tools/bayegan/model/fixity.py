"""Decisions of a fixity check: what is expected of each file, and what a run found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bayegan.model.findings import Finding, as_document, finding
from bayegan.model.ledger import Head, utc
from bayegan.model.names import shown
from bayegan.model.outcome import FileOutcome, Outcome

MANIFEST = "manifest-sha512.txt"
PREMIS = "metadata/premis.xml"
RECORD = "metadata/record.xml"
DC = "metadata/dc.xml"

_CODES = {
    Outcome.ALTERED: "fixity-altered",
    Outcome.MISSING: "fixity-missing",
    Outcome.UNEXPECTED: "fixity-unexpected",
}


@dataclass(frozen=True, slots=True)
class VersionFixity:
    """What became of one version: its files that are not intact, and how many of each outcome there are."""

    item: str
    version: str
    place: str
    counts: Mapping[Outcome, int]
    octets: int
    not_intact: tuple[FileOutcome, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether every file listed is intact and nothing else is there."""
        return not self.not_intact and not self.findings


def version_findings(item: str, place: str, version: str, files: Iterable[FileOutcome]) -> tuple[Finding, ...]:
    """Return a finding for each file that is altered, missing or unexpected; paths are those in the archive."""
    return tuple(
        finding(
            _CODES[file.outcome],
            item=item,
            path=f"archive/{place}/{version}/{file.path}",
            expected=file.expected or None,
            found=file.found or file.outcome.value,
        )
        for file in files
        if file.outcome in _CODES
    )


@dataclass(frozen=True, slots=True)
class FixityRun:
    """A whole fixity check."""

    started: datetime
    ended: datetime
    head: Head
    versions: tuple[VersionFixity, ...]
    strays: tuple[Finding, ...] = ()
    ledger: tuple[Finding, ...] = ()
    unlisted: tuple[tuple[str, str], ...] = ()
    report: str | None = None
    not_recorded: str | None = None

    @property
    def items(self) -> frozenset[str]:
        """The items that were checked; one may have several versions, and is intact where all of them are."""
        return frozenset(one.item for one in self.versions)

    @property
    def counts(self) -> dict[str, int]:
        """Files by outcome; `listed` is the sum of the first five."""
        total: Counter[Outcome] = Counter()
        for version in self.versions:
            total.update(version.counts)
        total[Outcome.UNEXPECTED] += len(self.strays)
        listed = sum(count for outcome, count in total.items() if outcome is not Outcome.UNEXPECTED)
        return {"listed": listed} | {outcome.value: total[outcome] for outcome in Outcome}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: of the ledger, of every version, of what belongs to none."""
        of_versions = tuple(one for version in self.versions for one in version.findings)
        return self.ledger + of_versions + self.strays

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """What could not be checked: paths in the archive, each with the reason."""
        of_files = (
            (f"archive/{version.place}/{version.version}/{file.path}", file.reason)
            for version in self.versions
            for file in version.not_intact
            if file.outcome in (Outcome.UNREADABLE, Outcome.NOT_CHECKED)
        )
        return (*of_files, *self.unlisted)


def report_document(run: FixityRun, archive: str, agent: str) -> dict[str, object]:
    """Return the report of a run as the JSON document that is kept under manifests/fixity."""
    items, damaged = run.items, frozenset(one.item for one in run.versions if not one.is_intact)
    return {
        "report": "1.0",
        "archive": archive,
        "agent": agent,
        "started": utc(run.started),
        "ended": utc(run.ended),
        "ledger": {"lines": run.head.lines, "sha256": run.head.digest},
        "items": {
            "checked": len(items),
            "intact": len(items - damaged),
            "not_intact": len(damaged),
        },
        "files": run.counts,
        "octets": sum(version.octets for version in run.versions),
        "not_intact": [
            {
                "item": version.item,
                "version": version.version,
                "path": shown(file.path),
                "outcome": file.outcome.value,
                "expected": file.expected,
                "found": file.found,
                "reason": file.reason,
            }
            for version in run.versions
            for file in version.not_intact
        ],
        "unlisted": [{"path": shown(path), "reason": reason} for path, reason in run.unlisted],
        "findings": [as_document(one) for one in run.findings],
    }
