"""How DSpace's importer, which is Java, cuts plain text into lines and values."""

import re

_WHITE = "".join(map(chr, range(0x21)))
_LINE_END = re.compile(r"\r\n|\n|\r")


def java_trimmed(text: str) -> str:
    """Return `text` without the characters up to U+0020 at its ends; a no-break space stays."""
    return text.strip(_WHITE)


def java_lines(text: str) -> list[str]:
    """Return the lines of `text`; LF, CR and CR LF end a line, and the last one begins no further line."""
    lines = _LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines
