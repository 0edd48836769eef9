"""Characters that a record cannot hold."""

import re

_XML_CANNOT_HOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def character_problem(text: str) -> str | None:
    """Return the first character of `text` that XML cannot hold (XML 1.0, 2.2, Char) and its place, or None."""
    bad = _XML_CANNOT_HOLD.search(text)
    return None if bad is None else f"U+{ord(bad[0]):04X} at character {bad.start() + 1}"
