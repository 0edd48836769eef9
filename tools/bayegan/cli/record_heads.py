"""The line with which a thing of the record begins, and the fields that it tells already."""

from collections.abc import Callable, Mapping
from typing import Any

from bayegan.cli import record_words as words
from bayegan.cli.record_names import Told
from bayegan.model.record import (
    Act,
    Amendment,
    Claim,
    Event,
    Extra,
    FileNote,
    Group,
    Information,
    Intervention,
    Involvement,
    Organisation,
    Part,
    Person,
    Place,
    Reference,
    Term,
    Text,
)


def head(one: object, told: Told) -> tuple[str, frozenset[str]]:
    """Return the line with which `one` begins, and the names of the fields that it tells."""
    tell, fields = _HEADS[type(one)]
    if isinstance(one, Act) and one.title:
        fields -= {"victims"}
    return tell(one, told), fields


def brief(one: object, told: Told) -> str:
    """Return the one line for `one` where there is no room for all that is said of it."""
    if isinstance(one, Person | Organisation):
        return _bearer(one, told, words.names_in_every_script(one.names))
    line = head(one, told)[0]
    if isinstance(one, Claim):
        return f"{line} — {told.asserters(one) or 'nobody is named'}"
    if isinstance(one, Event) and one.dates:
        return f"{line}: {'; '.join(map(words.when, one.dates))}"
    return line


def _bearer(one: Person | Organisation, _: Told, names: str | None = None) -> str:
    roles = ", ".join(role.value for role in one.roles)
    return (names or words.main_names(one.names)) + (f"  ({roles})" if roles else "")


def _group(one: Group, told: Told) -> str:
    roles = ", ".join(role.value for role in one.roles)
    figures = f": {'; '.join(map(words.figure, one.figures))}" if one.figures else ""
    return told.words.text(one.description) + figures + (f"  ({roles})" if roles else "")


def _place(one: Place, _: Told) -> str:
    within = f"  in {', '.join(words.plain(name.value) for name in one.within)}" if one.within else ""
    return " / ".join(words.name(name) for name in one.names) + within


def _act(one: Act, told: Told) -> str:
    return told.act(one, told.words.value(one.kind))


def _involvement(one: Involvement, told: Told) -> str:
    degree = f": {told.words.value(one.degree)}" if one.degree else ""
    return f"{told.named(one.who)} in {told.named(one.act)}{degree}"


def _information(one: Information, told: Told) -> str:
    source = told.named(one.source) if one.source else None
    citation = told.words.text(one.citation) if one.citation else None
    return ": ".join(filter(None, (source, citation))) or "a source that is not named"


def _intervention(one: Intervention, told: Told) -> str:
    kind = f": {told.words.value(one.kind)}" if one.kind else ""
    return f"{told.named(one.by)}{kind}"


def _part(one: Part, told: Told) -> str:
    authors = map(told.words.text, one.authors)
    return " · ".join([told.words.text(one.title), *authors, *map(words.date, one.dates)])


def _amendment(one: Amendment, told: Told) -> str:
    when = f", {words.when(one.date)}" if one.date else ""
    return f"version {one.version}, by {told.words.text(one.by)}{when}: {told.words.text(one.reason)}"


def _term(one: Term, told: Told) -> str:
    return f"{one.term}: {told.words.text(Text(one.value, one.lang))}"


def _extra(one: Extra, _: Told) -> str:
    return f"{words.plain(one.name)}: {words.plain(one.value)}"


_BEARER = frozenset(("names", "roles"))
_HEADS: Mapping[type, tuple[Callable[[Any, Told], str], frozenset[str]]] = {
    Person: (_bearer, _BEARER),
    Organisation: (_bearer, _BEARER),
    Group: (_group, frozenset(("description", "roles", "figures"))),
    Place: (_place, frozenset(("names", "within"))),
    Event: (lambda one, told: told.words.text(one.title), frozenset(("title",))),
    Act: (_act, frozenset(("kind", "title", "victims"))),
    Involvement: (_involvement, frozenset(("who", "act", "degree"))),
    Information: (_information, frozenset(("source", "citation"))),
    Intervention: (_intervention, frozenset(("by", "kind"))),
    Claim: (lambda one, told: told.words.text(one.paraphrase), frozenset(("paraphrase",))),
    Part: (_part, frozenset(("title", "authors", "dates"))),
    Reference: (lambda one, told: told.words.text(one.citation), frozenset(("citation",))),
    Amendment: (_amendment, frozenset(("version", "by", "reason", "date"))),
    Term: (_term, frozenset(("term", "value", "lang"))),
    Extra: (_extra, frozenset(("name", "value"))),
    FileNote: (lambda one, _: words.plain(one.path), frozenset(("path",))),
}
