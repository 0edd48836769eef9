"""The small things of a record as a person reads them: texts, names, dates, figures, passages, access."""

import unicodedata
from collections.abc import Iterable

from bayegan.model.date_words import in_words
from bayegan.model.names import shown
from bayegan.model.record import (
    Access,
    Certainty,
    Date,
    DateKind,
    Figure,
    Name,
    NameKind,
    Passage,
    Position,
    Text,
    Value,
)

FSI, PDI = "\u2068", "\u2069"
"""First Strong Isolate and Pop Directional Isolate (UAX #9, 2.4)."""


def plain(value: str) -> str:
    """Return a text safe to print; one with letters that run from right to left keeps its order to itself."""
    safe = shown(value)
    return f"{FSI}{safe}{PDI}" if _runs_leftward(safe) else safe


def _runs_leftward(value: str) -> bool:
    return not value.isascii() and any(unicodedata.bidirectional(one) in ("R", "AL") for one in value)


def text(one: Text) -> str:
    """A text with its language."""
    return f"{plain(one.value)}  [{one.lang}]" if one.lang else plain(one.value)


def value(one: Value) -> str:
    """A value with how sure it is and the concept that it means."""
    return plain(one.value) + _in_brackets(_certainty(one.certainty), one.concept and shown(one.concept))


def name(one: Name) -> str:
    """A name with what it is beside the main one, when it was borne, and who may see it."""
    kind = None if one.kind is NameKind.MAIN else one.kind.value
    seen = one.access and f"access {one.access.value}"
    until = one.embargo and f"not before {shown(one.embargo)}"
    return plain(one.value) + _in_brackets(kind, span(one.since, one.until), seen, until)


def main_names(names: Iterable[Name]) -> str:
    """The main names, in every script."""
    some = list(names)
    main = [one for one in some if one.kind is NameKind.MAIN] or some[:1]
    return " / ".join(name(one) for one in main)


def other_names(names: Iterable[Name]) -> str:
    """The names beside the main ones."""
    some = list(names)
    main = [one for one in some if one.kind is NameKind.MAIN] or some[:1]
    return ", ".join(name(one) for one in some if one not in main)


def date(one: Date) -> str:
    """A date in EDTF, and as its source writes it, after what it is the date of where that says something."""
    kind = "" if one.kind in (DateKind.EVENT, DateKind.DATE) else f"{one.kind.value}: "
    return kind + when(one)


def when(one: Date) -> str:
    """A date in EDTF, or as its source writes it and what that comes to."""
    if one.text:
        said = in_words(one.edtf, one.text, one.calendar, derived=one.derived)
        isolated = said.replace(shown(one.text), plain(one.text), 1)
        return isolated + _in_brackets(_certainty(one.certainty))
    calendar = one.calendar and one.calendar.value
    return shown(one.edtf or "") + _in_brackets(calendar, _certainty(one.certainty))


def span(since: str | None, until: str | None) -> str:
    """From when until when."""
    return " ".join(f"{word} {shown(when)}" for word, when in (("from", since), ("until", until)) if when)


def figure(one: Figure) -> str:
    """A number, or two, and of what."""
    of = f" {plain(one.unit.value)}" if one.unit else ""
    if one.least is not None and one.least == one.most:
        return f"{one.least:,}{of}"
    least = [] if one.least is None else [f"at least {one.least:,}"]
    most = [] if one.most is None else [f"at most {one.most:,}"]
    return " and ".join(least + most) + of


def passage(one: Passage) -> str:
    """Where something stands, and whether anybody looked."""
    places = [f"characters {one.start:,} to {one.end:,}"] if one.is_checked else []
    places += [f"page {plain(one.page)}"] if one.page else []
    places += [plain(one.selector)] if one.selector else []
    checked = "checked" if one.is_checked else "not checked"
    return ", ".join([plain(one.path), *places]) + f"  ({checked})"


def access(one: Access) -> str:
    """Who may see something, from when, and why."""
    said = [f"access {one.level.value}"]
    said += [f"not before {shown(one.embargo)}"] if one.embargo else []
    said += [f"because: {text(one.reason)}"] if one.reason else []
    said += [f"consent: {text(one.consent)}"] if one.consent else []
    return ", ".join(said)


def position(one: Position, organisation: str | None) -> str:
    """An office; `organisation` is the name of the one that it refers to."""
    where = [text(one.organisation)] if one.organisation else []
    where += [organisation] if organisation else []
    about = _in_brackets(
        one.held and f"held {one.held.value}", span(one.since, one.until), _certainty(one.certainty)
    )
    return ", ".join([text(one.title), *where]) + about


def _certainty(one: Certainty | None) -> str | None:
    return one and one.value


def _in_brackets(*words: str | None) -> str:
    said = ", ".join(filter(None, words))
    return f"  ({said})" if said else ""
