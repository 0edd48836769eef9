"""What bayegan.toml says of an archive's own vocabularies and forms."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bayegan.errors import WrongUse
from bayegan.model.forms import RESERVED, Form

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_WORD = re.compile(r"[^\W\d][\w.-]*")
_ADVICE = "Correct it in bayegan.toml; docs/reference/policy.md explains every line."


def own_vocabularies(path: Path, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield name and path of each vocabulary in the table [vocabularies]; raises WrongUse, naming the key."""
    for name, file in _table(path, values, "vocabularies").items():
        key = f"vocabularies.{name}"
        _demand_name(path, key, name)
        yield name, _text(path, key, file)


def own_forms(path: Path, values: Mapping[str, object]) -> Iterator[Form]:
    """Yield the form of each table [metadata.NAME]; raises WrongUse, naming the key."""
    for name in (tables := _table(path, values, "metadata")):
        key = f"metadata.{name}"
        _demand_name(path, key, name)
        if name in RESERVED:
            raise WrongUse(str(path), f"{key}: metadata/{name}.xml is a file that every bag has", _ADVICE)
        table = _table(path, tables, name, "metadata.")
        schema, root = (_text(path, f"{key}.{one}", table.get(one)) for one in ("schema", "root"))
        space = _text(path, f"{key}.namespace", table.get("namespace", ""), empty=True)
        if not _WORD.fullmatch(root):
            raise WrongUse(str(path), f"{key}.root = {root!r} is not the name of an element", _ADVICE)
        public = table.get("public", False)
        if not isinstance(public, bool):
            raise WrongUse(str(path), f"{key}.public = {public!r} is neither true nor false", _ADVICE)
        yield Form(name, schema, f"{{{space}}}{root}" if space else root, public)


def _table(path: Path, values: Mapping[str, object], name: str, above: str = "") -> Mapping[str, object]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise WrongUse(str(path), f"[{above}{name}] is not a table", _ADVICE)
    return table


def _demand_name(path: Path, key: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        problem = f"{key}: a name is at most 40 small letters, digits and -, and begins with a letter"
        raise WrongUse(str(path), problem, _ADVICE)


def _text(path: Path, key: str, value: object, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty):
        problem = f"{key} is missing" if value is None else f"{key} = {value!r} is not a text"
        raise WrongUse(str(path), problem, _ADVICE)
    return value
