"""When spring begins, and so when Nowruz is: the maker of the table in `bayegan.model.calendars.nowruz`.

    python tests/nowruz/equinox.py            the lines of the table, as the module holds them
    python tests/nowruz/equinox.py --margins  every year: the equinox in Iran standard time, and how far from noon

The rule of the Solar Hijri calendar: 1 Farvardin is the day on which the sun passes the vernal equinox before noon
at the meridian 52.5 E (Iran standard time, UTC +03:30); where it passes at noon or later, it is the day after.

The equinox is by the method of J. Meeus, Astronomical Algorithms (2nd ed., 1998), chapter 27: the mean equinox as a
polynomial, and twenty-four periodic terms. He gives its error for 1951 to 2050 as less than 51 seconds. Terrestrial
time is made universal by the polynomials for delta-T of Espenak and Meeus (NASA TP-2006-214141); past the years
that have been observed these are an estimate, wrong by some seconds today and by perhaps two minutes in 2121.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from math import cos, radians

IRAN = timedelta(hours=3, minutes=30)
NOON = timedelta(hours=12)
FIRST, LAST = 1300, 1501
"""The years of the table: the last serves only to say where 1500 ends."""
TRUST = timedelta(minutes=3)
"""What the errors of the method and of delta-T may come to together; a thinner margin would decide nothing."""

_TERMS = (
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
    (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
    (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
    (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
    (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)  # fmt: skip
"""Meeus, table 27.C: amplitude in 0.00001 day, phase and speed in degrees and degrees a Julian century."""

_J2000 = 2451545.0
_J2000_AT = datetime(2000, 1, 1, 12, tzinfo=UTC)


def equinox_in_terrestrial_time(year: int) -> float:
    """Return the Julian day of the March equinox of a Gregorian year from 1000 to 3000."""
    y = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * y + 0.05169 * y**2 - 0.00411 * y**3 - 0.00057 * y**4
    t = (mean - _J2000) / 36525
    w = radians(35999.373 * t - 2.47)
    slowing = 1 + 0.0334 * cos(w) + 0.0007 * cos(2 * w)
    periodic = sum(size * cos(radians(phase + speed * t)) for size, phase, speed in _TERMS)
    return mean + 0.00001 * periodic / slowing


_DELTA_T: tuple[tuple[float, Callable[[float], float]], ...] = (
    (1941, lambda y: _polynomial(y - 1920, 21.20, 0.84493, -0.076100, 0.0020936)),
    (1961, lambda y: _polynomial(y - 1950, 29.07, 0.407, -1 / 233, 1 / 2547)),
    (1986, lambda y: _polynomial(y - 1975, 45.45, 1.067, -1 / 260, -1 / 718)),
    (2005, lambda y: _polynomial(y - 2000, 63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599)),
    (2050, lambda y: _polynomial(y - 2000, 62.92, 0.32217, 0.005589)),
    (2150, lambda y: -20 + 32 * ((y - 1820) / 100) ** 2 - 0.5628 * (2150 - y)),
)


def delta_t(year: float) -> timedelta:
    """Return how far terrestrial time is ahead of universal time, in the years 1920 to 2150."""
    return timedelta(seconds=next(formula(year) for until, formula in _DELTA_T if year < until))


def _polynomial(x: float, *coefficients: float) -> float:
    return sum(one * x**power for power, one in enumerate(coefficients))


def equinox(year: int) -> datetime:
    """Return the March equinox of a Gregorian year in universal time."""
    terrestrial = _J2000_AT + timedelta(days=equinox_in_terrestrial_time(year) - _J2000)
    return terrestrial - delta_t(year + 0.22)


def in_iran(solar_year: int) -> datetime:
    """Return the equinox with which a Solar Hijri year begins, in Iran standard time (marked as if it were UTC)."""
    return equinox(solar_year + 621) + IRAN


def margin(solar_year: int) -> timedelta:
    """Return how long before noon the equinox is; less than nothing where it is after noon."""
    moment = in_iran(solar_year)
    return NOON - (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0))


def nowruz(solar_year: int) -> date:
    """Return 1 Farvardin by the rule."""
    day = in_iran(solar_year).date()
    return day if margin(solar_year) > timedelta() else day + timedelta(days=1)


def table() -> list[str]:
    """Return the lines of the shipped table, ten years in each: the days of March."""
    days = {year: nowruz(year) for year in range(FIRST, LAST + 1)}
    assert {day.month for day in days.values()} == {3}
    lines = []
    for first in range(FIRST, LAST + 1, 10):
        ten = ", ".join(str(days[year].day) for year in range(first, min(first + 10, LAST + 1)))
        lines.append(f"    {ten},  # {first}")
    return lines


def margins() -> list[str]:
    """Return a line for every year, and a mark where the margin is under a quarter of an hour."""
    lines = []
    for year in range(FIRST, LAST + 1):
        minutes = margin(year).total_seconds() / 60
        side = "before" if minutes > 0 else "after"
        thin = "  thin" if abs(minutes) < 15 else ""
        lines.append(
            f"{year}  {in_iran(year):%Y-%m-%d %H:%M}  {abs(minutes):6.1f} min {side} noon  {nowruz(year)}{thin}"
        )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(margins() if "--margins" in sys.argv else table()) + "\n")
