"""Bag metadata: bag-info.txt, and package-info.txt of BagIt 0.95 and earlier (RFC 8493, 2.2.2)."""

import re
from collections.abc import Sequence

from bayegan.bags.declaration import Declaration
from bayegan.bags.text import decoded, lines, shortened
from bayegan.errors import WrongUse
from bayegan.model.findings import Capped, Finding, finding
from bayegan.model.names import is_utf8

NAME = "bag-info.txt"
OLD_NAME = "package-info.txt"
BAG_INFO_NAMES = frozenset({NAME, OLD_NAME})
_BLANK = " \t"
_PLAIN_LINE = re.compile(r"^([^ \t:\n][^:\n]*)(?<![ \t]): (.*)\n", re.MULTILINE)
_BETWEEN = len(": \n")
"""What such a line has beside its label and its value."""

Tags = tuple[tuple[str, str], ...]
"""Metadata elements as (label, value), repeats and order kept."""


def name_of_bag_info(version: tuple[int, int]) -> str:
    """Return what the file of bag metadata is called in a bag of that version."""
    return OLD_NAME if version <= (0, 95) else NAME


def values_of(tags: Sequence[tuple[str, str]], label: str) -> list[str]:
    """Return the values of a reserved element, in order; letter case of labels does not count."""
    wanted = label.lower()
    return [value for name, value in tags if name.lower() == wanted]


def read_bag_info(content: bytes, declaration: Declaration, name: str = NAME) -> tuple[Tags, tuple[Finding, ...]]:
    """Read metadata elements. Any bytes may be given; what cannot be read is a finding.

    The line end of a folded line belongs to the value, its padding does not. From 1.0 on a value is all that
    follows one white space after the colon; before, white space around the colon and the value is dropped.
    """
    text, said = decoded(content, declaration.encoding, name, declaration.strict)
    if text is None:
        return (), tuple(said)
    findings = Capped(said)
    if not is_utf8(text):
        findings.append(finding("bag-tag-file-encoding", path=name, expected="UTF-8", found="other octets"))
    strict = declaration.strict
    if strict and (plain := _plain_elements(text)) is not None:
        return plain, tuple(findings)
    elements: list[tuple[str, str]] = []
    folded: list[str] = []
    for row, line in enumerate(lines(text), 1):
        if line[:1] in (" ", "\t") and elements:
            folded = folded or [elements[-1][1]]
            folded.append(line.lstrip(_BLANK))
            continue
        _unfold(elements, folded, strict)
        if ":" in line and line[0] not in ": \t":
            elements.append(_element(line, strict))
            if strict and _is_spaced_oddly(line):
                findings.tell("bag-info-spacing", path=name, row=row, found=shortened(line))
        elif line.strip(_BLANK):
            findings.tell("bag-info-line", path=name, row=row, found=shortened(line))
        else:
            findings.tell("bag-info-spacing", path=name, row=row, found="an empty line")
    _unfold(elements, folded, strict)
    return tuple(elements), tuple(findings)


def _plain_elements(text: str) -> Tags | None:
    """Return the elements of a text of which every line is a label, a colon, one space and a value; else None."""
    found = _PLAIN_LINE.findall(text)
    octets = sum(len(label) + len(value) for label, value in found) + _BETWEEN * len(found)
    return tuple(found) if octets == len(text) and "\r" not in text else None


def _element(line: str, strict: bool) -> tuple[str, str]:
    label, _, value = line.partition(":")
    if strict:
        return label.rstrip(_BLANK), value[1:] if value[:1] in (" ", "\t") else value
    return label.strip(_BLANK), value.strip(_BLANK)


def _unfold(elements: list[tuple[str, str]], folded: list[str], strict: bool) -> None:
    """Give the last element the lines of its value, if they are several."""
    if folded:
        elements[-1] = (elements[-1][0], _joined(folded, strict))
        folded.clear()


def _joined(parts: list[str], strict: bool) -> str:
    return "\n".join(parts) if strict else "\n".join(part.strip(_BLANK) for part in parts)


def _is_spaced_oddly(line: str) -> bool:
    label, _, value = line.partition(":")
    return label != label.rstrip(_BLANK) or value[:1] not in (" ", "\t")


def write_bag_info(tags: Sequence[tuple[str, str]]) -> bytes:
    """Return a bag-info.txt of BagIt 1.0 in UTF-8 which reads back as exactly these elements.

    A value of several lines is folded. Raises WrongUse for what the format cannot hold: an empty label, a label
    with a colon, a line end or white space around it, a carriage return, a continued line that begins with
    white space, and text that is not Unicode.
    """
    rows: list[str] = []
    for label, value in tags:
        problem = _problem(label, value)
        if problem:
            raise WrongUse(f"{NAME}, {label!r}", problem, "Change the text; bag metadata cannot hold it.")
        folded = value.replace("\n", "\n ")
        rows.append(f"{label}: {folded}\n")
    return "".join(rows).encode("utf-8")


def _problem(label: str, value: str) -> str | None:
    if not label or label != label.strip(_BLANK) or not {":", "\n", "\r"}.isdisjoint(label):
        return "this is no label (RFC 8493, 2.2.2)"
    if label.startswith("\ufeff"):
        return "the label begins with a byte-order mark"
    if not is_utf8(label) or not is_utf8(value):
        return "the text is not Unicode"
    if "\r" in value:
        return "the value holds a carriage return"
    if any(part[:1] in (" ", "\t") for part in value.split("\n")[1:]):
        return "a line of the value begins with white space"
    return None
