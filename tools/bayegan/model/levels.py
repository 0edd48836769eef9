"""The Levels of Digital Preservation of the NDSA, version 2.0 (2019): what each asks for, and whether it is met.

What a program can see is computed from facts of the archive. What it cannot see (copies in other places, disasters,
write blockers, virus checks) is what the archivist states in bayegan.toml, with who says so and when, and is told
as stated. Where a statement asks for both, both have to be there: nothing is claimed that no evidence shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bayegan.errors import WrongUse


class Area(StrEnum):
    """The five functional areas."""

    STORAGE = "storage"
    INTEGRITY = "integrity"
    CONTROL = "control"
    METADATA = "metadata"
    CONTENT = "content"


LEVELS = (1, 2, 3, 4)
RENEW_DAYS = 365


@dataclass(frozen=True, slots=True)
class Said:
    """Something shown or lacking: the key of its sentence, the values in it, and where it can be looked up."""

    key: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the facts show of a statement; it is met where nothing lacks."""

    evidence: tuple[Said, ...] = ()
    lacking: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the archivist says of a statement: whether it is met, who says so, on which day, and in which words."""

    met: bool
    by: str
    on: date
    says: str


@dataclass(frozen=True, slots=True)
class Statements:
    """The table [levels] of bayegan.toml. A statement counts for `renew_days` days; then it is to be made anew."""

    by_id: Mapping[str, Stated] = field(default_factory=dict)
    renew_days: int = RENEW_DAYS


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an archive, counted over the whole ledger, its holdings and its reports."""

    lines: int
    head: str
    ledger_problems: int
    versions: int
    items: int
    with_manifest: int
    with_metadata: int
    opinions: int
    """Versions that another program found valid when they were sealed, or that were read again whole."""
    accepted: int
    """Versions taken in although findings on the donor's bag were known and accepted."""
    amendments: int
    events: int
    agents: int
    reports: int
    reports_sound: int
    """Reports that lie there as the ledger vouches for them, of those looked at."""
    reports_wrong: int
    proved_looked: int
    proved: int
    """Of the versions looked at, those whose premis.xml records that the metadata was proved."""
    schemas: int
    schemas_wrong: int
    open_folders: int
    checks: int
    check_days: int
    """On how many days there was a check."""
    last_check: str
    interval_days: int
    overdue_days: int
    checked_lately: bool
    overdue: int
    clock_is_behind: bool
    triggers: tuple[str, ...]
    due_at_once: int
    not_intact: int
    formats: int
    formats_none: int
    formats_untold: int
    checkpoint: str | None
    default_access: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a level asks for: `computed` says what the facts show, `is_stated` that somebody has to say so."""

    id: str
    area: Area
    level: int
    computed: Callable[[Facts], Shown] | None = None
    is_stated: bool = False

    @property
    def basis(self) -> str:
        """Where it comes from: computed, stated, or both."""
        if self.computed is None:
            return "stated"
        return "both" if self.is_stated else "computed"


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its evidence and what it lacks."""

    statement: Statement
    shown: Shown
    stated: Stated | None

    @property
    def is_met(self) -> bool:
        """Whether nothing lacks."""
        return not self.shown.lacking


def judged(facts: Facts, statements: Statements, today: date) -> tuple[Judged, ...]:
    """Return every statement, judged."""
    return tuple(_judged(one, facts, statements, today) for one in STATEMENTS)


def level_of(area: Area, all_judged: tuple[Judged, ...]) -> int:
    """Return the highest level of an area up to which every statement is met; 0 where that is none."""
    reached = 0
    for level in LEVELS:
        if not all(one.is_met for one in all_judged if (one.statement.area, one.statement.level) == (area, level)):
            break
        reached = level
    return reached


def demand_known(names: Mapping[str, object]) -> None:
    """Raise WrongUse for a name in [levels] that is no statement which the archivist is to make."""
    for name in names:
        statement = next((one for one in STATEMENTS if one.id == name), None)
        if statement is None or not statement.is_stated:
            why = "no statement has this name" if statement is None else "this is computed, and nobody is asked"
            raise WrongUse(f"levels.{name}", why, "docs/reference/levels.md lists what is stated in bayegan.toml.")


def _judged(one: Statement, facts: Facts, statements: Statements, today: date) -> Judged:
    shown = one.computed(facts) if one.computed else Shown()
    if not one.is_stated:
        return Judged(one, shown, None)
    stated = statements.by_id.get(one.id)
    lacking = _lacking(one, stated, statements.renew_days, today)
    return Judged(one, Shown(shown.evidence, (*shown.lacking, *lacking)), stated)


