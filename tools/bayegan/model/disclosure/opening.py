"""Opening a record to the public: what is closed in it is taken out or replaced, and noted."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha512
from typing import Any

from bayegan.model.collection import Collection
from bayegan.model.disclosure.closed import secrets_of, why_closed
from bayegan.model.disclosure.disclosed import Kept, Withheld
from bayegan.model.disclosure.mask import IN_ITS_PLACE
from bayegan.model.record import FileNote, Name, Organisation, Part, Passage, Person, Record
from bayegan.model.record.rebuild import GONE, rebuilt
from bayegan.model.record.shape import Shaped, shape_of

_NATURE = "an accession is restricted by nature"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record without what is closed in it. `secrets` are strings that must not stand in what is left.

    `numbers` says of each list of the record from which something was taken out which numbers stay.
    """

    record: Record
    closed_files: Mapping[str, str]
    withheld: tuple[Withheld, ...]
    secrets: tuple[str, ...]
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def opened(record: Record, payload: Iterable[str], today: date, notes: Sequence[int] | None = None) -> Opened:
    """Return `record` as the public may see it today; `payload` are the paths of its files.

    A record may come with some of its notes on single files alone, all that are closed among them: `notes` are
    then their numbers among all.

    People and organisations that are closed stay as somebody whose name is withheld, with their roles, so that
    what was done and to how many stays told. A closed name is replaced. All else that is closed is taken out, with
    what cannot stand without it, and every reference to it. A part that is closed closes the files that it stands
    in, or all of them where nobody says which. The accession is always taken out.
    """
    if record.accession is None and _is_all_open(record, today):
        return Opened(record, {}, (), ())
    opening = _Opening(today, payload)
    shown = opening.record(record, notes)
    secrets = tuple(dict.fromkeys(opening.secrets))
    return Opened(shown, opening.closed_files, tuple(opening.withheld), secrets, opening.numbers)


@dataclass(frozen=True, slots=True)
class OpenedCollection:
    """The description of a collection without what is closed in it."""

    collection: Collection
    withheld: tuple[Withheld, ...]
    secrets: tuple[str, ...]


def opened_collection(collection: Collection, today: date) -> OpenedCollection:
    """Return the description of a collection that is open itself as the public may see it today.

    It is opened as a record is: people and organisations that are closed stay as somebody.
    """
    opening = _Opening(today, ())
    shown: Collection = opening.each(collection, "", why=None)
    return OpenedCollection(shown, tuple(opening.withheld), tuple(dict.fromkeys(opening.secrets)))


def with_new_keys(record: Record) -> Record:
    """Return the record with keys that say nothing: archivists make them of names."""
    new: dict[str, str] = {}

    def known(one: Shaped, value: Any) -> Any:
        if one.said.pattern == "key":
            new.setdefault(value, f"k{len(new) + 1}")
        return value

    def renamed(one: Shaped, value: Any) -> Any:
        return new.get(value, value) if one.said.pattern in ("key", "reference") else value

    rebuilt(record, known)
    return rebuilt(record, renamed)


