"""The exporters that are installed. What an exporter is, `bayegan.ports.Exporter` says."""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points

from bayegan.errors import CouldNot, WrongUse
from bayegan.ports import Exporter

GROUP = "bayegan.exporters"
"""The entry points that name exporters; a package installed beside this one may add its own."""


def exporters() -> Mapping[str, Exporter]:
    """Return every installed exporter by its name, in the order of names, each with its defaults.

    Raises CouldNot, naming it, where an installed one cannot be loaded.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: _loaded(entry) for entry in entries}


def with_options(exporter: Exporter, options: Mapping[str, str]) -> Exporter:
    """Return the same exporter with these options.

    Raises WrongUse for an option that it does not have, and for a value that the option does not take.
    """
    for option, value in options.items():
        values = exporter.options.get(option)
        if values is None:
            known = ", ".join(exporter.options) or "none"
            raise WrongUse(f"--{option} {value}", f"{exporter.name} has no such option", f"Its options: {known}.")
        if value not in values:
            raise WrongUse(f"--{option} {value}", "there is no such choice", f"Choose one of: {', '.join(values)}.")
    make: Callable[..., Exporter] = type(exporter)
    return make(options) if options else exporter


def _loaded(entry: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = entry.load()()
    except Exception as error:
        advice = f"Reinstall {entry.value.partition(':')[0].partition('.')[0]}."
        raise CouldNot(f"exporter {entry.name}", f"cannot be loaded ({error})", advice) from error
    return exporter
