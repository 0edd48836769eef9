"""Every version under archive/ held against itself, to be vouched for by a new ledger."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from bayegan.errors import CouldNot
from bayegan.model.findings import has_errors
from bayegan.model.fixity import MANIFEST, PREMIS
from bayegan.model.holdings import HeldVersion, identifier_of, place_of
from bayegan.model.ledger import LedgerEvent
from bayegan.model.payload import Payload
from bayegan.model.progress import Progress
from bayegan.model.rebuilding import NotRegistered, OldLine, OldLines, Registered
from bayegan.model.record import Record
from bayegan.model.record.item import FIRST_VERSION
from bayegan.model.sealing import (
    SUBMISSION_TAG,
    SealedItem,
    amends_detail,
    formats_detail,
    ingestion_event,
)
from bayegan.ports import Scene, SealedBags

_NOTE = "registered anew in the place of a ledger that was lost or broken; every file was read again"


class _NotAsIt(Exception):
    """A version cannot be vouched for; the message says why."""


@dataclass(slots=True)
class Judgement:
    """What is to be registered, with its events in the same order, and what is not."""

    events: list[LedgerEvent] = field(default_factory=list)
    registered: list[Registered] = field(default_factory=list)
    left: list[NotRegistered] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RegisterAnew:
    """The use case with its ports. Items that are `accepted` may differ from what the old ledger says of them."""

    sealed_bags: SealedBags
    scene: Scene
    old: OldLines
    accepted: frozenset[str] = frozenset()

    def run(self, versions: Sequence[HeldVersion]) -> Generator[Progress, None, Judgement]:
        """Validate every version, every file re-read, and return which can be vouched for. Nothing is written."""
        judged = Judgement()
        progress = Progress("validating bags", 0, len(versions), 0)
        for held in versions:
            octets = 0
            try:
                event, one, octets = self._judged(held)
            except (_NotAsIt, CouldNot, OSError) as error:
                judged.left.append(NotRegistered(_path(held), identifier_of(held.place), _why(error)))
            else:
                judged.events.append(event)
                judged.registered.append(one)
            progress = progress.further(1, octets)
            yield progress
        return judged

    def _judged(self, held: HeldVersion) -> tuple[LedgerEvent, Registered, int]:
        bag = held.bag
        record = self.sealed_bags.record(bag)
        if held.version != record.version or held.place != place_of(record.identifier):
            raise _NotAsIt(f"its record says that it is {record.version} of {record.identifier}")
        wrong = self.sealed_bags.verify(bag)
        if has_errors(wrong):
            first = next(one for one in wrong if one.is_error)
            raise _NotAsIt(f"it is not a valid bag: {first.code} {first.path or ''}".rstrip())
        _, listed = self.sealed_bags.manifest(bag)
        if self.sealed_bags.premis(bag)[1] != listed:
            raise _NotAsIt(f"{PREMIS} and {MANIFEST} do not state the same files and digests")
        digests = dict(self.sealed_bags.tag_digests(bag))
        line = self.old.sealed.get((held.place, held.version))
        differs = line is not None and dict(line.facts.tag_digests) != digests
        if line is not None and differs and record.identifier not in self.accepted:
            raise _NotAsIt(_difference(line, digests))
        files = tuple(self.sealed_bags.files(bag))
        sealed = SealedItem(record.identifier, record.version, len(files), sum(file.size for file in files))
        info = self.sealed_bags.info(bag)
        submission = line.submission if line and line.submission else info.get(SUBMISSION_TAG, "")
        detail = {**_amends(record), **formats_detail(Payload.of(files)), "note": _NOTE}
        detail["registered_from"] = self._told_by(line, info.get("Bagging-Date"), differs=differs)
        now = self.scene.clock()
        event = ingestion_event(sealed, digests, submission, self.scene.agent, now, detail)
        told = Registered(
            record.identifier, record.version, info.get("Bagging-Date"), None if differs else line, differs
        )
        return event, told, sealed.octets

    def _told_by(self, line: OldLine | None, sealed: str | None, *, differs: bool) -> dict[str, object]:
        """Return from what a version is registered: its own files, and the line of the old ledger if it agrees."""
        told: dict[str, object] = {"files": [PREMIS, MANIFEST], "sealed": sealed}
        if line is not None:
            told["differs_from" if differs else "old_line"] = {"line": line.facts.seq, "time": line.time}
        return told


def _amends(record: Record) -> dict[str, object]:
    return amends_detail(None if record.version == FIRST_VERSION else f"v{int(record.version[1:]) - 1}")


def _difference(line: OldLine, digests: dict[str, str]) -> str:
    before = dict(line.facts.tag_digests)
    paths = sorted(path for path in before.keys() | digests.keys() if before.get(path) != digests.get(path))
    named = ", ".join(paths[:5]) + (" and more" if len(paths) > 5 else "")
    return f"it is not as line {line.facts.seq} of the old ledger says ({line.time}): {named}"


def _why(error: Exception) -> str:
    return f"{error.thing}: {error.problem}" if isinstance(error, CouldNot) else str(error)


def _path(held: HeldVersion) -> str:
    return f"archive/{held.place}/{held.version}"
