"""E-ARK information packages (CSIP 2.2.0): one for submission, one for archival storage, one for dissemination."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from bayegan.bags.tag_file import values_of
from bayegan.export.bag_archives import unfit_names, write_folder_archive
from bayegan.export.eark_form import AIP, DIP, SIP, Form
from bayegan.export.eark_lint import lint, lint_written
from bayegan.export.eark_mets import Labels, labels_of
from bayegan.export.eark_package import write_package
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.sink import Sink, aside
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding, has_errors

FOLDER = "folder"
_FORMS = (FOLDER, "zip", "tar")
_STATUSES = ("NEW", "SUPPLEMENT", "REPLACEMENT", "VERSION", "TEST")


class EarkExporter:
    """Writes each item as a package of its own: a folder, or an archive file that holds just this folder."""

    form: ClassVar[Form]
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"as": _FORMS, "organisation": ()}

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = dict(options)

    def place(self, item: ExportItem, _: int) -> str:
        """Return the name of the package."""
        form = self._options.get("as", FOLDER)
        return self._root(item.folder) + ("" if form == FOLDER else f".{form}")

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Write the package of an item and check it by the rules of its specification."""
        organisation = self._options.get("organisation") or next(
            iter(values_of(item.info(), "Source-Organization")), ""
        )
        if not organisation.strip():
            sink.findings.append(finding("eark-organisation-unknown", item=item.identifier, found="none is named"))
            return None
        if self.form is AIP and not item.is_whole:
            sink.findings.append(finding("eark-aip-in-part", item=item.identifier, found="a part of the item"))
        root = self._root(item.folder)
        status = self._options.get("status", _STATUSES[0]) if self.form is SIP else None
        labels = labels_of(item, root, organisation, self._options.get("agreement"), status)
        place = self.place(item.bag.item, number)
        if place == root:
            self._write_folder(item, labels, sink)
        else:
            self._write_archive(item, labels, place, sink)
        return None

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write nothing: each package stands for itself."""

    def lint(self, _: Path) -> Iterator[Finding]:
        """Yield nothing: every package was checked when it was written."""
        yield from ()

    def _root(self, folder: str) -> str:
        return folder + self.form.suffix

    def _write_folder(self, item: OpenItem, labels: Labels, sink: Sink) -> None:
        write_package(item, self.form, labels, labels.object_id, sink)
        if not has_errors(sink.findings):
            sink.findings.extend(lint_written(sink, labels.object_id, self.form, item))

    def _write_archive(self, item: OpenItem, labels: Labels, place: str, sink: Sink) -> None:
        """Write the folder aside, check it there, and make the archive of it."""
        form = self._options["as"]
        inner = Sink(aside(sink.folder, place))
        try:
            inner.folder.mkdir()
            self._write_folder(item, labels, inner)
            sink.findings.extend(inner.findings)
            sink.findings.extend(unfit_names(item.identifier, item.payload, form))
            if has_errors(sink.findings):
                return
            root = inner.folder / labels.object_id
            for size in write_folder_archive(root, labels.object_id, sink.folder / place, form, item.sealed):
                sink.octets += size
                sink.copied += 1
            sink.note(place)
        finally:
            shutil.rmtree(inner.folder, ignore_errors=True)


class EarkSip(EarkExporter):
    """A submission information package: what a producer hands to an archive."""

    name: ClassVar[str] = "eark-sip"
    title: ClassVar[str] = "E-ARK submission information packages (SIP 2.2.0)"
    explains: ClassVar[str] = (
        "For archives that take in E-ARK packages: a folder for each item, or with --as a zip or tar file, with "
        "its documents, METS 1.12, PREMIS, Dublin Core, the record and their schemas. Every document keeps its "
        "name and has its SHA-512 and its PRONOM format in METS."
    )
    form = SIP
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **EarkExporter.options,
        "status": _STATUSES,
        "agreement": (),
    }


class EarkAip(EarkExporter):
    """An archival information package: what an archive keeps."""

    name: ClassVar[str] = "eark-aip"
    title: ClassVar[str] = "E-ARK archival information packages (AIP 2.2.0)"
    explains: ClassVar[str] = (
        "For another archive that is to keep the items in this one's place: export it with --audience archive, "
        "since an AIP holds all there is. The same as eark-sip, with every tag file that a donor's bag brought."
    )
    form = AIP


class EarkDip(EarkExporter):
    """A dissemination information package: what an archive gives to a reader."""

    name: ClassVar[str] = "eark-dip"
    title: ClassVar[str] = "E-ARK dissemination information packages (DIP 2.2.0)"
    explains: ClassVar[str] = (
        "For readers and access systems that take E-ARK packages. Of an item of which something is withheld it "
        "holds what is left, with metadata made anew."
    )
    form = DIP


__all__ = ["EarkAip", "EarkDip", "EarkExporter", "EarkSip", "lint"]
