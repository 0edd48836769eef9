"""What bayegan.toml says of fixity checks: the table [fixity]."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from bayegan.errors import WrongUse
from bayegan.model import amounts
from bayegan.model.audit import TRIGGERS, Budget, FixityPolicy

_Value = TypeVar("_Value")
_ADVICE = "Correct it in bayegan.toml; docs/reference/policy.md explains every line."
_DAYS = 36_500


def fixity_policy(path: Path, table: Mapping[str, object]) -> FixityPolicy:
    """Return what the table says; raises WrongUse, naming the key, where it is not as it must be."""
    usual = FixityPolicy()
    interval = _days(path, table, "interval_days", usual.interval_days)
    overdue = _days(path, table, "overdue_days", 2 * interval)
    if overdue < interval:
        raise WrongUse(str(path), f"fixity.overdue_days = {overdue} is less than interval_days", _ADVICE)
    budget = Budget(
        _said(path, table, "time_limit", amounts.seconds, amounts.SECONDS, None),
        _said(path, table, "max_octets", amounts.octets, amounts.OCTETS, None),
        _said(path, table, "max_rate", amounts.rate, amounts.RATE, None),
    )
    return FixityPolicy(
        interval,
        overdue,
        _said(path, table, "every", amounts.seconds, amounts.SECONDS, usual.every) or usual.every,
        budget,
        _said(path, table, "sample", _percent, "a percentage from 0 to 100, such as 1%", usual.sample) or "0",
        _triggers(path, table, usual.triggers),
    )


def _percent(text: str) -> str | None:
    return amounts.percent(text, none=True)


def _days(path: Path, table: Mapping[str, object], key: str, default: int) -> int:
    value = table.get(key, default)
    if type(value) is not int or not 1 <= value <= _DAYS:
        raise WrongUse(str(path), f"fixity.{key} = {value!r} is no number of days from 1 to {_DAYS}", _ADVICE)
    return value


def _said(
    path: Path,
    table: Mapping[str, object],
    key: str,
    read: Callable[[str], _Value | None],
    expected: str,
    default: _Value | None,
) -> _Value | None:
    if key not in table:
        return default
    value = table[key]
    found = read(value) if isinstance(value, str) else None
    if found is None:
        raise WrongUse(str(path), f"fixity.{key} = {value!r} is not {expected}", _ADVICE)
    return found


def _triggers(path: Path, table: Mapping[str, object], default: tuple[str, ...]) -> tuple[str, ...]:
    value = table.get("triggers", list(default))
    if not isinstance(value, list) or not all(one in TRIGGERS for one in value):
        problem = f"fixity.triggers = {value!r} is no list of {', '.join(TRIGGERS)}"
        raise WrongUse(str(path), problem, _ADVICE)
    return tuple(dict.fromkeys(value))
