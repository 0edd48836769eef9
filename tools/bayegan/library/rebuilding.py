"""Making anew what is derived; and, where the ledger is lost or broken and that is asked for, the ledger itself."""

import base64
import hashlib
import json
import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.checkpoints import refreshed_tree, verify_evidence
from bayegan.library.fixity import journal_kept
from bayegan.library.ingesting import recovered
from bayegan.library.ledger_keys import LOCK, LOCK_SECONDS
from bayegan.library.sealed_bags import BagReader
from bayegan.model.checkpoint import key_id, origin_of
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.ledger import LedgerEvent, utc
from bayegan.model.ledger_keys import digests_of, key_detail, pem
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.progress import Progress
from bayegan.model.rebuilding import (
    LOST,
    REPLACES,
    NotRegistered,
    OldCheckpoint,
    OldLine,
    OldLines,
    SetAside,
    report_document,
    report_text,
)
from bayegan.registers.checkpoints import CheckpointRegister
from bayegan.registers.ledger import LedgerRegister
from bayegan.registers.ledger_tree import LedgerTree
from bayegan.registers.lost_ledgers import LostLedgers
from bayegan.services.register_anew import Judgement, RegisterAnew
from bayegan.services.verify_ledger import Verified
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder
from bayegan.storage.holdings import Holdings
from bayegan.storage.key_store import KeyStore
from bayegan.storage.layout import AUDIT_LOCK, INGEST_LOCK
from bayegan.storage.lock import locked
from bayegan.storage.signing import make_key
from bayegan.storage.staging import Staging

_EVENTS_AT_ONCE = 500
_SCHEMA = "rebuild-report-1.0"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a new ledger is made: for which `accepted` items the old one may be contradicted, and with what key.

    `keys` is the environment that says where private keys lie; with None the new ledger has no key yet.
    """

    accepted: frozenset[str] = frozenset()
    keys: Mapping[str, str] | None = None
    passphrase: bytes | None = None


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild came to: what it `made`, in words; the report of a new ledger, and where it lies."""

    made: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    report: Mapping[str, object] | None = None
    path: str | None = None


def rebuild(archive: Archive, new_ledger: Wanted | None = None) -> Generator[Progress, None, Rebuilt]:
    """Make anew, from the folders alone, everything that is derived; nobody else writes meanwhile.

    Where the ledger is lost or broken nothing is made of it, its findings are in the result, and it stays as it is;
    unless a `new_ledger` is wanted: then it is set aside and one begun that vouches for all that can be validated.

    Raises WrongUse where a new ledger is wanted and the old one is sound, or an accepted item is not there; Locked
    where somebody else is at work; CouldNot where the disk refuses or the holdings look offline.
    """
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with _alone(archive):
        return (yield from _Rebuilding(archive, new_ledger).run())


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    layout = archive.layout
    with ExitStack() as stack:
        stack.enter_context(locked(layout.locks / INGEST_LOCK, f"the archive {layout.root}"))
        stack.enter_context(locked(layout.locks / AUDIT_LOCK, "the fixity checks of this archive"))
        stack.enter_context(locked(layout.locks / LOCK, "the checkpoints of the ledger", LOCK_SECONDS))
        yield


