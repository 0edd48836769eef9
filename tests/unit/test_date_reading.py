"""Dates as their sources write them: the tables of docs/reference/dates.md, and every day in many spellings."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.model.calendars import lunar_hijri, names, solar_hijri
from bayegan.model.date_bounds import bounds, edtf_problem
from bayegan.model.date_reading import LONGEST, Reading, derived, read
from bayegan.model.record import Calendar
from shared import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "dates.md").read_text(encoding="utf-8")
DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
solar_years, months = st.integers(1300, 1500), st.integers(1, 12)
solar_days = st.integers(0, 73_413).map(lambda number: solar_hijri.nowruz(1300) + timedelta(days=number))


def rows(heads: str) -> list[list[str]]:
    """Return the rows of every table of the page that has these heads, `none` for an empty cell of a calendar."""
    found: list[list[str]] = []
    inside = False
    for line in PAGE.splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")] if "|" in line else []
        if not cells:
            inside = False
        elif " | ".join(cells) == heads:
            inside = True
        elif inside and not set("".join(cells)) <= set("-"):
            found.append(cells)
    return found


def calendar(cell: str) -> Calendar | None:
    return Calendar(cell) if cell else None


def in_digits(text: str, digits: str) -> str:
    return text.translate(str.maketrans(DIGITS[0], digits))


READ = rows("text | calendar | becomes")
STAYS = rows("text | calendar | why")
BOUNDED = rows("EDTF | earliest | latest | note")


def test_the_page_has_its_tables() -> None:
    assert (len(READ), len(STAYS), len(BOUNDED)) == (46, 20, 15)


@pytest.mark.parametrize(("text", "said", "becomes"), READ)
def test_the_page_says_what_a_text_becomes(text: str, said: str, becomes: str) -> None:
    assert derived(text, calendar(said)) == becomes


@pytest.mark.parametrize(("text", "said", "why"), STAYS)
def test_the_page_says_what_stays_text(text: str, said: str, why: str) -> None:
    assert why
    assert derived(text, calendar(said)) is None


@pytest.mark.parametrize("row", BOUNDED, ids=lambda row: row[0])
def test_the_page_says_the_bounds(row: list[str]) -> None:
    found = bounds(row[0])
    assert [str(found.earliest or "none"), str(found.latest or "none")] == row[1:3]


@given(solar_days, st.sampled_from(DIGITS), st.data())
def test_every_day_of_the_solar_hijri_calendar_is_read_in_every_order(
    day: date, digits: str, data: st.DataObject
) -> None:
    year, month, number = solar_hijri.from_gregorian(day)
    name = data.draw(st.sampled_from(names._SOLAR[month - 1].split()))
    form = data.draw(
        st.sampled_from(
            [
                f"{number} {name} {year}", f"{year} {name} {number}", f"{year}/{month}/{number}",
                f"{number}/{month}/{year}", f"{year}-{month:02}-{number:02}", f"{number:02}.{month:02}.{year}",
                f"{name} {number}, {year}", f"روز {number} {name} سال {year} شمسی",
            ]
        )
    )  # fmt: skip
    assert derived(in_digits(form, digits), Calendar.SOLAR_HIJRI) == day.isoformat()


@given(solar_years, months, st.sampled_from(("", "~", "?", "%")))
def test_a_solar_month_has_the_days_that_convert_back_into_it(year: int, month: int, qualifier: str) -> None:
    words = {"": "", "~": "حدود", "?": "احتمالا", "%": "احتمالا حدود"}[qualifier]
    edtf = derived(f"{words} {names._SOLAR[month - 1].split()[0]} {year}", Calendar.SOLAR_HIJRI)
    assert edtf is not None
    assert edtf.count(qualifier) == 2 if qualifier else edtf.isprintable()
    first, last = (date.fromisoformat(end.rstrip("?~%")) for end in edtf.split("/"))
    assert solar_hijri.from_gregorian(first) == (year, month, 1)
    assert solar_hijri.from_gregorian(last + timedelta(days=1))[2] == 1 if last < date(2122, 3, 20) else True
    assert bounds(edtf).uncertain is (qualifier in ("?", "%"))


@pytest.mark.parametrize(
    ("rows_of", "year", "known"),
    [
        (names._SOLAR, 1367, Calendar.SOLAR_HIJRI),
        (names._ZODIAC, 1367, Calendar.SOLAR_HIJRI),
        (names._LUNAR, 1409, Calendar.LUNAR_HIJRI),
    ],
)
def test_every_name_of_a_month_is_read_as_that_month(rows_of: tuple[str, ...], year: int, known: Calendar) -> None:
    span = lunar_hijri.span if known is Calendar.LUNAR_HIJRI else solar_hijri.span
    for month, spellings in enumerate(rows_of, 1):
        first, last = span(year, month, month)
        for name in spellings.split():
            for spelling in (name, name.replace("\u200c", " "), name.replace("\u200c", ""), name.title()):
                assert read(f"{spelling} {year}") == Reading(f"{first}/{last}", known), spelling


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(DIGITS), st.data())
def test_every_day_of_the_gregorian_calendar_is_read(day: date, digits: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names._GREGORIAN[day.month - 1].split()))
    weekday = data.draw(st.sampled_from([None, *names._WEEKDAYS[day.weekday()].split()]))
    text = f"{day.day} {name} {day.year}"
    assert derived(in_digits(text if weekday is None else f"{weekday}، {text}", digits), None) == day.isoformat()
    wrong = names._WEEKDAYS[(day.weekday() + 1) % 7].split()[0]
    assert derived(f"{wrong} {text}", None) is None


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1900, 2100))
def test_a_day_and_a_month_that_could_change_places_are_read_only_where_they_are_one_number(
    day: int, month: int, year: int
) -> None:
    found = derived(f"{day}/{month}/{year}", Calendar.GREGORIAN)
    assert found == (f"{year}-{month:02}-{day:02}" if day == month else None)


@pytest.mark.parametrize("text", ["8/23/1981", "23/8/1981", "23.8.1981", "1981/8/23", "23-8-1981", "23-Aug-1981"])
def test_a_day_above_twelve_can_only_be_the_day(text: str) -> None:
    assert derived(text, Calendar.GREGORIAN) == "1981-08-23"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "unknown", "نامعلوم", "مرداد", "summer", "5", "1/2", "1/2/3/4", "1360/6-1", "1360//1",
        "/1360", "1360/13/1", "1360/6/32", "0 Mordad 1367", "1 Mordad 1367 5", "Mordad Mordad 1367",
        "1985s", "or 1988", "1988 or", "1 or 2 or", "1988 to", "1360 to 1361 to 1362", "1367 to 1360",
        "1988 (sic)", "1988; 1989", "136", "13670", "-1988", "1367 شمسی قمری", "دهه ۶۵", "1988?!",
        "before 1367", "از ۱۳۶۷", "either 1988", "until 1988", "17 or April 1990", "from 1988 or 1989",
        "۱۷؟ مرداد ۱۳۶۷", "¼ Mordad 1367", "1988th street", "Mordad 1367 in Evin", "1 and 2 Mordad 1367",
        "1367 BC", "5 Mordad 1367 or about 1368",
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [None, *Calendar])
def test_what_is_not_surely_a_date_stays_text(text: str, known: Calendar | None) -> None:
    assert derived(text, known) is None


def test_a_text_of_any_length_is_answered() -> None:
    assert derived("1367 یا " * LONGEST + "1367", Calendar.SOLAR_HIJRI) is None


@given(
    st.text() | st.text(st.sampled_from("0123456789/-.–?, ماهردشییاtoabcAug۱۳۶۷٦\u200c()")),
    st.sampled_from([None, *Calendar]),
)
@example("1²", Calendar.SOLAR_HIJRI)
@example("٠٠", Calendar.SOLAR_HIJRI)
def test_whatever_is_understood_is_a_date_in_edtf(text: str, known: Calendar | None) -> None:
    found = read(text, known)
    if found is not None:
        assert edtf_problem(found.edtf) is None
        assert known in (None, found.calendar)


words = st.sampled_from(
    [
        *[
            "0",
            "1",
            "5",
            "12",
            "31",
            "67",
            "1360",
            "1367",
            "1409",
            "1981",
            "2536",
            "/",
            "-",
            "–",
            "?",
            ",",
            ".",
            "30s",
        ],
        *names.WORDS,
    ]
)


@given(st.lists(words, max_size=7), st.sampled_from([None, *Calendar]))
def test_whatever_words_of_dates_come_together_only_dates_come_out(of: list[str], known: Calendar | None) -> None:
    found = read(" ".join(of), known)
    assert found is None or edtf_problem(found.edtf) is None
