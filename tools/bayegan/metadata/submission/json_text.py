"""JSON as strangers send it: read strictly, and never deeper than Python can go."""

import json
import math
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bayegan.metadata.json_schema import pointer_to
from bayegan.model.findings import Finding, finding
from bayegan.model.names import shown

DEEPEST = 64
"""Levels of nesting that are read; a manifest needs eight."""

_LONGEST_INTEGER = 40
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON text as read: where it is not `readable`, `value` means nothing."""

    value: Any
    readable: bool
    findings: tuple[Finding, ...]


class _Object(dict[str, object]):
    """An object some of whose fields occur twice; the last of them counts."""

    twice: tuple[str, ...] = ()


def parse(content: bytes, row: int | None = None) -> Parsed:
    """Read one JSON text (RFC 8259) in UTF-8, with or without a byte order mark.

    `row` is where the text stands as a line of JSON Lines. Fields that occur twice, numbers that are not
    finite, and nesting beyond 64 levels are findings, as is anything that is not JSON.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Parsed(None, False, (_not_utf8(content, error, row),))
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        at = row or error.lineno
        found = f"{error.msg}, at character {error.colno} of line {at}"
        return Parsed(None, False, (finding("submission-json", row=at, found=found),))
    except RecursionError:
        deep = finding("submission-json-depth", row=row, pointer="", found="far more")
        return Parsed(None, False, (deep,))
    findings = tuple(_oddities(value, row))
    too_deep = any(one.code == "submission-json-depth" for one in findings)
    return Parsed(value, not too_deep, findings)


def _not_utf8(content: bytes, error: UnicodeDecodeError, row: int | None) -> Finding:
    line = row or len(_LINE_END.findall(content[: error.start])) + 1
    found = f"the byte {content[error.start]:#04x} at octet {error.start + 1}"
    advice = "Save the manifest as UTF-8: JSON has no other encoding."
    return finding("submission-not-utf8", row=line, found=found, advice=advice)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = _Object(plain)
    keys = [key for key, _ in pairs]
    marked.twice = tuple(key for key in plain if keys.count(key) > 1)
    return marked


def _integer(digits: str) -> int:
    """Return the number; one that is far too long is cut, for Python refuses it and every schema does."""
    return int(digits[:_LONGEST_INTEGER])


def _oddities(value: object, row: int | None) -> Iterator[Finding]:
    waiting: deque[tuple[object, tuple[str | int, ...]]] = deque([(value, ())])
    while waiting:
        one, path = waiting.popleft()
        if isinstance(one, _Object):
            for key in one.twice:
                place = _place((*path, key))
                yield finding("submission-json-duplicate-key", row=row, pointer=place, found="it occurs again")
        if isinstance(one, float) and not math.isfinite(one):
            place = _place(path)
            yield finding("submission-json-number", row=row, pointer=place, found=json.dumps(one))
        children = _children(one)
        if children and len(path) >= DEEPEST:
            place = _place(path)
            yield finding("submission-json-depth", row=row, pointer=place, found=f"more than {DEEPEST}")
        else:
            waiting.extend((child, (*path, key)) for key, child in children)


def _children(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _place(path: tuple[str | int, ...]) -> str:
    return shown(pointer_to(path))