@dataclass(frozen=True, slots=True)
class _Rebuilding:
    archive: Archive
    wanted: Wanted | None
    done: Rebuilt = field(default_factory=Rebuilt)

    def run(self) -> Generator[Progress, None, Rebuilt]:
        self._copy_schemas()
        lost = LostLedgers(self.archive.layout.ledger, self.archive.layout.locks)
        went_on = lost.go_on()
        if went_on:
            self._say("rebuild-went-on", "manifests/ledger", "the new ledger was ready, and is in its place now")
            self.done.path = f"manifests/ledger/rebuilt/{went_on}.json"
        elif lost.discard():
            self._say("rebuild-went-on", "manifests", "half a new ledger, which was removed")
        evidence = verify_evidence(self.archive)
        verified = evidence.verified
        if not has_errors(verified.findings):
            if self.wanted is not None and not went_on:
                problem = "its ledger is sound, and a sound ledger is never replaced"
                raise WrongUse(
                    str(self.archive.layout.root), problem, "Run `bayegan rebuild` without --new-ledger."
                )
            self.done.findings += evidence.findings
            self._of_the_ledger()
        elif self.wanted is None:
            self.done.findings += [
                finding("rebuild-ledger-broken", path="manifests/ledger", found=_broken(verified))
            ]
            self.done.findings += verified.findings
            self.done.made.append("nothing of the ledger: it is lost or broken, and was left as it is")
        else:
            yield from self._begin_anew(verified, lost, self.wanted)
            self._of_the_ledger()
        return self.done

    def _say(self, code: str, path: str, found: str) -> None:
        self.done.findings.append(finding(code, path=path, found=found))

    def _copy_schemas(self) -> None:
        """Write the schemas that are missing from the archive's copy; what differs is told and left."""
        made = 0
        for path, content in _shipped():
            target = self.archive.layout.schemas / path
            shown = f"schemas/bayegan_schemas/{path}"
            try:
                if target.exists():
                    if target.read_bytes() != content:
                        self._say("rebuild-schema-differs", shown, "another content")
                    continue
                ensure_folder(target.parent)
                write_durably(target, content)
            except OSError as error:
                raise CouldNot(shown, f"cannot be written ({error.strerror})", "Check the disk.") from error
            made += 1
        if made:
            self.done.made.append(f"{made} schemas and vocabularies of the archive's copy")

    def _of_the_ledger(self) -> None:
        """Make what comes from a ledger that is sound: no half-done ingest, no journal of another, the tree."""
        layout = self.archive.layout
        self.done.findings += recovered(self.archive)
        for folder in (layout.staging, layout.audit, layout.fixity, layout.submissions):
            if not folder.is_dir():
                ensure_folder(folder)
                self.done.made.append(f"the folder {folder.relative_to(layout.root)}")
        journal = journal_kept(self.archive)
        self.done.findings += journal.findings
        self.done.made += ["the journal of an interrupted fixity check was kept"] if journal.is_kept else []
        tree = LedgerTree(layout.tree)
        try:
            if not tree.is_of(self.archive.ledger()):
                if self.wanted is None:
                    self._say("rebuild-tree-set-aside", ".bayegan/tree", "lines that the ledger does not hold")
                tree.set_aside()
            tree.remove()
        except OSError as error:
            problem = f"it cannot be removed ({error.strerror})"
            raise CouldNot(".bayegan/tree", problem, "Check its permissions.") from error
        tree = refreshed_tree(self.archive)
        lines = tree.head().lines
        tree.close()
        self.done.made.append(f"the tree and the index of the ledger, {lines:,} lines")

    def _begin_anew(self, verified: Verified, lost: LostLedgers, wanted: Wanted) -> Generator[Progress, None, None]:
        """Set the ledger aside, and begin one that vouches for what is validated now."""
        archive = self.archive
        holdings = Holdings(archive.layout)
        survey = holdings.survey()
        if holdings.is_offline() or survey.closed:
            what = (
                survey.closed[0] if survey.closed else ("archive", "it is absent or empty, as a disk not mounted")
            )
            raise CouldNot(*what, "Mount it or mend its permissions: whatever is not seen now is not vouched for.")
        now, stamp = self._moment(lost)
        old = OldLines()
        for event in archive.ledger().events():
            old.take(event)
        aside = SetAside(
            f"{LOST}/{stamp}",
            lost.digests(stamp),
            verified.head.lines,
            verified.head.digest,
            old,
            tuple(_old_checkpoints(verified, stamp)),
            verified.findings,
        )
        work = RegisterAnew(BagReader(), archive.scene, old, wanted.accepted)
        judged = yield from work.run(survey.versions)
        _demand_known(wanted.accepted, judged)
        missing = _missing(old, judged)
        report = self._report(now, aside, judged, missing)
        part = lost.begin()
        self._write(part, stamp, now, aside, judged, report, wanted)
        lost.replace(part, stamp, dict(aside.digests))
        Staging(archive.layout).clear()
        self.done.report, self.done.path = report, f"manifests/ledger/rebuilt/{stamp}.json"
        self.done.findings += _told(aside, judged.left, missing)
        self.done.made.append(f"a new ledger, which vouches for {len(judged.registered):,} versions")

    def _moment(self, lost: LostLedgers) -> tuple[datetime, str]:
        """Return the time, and the name that the old ledger gets, which none has yet."""
        now = self.archive.scene.clock()
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        if lost.is_taken(stamp):
            raise CouldNot(f"{LOST}/{stamp}", "a ledger was set aside under this name", "Wait a second.")
        return now, stamp

    def _report(
        self, now: datetime, aside: SetAside, judged: Judgement, missing: list[OldLine]
    ) -> Mapping[str, object]:
        from bayegan.metadata.json_schema import problems  # noqa: PLC0415  slow to import, and rarely needed

        policy = self.archive.policy
        who = {
            "archive": policy.archive_id,
            "organisation": policy.organisation,
            "agent": self.archive.scene.agent.label,
        }
        report = report_document(who, utc(now), aside, judged.registered, judged.left, missing)
        for problem in problems(_SCHEMA, report):
            raise ValueError(f"the report breaks its schema at {problem.pointer}: {problem.found}")
        return report

    def _write(
        self,
        part: Path,
        stamp: str,
        now: datetime,
        aside: SetAside,
        judged: Judgement,
        report: Mapping[str, object],
        wanted: Wanted,
    ) -> None:
        """Write the whole new ledger where nobody looks yet: report, key, first event, and one a version."""
        archive, policy = self.archive, self.archive.policy
        content = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"
        text = report_text(report, policy.organisation).encode("utf-8", "backslashreplace")
        try:
            ensure_folder(part / "rebuilt")
            write_durably(part / "rebuilt" / f"{stamp}.json", content)
            write_durably(part / "rebuilt" / f"{stamp}.txt", text)
        except OSError as error:
            problem = f"the report cannot be written ({error.strerror})"
            raise CouldNot(str(part), problem, "Check the disk.") from error
        digests = dict(aside.digests) | {
            f"manifests/ledger/rebuilt/{stamp}{end}": _sha512(one)
            for end, one in ((".json", content), (".txt", text))
        }
        detail: dict[str, object] = {"archive": policy.archive_id, "organisation": policy.organisation}
        if wanted.keys is not None:
            public = self._new_key(part, wanted)
            detail["key"] = key_detail(policy.archive_id, public)
            digests |= digests_of(policy.archive_id, public)
        detail[REPLACES] = aside.detail() | {"report": f"manifests/ledger/rebuilt/{stamp}.json"}
        agent = archive.scene.agent.label
        first = LedgerEvent(EventType.CREATION, EventOutcome.WARNING, now, agent, digests=digests, detail=detail)
        register = LedgerRegister(part, archive.layout.locks)
        events = [first, *judged.events]
        for start in range(0, len(events), _EVENTS_AT_ONCE):
            register.append(events[start : start + _EVENTS_AT_ONCE])

    def _new_key(self, part: Path, wanted: Wanted) -> bytes:
        """Make the key of the new ledger: the old one never signs two histories. Return its public half."""
        policy, new = self.archive.policy, make_key()
        identifier = key_id(origin_of(policy.archive_id), new.public)
        store = KeyStore(policy.archive_id, self.archive.layout.root, wanted.keys or os.environ)
        store.write(new.pem(wanted.passphrase), identifier, is_first=False)
        CheckpointRegister(part).write_key(identifier, pem(new.public))
        return new.public


