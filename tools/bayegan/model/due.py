"""Which versions a fixity check is to read, and in which order."""

from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import NamedTuple

from bayegan.model.audit import Age, FixityPolicy, Kind, Scope, bound_of, is_drawn
from bayegan.model.history import History, Readings
from bayegan.model.holdings import SealedFacts


class Due(NamedTuple):
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
        id(facts): trouble.trigger for facts, trouble in readings.troubled() if trouble.trigger in policy.triggers
    }
    now, before = age.at, age.due_before
    order = history.in_order()
    found: list[Due] = []
    for facts, time in zip(order, readings.times(order), strict=True):
        if time > now or not time:
            found.append(Due(facts, "", "clock"))
        elif time <= before:
            found.append(Due(facts, time, "interval"))
        elif troubled and id(facts) in troubled:
            found.append(Due(facts, time, troubled[id(facts)]))
        elif everything:
            found.append(Due(facts, time, "moved"))
    found.sort(key=itemgetter(1))
    return found


def overdue_versions(history: History, readings: Readings, age: Age) -> list[Due]:
    """Return what has not been read for longer than the policy allows, longest unread first."""
    order = history.in_order()
    every = zip(order, readings.times(order), strict=True)
    found = [Due(facts, time, "interval") for facts, time in every if time <= age.overdue_before]
    found.sort(key=itemgetter(1))
    return found


def selected(
    scope: Scope, history: History, readings: Readings, age: Age, policy: FixityPolicy, *, moved: bool = False
) -> list[SealedFacts]:
    """Return the versions that a scope is about, in the order in which they are to be read."""
    match scope.kind:
        case Kind.ALL:
            return history.in_order()
        case Kind.ITEMS:
            return [one for one in history.in_order() if one.identifier in scope.items]
        case Kind.SAMPLE:
            return _drawn(scope, history.in_order())
        case Kind.DUE:
            due = [one.facts for one in due_versions(history, readings, age, policy, moved=moved)]
            return due if len(due) == len(history.facts) else due + _drawn(scope, _others(due, history.in_order()))


def _others(due: Sequence[SealedFacts], every: Sequence[SealedFacts]) -> list[SealedFacts]:
    known = set(map(id, due))
    return [one for one in every if id(one) not in known]


def _drawn(scope: Scope, among: Sequence[SealedFacts]) -> list[SealedFacts]:
    if scope.percent is None or scope.seed is None:
        return []
    bound = bound_of(scope.percent)
    return [one for one in among if is_drawn(scope.seed, one.seq, bound)] if bound else []


def amount(versions: Collection[SealedFacts]) -> dict[str, int]:
    """Return how much these are: versions, the files that they list, the octets of their payload as sealed."""
    files, octets = sum(one.listed for one in versions), sum(one.octets for one in versions)
    return {"versions": len(versions), "files": files, "octets": octets}
