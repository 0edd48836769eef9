"""What a date as its source writes it comes to in EDTF. What is not understood stays text: nothing is guessed.

docs/reference/dates.md lists what is read, what it becomes and what is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bayegan.model.calendars.meaning import Meaning, meaning
from bayegan.model.calendars.names import Sense, Word
from bayegan.model.calendars.said import Part, parts, said, split
from bayegan.model.date_bounds import edtf_problem
from bayegan.model.record import Calendar

LONGEST = 200
"""Characters of a text that is read as a date."""

_BY_MONTH: Mapping[Sense, set[Calendar]] = {
    Sense.SOLAR_MONTH: {Calendar.SOLAR_HIJRI, Calendar.IMPERIAL},
    Sense.ZODIAC_MONTH: {Calendar.SOLAR_HIJRI},
    Sense.LUNAR_MONTH: {Calendar.LUNAR_HIJRI},
    Sense.GREGORIAN_MONTH: {Calendar.GREGORIAN},
}
_BY_ERA: Mapping[Sense, set[Calendar]] = {
    Sense.SOLAR: {Calendar.SOLAR_HIJRI},
    Sense.LUNAR: {Calendar.LUNAR_HIJRI},
    Sense.HIJRI: {Calendar.SOLAR_HIJRI, Calendar.LUNAR_HIJRI},
    Sense.GREGORIAN: {Calendar.GREGORIAN},
    Sense.IMPERIAL: {Calendar.IMPERIAL},
}

_QUALIFIERS = {Sense.ABOUT: "~", Sense.MAYBE: "?"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text comes to, and the calendar in which it is written."""

    edtf: str
    calendar: Calendar


def derived(text: str, calendar: Calendar | None) -> str | None:
    """Return the EDTF of a date as its source writes it, or None where it is not surely understood.

    Without a calendar only a text is read that says its own: by a word (هجری شمسی, میلادی) or by the name of a
    month. A text that says another calendar than the one given is not read.
    """
    found = read(text, calendar)
    return found.edtf if found else None


def read(text: str, calendar: Calendar | None = None) -> Reading | None:
    """Return what a text comes to, with its calendar; None as `derived` does."""
    if len(text) > LONGEST or not (of := parts(text)):
        return None
    is_stated = calendar is not None or any(_has(of, _BY_ERA))
    possible = _calendars(of) & ({calendar} if calendar else set(Calendar))
    if not is_stated and not any(_has(of, _BY_MONTH)):
        return None
    bare = [part for part in of if not any(_has([part], _BY_ERA))]
    readings = [Reading(edtf, one) for one in Calendar if one in possible and (edtf := _edtf(bare, one, is_stated))]
    return readings[0] if len(readings) == 1 else None


def _has(of: Sequence[Part], senses: Mapping[Sense, object]) -> Iterator[bool]:
    return (isinstance(part, Word) and part.sense in senses for part in of)


def _calendars(of: Sequence[Part]) -> set[Calendar]:
    """Return the calendars that every word for a calendar, and every name of a month, allows."""
    allowed = set(Calendar)
    for part in of:
        if isinstance(part, Word):
            allowed &= {**_BY_ERA, **_BY_MONTH}.get(part.sense, allowed)
    return allowed


def _edtf(of: Sequence[Part], calendar: Calendar, is_stated: bool) -> str | None:
    """Return the parts as one date, as some of which one is meant, or as an interval; None where unclear."""
    compound = [way for way in _COMPOUND if any(_has(of, {way.between: None}))]
    if len(compound) > 1:
        return None
    try:
        if not compound:
            return _sound(_single(of, calendar, is_stated))
        way = compound[0]
        opening = isinstance(of[0], Word) and of[0].sense is way.opening
        meanings = _meanings(list(split(of[1:] if opening else of, way.between)), calendar, is_stated)
        return _sound(way.write(meanings)) if meanings else None
    except ValueError:
        return None


def _sound(edtf: str | None) -> str | None:
    return None if edtf is None or edtf_problem(edtf) else edtf


def _single(of: Sequence[Part], calendar: Calendar, is_stated: bool) -> str | None:
    bare, qualifier = _qualified(of)
    one = said(bare)
    found = meaning(one, calendar, is_stated=is_stated) if one else None
    if found is None:
        return None
    if found.one_of:
        return f"[{','.join(day + qualifier for day in found.one_of)}]"
    return f"{found.first}{qualifier}" + (f"/{found.last}{qualifier}" if found.last else "")


def _qualified(of: Sequence[Part]) -> tuple[Sequence[Part], str]:
    """Return a date without the qualifiers around it, and their sign in EDTF; one within it stays where it is."""
    senses = set()
    while of and any(_has(of[:1], _QUALIFIERS)):
        senses.add(of[0])
        of = of[1:]
    while of and any(_has(of[-1:], _QUALIFIERS)):
        senses.add(of[-1])
        of = of[:-1]
    signs = "".join(sorted(sign for sense, sign in _QUALIFIERS.items() if Word(sense) in senses))
    return of, "%" if len(signs) == 2 else signs


def _meanings(runs: Sequence[Sequence[Part]], calendar: Calendar, is_stated: bool) -> list[Meaning] | None:
    """Return what each of several dates comes to; what one leaves out is taken from the last.

    None where one of them is unclear, or is qualified: it is not clear then how far the qualifier reaches.
    """
    dates = [one for run in runs if (one := said(run))]
    if len(dates) < len(runs):
        return None
    last = dates[-1]
    whole = [full for one in dates if (full := one.completed(last))]
    found = [known for one in whole if (known := meaning(one, calendar, is_stated=is_stated))]
    return found if len(found) == len(runs) else None


def _one_of(meanings: Sequence[Meaning]) -> str:
    members = [
        ",".join(one.one_of) if one.one_of else f"{one.first}..{one.last}" if one.last else one.first
        for one in meanings
    ]
    return f"[{','.join(members)}]"


def _from_to(meanings: Sequence[Meaning]) -> str | None:
    """Return the days from the first of one date to the last of another; of more than two, nothing."""
    if len(meanings) != 2:
        return None
    first, last = meanings
    return f"{first.first}/{last.last or last.first}"


class _Way(NamedTuple):
    """How several dates make one: the word that may open them, the one between them, and how that is written."""

    opening: Sense
    between: Sense
    write: Callable[[Sequence[Meaning]], str | None]


_COMPOUND = (_Way(Sense.EITHER, Sense.OR, _one_of), _Way(Sense.FROM, Sense.TO, _from_to))
