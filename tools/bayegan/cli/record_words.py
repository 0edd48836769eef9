"""The small things of a record as a person reads them: texts, names, dates, figures, passages, access."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bayegan.cli.wording import isolated
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
    Qualifier,
    Text,
    Value,
)

LabelOf = Callable[[str], str | None]
"""The label of a concept, None where no vocabulary at hand holds it."""


def plain(value: str) -> str:
    """Return a text safe to print; one with letters that run from right to left keeps its order to itself."""
    return isolated(shown(value))


def name(one: Name) -> str:
    """A name with what it is beside the main one, when it was borne, and who may see it."""
    kind = None if one.kind is NameKind.MAIN else one.kind.value
    seen = one.access and f"access {one.access.value}"
    until = one.embargo and f"not before {shown(one.embargo)}"
    return plain(one.value) + in_brackets(kind, span(one.since, one.until), seen, until)


def main_names(names: Iterable[Name]) -> str:
    """The main names, in every script."""
    some = list(names)
    main = [one for one in some if one.kind is NameKind.MAIN] or some[:1]
    return " / ".join(name(one) for one in main)


def names_in_every_script(names: Iterable[Name]) -> str:
    """The main names, and the first in a script that runs from right to left where none of them has one."""
    some = list(names)
    main = main_names(some)
    leftward = next((one for one in some if isolated(one.value) != one.value), None)
    return main if leftward is None or isolated(main) != main else f"{main} / {plain(leftward.value)}"


def other_names(names: Iterable[Name]) -> str:
    """The names beside the main ones."""
    some = list(names)
    main = [one for one in some if one.kind is NameKind.MAIN] or some[:1]
    return ", ".join(name(one) for one in some if one not in main)


def date(one: Date) -> str:
    """A date, after what it is the date of where that says something."""
    kind = "" if one.kind in (DateKind.EVENT, DateKind.DATE) else f"{one.kind.value}: "
    return kind + when(one)


def when(one: Date) -> str:
    """A date as its source writes it and what that comes to, or in the words of its EDTF."""
    said = in_words(one.edtf, one.text, one.calendar, derived=one.derived)
    if one.text:
        said = said.replace(shown(one.text), plain(one.text), 1)
    return said + in_brackets(certainty(one.certainty))


def span(since: str | None, until: str | None) -> str:
    """From when until when."""
    return " ".join(f"{word} {shown(when)}" for word, when in (("from", since), ("until", until)) if when)


def figure(one: Figure) -> str:
    """A number, or two, and of what; the words of the source where it has no number."""
    unit = plain(one.unit.value) if one.unit else ""
    number = _number(one)
    words = f"“{plain(one.words.value)}”" if one.words else ""
    said = f"{number} {unit}".strip() if number else f"{words or 'no number'}{unit and f': {unit}'}"
    return f"{said}, in the words {words}" if number and words else said


_QUALIFIED: Mapping[Qualifier | None, tuple[str, str]] = {
    None: ("at least {:,}", "at most {:,}"),
    Qualifier.ABOUT: ("about {:,} or more", "up to about {:,}"),
    Qualifier.MORE_THAN: ("more than {:,}", "at most {:,}"),
    Qualifier.FEWER_THAN: ("at least {:,}", "fewer than {:,}"),
    Qualifier.ALMOST: ("at least {:,}", "almost {:,}"),
}


def _number(one: Figure) -> str:
    least, most = _QUALIFIED[one.qualifier]
    if one.least is None or one.most is None:
        said = least.format(one.least) if one.least is not None else ""
        return most.format(one.most) if one.most is not None else said
    if one.qualifier in (None, Qualifier.ABOUT):
        about = "about " if one.qualifier else ""
        return about + (f"{one.least:,}" if one.least == one.most else f"{one.least:,} to {one.most:,}")
    if one.least == one.most:
        return (least if one.qualifier is Qualifier.MORE_THAN else most).format(one.least)
    return f"{least.format(one.least)} and {most.format(one.most)}"


def certainty(one: Certainty | None) -> str | None:
    """How sure something is."""
    return one and one.value


def in_brackets(*words: str | None) -> str:
    """What is said in passing, or nothing."""
    said = ", ".join(filter(None, words))
    return f"  ({said})" if said else ""


@dataclass(frozen=True, slots=True)
class Words:
    """How texts of one record are said: its `language` goes without saying, and so does the `only_file` in which
    all its passages stand. `label` turns concepts into words.
    """

    language: str | None = None
    only_file: str | None = None
    label: LabelOf = lambda _: None

    def text(self, one: Text) -> str:
        """A text, with its language where that is not the language of the record."""
        tag = one.lang if one.lang and one.lang != self.language else None
        return plain(one.value) + (f"  [{tag}]" if tag else "")

    def value(self, one: Value) -> str:
        """A value with the term of a vocabulary that it means, where that says more, and how sure it is."""
        sure = certainty(one.certainty)
        return plain(one.value) + in_brackets(self._term(one), None if _same(sure, one.value) else sure)

    def _term(self, one: Value) -> str | None:
        if one.concept is None:
            return None
        term = self.label(one.concept) or one.concept
        return None if _same(term, one.value) else f"as “{plain(term)}”"

    def passages(self, several: Sequence[Passage]) -> str:
        """Where something stands; what nobody could check is said to be so."""
        return "; ".join(map(self.passage, several))

    def passage(self, one: Passage) -> str:
        """Where something stands."""
        places = [] if one.path == self.only_file else [plain(one.path)]
        places += [f"characters {one.start:,} to {one.end:,}"] if one.is_checked else []
        places += [f"page {plain(one.page)}"] if one.page else []
        places += [plain(one.selector)] if one.selector else []
        return ", ".join(places) + ("" if one.is_checked else "  (not checked)")

    def access(self, one: Access) -> str:
        """Who may see something, from when, and why."""
        said = [f"access {one.level.value}"]
        said += [f"not before {shown(one.embargo)}"] if one.embargo else []
        said += [f"because: {self.text(one.reason)}"] if one.reason else []
        said += [f"consent: {self.text(one.consent)}"] if one.consent else []
        return ", ".join(said)

    def position(self, one: Position, organisation: str | None) -> str:
        """An office; `organisation` is the name of the one that it refers to."""
        where = [self.text(one.organisation)] if one.organisation else []
        where += [organisation] if organisation else []
        about = in_brackets(
            one.held and f"held {one.held.value}", span(one.since, one.until), certainty(one.certainty)
        )
        stands = f", in {self.passages(one.passages)}" if one.passages else ""
        return ", ".join([self.text(one.title), *where]) + about + stands


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()
