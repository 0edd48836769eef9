"""The exporters that are installed. What an exporter is, `bayegan.ports.Exporter` says."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from bayegan.errors import CouldNot
from bayegan.ports import Exporter

GROUP = "bayegan.exporters"
"""The entry points that name exporters; a package installed beside this one may add its own."""


def exporters() -> Mapping[str, Exporter]:
    """Return every installed exporter by its name, in the order of names.

    Raises CouldNot, naming it, where an installed one cannot be loaded.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: _loaded(entry) for entry in entries}


def _loaded(entry: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = entry.load()()
    except Exception as error:
        advice = f"Reinstall {entry.value.partition(':')[0].partition('.')[0]}."
        raise CouldNot(f"exporter {entry.name}", f"cannot be loaded ({error})", advice) from error
    return exporter
