"""Which versions a fixity check is to read, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bayegan.model.audit import Age, FixityPolicy, Kind, Scope, bound_of, is_drawn
from bayegan.model.history import History, Readings
from bayegan.model.holdings import SealedFacts


@dataclass(frozen=True, slots=True)
class Due:
    """A version that is due: since when it is unread (empty: nobody knows), and why."""

    facts: SealedFacts
    read: str
    why: str


def due_versions(
    history: History, readings: Readings, age: Age, policy: FixityPolicy, *, moved: bool = False
) -> list[Due]:
    """Return what is due, longest unread first; ties by place.

    A time that is later than now is no time: the clock went back, and nobody can say how old the reading is.
    `moved` says that the holdings lie on another file system than before.
    """
    everything = moved and "moved" in policy.triggers
    troubled = {
        (facts.place, facts.version): trouble.trigger
        for facts, trouble in readings.troubled()
        if trouble.trigger in policy.triggers
    }
    now, before, time_of = age.at, age.due_before, readings.time
    found: list[Due] = []
    for key in sorted(history.facts):
        facts = history.facts[key]
        time = time_of(facts)
        if time > now or not time:
            found.append(Due(facts, "", "clock"))
        elif time <= before:
            found.append(Due(facts, time, "interval"))
        elif key in troubled:
            found.append(Due(facts, time, troubled[key]))
        elif everything:
            found.append(Due(facts, time, "moved"))
    found.sort(key=lambda one: one.read)
    return found


def overdue_versions(history: History, readings: Readings, age: Age) -> list[Due]:
    """Return what has not been read for longer than the policy allows, longest unread first."""
    every = ((key, readings.time(facts)) for key, facts in sorted(history.facts.items()))
    found = [Due(history.facts[key], time, "interval") for key, time in every if time <= age.overdue_before]
    found.sort(key=lambda one: one.read)
    return found


def selected(
    scope: Scope, history: History, readings: Readings, age: Age, policy: FixityPolicy, *, moved: bool = False
) -> list[SealedFacts]:
    """Return the versions that a scope is about, in the order in which they are to be read."""
    facts = history.facts
    match scope.kind:
        case Kind.ALL:
            return [facts[key] for key in sorted(facts)]
        case Kind.ITEMS:
            return [facts[key] for key in sorted(facts) if facts[key].identifier in scope.items]
        case Kind.SAMPLE:
            return _drawn(scope, [facts[key] for key in sorted(facts)])
        case Kind.DUE:
            due = [one.facts for one in due_versions(history, readings, age, policy, moved=moved)]
            known = {id(one) for one in due}
            return due + _drawn(scope, [facts[key] for key in sorted(facts) if id(facts[key]) not in known])


def _drawn(scope: Scope, among: Sequence[SealedFacts]) -> list[SealedFacts]:
    if scope.percent is None or scope.seed is None:
        return []
    bound = bound_of(scope.percent)
    return [one for one in among if is_drawn(scope.seed, one.seq, bound)] if bound else []


def amount(versions: Collection[SealedFacts]) -> dict[str, int]:
    """Return how much these are: versions, the files that they list, the octets of their payload as sealed."""
    files, octets = sum(one.listed for one in versions), sum(one.octets for one in versions)
    return {"versions": len(versions), "files": files, "octets": octets}
