"""DataCite metadata: a file for each item, to register a DOI with."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from bayegan.errors import WrongUse
from bayegan.export.datacite_crosswalk import resource
from bayegan.export.datacite_identifiers import is_prefix
from bayegan.export.datacite_lint import lint
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.sink import Sink
from bayegan.metadata.datacite_xml import write_datacite
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding
from bayegan.model.record import AccessLevel


class DataciteExporter:
    """Writes DataCite 4.7 XML, one file for each item and no documents."""

    name: ClassVar[str] = "datacite"
    title: ClassVar[str] = "DataCite 4.7 metadata"
    explains: ClassVar[str] = (
        "For the registration of DOIs with DataCite or one of its members: one XML file for each item, and no "
        "documents. The DOI is that of the record; with --set prefix=10.NNNN one is made of the identifier; "
        "otherwise it is left to be assigned."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"prefix": ()}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take `prefix`, that of the DOIs to make. Raises WrongUse where it is none."""
        self._prefix = options.get("prefix")
        if self._prefix is not None and not is_prefix(self._prefix):
            raise WrongUse(f"--set prefix={self._prefix}", "this is no prefix of DOIs", "Give it as 10.NNNN.")

    def place(self, item: ExportItem, _: int) -> str:
        """Return the name of the file."""
        return f"{item.folder}.xml"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Write the file of an item."""
        if item.record.access.level is not AccessLevel.PUBLIC:
            level = item.record.access.level.value
            sink.findings.append(finding("datacite-not-public", item=item.identifier, found=level))
        out = BytesIO()
        write_datacite(resource(item, self._prefix), out)
        sink.put(self.place(item.bag.item, number), out.getvalue())
        return None

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write nothing: each file stands for itself."""

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what DataCite would refuse or miss."""
        yield from lint(folder)
