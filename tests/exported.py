"""Exporting in a test without an archive: items to a folder, by one exporter."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bayegan.export.exporter import Exporter
from bayegan.export.packing import PackingBench
from bayegan.model.dissemination import ExportItem, Packed
from bayegan.model.progress import Progress


class PlainSite:
    """A folder that knows of no earlier work."""

    is_resumed = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def finished(self) -> Mapping[int, bytes]:
        return {}

    def keep(self, number: int, answer: bytes) -> None:
        """Note nothing."""

    def flush_ahead(self) -> None:
        """Flush nothing."""


def packed(exporter: Exporter, items: Sequence[ExportItem], folder: Path) -> tuple[list[Progress], Packed]:
    """Write a package of items into a new folder, in this process; return its progress and what it came to."""
    packing = PackingBench(exporter, {}, 1).pack(items, PlainSite(folder))
    progress: list[Progress] = []
    while True:
        try:
            progress.append(next(packing))
        except StopIteration as end:
            value: Packed = end.value
            return progress, value
