"""The earliest and the latest possible day of every construct of EDTF, and what is no date."""

import contextlib
import io
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bayegan.model.calendars import solar_hijri
from bayegan.model.date_bounds import LONGEST, Bounds, Day, bounds, edtf_problem

BOUNDED = {
    # level 0
    "1985-04-12": ("1985-04-12", "1985-04-12"),
    "1985-04": ("1985-04-01", "1985-04-30"),
    "1985": ("1985-01-01", "1985-12-31"),
    "2004-02": ("2004-02-01", "2004-02-29"),
    "0000": ("0000-01-01", "0000-12-31"),
    "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T24:00:00Z": ("1985-04-12", "1985-04-12"),
    "1964/2008": ("1964-01-01", "2008-12-31"),
    "2004-06/2006-08": ("2004-06-01", "2006-08-31"),
    "2004-02-01/2005-02-08": ("2004-02-01", "2005-02-08"),
    "2004-02-01/2005-02": ("2004-02-01", "2005-02-28"),
    "2004-02-01/2005": ("2004-02-01", "2005-12-31"),
    "2005/2006-02": ("2005-01-01", "2006-02-28"),
    # level 1: years of more than four digits, seasons, qualification
    "Y170000002": ("170000002-01-01", "170000002-12-31"),
    "Y-170000002": ("-170000002-01-01", "-170000002-12-31"),
    "2001-21": ("2001-03-01", "2001-12-31"),
    "2001-22": ("2000-12-01", "2002-03-31"),
    "2001-23": ("2001-03-01", "2001-12-31"),
    "2001-24": ("2000-12-01", "2002-03-31"),
    "1984?": ("1984-01-01", "1984-12-31"),
    "2004-06~": ("2004-06-01", "2004-06-30"),
    "2004-06-11%": ("2004-06-11", "2004-06-11"),
    # level 1: unspecified digits
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    # level 1: open and unknown ends
    "1985-04-12/..": ("1985-04-12", None),
    "1985-04/..": ("1985-04-01", None),
    "1985/..": ("1985-01-01", None),
    "../1985-04-12": (None, "1985-04-12"),
    "../1985-04": (None, "1985-04-30"),
    "../1985": (None, "1985-12-31"),
    "1985-04-12/": ("1985-04-12", None),
    "1985-04/": ("1985-04-01", None),
    "1985/": ("1985-01-01", None),
    "/1985-04-12": (None, "1985-04-12"),
    "/1985-04": (None, "1985-04-30"),
    "/1985": (None, "1985-12-31"),
    "/1988": (None, "1988-12-31"),
    "../..": (None, None),
    "/..": (None, None),
    "../": (None, None),
    "1985~/2004-06": ("1985-01-01", "2004-06-30"),
    "1984-06-02?/2004-08-08~": ("1984-06-02", "2004-08-08"),
    # level 1: before the year 0
    "-1985": ("-1985-01-01", "-1985-12-31"),
    "-0004-02-29": ("-0004-02-29", "-0004-02-29"),
    # level 2: exponents, significant digits
    "Y-17E7": ("-170000000-01-01", "-170000000-12-31"),
    "Y17E7": ("170000000-01-01", "170000000-12-31"),
    "1950S2": ("1900-01-01", "1999-12-31"),
    "1950S3": ("1950-01-01", "1959-12-31"),
    "1950S2~": ("1900-01-01", "1999-12-31"),
    "-1950S2": ("-1999-01-01", "-1900-12-31"),
    "Y171010000S3": ("171000000-01-01", "171999999-12-31"),
    "Y3388E2S3": ("338000-01-01", "338999-12-31"),
    # level 2: groupings of a year
    "2001-25": ("2001-03-01", "2001-06-30"),
    "2001-26": ("2001-06-01", "2001-09-30"),
    "2001-27": ("2001-09-01", "2001-12-31"),
    "2001-28": ("2000-12-01", "2002-03-31"),
    "2001-29": ("2001-09-01", "2001-12-31"),
    "2001-30": ("2000-12-01", "2002-03-31"),
    "2001-31": ("2001-03-01", "2001-06-30"),
    "2001-32": ("2001-06-01", "2001-09-30"),
    "2001-33": ("2001-01-01", "2001-03-31"),
    "2001-34": ("2001-04-01", "2001-06-30"),
    "2001-35": ("2001-07-01", "2001-09-30"),
    "2001-36": ("2001-10-01", "2001-12-31"),
    "2001-37": ("2001-01-01", "2001-04-30"),
    "2001-38": ("2001-05-01", "2001-08-31"),
    "2001-39": ("2001-09-01", "2001-12-31"),
    "2001-40": ("2001-01-01", "2001-06-30"),
    "2001-41": ("2001-07-01", "2001-12-31"),
    # level 2: sets, one of which or all of which are meant
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31"),
    "[1672,1667]": ("1667-01-01", "1672-12-31"),
    "[..1760-12-03]": (None, "1760-12-03"),
    "[1760-12..]": ("1760-12-01", None),
    "[1760-01,1760-02,1760-12..]": ("1760-01-01", None),
    "[1667,1760-12]": ("1667-01-01", "1760-12-31"),
    "[..1984]": (None, "1984-12-31"),
    "[1990-04-17,1990-04-27]": ("1990-04-17", "1990-04-27"),
    "[1984]": ("1984-01-01", "1984-12-31"),
    "[198X,1990]": ("1980-01-01", "1990-12-31"),
    "{1667,1668,1670..1672}": ("1667-01-01", "1672-12-31"),
    "{1960,1961-12}": ("1960-01-01", "1961-12-31"),
    "{..1984}": (None, "1984-12-31"),
    "{2004-06~-11,2005}": ("2004-06-11", "2005-12-31"),
    # level 2: qualification of parts
    "2004-06~-11": ("2004-06-11", "2004-06-11"),
    "2004?-06-11": ("2004-06-11", "2004-06-11"),
    "?2004-06-~11": ("2004-06-11", "2004-06-11"),
    "2004-%06-11": ("2004-06-11", "2004-06-11"),
    "2004-06?-11~": ("2004-06-11", "2004-06-11"),
    # level 2: unspecified digits anywhere
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "15XX-12-25": ("1500-12-25", "1599-12-25"),
    "XXXX-12-XX": ("0000-12-01", "9999-12-31"),
    "1XXX-XX": ("1000-01-01", "1999-12-31"),
    "1XXX-12": ("1000-12-01", "1999-12-31"),
    "1984-1X": ("1984-10-01", "1984-12-31"),
    "1984-X1": ("1984-01-01", "1984-11-30"),
    "1985-XX-31": ("1985-01-31", "1985-12-31"),
    "1984-04-3X": ("1984-04-30", "1984-04-30"),
    "19X5-04": ("1905-04-01", "1995-04-30"),
    "190X-02-29": ("1904-02-29", "1908-02-29"),
    "-198X": ("-1989-01-01", "-1980-12-31"),
    # level 2: intervals of such dates
    "2004-06-~01/2004-06-~20": ("2004-06-01", "2004-06-20"),
    "2004-06-XX/2004-07-03": ("2004-06-01", "2004-07-03"),
    "2004-XX/2005": ("2004-01-01", "2005-12-31"),
    "198X/199X": ("1980-01-01", "1999-12-31"),
    "1984-21/1985-22": ("1984-03-01", "1986-03-31"),
    "1950S2/2004": ("1900-01-01", "2004-12-31"),
}

