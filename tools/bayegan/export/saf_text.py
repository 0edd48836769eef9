"""How DSpace's importer, which is Java, cuts plain text into lines and values."""

import re
from collections.abc import Iterator

_WHITE = "".join(map(chr, range(0x21)))
_LINE_END = re.compile(r"\r\n|\n|\r")


def java_trimmed(text: str) -> str:
    """Return `text` without the characters up to U+0020 at its ends; a no-break space stays."""
    return text.strip(_WHITE)


def java_lines(text: str) -> Iterator[str]:
    """Yield the lines of `text`; LF, CR and CR LF end a line, and the last one begins no further line."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    if start < len(text):
        yield text[start:]
