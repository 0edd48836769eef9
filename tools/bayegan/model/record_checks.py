"""What no schema can say of a record: whether its keys, figures, intervals and passages make sense together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bayegan.model.date_bounds import bounds
from bayegan.model.described import Met
from bayegan.model.record import Figure, Passage, Record
from bayegan.model.record.shape import classes_below, shape_of

_TAG_OF = {one.type: one.said.tag for one in shape_of(Record) if one.is_object}
OUR_VOCABULARIES = frozenset(
    one.said.vocabulary for cls in classes_below(Record) for one in shape_of(cls) if one.said.vocabulary
)
"""The vocabularies that belong to fields of a record."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the code of its rule, where it stands, what was found and what is right instead."""

    code: str
    pointer: str
    found: str
    expected: str | None = None


def wrongs(objects: Sequence[Met]) -> list[Wrong]:
    """Return all that is wrong with the objects of an item, in the order of the checks."""
    return [wrong for check in _CHECKS for wrong in check(objects)]


@dataclass(frozen=True, slots=True)
class _Named:
    tag: str
    pointer: str


def _named(objects: Sequence[Met]) -> tuple[dict[str, _Named], list[Wrong]]:
    """Return what each key names, and the keys that name two things."""
    named: dict[str, _Named] = {}
    twice: list[Wrong] = []
    for met in objects:
        for _, pointer, key in met.texts("key"):
            first = named.setdefault(key, _Named(_TAG_OF[met.cls], pointer))
            if first.pointer != pointer:
                twice.append(Wrong("record-key-twice", pointer, f"“{key}”, as at {first.pointer}"))
    return named, twice


def _keys(objects: Sequence[Met]) -> Iterator[Wrong]:
    named, twice = _named(objects)
    yield from twice
    for met in objects:
        for field, pointer, key in met.texts("reference"):
            to = field.said.to.split()
            if key not in named:
                yield Wrong("record-key-unknown", pointer, f"“{key}”, which names nothing")
            elif to and named[key].tag not in to:
                kinds, found = " or ".join(to), named[key]
                said = f"“{key}”, which is the {found.tag} at {found.pointer}"
                yield Wrong("record-key-kind", pointer, said, f"the key of a {kinds}")


def _circles(objects: Sequence[Met]) -> Iterator[Wrong]:
    """Yield every reference that leads back to the thing that states it."""
    leads: dict[str, tuple[str, str]] = {}
    for met in objects:
        own = met.fields.get("key")
        for field, pointer, key in met.texts("reference"):
            if field.said.acyclic and isinstance(own, str):
                leads.setdefault(own, (pointer, key))
    for own, (pointer, _) in leads.items():
        if path := _way_back(own, leads):
            yield Wrong("record-key-circle", pointer, " → ".join((own, *path)))


def _way_back(own: str, leads: Mapping[str, tuple[str, str]]) -> list[str]:
    path: list[str] = []
    here = own
    while here in leads and len(path) <= len(leads):
        here = leads[here][1]
        path.append(here)
        if here == own:
            return path
    return []


def _figures(objects: Sequence[Met]) -> Iterator[Wrong]:
    for met in objects:
        if met.cls is Figure:
            least, most = met.number("least"), met.number("most")
            if least is not None and most is not None and least > most:
                yield Wrong("record-figure", f"{met.pointer}/least", f"at least {least:,} and at most {most:,}")
            yield from _qualifier(met)


def _qualifier(met: Met) -> Iterator[Wrong]:
    """Yield a qualifier that qualifies no number of its figure."""
    qualifier = met.fields.get("qualifier")
    needed = {"about": ("least", "most"), "more-than": ("least",), "fewer-than": ("most",), "almost": ("most",)}
    if qualifier in needed and not any(map(met.has, needed[qualifier])):
        found, expected = f"“{qualifier}” without {' or '.join(needed[qualifier])}", "the number that it qualifies"
        yield Wrong("record-figure-qualifier", f"{met.pointer}/qualifier", found, expected)


def _intervals(objects: Sequence[Met]) -> Iterator[Wrong]:
    for met in objects:
        since, until = met.fields.get("since"), met.fields.get("until")
        if isinstance(since, str) and isinstance(until, str) and _is_before(until, since):
            yield Wrong("record-interval", f"{met.pointer}/until", f"from {since} until {until}")


def _is_before(one: str, other: str) -> bool:
    """Say whether every day of a date surely lies before every day of another; of what is no date, nothing is."""
    try:
        latest, earliest = bounds(one).latest, bounds(other).earliest
    except ValueError:
        return False
    return latest is not None and earliest is not None and latest < earliest


def _concepts(objects: Sequence[Met]) -> Iterator[Wrong]:
    """Yield each concept that belongs to another of our vocabularies than the field; an archive's own fit all."""
    for met in objects:
        wanted = met.holder.said.vocabulary if met.holder else ""
        concept = met.fields.get("concept")
        if not wanted or not isinstance(concept, str):
            continue
        stated = concept.partition(":")[0]
        if stated != wanted and stated in OUR_VOCABULARIES:
            said = f"a concept of “{wanted}”, or of a vocabulary of the archive's own"
            yield Wrong("record-concept-field", f"{met.pointer}/concept", f"“{concept}”", said)


def _embargoes(objects: Sequence[Met]) -> Iterator[Wrong]:
    for met in objects:
        for _, pointer, day in met.texts("day"):
            try:
                date.fromisoformat(day)
            except ValueError:
                yield Wrong("record-embargo", pointer, f"“{day}”")


def _passages(objects: Sequence[Met]) -> Iterator[Wrong]:
    for met in objects:
        if met.cls is Passage:
            yield from _passage(met)


def _passage(met: Met) -> Iterator[Wrong]:
    start, end = met.number("start"), met.number("end")
    is_elsewhere = met.has("page") or met.has("selector")
    if not met.has("start") and not met.has("end"):
        if met.has("sha256"):
            yield Wrong("record-passage-digest-alone", f"{met.pointer}/sha256", "a digest without a range")
        elif not is_elsewhere:
            yield Wrong("record-passage-place", met.pointer, "no range, page or selector")
    elif not (met.has("start") and met.has("end")):
        yield Wrong("record-passage-half", met.pointer, f"a range without {'start' if met.has('end') else 'end'}")
    else:
        if start is not None and end is not None and start >= end:
            yield Wrong("record-passage-empty", met.pointer, f"from {start} to {end}")
        if not met.has("sha256"):
            yield Wrong("record-passage-no-digest", met.pointer, "no SHA-256")


_CHECKS: tuple[Callable[[Sequence[Met]], Iterator[Wrong]], ...] = (
    _keys,
    _circles,
    _figures,
    _intervals,
    _concepts,
    _embargoes,
    _passages,
)
