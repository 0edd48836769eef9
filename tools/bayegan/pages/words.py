"""How the pages speak a language: sentences, numbers, sizes, times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bayegan.model.calendars.solar_hijri import from_gregorian
from bayegan.pages.html import Child, Node, element, filled
from bayegan.pages.words_en import ENGLISH
from bayegan.pages.words_fa import PERSIAN

_DIGITS = str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")
_UNITS = {
    "en": ("bytes", "kB", "MB", "GB", "TB", "PB"),
    "fa": ("بایت", "کیلوبایت", "مگابایت", "گیگابایت", "ترابایت", "پتابایت"),
}
_SPANS = {"en": ("{} d", "{} h", "{} min", "{} s", " "), "fa": ("{} روز", "{} ساعت", "{} دقیقه", "{} ثانیه", " و ")}
_SOLAR = {
    "en": [
        "Farvardin",
        "Ordibehesht",
        "Khordad",
        "Tir",
        "Mordad",
        "Shahrivar",
        "Mehr",
        "Aban",
        "Azar",
        "Dey",
        "Bahman",
        "Esfand",
    ],
    "fa": ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"],
}
_GREGORIAN = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fa": [
        "ژانویه",
        "فوریه",
        "مارس",
        "آوریل",
        "مه",
        "ژوئن",
        "ژوئیه",
        "اوت",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ],
}
_FIRST = {"en": 0, "fa": 1}
"""Which calendar stands first: the Gregorian, or the Solar Hijri."""
LANGUAGES = ("en", "fa")


@dataclass(frozen=True, slots=True)
class Words:
    """A language: `texts` by key."""

    lang: str
    direction: str
    texts: Mapping[str, str]

    @property
    def is_mirrored(self) -> bool:
        """Whether pictures run from right to left, too."""
        return self.direction == "rtl"

    def __call__(self, key: str, **values: Child) -> Node:
        """Return a sentence with the values in it."""
        return filled(self.texts[key], **values)

    def text(self, key: str, **values: str) -> str:
        """Return a sentence as text, for where no elements can stand: titles and pictures."""
        return self.texts[key].format_map(values)

    def digits(self, text: str) -> str:
        """Return a text with the digits and signs of the language."""
        return text.translate(_DIGITS) if self.lang == "fa" else text

    def number(self, value: int) -> str:
        """Return a whole number."""
        return self.digits(f"{value:,}")

    def percent(self, part: int, whole: int) -> str:
        """Return a share; never 100 % of what is not all, nor 0 % of what is something."""
        if not whole:
            return self.digits("0%")
        share = part / whole * 100
        bounded = share if part in (0, whole) else min(max(share, 0.1), 99.9)
        return self.digits(f"{bounded:.0f}%" if bounded in (0, 100) else f"{bounded:.1f}%")

    def size(self, octets: int) -> str:
        """Return a size in units of a thousand."""
        value, place = float(octets), 0
        while value >= 999.5 and place < len(_UNITS["en"]) - 1:
            value, place = value / 1000, place + 1
        shown = f"{value:.0f}" if place == 0 or value >= 99.5 else f"{value:.1f}".removesuffix(".0")
        unit = _UNITS[self.lang][place]
        return f"{self.digits(shown)} {unit if octets != 1 or self.lang != 'en' else 'byte'}"

    def bound(self, octets: int) -> str:
        """Return a bound that is a power of two as it is: 16 MiB."""
        for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
            if octets >= 1 << power and octets % (1 << power) == 0:
                return f"{self.number(octets >> power)} {unit}"
        return self.size(octets)

    def duration(self, milliseconds: int) -> str:
        """Return how long something took, in its two largest units."""
        seconds = round(milliseconds / 1000)
        days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
        forms = _SPANS[self.lang]
        parts = [
            form.format(self.number(part))
            for form, part in zip(forms, (days, hours, minutes, seconds % 60), strict=False)
            if part
        ]
        if not parts:
            return self.texts["instant"]
        return forms[4].join(parts[:2])

    def days(self, time: datetime) -> tuple[str, str]:
        """Return a day in both calendars, that of the language first; the second is empty where there is none."""
        gregorian = self._day(time.year, _GREGORIAN, time.month, time.day)
        try:
            year, month, day = from_gregorian(time.date())
        except ValueError:
            return gregorian, ""
        solar = self._day(year, _SOLAR, month, day)
        return (solar, gregorian) if _FIRST[self.lang] else (gregorian, solar)

    def day(self, text: str) -> str:
        """Return the day of a date or a time in words, in the first calendar of the language."""
        try:
            return self.days(datetime.fromisoformat(text))[0]
        except ValueError:
            return text

    def month(self, time: datetime) -> str:
        """Return the month of a day, for the axis of a picture."""
        if _FIRST[self.lang]:
            try:
                year, month, _ = from_gregorian(time.date())
            except ValueError:
                pass
            else:
                return f"{_SOLAR[self.lang][month - 1]} {self.digits(str(year))}"
        name = _GREGORIAN[self.lang][time.month - 1]
        return f"{name[:3] if self.lang == 'en' else name} {self.digits(str(time.year))}"

    def when(self, stamp: str | None, *, hour: bool = True) -> Node:
        """Return a time of a report as an element: the day in both calendars, and the hour in UTC."""
        if not stamp:
            return element("span", self("since.unknown"))
        try:
            time = read_time(stamp)
        except ValueError:
            return element("bdi", stamp)
        first, second = self.days(time)
        clock = self.digits(time.strftime("%H:%M")) if hour else ""
        both = f"{first}{'، ' if self.lang == 'fa' else ', '}{clock}" if hour else first
        other = element("span", second, class_="other-date") if second else None
        return element("time", element("bdi", both), " " if other else None, other, datetime=stamp)

    def _day(self, year: int, names: Mapping[str, list[str]], month: int, day: int) -> str:
        return f"{self.digits(str(day))} {names[self.lang][month - 1]} {self.digits(str(year))}"


def read_time(stamp: str) -> datetime:
    """Return a time as reports and ledger write it; raises ValueError."""
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def words_of(lang: str) -> Words:
    """Return a language of LANGUAGES; raises KeyError."""
    return {"en": Words("en", "ltr", ENGLISH), "fa": Words("fa", "rtl", PERSIAN)}[lang]