def _shipped() -> Iterator[tuple[str, bytes]]:
    """Yield each schema and vocabulary that comes with the software, by its path in the archive's copy."""
    root = files("bayegan_schemas")
    for source in root.iterdir():
        if source.is_file() and source.name.endswith((".xsd", ".json")):
            yield source.name, source.read_bytes()
    for source in root.joinpath("vocabularies").iterdir():
        yield f"vocabularies/{source.name}", source.read_bytes()


def _broken(verified: Verified) -> str:
    errors = [one for one in verified.findings if one.is_error]
    return f"{len(errors)} errors, of the codes {', '.join(sorted({one.code for one in errors}))}"


def _old_checkpoints(verified: Verified, stamp: str) -> Iterator[OldCheckpoint]:
    for one in verified.checkpoints:
        path = one.path.replace("manifests/ledger", f"{LOST}/{stamp}", 1)
        root = base64.b64encode(one.signed.checkpoint.root).decode("ascii")
        yield OldCheckpoint(path, one.size, root, one.time or None, one.key, one.agrees)


def _demand_known(accepted: frozenset[str], judged: Judgement) -> None:
    known = {one.item for one in judged.registered} | {one.item for one in judged.left}
    for item in sorted(accepted - known):
        raise WrongUse(item, "no version of such an item lies in the archive", "Check the identifier.")


def _missing(old: OldLines, judged: Judgement) -> list[OldLine]:
    """Return what the old ledger sealed and is not there."""
    there = {event.item: set[str]() for event in judged.events}
    for event in judged.events:
        there[event.item].add(str(event.version))
    left = {one.path for one in judged.left}
    return [
        one
        for (place, version), one in sorted(old.sealed.items())
        if version not in there.get(one.facts.identifier, set()) and f"archive/{place}/{version}" not in left
    ]


def _told(aside: SetAside, left: list[NotRegistered], missing: list[OldLine]) -> Iterator[Finding]:
    found = f"begun now; what was left of the old one, {aside.lines} lines, lies in {aside.folder}"
    yield finding("ledger-begun-anew", path="manifests/ledger", found=found)
    for one in left:
        yield finding("rebuild-not-registered", item=one.item, path=one.path, found=one.reason)
    for line in missing:
        facts = line.facts
        found = f"not there; line {facts.seq} of the old ledger sealed it on {line.time}"
        path = f"archive/{facts.place}/{facts.version}"
        yield finding("rebuild-version-missing", item=facts.identifier, path=path, found=found)


def _sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()