REFUSED = (
    "2021-02-30", "2021-02-29", "1900-02-29", "-0001-02-29", "2021-04-31~", "1984-02-3X", "19X1-02-29", "1985-13",
    "1985-00", "1985-04-00", "2001-20", "2001-42", "1985-04-12T25:00:00", "1985-04-12T24:00:01Z",
    "1985-04T10:00:00Z",
    "198X-04-12T10:00:00Z", "1985-04-12T10:00:00Z/1986", "1989/1988", "1988-07-22/1988-07-21", "[1670..1660]", "/",
    "1985/1986/1987", "[..]", "[]", "{}", "[1984", "1984]", "{1984]", "[1984,]", "[1667, 1668]", "[1984..1985..]",
    "[..1984..1985]", "[1984..,1990]", "[1960/1961]", "[Y170000002]", "Y1985", "Y017000", "Y", "1950S0", "1950S5",
    "2000S3-05", "Y1E99", "-0000", "-0000-21", "12021", "198", "1985-4-1", "1985x", "198x", "y19850", "+1985",
    "(2004)?", "2004-06-11?~", "?2004?", "2001-21~", "198X-21", "1985-102", "1985-W05", "1985..", "..", "?",
    "~1988~",
    "۱۹۸۸", "1367/05/06", "١٩٨٨", "1988\n", " 1988", "", " ", "1988-07-22T10:00:00\n",
)  # fmt: skip