@dataclass(slots=True)
class _Opening:
    day: date
    payload: Iterable[str]
    closed_files: dict[str, str] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def record(self, record: Record, notes: Sequence[int] | None = None) -> Record:
        if record.accession is not None:
            self._note(record.accession, Kept.ENTRY, "/accession", _NATURE)
            record = replace(record, accession=None)
        left = [_Left(one, numbered) for one, numbered in _objects_with_numbers(record, notes)]
        closed = _closed_parts(record.parts, self.day)
        for one in left:
            self._keep(one, lambda value, where: self.each(value, where, self._why(value, closed)))
        known = -1
        while known != len(self.gone):
            known = len(self.gone)
            for one in left:
                self._keep(one, self._standing)
        changed: dict[str, Any] = {}
        for one in left:
            held = getattr(record, one.shaped.name)
            values = tuple(value for _, value in one.numbered)
            changed[one.shaped.name] = values if one.shaped.many else next(iter(values), None)
            if one.shaped.many and len(values) < len(held):
                self.numbers[one.shaped.name] = tuple(number for number, _ in one.numbered)
        return replace(record, **changed)

    def _keep(self, one: "_Left", seen: Callable[[Any, str], Any]) -> None:
        """Put what is `seen` of each object in its place, and take out those that are GONE."""
        made = ((number, seen(value, one.where(number))) for number, value in one.numbered)
        one.numbered = [(number, value) for number, value in made if value is not GONE]

    def _why(self, value: Any, closed_parts: Mapping[int, str]) -> str | None:
        return closed_parts.get(id(value)) if isinstance(value, Part) else why_closed(value, self.day)

    def _standing(self, value: Any, where: str) -> Any:
        return rebuilt(value, self._without_reference, lambda inner: self._that_stands(inner, where))

    def each(self, value: Any, where: str, why: str | None) -> Any:
        """Return an object of the record as it may be seen, or GONE."""
        if isinstance(value, Name):
            return value if why is None else self._replaced_name(value, where, why)
        if why is not None and isinstance(value, Person | Organisation):
            return self._replaced(value, where, why)
        if why is not None:
            self._taken_out(value, where, why)
            return GONE
        changed = {
            one.name: self._field(getattr(value, one.name), one, f"{where}/{one.key}")
            for one in shape_of(value.__class__)
            if one.is_object
        }
        return replace(value, **changed) if changed else value

    def _field(self, value: Any, shaped: Shaped, where: str) -> Any:
        if shaped.many:
            seen = (self.each(one, f"{where}/{n}", why_closed(one, self.day)) for n, one in enumerate(value))
            return tuple(one for one in seen if one is not GONE)
        if value is None:
            return None
        seen = self.each(value, where, why_closed(value, self.day))
        return None if seen is GONE else seen

    def _replaced_name(self, name: Name, where: str, why: str) -> Name:
        self._note(name, Kept.NAME, where, why)
        return Name(IN_ITS_PLACE, kind=name.kind)

    def _replaced(self, value: Person | Organisation, where: str, why: str) -> Person | Organisation:
        kept = Kept.PERSON if isinstance(value, Person) else Kept.ORGANISATION
        self._note(value, kept, where, why)
        return type(value)(names=(Name(IN_ITS_PLACE),), roles=value.roles, key=value.key)

    def _taken_out(self, value: Any, where: str, why: str) -> None:
        self._note(value, Kept.ENTRY, where, why)
        self._close_files(value, why)
        self._leave(value)

    def _close_files(self, value: Any, why: str) -> None:
        """Close the files that something closed is, or stands in; a part that may stand anywhere closes all."""
        if isinstance(value, FileNote):
            self.closed_files[value.path] = why
            return
        places: tuple[Passage, ...] = getattr(value, "passages", ())
        paths = self.payload if isinstance(value, Part) and not places else tuple(one.path for one in places)
        for path in paths:
            self.closed_files.setdefault(path, f"a {_word(value)} that is closed stands in it ({why})")

    def _leave(self, value: Any) -> None:
        key = getattr(value, "key", None)
        if key is not None:
            self.gone.add(key)

    def _without_reference(self, one: Shaped, value: Any) -> Any:
        is_to_nothing = one.said.pattern == "reference" and value in self.gone and not one.required
        return GONE if is_to_nothing else value

    def _that_stands(self, value: Any, where: str) -> Any:
        """Take out places in files that are closed, and what cannot stand without something that is gone."""
        if isinstance(value, Passage):
            return GONE if value.path in self.closed_files else value
        for one in shape_of(value.__class__):
            is_needed = one.said.pattern == "reference" and one.required and not one.many
            if is_needed and getattr(value, one.name) in self.gone:
                self._note(value, Kept.ENTRY, where, f"this {_word(value)} cannot stand without what is closed")
                self._leave(value)
                return GONE
        return value

    def _note(self, value: Any, kept: Kept, where: str, why: str) -> None:
        digest = None
        if isinstance(value, Name):
            digest = sha512(value.value.encode("utf-8", "surrogatepass")).hexdigest()
        self.withheld.append(Withheld(kept, where, why, digest))
        self.secrets.extend(secrets_of(value))


@dataclass(slots=True)
class _Left:
    """What is left of a field of the record: its objects, each with its number in the record as it was sealed."""

    shaped: Shaped
    numbered: list[tuple[int, Any]]

    def where(self, number: int) -> str:
        return f"/{self.shaped.key}/{number}" if self.shaped.many else f"/{self.shaped.key}"


def _objects_with_numbers(
    record: Record, notes: Sequence[int] | None
) -> Iterator[tuple[Shaped, list[tuple[int, Any]]]]:
    for one in shape_of(Record):
        held = getattr(record, one.name)
        if not one.is_object or held is None:
            continue
        values = held if one.many else (held,)
        numbers = notes if one.type is FileNote and notes is not None else range(len(values))
        yield one, list(zip(numbers, values, strict=True))


def _is_all_open(value: Any, today: date) -> bool:
    """Say whether nothing within an object of the record is closed: that is so of most, and quickly seen."""
    for name, many in _objects_of(value.__class__):
        held = getattr(value, name)
        for one in held if many else () if held is None else (held,):
            if why_closed(one, today) is not None or not _is_all_open(one, today):
                return False
    return True


@cache
def _objects_of(cls: type) -> tuple[tuple[str, bool], ...]:
    return tuple((one.name, one.many) for one in shape_of(cls) if one.is_object)


def _closed_parts(parts: tuple[Part, ...], today: date) -> dict[int, str]:
    """Return why each part is closed that is, by its identity; one within a closed part is closed too."""
    above = {part.key: part for part in parts if part.key is not None}
    closed: dict[int, str] = {}
    for part in parts:
        for outer in _outwards(part, above):
            why = why_closed(outer, today)
            if why is not None:
                closed[id(part)] = why if outer is part else f"it is part of one that is closed ({why})"
                break
    return closed


def _outwards(part: Part, above: Mapping[str, Part]) -> Iterator[Part]:
    """Yield a part, and those that it is within, the nearest first, each once."""
    seen: set[int] = set()
    outer: Part | None = part
    while outer is not None and id(outer) not in seen:
        seen.add(id(outer))
        yield outer
        outer = above.get(outer.within) if outer.within else None


def _word(value: object) -> str:
    return type(value).__name__.lower()
