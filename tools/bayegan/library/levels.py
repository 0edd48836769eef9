"""The Levels of Digital Preservation of an archive: its facts are gathered, and judged."""

import hashlib
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from bayegan.errors import BayeganError
from bayegan.library.archive import Archive
from bayegan.library.fixity import fixity_status
from bayegan.library.reporting import latest_checkpoint
from bayegan.metadata.prove import prove_file
from bayegan.model.findings import number_of
from bayegan.model.holdings import SealedFacts, take_facts
from bayegan.model.ledger import utc, verify
from bayegan.model.levels import Facts, Judged, judged
from bayegan.model.preservation import EventType
from bayegan.storage.digests import digest_file, read_whole
from bayegan.storage.holdings import Holdings
from bayegan.storage.stated import read_statements

_MOST_REPORTS = 100
_MOST_PROVED = 20
_METADATA = ("metadata/dc.xml", "metadata/premis.xml", "metadata/record.xml")
_SCHEMAS = ("dc-1.0.xsd", "dcterms-1.0.xsd", "premis-profile-1.0.xsd", "record-1.0.xsd", "xml-1.0.xsd")


@dataclass(frozen=True, slots=True)
class Assessed:
    """An archive as it was assessed: every statement, and the facts."""

    archive_id: str
    organisation: str
    now: str
    agent: str
    facts: Facts
    judged: tuple[Judged, ...]


@dataclass(slots=True)
class _Tally:
    """What one reading of the ledger counts."""

    sealed: dict[tuple[str, str], SealedFacts] = field(default_factory=dict)
    opinions: int = 0
    accepted: int = 0
    amendments: int = 0
    events: int = 0
    agents: set[str] = field(default_factory=set)
    reports: list[tuple[str, str]] = field(default_factory=list)

    def take(self, event: Mapping[str, object]) -> None:
        """Count one event."""
        self.events += 1
        self.agents.add(str(event.get("agent")))
        detail = event.get("detail")
        if isinstance(detail, dict):
            if take_facts(self.sealed, event) is not None:
                self._take_sealing(event, detail)
            elif event.get("type") == EventType.FIXITY_CHECK.value and event.get("item") is None:
                self._take_check(event)

    def _take_sealing(self, event: Mapping[str, object], detail: Mapping[str, Any]) -> None:
        opinion, bag = detail.get("second_opinion"), detail.get("bag")
        self.opinions += "note" in detail or (isinstance(opinion, dict) and opinion.get("verdict") == "valid")
        self.accepted += isinstance(bag, dict) and bool(bag.get("accepted"))
        self.amendments += event.get("type") == EventType.METADATA_MODIFICATION.value

    def _take_check(self, event: Mapping[str, object]) -> None:
        digests = event.get("digests")
        if isinstance(digests, dict):
            self.reports += [(str(path), str(digest)) for path, digest in digests.items()]


def assess(archive: Archive) -> Assessed:
    """Judge an archive by the Levels. The whole ledger is read; of the holdings, the metadata of a few versions.

    Raises WrongUse where a statement in bayegan.toml is not as it must be, CouldNot where the ledger is not read.
    """
    statements = read_statements(archive.layout.policy)
    now = archive.scene.clock()
    facts = _facts(archive)
    every = judged(facts, statements, now.date())
    policy = archive.policy
    return Assessed(policy.archive_id, policy.organisation, utc(now), archive.scene.agent.label, facts, every)


