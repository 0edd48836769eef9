"""Tables of bayegan.toml that only one command reads."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.model.notice import NoticePolicy

_ADVICE = "Correct it in bayegan.toml; docs/reference/policy.md explains every line."


def policy_table(path: Path, name: str) -> Mapping[str, object]:
    """Return one table of the policy at `path`, empty where it is missing; raises WrongUse where it is no table."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error
    except ValueError as error:
        raise WrongUse(str(path), f"it is not TOML: {error}", _ADVICE) from error
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise WrongUse(str(path), f"[{name}] is not a table", _ADVICE)
    return table


def notice_policy(path: Path) -> NoticePolicy:
    """Return the table [notify]; raises WrongUse, naming the key."""
    table = policy_table(path, "notify")
    return NoticePolicy(_flag(path, table, "names_items"), _flag(path, table, "always"))


def _flag(path: Path, table: Mapping[str, object], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise WrongUse(str(path), f"notify.{key} = {value!r} is neither true nor false", _ADVICE)
    return value
