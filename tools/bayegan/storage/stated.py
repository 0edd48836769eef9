"""What the archivist states in the table [levels] of bayegan.toml."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from bayegan.errors import WrongUse
from bayegan.model.levels import RENEW_DAYS, Stated, Statements, demand_known
from bayegan.storage.policy_tables import policy_table

_ADVICE = "Correct it in bayegan.toml; docs/reference/levels.md shows how a statement is made."
_KEYS = {"met": bool, "by": str, "on": date, "says": str}


def read_statements(path: Path) -> Statements:
    """Return the statements of the policy at `path`; raises WrongUse, naming the key."""
    table = policy_table(path, "levels")
    renew = table.get("renew_days", RENEW_DAYS)
    if type(renew) is not int or renew < 1:
        raise WrongUse(str(path), f"levels.renew_days = {renew!r} is no number of days", _ADVICE)
    named = {name: value for name, value in table.items() if name != "renew_days"}
    demand_known(named)
    return Statements({name: _stated(path, name, value) for name, value in named.items()}, renew)


def _stated(path: Path, name: str, value: object) -> Stated:
    if not isinstance(value, Mapping):
        raise WrongUse(str(path), f"levels.{name} is not a table", _ADVICE)
    for key, kind in _KEYS.items():
        if not isinstance(value.get(key), kind) or isinstance(value[key], datetime) or value[key] == "":
            found = f"= {value[key]!r}" if key in value else "is missing"
            raise WrongUse(str(path), f"levels.{name}.{key} {found}; it has to be {_FORMS[key]}", _ADVICE)
    return Stated(value["met"], value["by"], value["on"], value["says"])


_FORMS = {
    "met": "true or false",
    "by": "the name of who says so",
    "on": "a day, without quotes: 2026-11-23",
    "says": "a sentence",
}
