"""The bag itself: each item as the folder that was sealed, byte for byte."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from bayegan.bags.check import check_bag
from bayegan.bags.folder import FolderSource
from bayegan.errors import CouldNot
from bayegan.export.sealed import TAG_MANIFEST, read_sealed
from bayegan.model.findings import Finding, has_errors
from bayegan.model.names import shown
from bayegan.model.progress import Progress
from bayegan.ports import ExportItem


class BagExporter:
    """Writes each item as a BagIt 1.0 bag in a folder of the item's folder name."""

    name: ClassVar[str] = "bag"
    title: ClassVar[str] = "BagIt bags (RFC 8493)"
    explains: ClassVar[str] = (
        "One folder for each item, byte for byte the bag that was sealed: documents, Dublin Core, record, "
        "PREMIS and manifests. For any institution that takes bags; bagit.py and sha512sum can check it."
    )

    def write(
        self, items: Sequence[ExportItem], destination: Path
    ) -> Generator[Progress, None, tuple[Finding, ...]]:
        """Copy the bag of each item to `destination`/`folder`, then check every copy as a bag of its own.

        What its manifests do not list is not taken along. A bag that is not whole is not copied, and after an
        error nothing is checked, since the export is not to be used.
        """
        findings: list[Finding] = []
        progress = Progress("copying", 0, sum(len(read_sealed(item)[0].digests) + 1 for item in items), 0)
        for item in items:
            bag, found = read_sealed(item)
            findings.extend(found)
            if has_errors(found):
                continue
            bag.copy_empty_folders(destination / item.folder)
            for path in (*bag.digests, TAG_MANIFEST):
                size, found = bag.copy(path, destination / item.folder / path)
                findings.extend(found)
                progress = Progress("copying", progress.done + 1, progress.total, progress.octets + size)
                yield progress
        if not has_errors(findings):
            for item in items:
                findings += yield from _checked(item, destination / item.folder)
        return tuple(findings)


def _checked(item: ExportItem, copy: Path) -> Generator[Progress, None, list[Finding]]:
    report = yield from check_bag(FolderSource(copy))
    if report.not_checked:
        first = report.not_checked[0]
        raise CouldNot(f"{item.folder}/{first.path}", f"cannot be read back ({first.reason})", "Try again.")
    return [
        replace(one, item=shown(item.identifier), path=f"{item.folder}/{one.path or ''}") for one in report.findings
    ]
