"""Exports: items of an archive for an institution."""

from collections.abc import Generator, Mapping
from pathlib import Path
from types import MappingProxyType

from bayegan.errors import WrongUse
from bayegan.export.exporter import exporters, with_options
from bayegan.library.archive import Archive
from bayegan.library.sealed_bags import BagReader
from bayegan.library.viewing import demand_items, known_items
from bayegan.model.progress import Progress
from bayegan.model.selection import Audience
from bayegan.ports import Exporter
from bayegan.services.export_items import ExportItems, ExportResult
from bayegan.storage.holdings import Holdings
from bayegan.storage.parcel import FolderParcel

NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


def exporter_named(name: str) -> Exporter:
    """Return an installed exporter; raises WrongUse, naming those that there are."""
    known = exporters()
    if name not in known:
        raise WrongUse(name, "there is no such export format", f"Choose one of: {', '.join(known)}.")
    return known[name]


def export_items(
    archive: Archive,
    name: str,
    identifiers: tuple[str, ...],
    destination: Path,
    audience: Audience,
    options: Mapping[str, str] = NO_OPTIONS,
) -> Generator[Progress, None, ExportResult]:
    """Export the named items, or all, into a new or empty folder; `options` are those of the format.

    Raises WrongUse for a format, an option or an item that is not there and for a destination in use.
    """
    archive.demand_writing()
    exporter = with_options(exporter_named(name), options)
    parcel = FolderParcel(destination.absolute())
    parcel.check()
    _demand_apart(archive, destination)
    known = known_items(archive)
    demand_items(known, identifiers)
    chosen = tuple(dict.fromkeys(identifiers)) or tuple(known)
    holdings = Holdings(archive.layout)
    use_case = ExportItems(holdings, BagReader(), archive.ledger(), exporter, parcel, archive.scene)
    return (yield from use_case.run(chosen, audience))


def _demand_apart(archive: Archive, destination: Path) -> None:
    """Raise WrongUse where the destination lies in the archive, or the archive in it."""
    real, root = destination.resolve(), archive.layout.root.resolve()
    if real.is_relative_to(root) or root.is_relative_to(real):
        raise WrongUse(str(destination), "it lies in the archive, or holds it", "Name a folder apart with --to.")
