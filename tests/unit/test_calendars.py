"""Solar Hijri, imperial and lunar Hijri days and the Gregorian ones, held against three libraries of others."""

from collections.abc import Iterator
from datetime import date, timedelta

import jdatetime
import pytest
from convertdate import islamic, persian
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from bayegan.model.calendars import imperial, lunar_hijri, solar_hijri
from bayegan.model.calendars.span import Span


def every_day() -> Iterator[tuple[date, tuple[int, int, int]]]:
    day, last = solar_hijri.nowruz(1300), solar_hijri.nowruz(1501)
    while day < last:
        yield day, solar_hijri.from_gregorian(day)
        day += timedelta(days=1)


def test_every_day_of_two_hundred_and_one_years_is_that_of_jdatetime_and_persiantools() -> None:
    seen = 0
    for day, solar in every_day():
        theirs = jdatetime.date.fromgregorian(date=day)
        assert (theirs.year, theirs.month, theirs.day) == solar, day
        other = JalaliDate(day)
        assert (other.year, other.month, other.day) == solar, day
        assert solar_hijri.to_gregorian(*solar) == day
        seen += 1
    assert seen == 73_414


def test_the_libraries_come_back_from_every_first_and_last_of_a_month_to_the_day_that_we_say() -> None:
    for year in range(1300, 1501):
        for month in range(1, 13):
            for day in solar_hijri.span(year, month, month):
                solar = solar_hijri.from_gregorian(day)
                assert jdatetime.date(*solar).togregorian() == day
                assert JalaliDate(*solar).to_gregorian() == day


def test_convertdate_which_computes_the_equinox_itself_has_the_same_new_years() -> None:
    for year in range(1300, 1502):
        assert date(*map(int, persian.to_gregorian(year, 1, 1))) == solar_hijri.nowruz(year)


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1304, 1, 1), date(1925, 3, 21)),
        ((1332, 5, 28), date(1953, 8, 19)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1360, 6, 1), date(1981, 8, 23)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_days_that_are_known(solar: tuple[int, int, int], gregorian: date) -> None:
    assert solar_hijri.to_gregorian(*solar) == gregorian


def test_the_year_1367_and_its_mordad() -> None:
    assert solar_hijri.span(1367) == Span(date(1988, 3, 21), date(1989, 3, 20))
    assert solar_hijri.span(1367, 5, 5) == Span(date(1988, 7, 23), date(1988, 8, 22))


def test_1403_is_a_leap_year_and_1404_is_not() -> None:
    assert [solar_hijri.month_length(year, 12) for year in (1399, 1403, 1404, 1408)] == [30, 30, 29, 30]


@pytest.mark.parametrize(
    "solar", [(1299, 1, 1), (1501, 1, 1), (1367, 0, 1), (1367, 13, 1), (1367, 1, 0), (1367, 7, 31), (1367, 12, 30)]
)
def test_a_day_that_is_not_is_refused(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"not from|no (day|month)"):
        solar_hijri.to_gregorian(*solar)


@pytest.mark.parametrize("day", [date(1921, 3, 20), date(2122, 3, 21), date(1000, 1, 1), date.max, date.min])
def test_a_gregorian_day_outside_the_table_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="not in the years"):
        solar_hijri.from_gregorian(day)


@given(st.integers(1300, 1500), st.integers(1, 12))
def test_every_day_of_the_span_of_a_month_is_in_that_month_and_the_days_around_it_are_not(
    year: int, month: int
) -> None:
    first, last = solar_hijri.span(year, month, month)
    for number in range((last - first).days + 1):
        assert solar_hijri.from_gregorian(first + timedelta(days=number)) == (year, month, number + 1)
    for outside in (first - timedelta(days=1), last + timedelta(days=1)):
        if solar_hijri.nowruz(1300) <= outside < solar_hijri.nowruz(1501):
            assert solar_hijri.from_gregorian(outside)[:2] != (year, month)


def test_imperial_years_are_1180_more() -> None:
    assert imperial.to_gregorian(2535, 1, 1) == date(1976, 3, 21)
    assert imperial.span(2536) == solar_hijri.span(1356)
    assert imperial.to_gregorian(2537, 6, 5) == date(1978, 8, 27)


def test_the_last_imperial_year_and_month_end_with_their_last_day_in_force() -> None:
    assert imperial.span(2537) == Span(date(1978, 3, 21), date(1978, 8, 27))
    assert imperial.span(2537, 6, 6).last == date(1978, 8, 27)


@pytest.mark.parametrize("day", [(2534, 12, 29), (2537, 6, 6), (2537, 12, 1), (2540, 1, 1), (1355, 1, 1)])
def test_an_imperial_day_of_a_time_without_that_calendar_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not"):
        imperial.to_gregorian(*day)


@pytest.mark.parametrize("months", [(2534, 1, 12), (2537, 7, 7), (2538, 1, 12)])
def test_imperial_months_without_a_day_in_force_are_refused(months: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not in force"):
        imperial.span(*months)


def test_the_tabular_lunar_calendar_is_that_of_convertdate() -> None:
    for year in range(1200, 1602):
        for month in range(1, 13):
            assert lunar_hijri.tabular(year, month, 1) == date(*map(int, islamic.to_gregorian(year, month, 1)))


def test_a_lunar_day_is_one_of_three_and_a_month_has_a_day_more_at_either_end() -> None:
    assert lunar_hijri.days(1409, 1, 12) == Span(date(1988, 8, 24), date(1988, 8, 26))
    assert lunar_hijri.span(1409, 1, 1) == Span(date(1988, 8, 13), date(1988, 9, 13))
    assert lunar_hijri.span(1409) == Span(date(1988, 8, 13), date(1989, 8, 4))


@pytest.mark.parametrize(
    "day", [(1199, 1, 1), (1601, 1, 1), (1409, 0, 1), (1409, 13, 1), (1409, 1, 31), (1409, 1, 0)]
)
def test_a_lunar_day_that_is_not_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"not from|no (day|month)"):
        lunar_hijri.days(*day)
