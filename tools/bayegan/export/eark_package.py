"""The folder of an E-ARK package: documents, metadata, schemas, documentation, and METS for all of them."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath

from bayegan.bags.manifest import is_payload_manifest
from bayegan.export.derived_bag import write_proved
from bayegan.export.eark_form import AIP, REPRESENTATION, Form
from bayegan.export.eark_mets import Labels, package_mets, representation_mets
from bayegan.export.eark_readme import readme
from bayegan.export.open_item import OpenItem
from bayegan.export.sink import Sink
from bayegan.metadata.dc_xml import write_dc
from bayegan.metadata.mets1_xml import write_mets1
from bayegan.metadata.shipped import schema_bytes
from bayegan.model.fixity import DC, PREMIS, RECORD
from bayegan.model.listing import PAYLOAD
from bayegan.model.mets import MetsDocument

SCHEMAS = ("dc-1.0.xsd", "dcterms-1.0.xsd", "record-1.0.xsd", "xml-1.0.xsd")
"""The schemas of dc.xml and record.xml; that of PREMIS is with the Library of Congress."""
_PLACES = {
    DC: "metadata/descriptive/dc.xml",
    RECORD: "metadata/descriptive/record.xml",
    PREMIS: "metadata/preservation/premis.xml",
}
_OF_BAGIT = frozenset({"bagit.txt", "bag-info.txt", "fetch.txt"})
_README = "documentation/README.txt"
_MANY = 1000


def write_package(item: OpenItem, form: Form, labels: Labels, root: str, sink: Sink) -> None:
    """Write the package at `root` of the sink. The same item and labels give the same octets.

    Of an item that is given whole the metadata is copied as sealed; otherwise it is made of what is given.
    Raises CouldNot, XmlRefused.
    """
    documents = f"{root}/{REPRESENTATION}"
    for folder in ("data", "metadata"):
        sink.make_folder(f"{documents}/{folder}")
    for path in item.payload:
        sink.copy(item, path, f"{documents}/{path}")
    for path in item.bag.empty:
        if path.startswith(PAYLOAD) and item.is_whole:
            sink.make_folder(f"{documents}/{path}")
    metadata = tuple(_write_metadata(item, form, root, sink))
    schemas = tuple(f"schemas/{name}" for name in SCHEMAS)
    for name in SCHEMAS:
        sink.share(f"{root}/schemas/{name}", _schema(name))
    sink.put(f"{root}/{_README}", readme(item, form, labels).encode("utf-8"))
    written = _Written(root, sink)
    _write_mets(representation_mets(item, form, labels, written), len(item.payload), documents, sink)
    whole = package_mets(item, form, labels, metadata, schemas, (_README,), written)
    _write_mets(whole, len(metadata), root, sink)


def _write_mets(mets: MetsDocument, count: int, folder: str, sink: Sink) -> None:
    """Write the METS of a folder, piece by piece where so many files are told of that it may be large."""
    path = f"{folder}/METS.xml"
    if count > _MANY:
        with sink.stream(path) as out:
            write_mets1(mets, out)
    else:
        whole = BytesIO()
        write_mets1(mets, whole)
        sink.put(path, whole.getvalue())


class _Written:
    """Sizes and digests of what was written, by the path in the package."""

    def __init__(self, root: str, sink: Sink) -> None:
        self._root = root
        self._sink = sink

    def __call__(self, path: str) -> tuple[bytes, int]:
        return self._sink.files[f"{self._root}/{path}"]


@cache
def _schema(name: str) -> bytes:
    return schema_bytes(name)


def _write_metadata(item: OpenItem, form: Form, root: str, sink: Sink) -> Iterator[str]:
    """Write the metadata files and yield the path of each in the package."""
    yield from _PLACES.values()
    if not item.is_whole:
        write_proved(f"{root}/{_PLACES[DC]}", sink, lambda out: write_dc(item.statements, out))
        write_proved(f"{root}/{_PLACES[RECORD]}", sink, item.write_record)
        write_proved(f"{root}/{_PLACES[PREMIS]}", sink, item.write_preservation)
        return
    for source, path in {**_PLACES, **_others(item, form)}.items():
        sink.copy(item, source, f"{root}/{path}")
        if source not in _PLACES:
            yield path


def _others(item: OpenItem, form: Form) -> dict[str, str]:
    """Return where further tag files go: metadata in forms of the archive's own, and what a donor's bag brought.

    BagIt's own files stay behind, since METS does their work; an AIP keeps bag-info.txt for what it says.
    """
    others: dict[str, str] = {}
    for path in item.bag.digests:
        if path.startswith(PAYLOAD) or path in _PLACES or is_payload_manifest(path.removeprefix("tag")):
            continue
        if path not in _OF_BAGIT or (form is AIP and path == "bag-info.txt"):
            name = PurePosixPath(path)
            is_ours = name.parts[0] == "metadata"
            others[path] = f"metadata/other/{name.relative_to('metadata') if is_ours else f'bag/{path}'}"
    return others
