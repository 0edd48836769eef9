"""The names of months, and the words of a date."""

from bayegan.model.calendars import names
from bayegan.model.calendars.names import WORDS, Sense, Word, key


def every_name() -> list[tuple[str, Word]]:
    tables = {
        Sense.SOLAR_MONTH: names._SOLAR,
        Sense.ZODIAC_MONTH: names._ZODIAC,
        Sense.LUNAR_MONTH: names._LUNAR,
        Sense.GREGORIAN_MONTH: names._GREGORIAN,
        Sense.SEASON: names._SEASONS,
    }
    numbered = [
        (name, Word(sense, n))
        for sense, all_of in tables.items()
        for n, row in enumerate(all_of, 1)
        for name in row.split()
    ]
    days = [(name, Word(Sense.WEEKDAY, n)) for n, row in enumerate(names._WEEKDAYS) for name in row.split()]
    return numbered + days + [(name, Word(sense)) for sense, row in names._SAID.items() for name in row.split()]


def test_no_name_has_two_meanings() -> None:
    assert [(name, word, WORDS[key(name)]) for name, word in every_name() if WORDS[key(name)] != word] == []


def test_every_calendar_has_twelve_months_and_the_week_seven_days() -> None:
    for sense, count in {
        Sense.SOLAR_MONTH: 12,
        Sense.ZODIAC_MONTH: 12,
        Sense.LUNAR_MONTH: 12,
        Sense.GREGORIAN_MONTH: 12,
    }.items():
        assert sorted({word.number for word in WORDS.values() if word.sense is sense}) == list(range(1, count + 1))
    assert len({word.number for word in WORDS.values() if word.sense is Sense.WEEKDAY}) == 7


def test_the_ordinals_of_persian_go_from_one_to_thirty_one() -> None:
    numbers = [word.number for word in WORDS.values() if word.sense is Sense.NUMBER]
    assert sorted(set(numbers)) == list(range(1, 32))
    assert WORDS[key("بیست و هشتم")].number == 28
    assert WORDS[key("سی ام")].number == 30


def test_accents_and_apostrophes_of_transliterations_do_not_matter() -> None:
    assert key("Ramaḍān") == "ramadan"
    assert WORDS[key("Rabīʿ al-Awwal")] == Word(Sense.LUNAR_MONTH, 3)
    assert WORDS[key("Sha'bān")] == Word(Sense.LUNAR_MONTH, 8)
