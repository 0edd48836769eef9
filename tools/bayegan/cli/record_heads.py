"""The line with which a thing of the record begins, and the fields that it tells already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bayegan.cli import record_words as words
from bayegan.model.record import (
    Act,
    Amendment,
    Claim,
    Event,
    Extra,
    FileNote,
    Information,
    Intervention,
    Involvement,
    Organisation,
    Part,
    Person,
    Place,
    Record,
    Reference,
    Term,
    Text,
)

Labels = Mapping[str, str]
"""What each key of a record names, in words."""

_LONGEST_LABEL = 60


def labels(record: Record) -> Labels:
    """Return what the keys of `record` name."""
    bearers: list[Person | Organisation] = [*record.people, *record.organisations]
    called = {one.key: words.plain(one.names[0].value) for one in bearers if one.key}
    called |= {one.key: _whole_place(one) for one in record.places if one.key}
    titled: list[Event | Part] = [*record.events, *record.parts]
    called |= {one.key: _label(one.title) for one in titled if one.key}
    called |= {one.key: _label(Text(one.kind.value)) for one in record.acts if one.key}
    called |= {one.key: _label(one.paraphrase) for one in record.claims if one.key}
    return called | {one.key: _label(one.citation) for one in record.references if one.key}


def _label(text: Text) -> str:
    cut = text.value if len(text.value) <= _LONGEST_LABEL else text.value[: _LONGEST_LABEL - 1] + "…"
    return words.plain(cut)


def _whole_place(place: Place) -> str:
    return ", ".join(words.plain(name.value) for name in (place.names[0], *place.within))


def named(key: str | None, called: Labels) -> str | None:
    """Return what `key` names; a key that names nothing stands for itself."""
    return None if key is None else called.get(key, words.plain(key))


def all_named(keys: Sequence[str], called: Labels) -> str:
    """Return what several keys name."""
    return ", ".join(named(key, called) or "" for key in keys)


def head(one: object, called: Labels) -> tuple[str, frozenset[str]]:
    """Return the line with which `one` begins, and the names of the fields that it tells."""
    tell, fields = _HEADS[type(one)]
    return tell(one, called), fields


def _bearer(one: Person | Organisation, _: Labels) -> str:
    roles = ", ".join(role.value for role in one.roles)
    return words.main_names(one.names) + (f"  ({roles})" if roles else "")


def _place(one: Place, _: Labels) -> str:
    within = f"  in {', '.join(words.plain(name.value) for name in one.within)}" if one.within else ""
    return " / ".join(words.name(name) for name in one.names) + within


def _act(one: Act, called: Labels) -> str:
    victims = f": {all_named(one.victims, called)}" if one.victims else ""
    return words.value(one.kind) + victims


def _involvement(one: Involvement, called: Labels) -> str:
    degree = f": {words.value(one.degree)}" if one.degree else ""
    return f"{named(one.who, called)} in {named(one.act, called)}{degree}"


def _information(one: Information, called: Labels) -> str:
    source = named(one.source, called)
    citation = words.text(one.citation) if one.citation else None
    return ": ".join(filter(None, (source, citation))) or "a source that is not named"


def _intervention(one: Intervention, called: Labels) -> str:
    kind = f": {words.value(one.kind)}" if one.kind else ""
    return f"{named(one.by, called)}{kind}"


def _claim(one: Claim, _: Labels) -> str:
    return words.text(one.paraphrase)


def _part(one: Part, _: Labels) -> str:
    authors = [words.text(author) for author in one.authors]
    dates = [words.date(date) for date in one.dates]
    places = [words.passage(passage) for passage in one.passages]
    return " · ".join([words.text(one.title), *authors, *dates, *places])


def _reference(one: Reference, _: Labels) -> str:
    return words.text(one.citation)


def _amendment(one: Amendment, _: Labels) -> str:
    when = f", {words.when(one.date)}" if one.date else ""
    return f"version {one.version}, by {words.text(one.by)}{when}: {words.text(one.reason)}"


def _term(one: Term, _: Labels) -> str:
    return f"{one.term}: {words.text(Text(one.value, one.lang))}"


def _extra(one: Extra, _: Labels) -> str:
    return f"{words.plain(one.name)}: {words.plain(one.value)}"


_BEARER = frozenset(("names", "roles"))
_HEADS: Mapping[type, tuple[Callable[[Any, Labels], str], frozenset[str]]] = {
    Person: (_bearer, _BEARER),
    Organisation: (_bearer, _BEARER),
    Place: (_place, frozenset(("names", "within"))),
    Event: (lambda one, _: words.text(one.title), frozenset(("title",))),
    Act: (_act, frozenset(("kind", "victims"))),
    Involvement: (_involvement, frozenset(("who", "act", "degree"))),
    Information: (_information, frozenset(("source", "citation"))),
    Intervention: (_intervention, frozenset(("by", "kind"))),
    Claim: (_claim, frozenset(("paraphrase",))),
    Part: (_part, frozenset(("title", "authors", "dates", "passages"))),
    Reference: (_reference, frozenset(("citation",))),
    Amendment: (_amendment, frozenset(("version", "by", "reason", "date"))),
    Term: (_term, frozenset(("term", "value", "lang"))),
    Extra: (_extra, frozenset(("name", "value"))),
    FileNote: (lambda one, _: words.plain(one.path), frozenset(("path",))),
}
