"""The names of months and seasons, the days of the week, and the words with which a source says its calendar.

In Persian, Dari, Sorani Kurdish, Arabic and English, and in Latin letters as transliterations write them.
Looked up by `key`: spellings that fold to one another are one (`bayegan.model.folding`).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from bayegan.model.folding import folded

_SOLAR = (
    "فروردین farvardin farwardin farvardeen خاکەلێوە",
    "اردیبهشت ordibehesht ordibehest urdibihisht بانەمەڕ گوڵان",
    "خرداد khordad khurdad xordad جۆزەردان",
    "تیر tir teer پووشپەڕ",
    "مرداد امرداد mordad amordad murdad گەلاوێژ",
    "شهریور shahrivar sahrivar shahriver خەرمانان",
    "مهر mehr mihr ڕەزبەر",
    "آبان aban گەڵاڕێزان خەزەڵوەر",
    "آذر azar سەرماوەز",
    "دی dey dei بەفرانبار",
    "بهمن bahman ڕێبەندان",
    "اسفند اسپند esfand isfand ڕەشەمە ڕەشەمێ",
)
_ZODIAC = (
    "حمل hamal",
    "ثور sawr saur thawr",
    "جوزا jawza jauza",
    "سرطان saratan",
    "اسد asad",
    "سنبله sunbula sonbola sunbulah",
    "میزان mizan",
    "عقرب aqrab",
    "قوس qaws qaus",
    "جدی jadi jady jaddi",
    "دلو dalw dalwa",
    "حوت hut hoot",
)
_LUNAR = (
    "محرم محرم‌الحرام muharram moharram",
    "صفر صفر‌المظفر safar",
    "ربیع‌الاول ربیع‌اول rabialawwal rabialawal rabialavval rabiolavval rabiulawwal",
    "ربیع‌الثانی ربیع‌الآخر ربیع‌ثانی rabialthani rabialakhir rabialsani rabiolsani rabiathani rabiulthani",
    "جمادی‌الاول جمادی‌الاولی جمادی‌اول jumadaalula jumadaalawwal jumadialawwal jomadialavval jomadiolavval",
    "جمادی‌الثانی جمادی‌الثانیه جمادی‌الآخر جمادی‌الآخره جمادی‌الاخری جمادی‌ثانی jumadaalthani jumadaalthaniyah "
    "jumadaalakhirah jumadaalakhira jumadialthani jomadialsani jomadiolsani",
    "رجب رجب‌المرجب rajab",
    "شعبان شعبان‌المعظم shaban",
    "رمضان رمضان‌المبارک ramadan ramazan ramadhan ramezan",
    "شوال شوال‌المکرم shawwal shavval",
    "ذیقعده ذی‌القعده ذوالقعده dhualqadah dhulqadah zulqadah ziqadeh zolqadeh",
    "ذیحجه ذی‌الحجه ذوالحجه dhualhijjah dhulhijjah zulhijjah zihajjeh zolhajjeh",
)
_GREGORIAN = (
    "january jan ژانویه جنوری يناير كانون‌الثاني",
    "february feb فوریه فبروری فبراير شباط",
    "march mar مارس مارچ آذار",
    "april apr آوریل اپریل أبريل نيسان",
    "may مه می مايو أيار",
    "june jun ژوئن جون يونيو حزيران",
    "july jul ژوئیه ژولای جولای يوليو تموز",
    "august aug اوت آگوست اگست أغسطس آب",
    "september sept sep سپتامبر سپتمبر سبتمبر أيلول",
    "october oct اکتبر اکتوبر أكتوبر تشرين‌الأول",
    "november nov نوامبر نومبر نوفمبر تشرين‌الثاني",
    "december dec دسامبر دسمبر ديسمبر كانون‌الأول",
)
_SEASONS = ("بهار spring", "تابستان summer", "پاییز autumn fall", "زمستان winter")
_WEEKDAYS = (
    "دوشنبه monday mon الاثنين",
    "سه‌شنبه tuesday tue الثلاثاء",
    "چهارشنبه wednesday wed الأربعاء",
    "پنج‌شنبه thursday thu الخميس",
    "جمعه آدینه friday fri الجمعة",
    "شنبه saturday sat السبت",
    "یک‌شنبه sunday sun الأحد",
)
"""In the order of `date.weekday`: Monday is 0."""
_ONES = ["یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم"]
_TEENS = ["دهم", "یازدهم", "دوازدهم", "سیزدهم", "چهاردهم", "پانزدهم", "شانزدهم", "هفدهم", "هجدهم", "نوزدهم"]
_ORDINALS = (
    *_ONES,
    *_TEENS,
    "بیستم",
    *(f"بیست‌و{one}" for one in _ONES),
    "سی‌ام",
    "سی‌ویکم",
)


class Sense(StrEnum):
    """What a word of a date says."""

    SOLAR_MONTH = "solar month"
    ZODIAC_MONTH = "zodiac month"
    LUNAR_MONTH = "lunar month"
    GREGORIAN_MONTH = "gregorian month"
    SEASON = "season"
    WEEKDAY = "weekday"
    NUMBER = "number"
    SOLAR = "solar"
    LUNAR = "lunar"
    HIJRI = "hijri"
    GREGORIAN = "gregorian"
    IMPERIAL = "imperial"
    ABOUT = "about"
    MAYBE = "maybe"
    OR = "or"
    TO = "to"
    EITHER = "either"
    FROM = "from"
    DECADE = "decade"
    NOTHING = "nothing"


class Word(NamedTuple):
    """A word that is understood, and its number where it has one: of a month or a season from 1."""

    sense: Sense
    number: int = 0


_SAID: Mapping[Sense, str] = {
    Sense.SOLAR: "شمسی هجری‌شمسی خورشیدی هجری‌خورشیدی ه‌ش ش shamsi jalali solarhijri hijrishamsi sh ap",
    Sense.LUNAR: "قمری هجری‌قمری ه‌ق ق qamari lunarhijri hijriqamari",
    Sense.HIJRI: "هجری hijri ah",
    Sense.GREGORIAN: "میلادی م gregorian ce ad",
    Sense.IMPERIAL: "شاهنشاهی shahanshahi imperial",
    Sense.ABOUT: "about around circa ca c approximately approx حدود در‌حدود حدوداً تقریباً حوالی در‌حوالی",
    Sense.MAYBE: "probably possibly perhaps presumably احتمالاً شاید گویا",
    Sense.OR: "or یا أو",
    Sense.TO: "to until till through تا لغایت إلى",
    Sense.EITHER: "either",
    Sense.FROM: "from از",
    Sense.DECADE: "دهه دهۀ دهه‌ی",
    Sense.NOTHING: "the of on in year month day سال سنه سنة ماه روز مورخ مورخه در ام",
}


def key(text: str) -> str:
    """Return what is looked up: folded, in lower case, without the accents of Latin letters, letters only."""
    plain = unicodedata.normalize("NFKD", folded(text).casefold())
    return "".join(character for character in plain if character.isalpha() and character not in "ʿʾʼʻ")


def _numbered(sense: Sense, names: Iterable[str], first: int = 1) -> Iterable[tuple[str, Word]]:
    for number, spellings in enumerate(names, first):
        yield from ((key(spelling), Word(sense, number)) for spelling in spellings.split())


WORDS: Mapping[str, Word] = dict(
    [
        *_numbered(Sense.SOLAR_MONTH, _SOLAR),
        *((f"{name}ماه", word) for name, word in _numbered(Sense.SOLAR_MONTH, _SOLAR) if not name.isascii()),
        *_numbered(Sense.ZODIAC_MONTH, _ZODIAC),
        *_numbered(Sense.LUNAR_MONTH, _LUNAR),
        *_numbered(Sense.GREGORIAN_MONTH, _GREGORIAN),
        *_numbered(Sense.SEASON, _SEASONS),
        *_numbered(Sense.WEEKDAY, _WEEKDAYS, 0),
        *_numbered(Sense.NUMBER, _ORDINALS),
        *_numbered(Sense.NUMBER, ["اول"]),
        *((key(spelling), Word(sense)) for sense, spellings in _SAID.items() for spelling in spellings.split()),
    ]
)
"""Every word that is understood, by its key."""
LONGEST = 4
"""Words in a row that may make one name."""
