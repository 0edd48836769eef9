"""Identifiers of persistent schemes: how they are known, and how a DOI is made of an archive's own identifier."""

import hashlib
import re
from collections.abc import Iterable

TO_BE_ASSIGNED = "(:tba)"
"""DataCite's own word for what is to be assigned later (DataCite 4.7, standard values for unknown information)."""
UNAVAILABLE = "(:unav)"
"""DataCite's own word for a value that is not available and possibly unknown."""

_DOI = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)")
_PREFIX = re.compile(r"10\.\d{4,9}(?:\.\d+)*")
_SUFFIX = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_SCHEMES = (
    ("Handle", re.compile(r"(?i)(?:https?://hdl\.handle\.net/|hdl:)(\S+/\S+)")),
    ("ARK", re.compile(r"(?i)(?:https?://\S+/)?(ark:/?\d{5,}/\S+)")),
    ("ISBN", re.compile(r"(?i)(?:urn:isbn:|isbn[:\s]+)([0-9-]{9,16}[0-9x])")),
    ("ISSN", re.compile(r"(?i)(?:urn:issn:|issn[:\s]+)([0-9]{4}-[0-9]{3}[0-9x])")),
    ("URN", re.compile(r"(?i)(urn:[a-z0-9][a-z0-9-]{0,31}:\S+)")),
    ("URL", re.compile(r"(?i)((?:https?|ftp)://\S+)")),
)
_STEM = 40
_DIGITS = 12


def doi(text: str) -> str | None:
    """Return the DOI that a text is, without address or `doi:`, None where it is none."""
    found = _DOI.fullmatch(text.strip())
    return found[1] if found else None


def is_prefix(text: str) -> bool:
    """Say whether a text is the prefix of DOIs, 10. and a number."""
    return _PREFIX.fullmatch(text) is not None


def made_doi(prefix: str, identifier: str) -> str:
    """Return a DOI of this prefix for an identifier; DOIs are in lower case, since their case does not count.

    Where the identifier has other characters than ASCII letters, digits, `.`, `_` and `-`, the suffix is what of it
    has none, and twelve hex digits of its SHA-256.
    """
    plain = identifier.lower()
    if _SUFFIX.fullmatch(plain):
        return f"{prefix}/{plain}"
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_STEM].strip("-") or "item"
    return f"{prefix}/{stem}-{hashlib.sha256(identifier.encode('utf-8')).hexdigest()[:_DIGITS]}"


def persistent(text: str) -> tuple[str, str] | None:
    """Return what a text identifies by, in DataCite's words, and the identifier; None for other texts."""
    if found := doi(text):
        return "DOI", found
    for name, form in _SCHEMES:
        if match := form.fullmatch(text.strip()):
            return name, match[1]
    return None


def first_doi(texts: Iterable[str]) -> str | None:
    """Return the first DOI among some texts."""
    return next((found for text in texts if (found := doi(text))), None)