def _lacking(one: Statement, stated: Stated | None, renew_days: int, today: date) -> tuple[Said, ...]:
    if stated is None:
        return (Said("not-stated", {"id": one.id}, f"bayegan.toml [levels.{one.id}]"),)
    if not stated.met:
        return (Said("stated-not-met", {}, f"bayegan.toml [levels.{one.id}]"),)
    if stated.on > today:
        return (Said("stated-ahead", {"date": stated.on.isoformat()}, f"bayegan.toml [levels.{one.id}]"),)
    if (today - stated.on).days > renew_days:
        age = {"days": (today - stated.on).days, "most": renew_days}
        return (Said("stated-long-ago", age, f"bayegan.toml [levels.{one.id}]"),)
    return ()


_LEDGER = "manifests/ledger"
_EMPTY = Said("nothing-sealed", {}, _LEDGER)


def _of_all(facts: Facts, number: int, key: str, link: str = _LEDGER) -> Shown:
    """Return what is shown where every sealed version has to have something, and `number` do."""
    if not facts.versions:
        return Shown(lacking=(_EMPTY,))
    said = Said(key, {"number": number, "all": facts.versions}, link)
    return Shown((said,)) if number == facts.versions else Shown(lacking=(said,))


def _given(facts: Facts) -> Shown:
    if not facts.versions:
        return Shown(lacking=(_EMPTY,))
    said = [Said("given", {"all": facts.versions}, "manifests/submissions")]
    if facts.accepted:
        said.append(Said("given-accepted", {"number": facts.accepted}, "manifests/submissions"))
    return Shown(tuple(said))


def _made(facts: Facts) -> Shown:
    return _of_all(facts, facts.with_manifest, "made")


def _moved(facts: Facts) -> Shown:
    return _of_all(facts, facts.opinions, "moved")


def _backed_up(facts: Facts) -> Shown:
    return Shown((Said("checkpoint", {}, facts.checkpoint),)) if facts.checkpoint else Shown()


def _interval(facts: Facts) -> Shown:
    days = {"days": facts.interval_days, "overdue": facts.overdue_days}
    evidence = [Said("interval", days, "bayegan.toml [fixity]")]
    lacking: list[Said] = []
    if not facts.versions:
        lacking.append(_EMPTY)
    if not facts.checks:
        lacking.append(Said("no-check", {}, _LEDGER))
    elif facts.checked_lately:
        evidence.append(Said("checks", {"number": facts.checks, "last": facts.last_check}, _LEDGER))
    else:
        lacking.append(Said("not-lately", {"last": facts.last_check, "days": facts.interval_days}, _LEDGER))
    if facts.check_days == 1:
        lacking.append(Said("checked-once", {}, _LEDGER))
    if facts.overdue:
        lacking.append(Said("overdue", {"number": facts.overdue, "days": facts.overdue_days}, _LEDGER))
    elif facts.versions:
        evidence.append(Said("none-overdue", {"days": facts.overdue_days}, _LEDGER))
    if facts.clock_is_behind:
        lacking.append(Said("clock", {}, _LEDGER))
    return Shown(tuple(evidence), tuple(lacking))


def _recorded(facts: Facts) -> Shown:
    if not facts.reports:
        return Shown(lacking=(Said("no-report", {}, "manifests/fixity"),))
    evidence = (Said("reports", {"number": facts.reports_sound, "all": facts.reports}, "manifests/fixity"),)
    if not facts.reports_wrong:
        return Shown(evidence)
    return Shown(evidence, (Said("reports-wrong", {"number": facts.reports_wrong}, "manifests/fixity"),))


def _audited(facts: Facts) -> Shown:
    said = Said("audited", {"lines": facts.lines, "head": facts.head[:16]}, _LEDGER)
    return Shown((said,), _of_ledger(facts))


def _of_ledger(facts: Facts) -> tuple[Said, ...]:
    return (Said("broken-ledger", {"number": facts.ledger_problems}, _LEDGER),) if facts.ledger_problems else ()


def _triggered(facts: Facts) -> Shown:
    if not facts.triggers:
        return Shown(lacking=(Said("no-triggers", {}, "bayegan.toml [fixity]"),))
    evidence = (Said("triggers", {"triggers": ", ".join(facts.triggers)}, "bayegan.toml [fixity]"),)
    open_ones = (Said("due-at-once", {"number": facts.due_at_once}, _LEDGER),) if facts.due_at_once else ()
    return Shown(evidence, open_ones)


def _repaired(facts: Facts) -> Shown:
    if facts.not_intact:
        return Shown(lacking=(Said("damaged", {"number": facts.not_intact}, "manifests/fixity"),))
    return Shown((Said("none-damaged", {}, "manifests/fixity"),))


def _applied(facts: Facts) -> Shown:
    evidence = Said("access", {"level": facts.default_access}, "bayegan.toml [archive]")
    if facts.open_folders:
        return Shown((evidence,), (Said("open-folders", {"number": facts.open_folders}),))
    return Shown((evidence, Said("no-open-folders")))


def _logged(facts: Facts) -> Shown:
    said = Said("logged", {"events": facts.events, "agents": facts.agents}, _LEDGER)
    return Shown((said,), _of_ledger(facts))


