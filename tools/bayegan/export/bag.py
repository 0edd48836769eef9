"""The bag itself: each item as it was sealed, byte for byte, in a folder or in one archive file."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from bayegan.bags.bounds import Bounds
from bayegan.bags.check import check_bag
from bayegan.bags.sources import source_of
from bayegan.errors import CouldNot
from bayegan.export.bag_archives import ARCHIVES, unfit_names, write_archive
from bayegan.export.sealed import SealedBag, read_sealed
from bayegan.model.findings import Finding, has_errors
from bayegan.model.names import shown
from bayegan.model.progress import Progress
from bayegan.ports import ExportItem

FOLDER = "folder"
_OURS = Bounds(members=1 << 62, octets=1 << 62, ratio=1 << 62, lists=1 << 62, tag_file=1 << 62)
"""What we have just written ourselves may be of any size."""


class BagExporter:
    """Writes each item as a BagIt 1.0 bag in a folder, or an archive file, of the item's folder name."""

    name: ClassVar[str] = "bag"
    title: ClassVar[str] = "BagIt bags (RFC 8493)"
    explains: ClassVar[str] = (
        "Each item byte for byte as the bag that was sealed: documents, Dublin Core, record, PREMIS and "
        "manifests. A folder for each item, or with --as a zip, tar or tgz file. For any institution that takes "
        "bags; bagit.py and sha512sum can check it."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"as": (FOLDER, *ARCHIVES)}

    def __init__(self, options: Mapping[str, str] = MappingProxyType({})) -> None:
        self._form = options.get("as", FOLDER)

    def write(
        self, items: Sequence[ExportItem], destination: Path
    ) -> Generator[Progress, None, tuple[Finding, ...]]:
        """Copy the bag of each item to `destination`, then check every copy as a bag of its own.

        What its manifests do not list is not taken along. A bag that is not whole is not copied, and after an
        error nothing is checked, since the export is not to be used.
        """
        findings: list[Finding] = []
        progress = Progress("copying", 0, sum(len(read_sealed(item)[0].files) for item in items), 0)
        for item in items:
            bag, found = read_sealed(item)
            unfit = (*found, *unfit_names(bag, self._form))
            findings.extend(unfit)
            if has_errors(unfit):
                continue
            for size, altered in self._copied(bag, self._target(item, destination)):
                findings.extend(altered)
                progress = Progress("copying", progress.done + 1, progress.total, progress.octets + size)
                yield progress
        if not has_errors(findings):
            for item in items:
                findings += yield from _checked(item, self._target(item, destination))
        return tuple(findings)

    def _target(self, item: ExportItem, destination: Path) -> Path:
        return destination / (item.folder if self._form == FOLDER else f"{item.folder}.{self._form}")

    def _copied(self, bag: SealedBag, target: Path) -> Iterator[tuple[int, tuple[Finding, ...]]]:
        if self._form != FOLDER:
            yield from write_archive(bag, target, self._form)
            return
        bag.copy_empty_folders(target)
        for path in bag.files:
            yield bag.copy(path, target / path)


def _checked(item: ExportItem, copy: Path) -> Generator[Progress, None, list[Finding]]:
    report = yield from check_bag(source_of(copy, _OURS))
    if report.not_checked:
        first = report.not_checked[0]
        raise CouldNot(f"{copy.name}/{first.path}", f"cannot be read back ({first.reason})", "Try again.")
    return [
        replace(one, item=shown(item.identifier), path=shown(f"{copy.name}/{one.path or ''}"))
        for one in report.findings
    ]
