"""The text of a table, and its separator: as declared by the archivist, never guessed."""

import codecs
import re

from bayegan.metadata.submission.source import Source
from bayegan.model.findings import Finding, finding

_LINE_END = re.compile(r"\r\n|\r|\n")
_SPELLED_OUT = {"tab": "\t", r"\t": "\t"}
_NO_ENCODINGS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"))
_NO_SEPARATORS = frozenset('"\r\n\0')


def text_of(source: Source) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a table, without a byte order mark, or what keeps it from being read.

    UTF-8 unless another encoding is declared. NUL is refused: it is in no text, and a sign of UTF-16.
    """
    declared = source.declared.encoding
    encoding = "utf-8" if declared is None else declared
    try:
        if codecs.lookup(encoding).name in _NO_ENCODINGS:
            return "", (finding("submission-encoding", found=f"“{declared}”: it is not for tables"),)
        text = source.content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return "", (_undecodable(source, error),)
    except (LookupError, ValueError) as error:
        return "", (finding("submission-encoding", found=f"“{declared}”: {error}"),)
    if (place := text.find("\0")) >= 0:
        found = f"{text.count(chr(0)):,} of them, the first at character {place + 1}"
        return "", (finding("submission-nul", row=_row(text[:place]), found=found),)
    return text, ()


def _undecodable(source: Source, error: UnicodeDecodeError) -> Finding:
    declared = source.declared.encoding
    row = _row(source.content[: error.start].decode(declared or "utf-8", "replace"))
    found = f"the byte {source.content[error.start]:#04x} at octet {error.start + 1}"
    if declared is None:
        return finding("submission-not-utf8", row=row, found=found)
    expected = f"octets that are {declared}"
    return finding("submission-encoding", row=row, expected=expected, found=found)


def _row(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1


def separator_of(source: Source) -> tuple[str, tuple[Finding, ...]]:
    """Return the separator: the declared one (`tab` may be spelled out), else a comma.

    A name in .tsv says that the table has another separator, and which one is to be declared.
    """
    declared = source.declared.separator
    if declared is None and source.name.lower().endswith(".tsv"):
        advice = "Declare its separator with --separator tab, or save the table with commas as .csv."
        return ",", (finding("submission-separator", found="a name in .tsv", advice=advice),)
    separator = "," if declared is None else _SPELLED_OUT.get(declared, declared)
    if len(separator) != 1 or separator in _NO_SEPARATORS:
        return ",", (finding("submission-separator", expected="one character", found=f"“{separator}”"),)
    return separator, ()
