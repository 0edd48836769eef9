"""What an exporter is, and the exporters that are installed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol

from bayegan.errors import CouldNot, WrongUse
from bayegan.export.open_item import OpenItem
from bayegan.export.sink import Sink
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.names import has_control, shown

GROUP = "bayegan.exporters"
"""The entry points that name exporters; a package installed beside this one may add its own."""


class Written(NamedTuple):
    """An item as it was written: its number from 1, identifier and folder, and what `write_item` returned."""

    number: int
    identifier: str
    folder: str
    said: object


class Exporter(Protocol):
    """A destination, in one file. It is given items that may leave the archive; it selects and withholds nothing.

    Its instances are pickled: they hold their options and nothing else. One that has `takes_earlier` set is given
    every version of an item where it writes for the archive itself, and the latest one otherwise. One that reads
    files which options name has `read`: the digest of each by a word of its own.
    """

    name: ClassVar[str]
    """The word on the command line."""
    title: ClassVar[str]
    explains: ClassVar[str]
    """Who takes this form and what it carries, in a sentence or three."""
    options: ClassVar[Mapping[str, tuple[str, ...]]]
    """Each option with the values that it takes, the default first; () where it takes any text, with no default."""

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the options that were chosen; those that were not are absent."""

    def place(self, item: ExportItem, number: int) -> str:
        """Return the path in the package below which, or as which, all of an item is written; "" for none."""

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Write one item, in whatever process; return what `finish` needs of it, which is pickled.

        All of it lies at the item's `place`. Findings go to `sink.findings`; after an
        error the package is not to be used. Raises CouldNot, XmlRefused.
        """

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write what stands for all items together: a map, a catalogue, a declaration."""

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what the destination's importer would find wrong with the package in `folder`."""


def exporters() -> Mapping[str, type[Exporter]]:
    """Return every installed exporter by its name, in the order of names.

    Raises CouldNot, naming it, where an installed one cannot be loaded.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: _loaded(entry) for entry in entries}


def exporter_named(name: str) -> type[Exporter]:
    """Return an installed exporter without loading the others; raises WrongUse, naming those that there are."""
    found = entry_points(group=GROUP)
    if name not in found.names:
        raise WrongUse(name, "there is no such export format", f"Choose one of: {', '.join(sorted(found.names))}.")
    return _loaded(found[name])


def takes_earlier(exporter: Exporter) -> bool:
    """Say whether an exporter takes the earlier versions of an item, too."""
    return bool(getattr(exporter, "takes_earlier", False))


def plan_of(exporter: Exporter, options: Mapping[str, str]) -> Mapping[str, str]:
    """Return what decides how an exporter writes: its options, and what it has `read` of files that they name."""
    return {**options, **getattr(exporter, "read", {})}


def made_with(exporter: type[Exporter], options: Mapping[str, str]) -> Exporter:
    """Return an exporter with these options.

    Raises WrongUse for an option that it does not have, and for a value that the option does not take, or that has
    a control character: no package could hold it.
    """
    for option, value in options.items():
        values = exporter.options.get(option)
        if values is None:
            known = ", ".join(exporter.options) or "none"
            raise WrongUse(
                f"--set {option}={value}", f"{exporter.name} has no such option", f"Its options: {known}."
            )
        if values and value not in values:
            raise WrongUse(
                f"--set {option}={value}", "there is no such choice", f"Choose one of: {', '.join(values)}."
            )
        if has_control(value):
            thing = f"--set {option}={shown(value)}"
            raise WrongUse(thing, "it holds a control character, or octets that are not UTF-8", "Take it out.")
    make: Callable[[Mapping[str, str]], Exporter] = exporter
    return make(options)


def _loaded(entry: EntryPoint) -> type[Exporter]:
    try:
        exporter: type[Exporter] = entry.load()
    except Exception as error:
        advice = f"Reinstall {entry.value.partition(':')[0].partition('.')[0]}."
        raise CouldNot(f"exporter {entry.name}", f"cannot be loaded ({error})", advice) from error
    return exporter
