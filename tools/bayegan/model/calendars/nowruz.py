"""The days of Nowruz, AP 1300 to 1501, made by `tests/nowruz/equinox.py` from the astronomical rule.

1 Farvardin is the day on which the sun passes the vernal equinox before noon at 52.5 E (Iran standard time), or
else the day after. The margin is thin in one year only: in 1309 the equinox came within a minute of noon, closer
than the method can tell (see docs/decisions/0014-dates.md). The next are ten minutes (1342) and eleven (1470).
"""

FIRST_YEAR = 1300
LAST_YEAR = 1500

# fmt: off
DAY_OF_MARCH = (
    21, 22, 22, 21, 21, 22, 22, 21, 21, 21,  # 1300
    22, 21, 21, 21, 22, 21, 21, 21, 22, 21,  # 1310
    21, 21, 22, 21, 21, 21, 22, 21, 21, 21,  # 1320
    22, 21, 21, 21, 22, 21, 21, 21, 22, 21,  # 1330
    21, 21, 21, 21, 21, 21, 21, 21, 21, 21,  # 1340
    21, 21, 21, 21, 21, 21, 21, 21, 21, 21,  # 1350
    21, 21, 21, 21, 21, 21, 21, 21, 21, 21,  # 1360
    21, 21, 21, 21, 21, 20, 21, 21, 21, 20,  # 1370
    21, 21, 21, 20, 21, 21, 21, 20, 21, 21,  # 1380
    21, 20, 21, 21, 21, 20, 21, 21, 21, 20,  # 1390
    21, 21, 21, 20, 21, 21, 21, 20, 20, 21,  # 1400
    21, 20, 20, 21, 21, 20, 20, 21, 21, 20,  # 1410
    20, 21, 21, 20, 20, 21, 21, 20, 20, 21,  # 1420
    21, 20, 20, 21, 21, 20, 20, 21, 21, 20,  # 1430
    20, 20, 21, 20, 20, 20, 21, 20, 20, 20,  # 1440
    21, 20, 20, 20, 21, 20, 20, 20, 21, 20,  # 1450
    20, 20, 21, 20, 20, 20, 21, 20, 20, 20,  # 1460
    21, 20, 20, 20, 20, 20, 20, 20, 20, 21,  # 1470
    21, 21, 21, 21, 21, 21, 21, 21, 21, 21,  # 1480
    21, 21, 21, 21, 21, 21, 21, 21, 21, 21,  # 1490
    21, 21,  # 1500
)
# fmt: on
"""The day of March, in the Gregorian year AP + 621, of each year from 1300; that of 1501 ends the year 1500."""
