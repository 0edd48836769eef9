"""What a fixity check found of one version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.outcome import FileOutcome, Outcome

MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
PREMIS = "metadata/premis.xml"
RECORD = "metadata/record.xml"
DC = "metadata/dc.xml"

_CODES = {
    Outcome.ALTERED: "fixity-altered",
    Outcome.MISSING: "fixity-missing",
    Outcome.UNEXPECTED: "fixity-unexpected",
}
_LEFT = (Outcome.UNREADABLE, Outcome.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class VersionFixity:
    """What became of one version: its files that are not intact, and how many of each outcome there are.

    `octets` were read for it now. `mended` are files that could not be read, or differed, at the first reading and
    were intact at the second, each with what was wrong. `skipped` files are counted as intact that an earlier
    session had read.
    """

    item: str
    version: str
    place: str
    counts: Mapping[Outcome, int]
    octets: int
    not_intact: tuple[FileOutcome, ...]
    findings: tuple[Finding, ...] = ()
    seq: int = 0
    mended: tuple[tuple[str, str], ...] = ()
    skipped: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether every file listed is intact and nothing else is there."""
        return not self.not_intact and not has_errors(self.findings)

    @property
    def is_covered(self) -> bool:
        """Whether every listed file was read, or found missing."""
        return not self.not_intact or not any(self.counts.get(outcome) for outcome in _LEFT)

    @property
    def is_troubled(self) -> bool:
        """Whether something is wrong with it, and not merely left unchecked."""
        if not self.not_intact and not self.findings:
            return False
        bad = self.not_intact
        return has_errors(self.findings) or any(one.path or one.outcome is not Outcome.NOT_CHECKED for one in bad)

    @property
    def listed(self) -> int:
        """How many files it lists."""
        return sum(count for outcome, count in self.counts.items() if outcome is not Outcome.UNEXPECTED)


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


def mended_findings(item: str, place: str, version: str, mended: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """Return a warning for each file that was intact at the second reading only."""
    return tuple(
        finding(
            "fixity-second-reading",
            item=item,
            path=f"archive/{place}/{version}/{path}".removesuffix("/"),
            found=f"{problem} at the first reading, intact at the second",
        )
        for path, problem in mended
    )
