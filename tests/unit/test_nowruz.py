"""The table of Nowruz is what the astronomical rule makes, and where the rule decides by minutes is known."""

import importlib.util
from datetime import date, timedelta
from types import ModuleType

import pytest

from bayegan.model.calendars import nowruz as shipped
from shared import REPOSITORY

TRUE_NOON_AFTER_MEAN_NOON = timedelta(minutes=7, seconds=30)
"""The equation of time around 20 March: the sun is in the south at 52.5 E when the clock says 12:07."""


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("equinox", REPOSITORY / "tests" / "nowruz" / "equinox.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


equinox = maker()


def test_the_shipped_table_is_what_the_rule_makes() -> None:
    assert (equinox.FIRST, equinox.LAST) == (shipped.FIRST_YEAR, shipped.LAST_YEAR + 1)
    days = tuple(equinox.nowruz(year).day for year in range(equinox.FIRST, equinox.LAST + 1))
    assert days == shipped.DAY_OF_MARCH


def test_the_lines_of_the_table_are_those_of_the_maker() -> None:
    source = (REPOSITORY / "tools/bayegan/model/calendars/nowruz.py").read_text(encoding="utf-8")
    assert "\n".join(equinox.table()) in source


@pytest.mark.parametrize(
    ("year", "minutes_past_midnight"),
    [(2017, 10 * 60 + 28.6), (2021, 9 * 60 + 37.5), (2024, 3 * 60 + 6.4), (2025, 9 * 60 + 1.5)],
)
def test_the_equinox_is_within_a_minute_of_what_almanacs_say(year: int, minutes_past_midnight: float) -> None:
    moment = equinox.equinox(year)
    assert moment.date() == date(year, 3, 20)
    assert abs(moment.hour * 60 + moment.minute + moment.second / 60 - minutes_past_midnight) < 1


def test_only_in_1309_is_the_margin_to_noon_thinner_than_the_method_is_exact() -> None:
    thin = [year for year in range(1300, 1502) if abs(equinox.margin(year)) < equinox.TRUST]
    assert thin == [1309]
    close = sorted(range(1300, 1502), key=lambda year: abs(equinox.margin(year)))[:3]
    assert close == [1309, 1342, 1470]


def test_the_noon_of_the_sun_gives_the_same_days_as_the_noon_of_the_clock() -> None:
    for year in range(1300, 1502):
        before_by_clock = equinox.margin(year) > timedelta()
        before_by_sun = equinox.margin(year) + TRUE_NOON_AFTER_MEAN_NOON > timedelta()
        assert before_by_clock == before_by_sun


def test_the_margins_are_shown_for_every_year() -> None:
    lines = equinox.margins()
    assert len(lines) == 202
    assert lines[104].startswith("1404  2025-03-20 12:31")
    assert lines[104].endswith("after noon  2025-03-21")
    assert [line[:4] for line in lines if line.endswith("thin")] == ["1309", "1342", "1470"]
