"""How an archive stands with its fixity checks, as JSON documents hold it."""

from collections.abc import Iterable

from bayegan.model.audit import Age, FixityPolicy
from bayegan.model.due import amount, due_versions, overdue_versions
from bayegan.model.fixity_run import Standing
from bayegan.model.history import History, Readings
from bayegan.model.holdings import SealedFacts

_CLASSES: tuple[int | None, ...] = (1 << 20, 16 << 20, 256 << 20, 4 << 30, None)


def standing(history: History, readings: Readings, age: Age, policy: FixityPolicy) -> Standing:
    """Return how the archive stands at a time."""
    due = [one.facts for one in due_versions(history, readings, age, policy)]
    overdue = [one.facts for one in overdue_versions(history, readings, age)]
    return Standing(amount(due), amount(overdue), coverage(history, readings, age), holdings(history))


def coverage(history: History, readings: Readings, age: Age) -> dict[str, object]:
    """Return how much was read within the interval, of how much."""
    lately = [one for one in history.facts.values() if age.due_before < readings.time(one) <= age.at]
    checked, of = amount(lately), amount(history.facts.values())
    return {"since": age.due_before} | {key: {"checked": checked[key], "of": of[key]} for key in of}


def holdings(history: History) -> dict[str, object]:
    """Return what the ledger says was sealed, by size and by format."""
    facts = history.facts.values()
    formats = sorted(history.formats.items(), key=lambda one: (-one[1][1], one[0]))
    untold = sum(one.files for one in facts) - history.formats_told
    return amount(facts) | {
        "sizes": list(_sizes(facts)),
        "formats": [{"puid": puid or None, "files": files, "octets": octets} for puid, (files, octets) in formats],
        "formats_untold": max(untold, 0),
    }


def _sizes(facts: Iterable[SealedFacts]) -> Iterable[dict[str, int | None]]:
    found = {below: [0, 0, 0] for below in _CLASSES}
    for one in facts:
        below = next(bound for bound in _CLASSES if bound is None or one.octets < bound)
        for place, value in enumerate((1, one.files, one.octets)):
            found[below][place] += value
    for below, (versions, files, octets) in found.items():
        yield {"below": below, "versions": versions, "files": files, "octets": octets}
