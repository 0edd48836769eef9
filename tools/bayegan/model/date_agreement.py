"""Whether the two forms of one date can both be right: in EDTF, and as its source writes it."""

from bayegan.model.date_bounds import bounds
from bayegan.model.date_reading import Reading, read
from bayegan.model.findings import Finding, finding
from bayegan.model.record import Calendar


def disagreement(edtf: str | None, text: str | None, calendar: Calendar | None) -> str | None:
    """Return the words for two forms of a date that have no day in common, or None.

    None also where one is missing, the text is not understood, or `edtf` is not EDTF, which another rule says.
    """
    understood = read(text, calendar) if edtf and text else None
    if edtf is None or understood is None or _may_agree(edtf, understood):
        return None
    return f"“{edtf}”, and “{text}”, which in the {understood.calendar.value} calendar comes to “{understood.edtf}”"


def disagreement_finding(
    edtf: str | None,
    text: str | None,
    calendar: Calendar | None,
    *,
    item: str | None = None,
    path: str | None = None,
    row: int | None = None,
    pointer: str | None = None,
) -> Finding | None:
    """Return the warning `record-date-disagrees` at the place given, or None where the two forms can agree."""
    found = disagreement(edtf, text, calendar)
    if found is None:
        return None
    return finding("record-date-disagrees", found=found, item=item, path=path, row=row, pointer=pointer)


def _may_agree(edtf: str, understood: Reading) -> bool:
    try:
        stated = bounds(edtf)
    except ValueError:
        return True
    return stated.may_share_a_day(bounds(understood.edtf))
