"""What a text says where it is percent-encoded (RFC 3986, 2.1), in the ways in which addresses are found."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

_MOST_TIMES = 3
"""How often it is undone: an address in an address in an address has it thrice."""
_UNIT = re.compile("%u([0-9A-Fa-f]{4})")
"""A code unit of UTF-16, as `escape` of JavaScript writes it."""


def unquoted(text: str) -> Iterator[str]:
    """Yield a text with its percent-encoding undone, once and as often again as some is left, up to three times.

    Octets are read as UTF-8, and where they are none as windows-1256 too. Nothing is yielded of a text without any.
    """
    for _ in range(_MOST_TIMES):
        if "%" not in text:
            return
        units = _UNIT.sub(_character, text) if "%u" in text else text
        plain = unquote(units)
        if plain == text:
            return
        yield plain
        if "\ufffd" in plain:
            yield unquote(units, "cp1256")
        text = plain


def _character(unit: "re.Match[str]") -> str:
    return chr(int(unit[1], 16))
