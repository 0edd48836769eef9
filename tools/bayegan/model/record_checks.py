"""What no schema can say of a record: whether its keys, figures, intervals and passages make sense together."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bayegan.model.described import Met
from bayegan.model.record import Figure, Passage, Record
from bayegan.model.record.shape import shape_of

_TAG_OF = {one.type: one.said.tag for one in shape_of(Record) if one.is_object}
_PLAIN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


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


def _intervals(objects: Sequence[Met]) -> Iterator[Wrong]:
    for met in objects:
        since, until = met.fields.get("since"), met.fields.get("until")
        if isinstance(since, str) and isinstance(until, str) and _is_before(until, since):
            yield Wrong("record-interval", f"{met.pointer}/until", f"from {since} until {until}")


def _is_before(one: str, other: str) -> bool:
    """Say whether a date surely lies before another; of other than plain dates nothing is sure."""
    bare, than = one.rstrip("?~%"), other.rstrip("?~%")
    if not _PLAIN_DATE.fullmatch(bare) or not _PLAIN_DATE.fullmatch(than):
        return False
    shorter = min(len(bare), len(than))
    return bare[:shorter] < than[:shorter]


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
    _embargoes,
    _passages,
)