def _inventory(facts: Facts) -> Shown:
    if not facts.versions:
        return Shown(lacking=(_EMPTY,))
    said = Said("inventory", {"items": facts.items, "versions": facts.versions}, _LEDGER)
    return Shown((said,), _of_ledger(facts))


def _described(facts: Facts) -> Shown:
    return _of_all(facts, facts.with_metadata, "described")


def _schemas(facts: Facts) -> Shown:
    said = Said("schemas", {"number": facts.schemas}, "schemas/bayegan_schemas")
    wrong = facts.schemas_wrong
    return Shown((said,), (Said("schemas-wrong", {"number": wrong}, "schemas/bayegan_schemas"),) if wrong else ())


def _actions(facts: Facts) -> Shown:
    if not facts.versions:
        return Shown(lacking=(_EMPTY,))
    counts = {"events": facts.events, "checks": facts.checks, "amendments": facts.amendments}
    return Shown((Said("actions", counts, _LEDGER),), _of_ledger(facts))


def _proved(facts: Facts) -> Shown:
    if not facts.proved_looked:
        return Shown(lacking=(_EMPTY,) if not facts.versions else (Said("none-looked-at", {}, "archive"),))
    said = Said("proved", {"number": facts.proved, "looked": facts.proved_looked}, "archive")
    return Shown((said,)) if facts.proved == facts.proved_looked else Shown(lacking=(said,))


def _formats(facts: Facts) -> Shown:
    if not facts.versions:
        return Shown(lacking=(_EMPTY,))
    evidence = (Said("formats", {"number": facts.formats}, _LEDGER),) if facts.formats else ()
    untold = (Said("formats-untold", {"number": facts.formats_untold}, _LEDGER),) if facts.formats_untold else ()
    return Shown(evidence, untold)


def _formats_sure(facts: Facts) -> Shown:
    shown = _formats(facts)
    unknown = (Said("formats-none", {"number": facts.formats_none}, _LEDGER),) if facts.formats_none else ()
    return Shown(shown.evidence, (*shown.lacking, *unknown))


def _stated(area: Area, level: int, name: str, computed: Callable[[Facts], Shown] | None = None) -> Statement:
    return Statement(f"{area.value}-{level}-{name}", area, level, computed, is_stated=True)


def _computed(area: Area, level: int, name: str, computed: Callable[[Facts], Shown]) -> Statement:
    return Statement(f"{area.value}-{level}-{name}", area, level, computed)


STATEMENTS: tuple[Statement, ...] = (
    _stated(Area.STORAGE, 1, "copies"),
    _stated(Area.STORAGE, 1, "media"),
    _stated(Area.STORAGE, 1, "stable"),
    _stated(Area.STORAGE, 2, "copies"),
    _stated(Area.STORAGE, 2, "dependencies"),
    _stated(Area.STORAGE, 3, "threat"),
    _stated(Area.STORAGE, 3, "other-medium"),
    _stated(Area.STORAGE, 3, "obsolescence"),
    _stated(Area.STORAGE, 4, "threats"),
    _stated(Area.STORAGE, 4, "diversity"),
    _stated(Area.STORAGE, 4, "plan"),
    _computed(Area.INTEGRITY, 1, "given", _given),
    _computed(Area.INTEGRITY, 1, "made", _made),
    _stated(Area.INTEGRITY, 1, "viruses"),
    _stated(Area.INTEGRITY, 2, "moves", _moved),
    _stated(Area.INTEGRITY, 2, "write-blockers"),
    _stated(Area.INTEGRITY, 2, "backup", _backed_up),
    _computed(Area.INTEGRITY, 3, "interval", _interval),
    _computed(Area.INTEGRITY, 3, "records", _recorded),
    _computed(Area.INTEGRITY, 3, "audit", _audited),
    _stated(Area.INTEGRITY, 4, "events", _triggered),
    _stated(Area.INTEGRITY, 4, "repair", _repaired),
    _stated(Area.CONTROL, 1, "agents"),
    _stated(Area.CONTROL, 2, "applied", _applied),
    _stated(Area.CONTROL, 3, "logs", _logged),
    _stated(Area.CONTROL, 4, "review"),
    _computed(Area.METADATA, 1, "inventory", _inventory),
    _stated(Area.METADATA, 1, "backup"),
    _computed(Area.METADATA, 2, "enough", _described),
    _computed(Area.METADATA, 3, "standards", _schemas),
    _stated(Area.METADATA, 3, "gaps"),
    _computed(Area.METADATA, 4, "actions", _actions),
    _computed(Area.METADATA, 4, "applied", _proved),
    _computed(Area.CONTENT, 1, "formats", _formats),
    _stated(Area.CONTENT, 2, "verified", _formats_sure),
    _stated(Area.CONTENT, 2, "creators"),
    _stated(Area.CONTENT, 3, "watch"),
    _stated(Area.CONTENT, 4, "access"),
)
"""What the matrix asks for, in its order; the sentences are in bayegan.pages."""
