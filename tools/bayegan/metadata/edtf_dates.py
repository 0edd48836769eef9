"""Dates in EDTF, by the grammar of the edtf package.

Importing this module is slow, and so is each question (several milliseconds): `bayegan.metadata.dates` asks it
only where it has to.
"""

import re
import warnings
from calendar import isleap

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import EDTFParseException, parse_edtf

LONGEST = 500
"""Characters of a date that is looked at: the parser's time grows faster than the text."""

_LEAP_DAY = re.compile(r"(?<!\d)(-?\d{4})[?~%]?-[?~%]?02[?~%]?-[?~%]?29")
"""The day that the edtf package takes in any year."""


def edtf_problem(text: str) -> str | None:
    """Return what keeps `text` from being a date in EDTF (ISO 8601-2:2019, Annex A, levels 0 to 2), or None."""
    if not text.strip():
        return "it is empty"
    if text != text.strip():
        return "it begins or ends with a space"
    if len(text) > LONGEST:
        return f"it has {len(text):,} characters, and dates of more than {LONGEST} are not read"
    try:
        parse_edtf(text)
    except EDTFParseException:
        return "EDTF has no such form, or no such day"
    if any(not isleap(int(year)) for year in _LEAP_DAY.findall(text)):
        return "it names 29 February in a year that has none"
    return None
