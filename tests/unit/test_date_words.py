"""A date in words, and the two forms of one date held against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.date_agreement import disagreement, disagreement_finding
from bayegan.model.date_reading import derived
from bayegan.model.date_words import edtf_in_words, in_words
from bayegan.model.findings import Severity
from bayegan.model.record import Calendar

SOLAR, LUNAR, GREGORIAN = Calendar.SOLAR_HIJRI, Calendar.LUNAR_HIJRI, Calendar.GREGORIAN


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1981-08-23", "23 August 1981"),
        ("1988-07", "July 1988"),
        ("1988~", "about 1988"),
        ("1988-07-22?", "22 July 1988, uncertain"),
        ("1988%", "about 1988, uncertain"),
        ("198X", "the 1980s"),
        ("190X", "190X (1 January 1900 to 31 December 1909)"),
        ("1988-22", "summer 1988"),
        ("1988-34", "1988-34 (1 April 1988 to 30 June 1988)"),
        ("1988-03-21/1989-03-20", "21 March 1988 to 20 March 1989"),
        ("1988-03-21~/1989-03-20~", "about 21 March 1988 to about 20 March 1989"),
        ("1985/..", "from 1985 on"),
        ("../1985", "until 1985"),
        ("../..", "at any time"),
        ("../", "until an unknown date"),
        ("/..", "from an unknown date on"),
        ("/1985", "from an unknown date to 1985"),
        ("1985/", "from 1985 to an unknown date"),
        ("[1990-04-17,1990-04-27]", "one of: 17 April 1990, 27 April 1990"),
        ("[1667,1670..1672]", "one of: 1667, 1670 to 1672"),
        ("{1960,1961-12}", "all of: 1960, December 1961"),
        ("[..1984]", "1984 or earlier"),
        ("[1984..]", "1984 or later"),
        ("[1990,1X8X]", "one of: 1990, 1X8X (1 January 1080 to 31 December 1989)"),
        ("2004-06~-11", "2004-06~-11 (11 June 2004)"),
        ("1367/05/06", "1367/05/06"),
    ],
)
def test_a_date_in_edtf_is_said_in_words(edtf: str, words: str) -> None:
    assert edtf_in_words(edtf) == words


def test_a_date_is_said_as_its_source_writes_it_with_its_calendar_and_what_it_comes_to() -> None:
    text = "۱ شهریور ۱۳۶۰"
    assert (
        in_words(derived(text, SOLAR), text, SOLAR, derived=True)
        == f"“{text}” (Solar Hijri), that is 23 August 1981"
    )
    assert in_words("1981-08-23", text, SOLAR) == f"“{text}” (Solar Hijri), stated as 23 August 1981"
    assert in_words(None, "early 1367", SOLAR) == "“early 1367” (Solar Hijri)"
    assert in_words(None, "early 1367", None) == "“early 1367”"
    assert in_words("1988-07", None, None) == in_words("1988-07", None, GREGORIAN) == "July 1988"
    assert in_words("1988-07", None, LUNAR) == "July 1988 (lunar Hijri)"


def test_controls_in_a_text_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in in_words(None, "1988\x1b[31m", GREGORIAN)
    assert "\u202e" not in in_words("1988\u202e", "\u202e1988", GREGORIAN)


@given(st.text(max_size=20) | st.text(st.sampled_from("0123456789X-/.[]{},?~%YEST"), max_size=20))
def test_any_text_is_said_and_nothing_is_raised(text: str) -> None:
    assert isinstance(edtf_in_words(text), str)


@pytest.mark.parametrize(
    ("edtf", "text", "calendar"),
    [
        ("1981-08-23", "1 شهریور ۱۳۶۰", SOLAR),
        ("1981", "1 شهریور ۱۳۶۰", SOLAR),
        ("1988-12", "۱۳۶۷", SOLAR),
        ("1989~", "۱۳۶۷", SOLAR),
        ("../1990", "۱۳۶۷", SOLAR),
        ("/1990", "۱۳۶۷", SOLAR),
        ("1988-08-26", "۱۲ محرم ۱۴۰۹", LUNAR),
        ("1990-04-27", "either on April 17th or April 27th, 1990", GREGORIAN),
        ("1981-08-24", "no date at all", GREGORIAN),
        ("not EDTF", "1988", GREGORIAN),
        ("1988", None, None),
        (None, "1988", GREGORIAN),
        ("1900", "1988", None),
    ],
)
def test_two_forms_that_can_both_be_right_are_let_be(
    edtf: str | None, text: str | None, calendar: Calendar | None
) -> None:
    assert disagreement(edtf, text, calendar) is None
    assert disagreement_finding(edtf, text, calendar) is None


@pytest.mark.parametrize(
    ("edtf", "text", "calendar"),
    [
        ("1981-08-24", "1 شهریور ۱۳۶۰", SOLAR),
        ("1987", "۱۳۶۷", SOLAR),
        ("1989-03-21", "۱۳۶۷", SOLAR),
        ("1988-08-28", "۱۲ محرم ۱۴۰۹", LUNAR),
        ("1990/..", "23 August 1981", None),
    ],
)
def test_two_forms_without_a_day_in_common_are_warned_of(edtf: str, text: str, calendar: Calendar | None) -> None:
    found = disagreement_finding(edtf, text, calendar, item="I", row=2, pointer="/dates/0")
    assert found is not None
    assert (found.code, found.severity, found.row) == ("record-date-disagrees", Severity.WARNING, 2)
    assert edtf in found.found
    assert text in found.found


def test_the_warning_says_what_the_text_comes_to() -> None:
    assert disagreement("1988", "1 شهریور ۱۳۶۰", SOLAR) == (
        "“1988”, and “1 شهریور ۱۳۶۰”, which in the solar-hijri calendar comes to “1981-08-23”"
    )


@given(st.dates(), st.dates())
def test_two_gregorian_days_disagree_unless_they_are_one(one: object, other: object) -> None:
    text = f"{other}" if f"{other}" >= "1000" else "1000-01-01"
    assert (disagreement(f"{one}", text, GREGORIAN) is None) is (f"{one}" == text)
