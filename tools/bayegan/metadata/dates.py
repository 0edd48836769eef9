"""Whether a text is a date in EDTF: the plain forms at once, every other form by the grammar."""

import re
from datetime import UTC, datetime
from functools import lru_cache

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z)?)?)?", re.ASCII)


@lru_cache(maxsize=4096)
def date_problem(text: str) -> str | None:
    """Return what keeps `text` from being a date in EDTF (ISO 8601-2:2019, Annex A, levels 0 to 2), or None.

    Says the same as `edtf_dates.edtf_problem`, and imports it only for a text that is neither a plain date, with
    or without one of `?`, `~`, `%` at its end, nor two such dates with a solidus between, nor a time in UTC.
    """
    parts = text.split("/", 1)
    if all(map(_is_plain, parts)) and (len(parts) == 1 or "T" not in text):
        return None
    from bayegan.metadata.edtf_dates import edtf_problem  # noqa: PLC0415 (slow to import, seldom needed)

    return edtf_problem(text)


def _is_plain(part: str) -> bool:
    bare = part[:-1] if part[-1:] in ("?", "~", "%") and "T" not in part else part
    if not (found := _PLAIN.fullmatch(bare)):
        return False
    parts = zip(found.groups(), (1, 1, 1, 0, 0, 0), strict=True)
    year, month, day, hour, minute, second = (int(part or default) for part, default in parts)
    try:
        datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return True
