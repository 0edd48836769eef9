"""Keeps the journal of a fixity check while it is at work, and counts what its session does."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bayegan.errors import CouldNot
from bayegan.model.audit import Ending, Part, Session
from bayegan.model.audit_journal import joined, part_line, version_line, whole_line
from bayegan.model.fixity import VersionFixity
from bayegan.model.ledger import utc
from bayegan.model.seqs import seqs_text
from bayegan.ports import Clock, Journals
from bayegan.services.check_fixity.looking import Closer

_PENDING_FILES = 100


class Diary:
    """Writes down what is done. Without `journals`, and once a disk refuses, it only counts; `faults` say so."""

    def __init__(
        self,
        journals: Journals | None,
        clock: Clock,
        timer: Callable[[], float],
        parts: Mapping[int, Part],
    ) -> None:
        self._journals = journals
        self._clock = clock
        self._timer = timer
        self._started = timer()
        now = utc(clock())
        self.session = Session(now, now, Ending.FINISHED)
        self.parts = dict(parts)
        self.faults: list[tuple[str, str]] = []
        self._pending: list[VersionFixity] = []
        self._pending_files = 0
        self._told: dict[int, tuple[int, int]] = {}

    def open(self, lines: Iterable[Mapping[str, Any]] | None) -> None:
        """Begin a journal with these lines, or go on with the one that is there."""
        journals = self._journals
        if lines is None or journals is None:
            self.go_on()
        else:
            self._try(lambda: journals.begin(lines))
        self._add({"session": self.session.begun}, flush=True)

    def go_on(self) -> None:
        """Open the journal that is there, and begin no session."""
        if self._journals is not None:
            self._try(self._journals.go_on)

    def judged(self, one: VersionFixity) -> None:
        """Write down what became of a version."""
        files, octets = self._told.pop(one.seq, (0, 0))
        files, octets = one.listed - one.skipped - files, one.octets - octets
        self.session.files += files
        self.session.octets += octets
        if one.not_intact or one.findings or one.skipped or one.seq in self.parts:
            self._add(self._worked(version_line(one), files, octets))
            return
        self._pending.append(one)
        self._pending_files += files
        if self._pending_files >= _PENDING_FILES:
            self._write_pending()

    def part(self, part: Part) -> None:
        """Write down that some files of a large version are intact."""
        files = sum(last - first + 1 for first, last in part.ranges)
        told = self._told.get(part.seq, (0, 0))
        self._told[part.seq] = (told[0] + files, told[1] + part.octets)
        self.session.files += files
        self.session.octets += part.octets
        begun = Part(part.seq, part.witness, part.ranges, part.octets, part.since or self.session.begun)
        self.parts[part.seq] = joined(self.parts.get(part.seq), begun)
        self._add(self._worked(part_line(part), files, part.octets))

    def closer(self, those: Closer) -> None:
        """Write down which versions are to be looked at closely."""
        self._add({"closer": seqs_text(one.seq for one in those.versions)})

    def end(self, ending: Ending) -> None:
        """End the session; the journal stays."""
        self._write_pending()
        self.session.ending = ending
        self._stamp()

    def close(self, line: Mapping[str, Any]) -> None:
        """Write down what is about to be recorded, flushed."""
        self._add(line, flush=True)

    def remove(self, parts: Iterable[Part]) -> None:
        """Remove the journal, since the check is recorded, and keep parts for the next."""
        journals = self._journals
        if journals is not None:
            self._try(lambda: journals.end([part_line(one) for one in parts]))

    def stop(self) -> None:
        """Leave the journal to whoever goes on."""
        self._write_pending()
        if self._journals is not None:
            self._journals.close()

    def _write_pending(self) -> None:
        if self._pending:
            octets = sum(one.octets for one in self._pending)
            self._add(self._worked(whole_line(self._pending), self._pending_files, octets))
            self._pending, self._pending_files = [], 0

    def _stamp(self) -> None:
        self.session.ended = utc(self._clock())
        self.session.milliseconds = round((self._timer() - self._started) * 1000)

    def _worked(self, line: dict[str, Any], files: int, octets: int) -> dict[str, Any]:
        self._stamp()
        return {**line, "more": [files, octets], "at": self.session.ended, "ms": self.session.milliseconds}

    def _add(self, line: Mapping[str, Any], *, flush: bool = False) -> None:
        journals = self._journals
        if journals is not None and not self.faults:
            self._try(lambda: journals.add(line, flush=flush))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except CouldNot as error:
            self.faults.append((error.thing, error.problem))