def _facts(archive: Archive) -> Facts:
    tally = _Tally()
    reading = verify(archive.ledger().lines(), tally.take)
    status = fixity_status(archive).document
    sealed = list(tally.sealed.values())
    looked, proved = _proved(archive, sealed, reading.head.digest)
    sound, wrong = _reports(archive, tally.reports[-_MOST_REPORTS:])
    formats, policy = status["holdings"]["formats"], status["policy"]
    checks = [one for one in status["history"] if one["scope"] != "items"]
    since = utc(archive.scene.clock() - timedelta(days=policy["interval_days"]))
    checkpoint = latest_checkpoint(archive)
    return Facts(
        lines=reading.head.lines,
        head=reading.head.digest,
        ledger_problems=number_of(reading.findings),
        versions=len(sealed),
        items=len({one.identifier for one in sealed}),
        with_manifest=sum("manifest-sha512.txt" in one.tag_digests for one in sealed),
        with_metadata=sum(all(path in one.tag_digests for path in _METADATA) for one in sealed),
        opinions=tally.opinions,
        accepted=tally.accepted,
        amendments=tally.amendments,
        events=tally.events,
        agents=len(tally.agents),
        reports=sound + wrong,
        reports_sound=sound,
        reports_wrong=wrong,
        proved_looked=looked,
        proved=proved,
        schemas=sum(1 for _ in _schemas_there(archive)),
        schemas_wrong=sum(not _is_shipped(archive, name) for name in _SCHEMAS),
        open_folders=sum(1 for _ in _open_folders(archive)),
        checks=len(checks),
        check_days=len({one["ended"][:10] for one in checks}),
        last_check=checks[-1]["ended"] if checks else "",
        interval_days=policy["interval_days"],
        overdue_days=policy["overdue_days"],
        checked_lately=bool(checks) and checks[-1]["ended"] >= since,
        overdue=status["overdue"]["versions"],
        clock_is_behind=status["clock_is_behind"],
        triggers=tuple(policy["triggers"]),
        due_at_once=sum(number for why, number in status["due"]["by_reason"].items() if why != "interval"),
        not_intact=len(status["not_intact"]),
        formats=sum(one["puid"] is not None for one in formats),
        formats_none=sum(one["files"] for one in formats if one["puid"] is None),
        formats_untold=status["holdings"]["formats_untold"],
        checkpoint=checkpoint[0] if checkpoint else None,
        default_access=archive.policy.default_access.value,
    )


def _proved(archive: Archive, sealed: list[SealedFacts], head: str) -> tuple[int, int]:
    """Prove the metadata of versions drawn by the end of the ledger; return how many, and of how many it held."""
    if Holdings(archive.layout).is_offline():
        return 0, 0
    drawn = sorted(sealed, key=lambda one: hashlib.sha256(f"{head} {one.place} {one.version}".encode()).digest())
    bags = [archive.layout.holdings / one.place / one.version for one in drawn[:_MOST_PROVED]]
    return len(bags), sum(_is_proved(bag) for bag in bags)


def _is_proved(bag: Path) -> bool:
    try:
        return not any(one.is_error for name in _METADATA for one in prove_file(bag / name, name))
    except (BayeganError, OSError):
        return False


def _reports(archive: Archive, told: list[tuple[str, str]]) -> tuple[int, int]:
    """Return how many reports are as the ledger vouches for them, and how many are not."""
    sound = sum(_digest(archive.layout.root / path) == digest for path, digest in told)
    return sound, len(told) - sound


def _digest(path: Path) -> str:
    try:
        return digest_file(path, ["sha512"])["sha512"]
    except OSError:
        return ""


def _schemas_there(archive: Archive) -> Iterator[Path]:
    folder = archive.layout.schemas
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.suffix in (".xsd", ".json"))


def _is_shipped(archive: Archive, name: str) -> bool:
    try:
        return read_whole(archive.layout.schemas / name)[0] == files("bayegan_schemas").joinpath(name).read_bytes()
    except OSError:
        return False


def _open_folders(archive: Archive) -> Iterator[Path]:
    """Yield the folders of the archive, down to its shards and registers, that anybody may write to."""
    layout = archive.layout
    tops = (layout.root, layout.holdings, layout.submissions, layout.ledger, layout.fixity, layout.schemas)
    shards = layout.holdings.iterdir() if layout.holdings.is_dir() else ()
    for folder in (*tops, *shards):
        try:
            if folder.stat().st_mode & stat.S_IWOTH:
                yield folder
        except OSError:
            continue