def day(text: str | None) -> Day | None:
    if text is None:
        return None
    year, month, number = text.rsplit("-", 2)
    return Day(int(year), int(month), int(number))


@pytest.mark.parametrize("edtf", BOUNDED)
def test_a_date_has_the_bounds_that_it_says(edtf: str) -> None:
    found = bounds(edtf)
    assert (found.earliest, found.latest) == tuple(map(day, BOUNDED[edtf]))


@pytest.mark.parametrize("edtf", REFUSED)
def test_what_is_no_date_is_refused_with_a_reason(edtf: str) -> None:
    assert edtf_problem(edtf)
    with pytest.raises(ValueError, match=r"\w"):
        bounds(edtf)


@pytest.mark.parametrize(
    ("edtf", "ends"),
    [
        ("1985/..", (False, True)), ("../1985", (True, False)), ("1985/", (False, False)),
        ("/1985", (False, False)),
        ("../..", (True, True)), ("[..1984]", (True, False)), ("{1984..}", (False, True)), ("1985", (False, False)),
    ],
)  # fmt: skip
def test_an_open_end_is_told_from_an_unknown_one(edtf: str, ends: tuple[bool, bool]) -> None:
    found = bounds(edtf)
    assert (found.open_start, found.open_end) == ends


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("1984", (False, False)), ("1984?", (True, False)), ("1984~", (False, True)), ("1984%", (True, True)),
        ("1984?/1985~", (True, True)), ("2004-06-~11", (False, True)), ("[1667?,1668]", (True, False)),
    ],
)  # fmt: skip
def test_a_qualification_is_told(edtf: str, told: tuple[bool, bool]) -> None:
    found = bounds(edtf)
    assert (found.uncertain, found.approximate) == told


def test_the_reason_names_what_is_wrong() -> None:
    assert edtf_problem("1989/1988") == "it ends (1988-12-31) before it begins (1989-01-01)"
    assert edtf_problem("2021-02-30") == "there is no such month or day"
    assert edtf_problem("1950S5") == "more digits are significant than the year has"
    assert str(LONGEST) in (edtf_problem("[" + "1988," * LONGEST + "1988]") or "")


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("1988", "1988-07", True), ("1988", "1989", False), ("1988/..", "1987", False), ("1988/..", "2020", True),
        ("/1988", "1900", True), ("/1988", "1989", False), ("../..", "1700", True), ("1988-12-31", "1988", True),
    ],
)  # fmt: skip
def test_two_dates_share_a_day_unless_their_bounds_keep_them_apart(one: str, other: str, may: bool) -> None:
    assert bounds(one).may_share_a_day(bounds(other)) is may
    assert bounds(other).may_share_a_day(bounds(one)) is may


OURS_ALONE = {
    "/..", "../", "[1984]", "1984-1X", "1984-X1", "2004-XX/2005", "2004-06?-11~"
}  # fmt: skip
"""Dates of the standard that the edtf package refuses, some of them with a TypeError or an AttributeError."""
THEIRS_ALONE = {
    "2021-02-29", "1900-02-29", "-0001-02-29", "1984-02-3X", "19X1-02-29", "1989/1988", "1988-07-22/1988-07-21",
    "[1670..1660]", "[1667, 1668]", "1950S0", "1950S5", "2000S3-05", "1988\n", " 1988",
    "1988-07-22T10:00:00\n", "Y1E99", "1985-04T10:00:00Z",
}  # fmt: skip
"""What the edtf package takes though there is no such day, year or form."""


