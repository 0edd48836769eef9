"""Opening a record to the public: what is closed in it is taken out or replaced, and noted."""

from collections.abc import Iterator, Mapping
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
    """A record without what is closed in it. `secrets` are strings that must not stand in what is left."""

    record: Record
    closed_files: Mapping[str, str]
    withheld: tuple[Withheld, ...]
    secrets: tuple[str, ...]


def opened(record: Record, payload: tuple[str, ...], today: date) -> Opened:
    """Return `record` as the public may see it today; `payload` are the paths of its files.

    People and organisations that are closed stay as somebody whose name is withheld, with their roles, so that
    what was done and to how many stays told. A closed name is replaced. All else that is closed is taken out, with
    what cannot stand without it, and every reference to it. A part that is closed closes the files that it stands
    in, or all of them where nobody says which. The accession is always taken out.
    """
    if record.accession is None and _is_all_open(record, today):
        return Opened(record, {}, (), ())
    opening = _Opening(today, payload)
    shown = opening.record(record)
    secrets = tuple(dict.fromkeys(opening.secrets))
    return Opened(shown, opening.closed_files, tuple(opening.withheld), secrets)


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
    payload: tuple[str, ...]
    closed_files: dict[str, str] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def record(self, record: Record) -> Record:
        if record.accession is not None:
            self._note(record.accession, Kept.ENTRY, "/accession", _NATURE)
            record = replace(record, accession=None)
        shown: Record = self.each(self._without_closed_parts(record), "", why=None)
        known = -1
        while known != len(self.gone):
            known = len(self.gone)
            shown = rebuilt(shown, self._without_reference, self._that_stands)
        return shown

    def _without_closed_parts(self, record: Record) -> Record:
        """Take out closed parts, and those within them."""
        closed = _closed_parts(record.parts, self.day)
        for number, part in enumerate(record.parts):
            if (why := closed.get(id(part))) is not None:
                self._taken_out(part, f"/parts/{number}", why)
        return replace(record, parts=tuple(part for part in record.parts if id(part) not in closed))

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

    def _that_stands(self, value: Any) -> Any:
        """Take out places in files that are closed, and what cannot stand without something that is gone."""
        if isinstance(value, Passage):
            return GONE if value.path in self.closed_files else value
        for one in shape_of(value.__class__):
            is_needed = one.said.pattern == "reference" and one.required and not one.many
            if is_needed and getattr(value, one.name) in self.gone:
                self._note(value, Kept.ENTRY, "", f"this {_word(value)} cannot stand without what is closed")
                self._leave(value)
                return GONE
        return value

    def _note(self, value: Any, kept: Kept, where: str, why: str) -> None:
        digest = None
        if isinstance(value, Name):
            digest = sha512(value.value.encode("utf-8", "surrogatepass")).hexdigest()
        self.withheld.append(Withheld(kept, where, why, digest))
        self.secrets.extend(secrets_of(value))


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
