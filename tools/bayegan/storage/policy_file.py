"""bayegan.toml: the policy of an archive, written once by init and edited by its archivist."""

import json
import tomllib
from pathlib import Path
from typing import TypeVar

from bayegan.errors import CouldNot, WrongUse
from bayegan.model.policy import DIGESTS, Policy, digests_of
from bayegan.model.record import AccessLevel
from bayegan.storage.fixity_table import fixity_policy
from bayegan.storage.own_tables import own_forms, own_vocabularies

_Value = TypeVar("_Value")
_ADVICE = "Correct it in bayegan.toml; docs/reference/policy.md explains every line."


def policy_text(policy: Policy) -> str:
    """Return a new bayegan.toml that says `policy`, with a comment for each line."""
    return f"""\
# The policy of this archive. docs/reference/policy.md explains every line.

[archive]
# Made once by `bayegan init`. Never change it: ledger and reports name it.
id = {json.dumps(policy.archive_id)}
# Source-Organization of every bag whose submission names no other.
organisation = {json.dumps(policy.organisation, ensure_ascii=False)}
# The access level of items whose submission gives none: public, restricted or confidential.
default_access = {json.dumps(policy.default_access.value)}

[fixity]
# Every version is read again after so many days, by `bayegan fixity check --due`; overdue after twice as many.
interval_days = {policy.fixity.interval_days}
# What one such run may use: time_limit = "5h", max_octets = "200GB", max_rate = "50MB/s". Without: no bound.
# Of what is not due, each such run reads a sample besides, so that trouble shows early.
sample = {json.dumps(policy.fixity.sample + "%")}

[ledger]
# The authority that time-stamps checkpoints (RFC 3161), such as "https://example.org/tsa". Empty: nothing is sent.
timestamp_url = {json.dumps(policy.timestamp_url or "")}

[ingest]
# Identify the format of every file by its PRONOM signature.
identify_formats = {json.dumps(policy.identify_formats)}
# The manifests of every new bag: sha512, which is always there, and sha384 or sha256 beside it.
digests = {json.dumps(policy.digests)}
"""


def read_policy(path: Path) -> Policy:
    """Read the policy at `path`; raises WrongUse, naming the key, where it is not as it must be."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise WrongUse(str(path), "it is not UTF-8 text", _ADVICE) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(str(path), f"it is not TOML: {error}", _ADVICE) from error
    archive, ingest = _table(path, values, "archive"), _table(path, values, "ingest")
    return Policy(
        archive_id=_value(path, archive, "id", str, None),
        organisation=_value(path, archive, "organisation", str, None),
        default_access=_level(path, _value(path, archive, "default_access", str, "restricted")),
        identify_formats=_value(path, ingest, "identify_formats", bool, True),
        digests=_digests(path, _value(path, ingest, "digests", list, list(DIGESTS[:1]))),
        vocabularies=tuple(own_vocabularies(path, values)),
        forms=tuple(own_forms(path, values)),
        timestamp_url=_value(path, _table(path, values, "ledger"), "timestamp_url", str, "") or None,
        fixity=fixity_policy(path, _table(path, values, "fixity")),
    )


def _table(path: Path, values: dict[str, object], name: str) -> dict[str, object]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise WrongUse(str(path), f"[{name}] is not a table", _ADVICE)
    return table


def _value(path: Path, table: dict[str, object], key: str, kind: type[_Value], default: _Value | None) -> _Value:
    value = table.get(key, default)
    if not isinstance(value, kind):
        problem = f"{key} is missing" if value is None else f"{key} = {value!r} is not a {kind.__name__}"
        raise WrongUse(str(path), problem, _ADVICE)
    return value


def _digests(path: Path, names: list[object]) -> tuple[str, ...]:
    try:
        return digests_of([str(name) for name in names])
    except WrongUse as error:
        problem = f"digests = {json.dumps(names, default=str)}: {error.thing!r} is not one of {', '.join(DIGESTS)}"
        raise WrongUse(str(path), problem, _ADVICE) from error


def _level(path: Path, text: str) -> AccessLevel:
    try:
        return AccessLevel(text)
    except ValueError:
        problem = f"default_access = {text!r} is none of public, restricted, confidential"
        raise WrongUse(str(path), problem, _ADVICE) from None