def taken_by_the_edtf_package(text: str) -> bool:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            parse_edtf(text)
        except Exception:  # it raises several kinds, and prints
            return False
    return True


def test_the_edtf_package_agrees_but_for_what_is_known() -> None:
    ours = {edtf for edtf in [*BOUNDED, *REFUSED] if edtf_problem(edtf) is None}
    theirs = {edtf for edtf in [*BOUNDED, *REFUSED] if taken_by_the_edtf_package(edtf)}
    assert ours == set(BOUNDED)
    assert ours - theirs == OURS_ALONE
    assert theirs - ours == THEIRS_ALONE


years = st.integers(0, 9999).map(lambda year: f"{year:04}")
days = st.dates().map(date.isoformat)
digits = st.from_regex(r"-?[0-9X]{4}(-[01X][0-9X](-[0-3X][0-9X])?)?", fullmatch=True)
seasons = st.builds("{}-{}".format, years, st.integers(21, 41))
significant = st.builds("{}S{}".format, years, st.integers(1, 4))
singles = st.one_of(
    years, days, digits, seasons, significant, st.builds("{}{}".format, days, st.sampled_from("?~%"))
)


@given(singles)
@example("XXX0-02-29")
def test_the_earliest_day_is_never_after_the_latest(edtf: str) -> None:
    assume(edtf_problem(edtf) is None)
    found = bounds(edtf)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.latest


@given(singles, singles)
def test_the_bounds_of_an_interval_are_those_of_its_ends(start: str, end: str) -> None:
    assume(edtf_problem(start) is None and edtf_problem(end) is None)
    first, last = bounds(start), bounds(end)
    if first.earliest and last.latest and first.earliest > last.latest:
        assert "before it begins" in (edtf_problem(f"{start}/{end}") or "")
        return
    both = bounds(f"{start}/{end}")
    assert (both.earliest, both.latest) == (first.earliest, last.latest)
    assert bounds(f"{start}/..").earliest == bounds(f"{start}/").earliest == first.earliest
    assert bounds(f"../{end}").latest == bounds(f"/{end}").latest == last.latest


@given(st.lists(days, min_size=1, max_size=5))
def test_the_bounds_of_a_set_hold_each_of_its_days_and_no_more(members: list[str]) -> None:
    ends = (day(min(members)), day(max(members)))
    for edtf in (f"[{','.join(members)}]", f"{{{','.join(members)}}}"):
        found = bounds(edtf)
        assert (found.earliest, found.latest) == ends


@given(st.dates(), st.data())
def test_a_day_is_within_the_bounds_of_any_date_that_leaves_some_of_its_digits_out(
    one: date, data: st.DataObject
) -> None:
    written = "".join("X" if digit.isdigit() and data.draw(st.booleans()) else digit for digit in one.isoformat())
    found = bounds(written)
    exact = Day(one.year, one.month, one.day)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= exact <= found.latest


@given(st.text(st.sampled_from("0123456789X-/.[]{},?~%YESTZ:+ "), max_size=25))
def test_any_text_is_answered(text: str) -> None:
    problem = edtf_problem(text)
    assert problem is None or problem


@given(
    st.from_regex(r"[?~%]?[12][0-9]{3}[?~%]?(-[?~%]?[01][0-9][?~%]?(-[?~%]?[0-3][0-8][?~%]?)?)?", fullmatch=True)
)
def test_what_the_edtf_package_takes_as_a_day_of_all_digits_is_taken_here(text: str) -> None:
    if taken_by_the_edtf_package(text):
        assert edtf_problem(text) is None


@given(st.integers(1300, 1500), st.integers(1, 12))
def test_every_day_in_the_bounds_of_a_solar_month_is_of_that_month(year: int, month: int) -> None:
    first, last = solar_hijri.span(year, month, month)
    found = bounds(f"{first}/{last}")
    assert found == Bounds(Day(first.year, first.month, first.day), Day(last.year, last.month, last.day))
    within = first
    while within <= last:
        assert solar_hijri.from_gregorian(within)[:2] == (year, month)
        within += timedelta(days=1)
