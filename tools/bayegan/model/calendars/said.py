"""A text as the parts of a date: numbers, names and signs; and what a date of them says, in whatever calendar."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bayegan.model.calendars.names import LONGEST, WORDS, Sense, Word, key
from bayegan.model.folding import folded

MONTHS = {Sense.SOLAR_MONTH, Sense.ZODIAC_MONTH, Sense.LUNAR_MONTH, Sense.GREGORIAN_MONTH}

_TOKEN = re.compile(r"[0-9]+(?:(?:st|nd|rd|th|s)(?![^\W\d_]))?|[^\W\d_]+(?:['’‘`][^\W\d_]+)*|\s+|.", re.DOTALL)
_RANGE_DASH = re.compile(r"\s+-\s+|\s*[–—]\s*|(?<=\b[0-9]{4})-(?=[0-9]{4}\b)")
_DROPPED = {",", "،", ".", "ـ"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its digits, as their count may say whether it is a year."""

    value: int
    digits: int
    is_decade: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign between numbers: a solidus, a hyphen or a full stop."""

    sign: str


Part = Number | Word | Sign


@dataclass(frozen=True, slots=True)
class Said:
    """One date as its text says it, in whatever calendar; None is what the text leaves out."""

    year: Number | None = None
    month: Word | None = None
    month_number: int | None = None
    day: int | None = None
    season: int | None = None
    is_decade: bool = False
    weekday: int | None = None
    day_may_be_month: bool = False

    def completed(self, later: "Said") -> "Said | None":
        """Return this with the year, or month and year, of the later date where it leaves them out.

        5 to 10 Mordad 1367. None where a day alone stands before a date without a day.
        """
        if self.year:
            return self
        if self.month or self.month_number:
            return replace(self, year=later.year)
        if later.day is None:
            return None
        return replace(self, year=later.year, month=later.month, month_number=later.month_number)


def parts(text: str) -> list[Part] | None:
    """Return the parts of a text, or None where a word or a sign of it is not understood."""
    plain = unicodedata.normalize("NFKD", folded(text).casefold())
    plain = "".join(character for character in plain if unicodedata.category(character) != "Mn")
    plain = plain.replace("(?)", "?").replace("(؟)", "?").replace("؟", "?").strip()
    tokens = _TOKEN.findall(_RANGE_DASH.sub(" to ", plain))
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        taken = _part(tokens, at)
        if taken is None:
            return None
        part, at = taken
        if part is not None:
            found.append(part)
    return found


def _part(pieces: Sequence[str], at: int) -> tuple[Part | None, int] | None:
    """Return the part that begins at a piece and where the next one begins; a part of None says nothing."""
    piece = pieces[at]
    if piece[-2:-1].isdigit() and piece[-1] == "s" and piece[-2] != "0":
        return None
    if piece.isspace() or (piece in _DROPPED and not _between_numbers(pieces, at)):
        return None, at + 1
    if piece == "?":
        return Word(Sense.MAYBE), at + 1
    if piece in ("/", "-", "."):
        return Sign(piece), at + 1
    if piece[0].isdigit():
        return _number(piece), at + 1
    return _word(pieces, at)


def _number(piece: str) -> Number:
    digits = piece.rstrip("stndrh")
    return Number(int(digits), len(digits), is_decade=piece == f"{digits}s")


def _between_numbers(pieces: Sequence[str], at: int) -> bool:
    around = [*pieces[max(at - 1, 0) : at], *pieces[at + 1 : at + 2]]
    return pieces[at] == "." and len(around) == 2 and all(one.isdigit() for one in around)


def _word(tokens: Sequence[str], at: int) -> tuple[Part | None, int] | None:
    """Return the longest name that begins here: “ربیع الاول”, “Rabi al-Awwal”, “ه.ش.”."""
    longest: tuple[Part | None, int] | None = None
    name, words = "", 0
    for end in range(at, len(tokens)):
        token = tokens[end]
        if token.isspace() or token in (".", "-"):
            continue
        if not token[0].isalpha() or words == LONGEST:
            break
        name, words = name + key(token), words + 1
        if word := WORDS.get(name):
            longest = (None if word.sense is Sense.NOTHING else word), end + 1
    return longest


def said(of: Sequence[Part]) -> Said | None:
    """Return what one date says, of which the words for calendar and certainty are taken off; None if unclear."""
    weekdays = [part.number for part in of if isinstance(part, Word) and part.sense is Sense.WEEKDAY]
    rest = [part for part in of if not (isinstance(part, Word) and part.sense is Sense.WEEKDAY)]
    if len(weekdays) > 1:
        return None
    found = _numeric(rest) if any(isinstance(part, Sign) for part in _without_loose_signs(rest)) else _named(rest)
    return replace(found, weekday=weekdays[0]) if found and weekdays else found


def _without_loose_signs(of: Sequence[Part]) -> list[Part]:
    """Drop the signs that stand beside a name: 23-Aug-1981."""
    return [
        part
        for at, part in enumerate(of)
        if not (isinstance(part, Sign) and any(isinstance(one, Word) for one in of[max(at - 1, 0) : at + 2]))
    ]


def _numeric(of: Sequence[Part]) -> Said | None:
    """Read 1360/6/1, 1/6/1360, 1360/6: the same sign between all, and nothing else."""
    numbers = [part for part in of[::2] if isinstance(part, Number) and not part.is_decade]
    signs = {part.sign for part in of[1::2] if isinstance(part, Sign)}
    if len(of) % 2 == 0 or len(numbers) != len(of[::2]) or len(signs) != 1 or len(of) not in (3, 5):
        return None
    if len(numbers) == 2:
        return _year_and_month(*numbers)
    first, month, last = numbers
    if month.digits > 2 or (first.digits > 2) is (last.digits > 2):
        return _of_two_digits(first, month, last)
    year, day = (first, last) if first.digits > 2 else (last, first)
    if year.digits != 4 or day.digits > 2:
        return None
    return Said(year=year, month_number=month.value, day=day.value, day_may_be_month=year is last)


def _of_two_digits(first: Number, month: Number, last: Number) -> Said | None:
    """Read 67/5/6 and 6/5/67: the number above thirty-one is the year."""
    if max(first.digits, month.digits, last.digits) > 2 or (first.value > 31) is (last.value > 31):
        return None
    year, day = (first, last) if first.value > 31 else (last, first)
    return Said(year=year, month_number=month.value, day=day.value, day_may_be_month=year is last)


def _year_and_month(year: Number, month: Number) -> Said | None:
    """Read 1360/6, but not 1311/12, which may be two years in a row."""
    if year.digits != 4 or month.digits > 2 or month.value == year.value % 100 + 1:
        return None
    return Said(year=year, month_number=month.value)


_FORMS: Mapping[str, tuple[str, ...]] = {
    "Y": ("year",), "s": ("year",), "d": ("day",), "D": ("decade",),
    "dMY": ("day", "month", "year"), "dMs": ("day", "month", "year"), "YMd": ("year", "month", "day"),
    "MdY": ("month", "day", "year"), "MY": ("month", "year"), "Ms": ("month", "year"), "YM": ("year", "month"),
    "Md": ("month", "day"), "dM": ("day", "month"), "M": ("month",),
    "SY": ("season", "year"), "Ss": ("season", "year"), "Sd": ("season", "year"), "YS": ("year", "season"),
    "KY": ("", "decade"), "Ks": ("", "decade"), "Kd": ("", "decade"),
}  # fmt: skip
"""What the parts are, by their kinds: Y a number of four digits, s a short one above 31, d another short one,
D the 1980s, M a month, S a season, K the word for a decade."""


def _named(of: Sequence[Part]) -> Said | None:
    """Read 1 Shahrivar 1360, Shahrivar 1360, August 23 1981, 1367, summer 1367, the 1980s, دهه ۶۰."""
    kept = [_ordinal(part) for part in _without_loose_signs(of)]
    fields = _FORMS.get("".join(map(_kind, kept)))
    if fields is None:
        return None
    given = dict(zip(fields, kept, strict=True))
    numbers = {name: part for name, part in given.items() if isinstance(part, Number)}
    words = {name: part for name, part in given.items() if isinstance(part, Word)}
    return Said(
        year=numbers.get("decade") or numbers.get("year"),
        month=words.get("month"),
        day=numbers["day"].value if "day" in numbers else None,
        season=words["season"].number if "season" in words else None,
        is_decade="decade" in numbers,
    )


def _ordinal(part: Part) -> Part:
    is_ordinal = isinstance(part, Word) and part.sense is Sense.NUMBER
    return Number(part.number, 2) if is_ordinal and isinstance(part, Word) else part


def _kind(part: Part) -> str:
    if isinstance(part, Sign):
        return part.sign
    if isinstance(part, Number):
        return "D" if part.is_decade else _kind_of_digits(part)
    kinds = dict.fromkeys(MONTHS, "M") | {Sense.SEASON: "S", Sense.DECADE: "K"}
    return kinds.get(part.sense, "-")


def _kind_of_digits(number: Number) -> str:
    if number.digits > 2:
        return "Y" if number.digits == 4 else "-"
    return "s" if number.value > 31 else "d"


def split(of: Sequence[Part], sense: Sense) -> Iterator[list[Part]]:
    """Yield the runs of parts between the words of one sense."""
    run: list[Part] = []
    for part in of:
        if isinstance(part, Word) and part.sense is sense:
            yield run
            run = []
        else:
            run.append(part)
    yield run
