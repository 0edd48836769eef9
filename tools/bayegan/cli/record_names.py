"""What the keys of a record name, in words that tell things of one kind apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bayegan.cli import record_words as words
from bayegan.cli.record_words import Words
from bayegan.model.date_words import edtf_in_words
from bayegan.model.record import Act, Claim, Date, Event, Organisation, Part, Person, Place, Record, Text

_LONGEST = 60
_MOST_VICTIMS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """How the things of one record are told: in which `words`, and what each key is `called`."""

    words: Words
    called: Mapping[str, str]
    places: Mapping[str, str]
    """The own names of places, which `called` has with the wider places."""

    def named(self, key: str) -> str:
        """Return what `key` names; a key that names nothing stands for itself."""
        return self.called.get(key, words.plain(key))

    def all_named(self, keys: Sequence[str], between: str = "; ") -> str:
        """Return what several keys name."""
        return between.join(map(self.named, keys))

    def asserters(self, claim: Claim) -> str:
        """Return who asserts a claim: who is named in words, and whom keys name."""
        return "; ".join((*map(self.words.text, claim.asserted_by), *map(self.named, claim.asserters)))

    def reporters(self, claim: Claim) -> str:
        """Return who reports that a claim is asserted."""
        return "; ".join((*map(self.words.text, claim.reported_by), *map(self.named, claim.reporters)))

    def act(self, act: Act, kind: str) -> str:
        """Return what an act is called: its title, or else its kind, whom it was done to, when first, and where."""
        if act.title:
            return f"{self.words.text(act.title)}: {kind}"
        more = len(act.victims) - _MOST_VICTIMS
        victims = self.all_named(act.victims[:_MOST_VICTIMS], ", ") + (f" and {more} more" if more > 0 else "")
        where = (self.places.get(act.place, words.plain(act.place)),) if act.place else ()
        what = f"{kind}: {victims}" if victims else kind
        return ", ".join((what, *map(_day, act.dates[:1]), *where))


def told(record: Record, said: Words) -> Told:
    """Return how the things of `record` are told."""
    bearers: list[Person | Organisation] = [*record.people, *record.organisations]
    called = {one.key: words.plain(one.names[0].value) for one in bearers if one.key}
    called |= {one.key: _whole_place(one) for one in record.places if one.key}
    titled: list[Event | Part] = [*record.events, *record.parts]
    called |= {one.key: _cut(one.title) for one in titled if one.key}
    called |= {one.key: _cut(one.description) for one in record.groups if one.key}
    called |= {one.key: _cut(one.title or one.citation) for one in record.references if one.key}
    places = {one.key: words.plain(one.names[0].value) for one in record.places if one.key}
    known = Told(said, called, places)
    claims = {one.key: _claim(one, known) for one in record.claims if one.key}
    return Told(said, called | _acts(record, known) | claims, places)


def _acts(record: Record, told: Told) -> dict[str, str]:
    """Return what acts are called; of those that would be called the same, the later have a number."""
    met: Counter[str] = Counter()
    called: dict[str, str] = {}
    for act in record.acts:
        label = _cut(act.title) if act.title else told.act(act, words.plain(act.kind.value))
        met[label] += 1
        if act.key:
            called[act.key] = label if met[label] == 1 else f"{label} (no. {met[label]})"
    return called


def _day(date: Date) -> str:
    return edtf_in_words(date.edtf) if date.edtf else f"“{words.plain(date.text or '')}”"


def _claim(claim: Claim, told: Told) -> str:
    by = told.asserters(claim)
    return _cut(claim.paraphrase) + (f" ({by})" if by else "")


def _cut(text: Text) -> str:
    cut = text.value if len(text.value) <= _LONGEST else text.value[: _LONGEST - 1] + "…"
    return words.plain(cut)


def _whole_place(place: Place) -> str:
    return ", ".join(words.plain(name.value) for name in (place.names[0], *place.within))
