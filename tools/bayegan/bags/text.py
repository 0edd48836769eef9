"""Text tag files: their encoding and their lines (RFC 8493, 2.3)."""

import codecs
from collections.abc import Iterator

from bayegan.model.findings import Finding, Severity, finding

_BOM = "\ufeff"
_QUOTED = 1000


def lines(text: str) -> Iterator[str]:
    """Yield the lines of `text` without their ends: LF, CR or CRLF and nothing else (RFC 8493, 2.3)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    if start < len(text):
        yield text[start:]


def shortened(text: str) -> str:
    """Return `text` as a finding quotes it: a line of a damaged file may be very long."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}… ({len(text):,} characters)"


def decoded(content: bytes, encoding: str, name: str, strict: bool) -> tuple[str | None, list[Finding]]:
    """Return the text of the tag file `name`, without a byte-order mark, and what is wrong with it.

    Octets that are not UTF-8 become surrogate escapes, so that a name can still be held against the disk; in
    other encodings a text that does not fit is None.
    """
    findings: list[Finding] = []
    if encoding == "utf-8" and content.startswith(codecs.BOM_UTF8):
        severity = Severity.ERROR if strict else Severity.WARNING
        findings.append(finding("bag-tag-file-bom", path=name, found="EF BB BF", severity=severity))
    try:
        text = content.decode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")
    except (UnicodeError, LookupError) as error:
        findings.append(finding("bag-tag-file-encoding", path=name, expected=encoding, found=str(error)))
        return None, findings
    if text and text[-1] not in "\r\n":
        findings.append(finding("bag-line-unterminated", path=name, found="the last line has no end"))
    return text.removeprefix(_BOM), findings
