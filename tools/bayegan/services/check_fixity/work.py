"""What a fixity check has to do: the versions it is about, and what an interrupted session did of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bayegan.model.audit import Age, Budget, FixityPolicy, Kind, Part, Scope, Session
from bayegan.model.audit_journal import Journal, Opening, joined, judged_before, part_line, part_of, read_journal
from bayegan.model.due import selected
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity import VersionFixity
from bayegan.model.history import History, Readings
from bayegan.model.holdings import SealedFacts
from bayegan.model.ledger import Reading, verify
from bayegan.model.seqs import holds, ranges_of
from bayegan.ports import Journals, Ledger
from bayegan.services.check_fixity.looking import Known


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger says, read through once: its events folded, what is wrong with it."""

    history: History
    reading: Reading
    readings: Readings


def read_ledger(ledger: Ledger, lines: int = 0) -> Told:
    """Read the ledger; the history then knows how it ended when it had so many lines."""
    history = History(head_asked=lines)
    reading = verify(ledger.lines(), history.take)
    if lines and reading.head.lines == lines:
        history.head_found = reading.head.digest
    return Told(history, reading, history.readings())


@dataclass(slots=True)
class AtHand:
    """The journal that was found, if it can be believed, and what is to be said of it."""

    journal: Journal | None = None
    remarks: list[Finding] = field(default_factory=list)


def journal_at_hand(journals: Journals, archive: str, ledger: Ledger, stamp: str) -> tuple[AtHand, Told]:
    """Read journal and ledger. A journal of another archive, or ledger, is set aside, and that is said."""
    found = journals.read()
    if found is None:
        return AtHand(), read_ledger(ledger)
    journal = read_journal(*found)
    told = read_ledger(ledger, journal.opening.head.lines if journal else 0)
    problem = None
    if journal is None:
        problem = "it does not begin as a journal does"
    elif journal.opening.archive != archive:
        problem = f"it is of the archive {journal.opening.archive}"
    elif journal.opening.head.lines and told.history.head_found != journal.opening.head.digest:
        problem = f"line {journal.opening.head.lines} of the ledger is another than when the check began"
    if journal is None or problem:
        said = f"{problem}; it was set aside as {journals.set_aside(stamp)}"
        return AtHand(None, [finding("fixity-journal", path=".bayegan/audit/journal.jsonl", found=said)]), told
    remarks = []
    if journal.damaged:
        said = f"{journal.damaged} damaged lines, which are left out"
        remarks.append(finding("fixity-journal", path=".bayegan/audit/journal.jsonl", found=said))
    return AtHand(journal, remarks), told


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: of all versions `selected`, the `rest`; the others were judged `before`.

    `before` has the session, by its place in `sessions`, that judged each. `carried` are parts of large versions
    that an earlier check read.
    """

    scope: Scope
    budget: Budget
    told: Told
    selected: Sequence[SealedFacts]
    rest: Sequence[SealedFacts]
    before: Sequence[tuple[VersionFixity, int]] = ()
    sessions: Sequence[Session] = ()
    carried: Mapping[int, Part] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    started: str = ""

    def opening(self, archive: str) -> Opening:
        """Return the first line of the journal."""
        head = self.told.reading.head
        return Opening(
            archive, head, self.scope, self.budget, ranges_of(one.seq for one in self.selected), self.started
        )


def new_work(
    scope: Scope,
    budget: Budget,
    told: Told,
    times: Age,
    policy: FixityPolicy,
    parts: Iterable[Mapping[str, object]] = (),
    *,
    moved: bool = False,
) -> Work:
    """Return the work of a check that begins now; `parts` are what an earlier one left of large versions."""
    order = selected(scope, told.history, told.readings, times, policy, moved=moved)
    carried = _carried(parts, order, times)
    return Work(scope, budget, told, order, order, (), (), carried, Known(carried), times.at)


def work_left(journal: Journal, told: Told, budget: Budget) -> Work:
    """Return the work of a check that was interrupted; those that cannot be named by a line are done again."""
    opening, readings, done = journal.opening, told.readings, journal.judged()
    facts = told.history.facts
    order = [facts[key] for key in sorted(facts) if holds(opening.selected, facts[key].seq)]
    rest = [one for one in order if not holds(done, one.seq)]
    if opening.scope.kind is Kind.DUE:
        rest.sort(key=readings.time)
    before = tuple(judged_before(journal, order))
    known = Known(journal.parts, frozenset(journal.closer))
    sessions = tuple(journal.sessions)
    return Work(opening.scope, budget, told, order, rest, before, sessions, journal.carried, known, opening.started)


def _carried(lines: Iterable[Mapping[str, object]], order: Sequence[SealedFacts], times: Age) -> Mapping[int, Part]:
    """Return the parts that are of versions to be read, and were read within the interval."""
    wanted = {one.seq for one in order}
    found: dict[int, Part] = {}
    for line in lines:
        try:
            part = part_of(line, "")
        except (KeyError, TypeError, ValueError):
            continue
        if part.seq in wanted and times.due_before < part.since <= times.at:
            found[part.seq] = joined(found.get(part.seq), part)
    return found


def part_lines(parts: Iterable[Part], **more: object) -> list[dict[str, object]]:
    """Return parts as a journal holds them."""
    return [{**part_line(one), **more} for one in parts]
