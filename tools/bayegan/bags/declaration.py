"""The bag declaration, bagit.txt (RFC 8493, 2.1.1)."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bayegan.bags.text import lines, shortened
from bayegan.model.findings import Finding, Severity, finding

NAME = "bagit.txt"
KNOWN_VERSIONS = frozenset({(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0)})
_VERSION = "BagIt-Version"
_ENCODING = "Tag-File-Character-Encoding"
_ENCODING_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:()+-]{0,63}")
_NOT_OF_TEXT = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a bag declares: its BagIt version, and the encoding of its other tag files as Python names it."""

    version: tuple[int, int] = (1, 0)
    encoding: str = "utf-8"
    written: str = field(default="", compare=False)

    @property
    def strict(self) -> bool:
        """Whether the rules of BagIt 1.0 hold, and not the laxer ones of the drafts before it."""
        return self.version >= (1, 0)

    @property
    def label(self) -> str:
        """The version as it is written."""
        return self.written or f"{self.version[0]}.{self.version[1]}"


UNDECLARED = Declaration((0, 97))
"""By which rules the rest of a bag is read when its declaration cannot be: the laxer ones, and UTF-8."""


def write_declaration() -> bytes:
    """Return the bagit.txt of a BagIt 1.0 bag in UTF-8."""
    return f"{_VERSION}: 1.0\n{_ENCODING}: UTF-8\n".encode()


def read_declaration(content: bytes) -> tuple[Declaration | None, tuple[Finding, ...]]:
    """Read a bagit.txt; None where it gives no usable version or encoding.

    From 1.0 on the two lines must stand exactly as the standard writes them; in older bags white space,
    order and further lines are tolerated with a warning. Any bytes may be given.
    """
    findings: list[Finding] = []
    if content.startswith(codecs.BOM_UTF8):
        findings.append(finding("bag-declaration-bom", path=NAME, found="it begins with EF BB BF"))
    rows = list(lines(content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")))
    values = _values(rows)
    version = _version(values.get(_VERSION.lower()), findings)
    encoding = _encoding(values.get(_ENCODING.lower()), findings)
    findings.extend(_form(rows, strict=version is None or version >= (1, 0)))
    if version is None or encoding is None:
        return None, tuple(findings)
    return Declaration(version, encoding, values[_VERSION.lower()]), tuple(findings)


def _values(rows: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in rows:
        label, colon, value = row.partition(":")
        if colon:
            values.setdefault(label.strip(" \t").lower(), value.strip(" \t"))
    return values


def _version(value: str | None, findings: list[Finding]) -> tuple[int, int] | None:
    if value is None or not re.fullmatch("[0-9]{1,9}[.][0-9]{1,9}", value):
        found = f"no {_VERSION}" if value is None else shortened(f"{_VERSION}: {value}")
        findings.append(finding("bag-version-form", path=NAME, found=found))
        return None
    major, minor = value.split(".")
    version = (int(major), int(minor))
    if version not in KNOWN_VERSIONS or value != f"{version[0]}.{version[1]}":
        findings.append(finding("bag-version-unknown", path=NAME, found=value))
    return version


def _encoding(value: str | None, findings: list[Finding]) -> str | None:
    known = None if value is None else _codec(value)
    if known is None:
        found = f"no {_ENCODING}" if value is None else shortened(value)
        findings.append(finding("bag-encoding-unknown", path=NAME, found=found))
    elif known not in ("utf-8", "ascii"):
        findings.append(finding("bag-encoding-not-utf8", path=NAME, found=str(value)))
    return known


def _codec(name: str) -> str | None:
    if not _ENCODING_NAME.fullmatch(name):
        return None
    try:
        found = codecs.lookup(name).name
        b"ab".decode(found)
    except LookupError:
        return None
    except UnicodeError:
        pass
    return None if found in _NOT_OF_TEXT else found


def _form(rows: list[str], strict: bool) -> Iterator[Finding]:
    for number, label in enumerate((_VERSION, _ENCODING), 1):
        row = rows[number - 1] if number <= len(rows) else ""
        wanted = f"{label}: [^ \t]+"
        if not re.fullmatch(wanted, row):
            harmless = not strict or re.fullmatch(wanted, row, re.IGNORECASE)
            yield finding(
                "bag-declaration-form",
                path=NAME,
                row=number,
                expected=f"“{label}: ” and the value, without further white space",
                found=shortened(row) or "nothing",
                severity=Severity.WARNING if harmless else Severity.ERROR,
            )
    if len(rows) > 2:
        yield finding(
            "bag-declaration-form",
            path=NAME,
            row=3,
            expected="two lines",
            found=f"{len(rows)} lines",
            severity=Severity.ERROR if strict else Severity.WARNING,
        )
