"""The METS documents of an E-ARK package, as values: one for the package and one for its representation."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bayegan import __version__
from bayegan.export.eark_form import REPRESENTATION, SIP, Form
from bayegan.export.open_item import OpenItem
from bayegan.metadata.record_form import NAMESPACE as RECORD_NAMESPACE
from bayegan.model.mets import (
    AlternativeId,
    Described,
    Division,
    FileGroup,
    MetadataFile,
    MetsAgent,
    MetsDocument,
    MetsFile,
    Note,
    Pointer,
    Section,
)
from bayegan.model.names import xml_name
from bayegan.model.preservation import Format

Written = Callable[[str], tuple[bytes, int]]
"""The SHA-512 and the size of a file that was written, by its path in the package."""

_UNKNOWN = "application/octet-stream"
_MIMES = {".xml": "application/xml", ".xsd": "application/xml", ".txt": "text/plain", ".json": "application/json"}
_CATEGORIES = {
    "Text": "Textual works – Digital",
    "Sound": "Audio – Media-independent (digital)",
    "MovingImage": "Video – File-based and Physical Media",
    "Software": "Software",
    "Dataset": "Datasets",
    "Collection": "Collection",
    "Event": "Event",
    "InteractiveResource": "Interactive resource",
    "PhysicalObject": "Physical object",
    "Service": "Service",
}
"""DCMI types whose meaning a term of CSIP's list of content categories has in every edition of it (CSIP2)."""

_DIVISIONS = (
    Division("division-documentation", "Documentation", groups=("group-documentation",)),
    Division("division-schemas", "Schemas", groups=("group-schemas",)),
    Division("division-representations", "Representations", groups=("group-representation",)),
)
_POINTER = Pointer(f"{REPRESENTATION}/METS.xml", "group-representation")


@dataclass(frozen=True, slots=True)
class Labels:
    """What METS says of an item beside its files; `reference` is its place in the archive's arrangement."""

    object_id: str
    title: str
    category: str
    organisation: str
    reference: str | None = None
    agreement: str | None = None
    status: str | None = None


def labels_of(
    item: OpenItem, object_id: str, organisation: str, agreement: str | None, status: str | None
) -> Labels:
    """Return the labels of an item, from its description. Raises XmlRefused."""
    said: dict[str, list[str]] = {}
    for one in item.statements:
        said.setdefault(one.term, []).append(one.value)
    kinds = {_CATEGORIES.get(value) for value in said.get("type", ())} - {None}
    category = next(iter(kinds)) if len(kinds) == 1 else None
    title = " ".join(said.get("title", [item.identifier])[0].split())
    reference = said.get("isPartOf", [None])[0]
    return Labels(object_id, title, category or "Mixed", organisation, reference, agreement, status)


def representation_mets(item: OpenItem, form: Form, labels: Labels, written: Written) -> MetsDocument:
    """Return the METS of the representation: every document, with its digest, format and path in the sealed bag.

    Its files are read while they are written, once.
    """
    name = REPRESENTATION.rpartition("/")[2]
    groups = (FileGroup("group-data", "Data", _documents(item, written)),) if item.payload else ()
    data = (Division("division-data", "Data", groups=("group-data",)),) if item.payload else ()
    structure = Division("division-main", name, divisions=(Division("division-metadata", "Metadata"), *data))
    return MetsDocument(
        name,
        labels.title,
        labels.category,
        form.profile,
        RECORD_NAMESPACE,
        form.type,
        item.sealed,
        _agents(form, labels.organisation),
        (),
        groups,
        structure,
        labels.status,
    )


def package_mets(
    item: OpenItem,
    form: Form,
    labels: Labels,
    metadata: Sequence[str],
    schemas: Sequence[str],
    documentation: Sequence[str],
    written: Written,
) -> MetsDocument:
    """Return the METS of the package, which leads to that of the representation."""

    def described(path: str) -> Described:
        digest, size = written(path)
        return Described(path, _mime(path), size, item.sealed, digest.hex())

    sections = tuple(_section(number, path, described(path)) for number, path in enumerate(metadata, 1))
    use = f"Representations/{REPRESENTATION.rpartition('/')[2]}"
    lists = {
        "documentation": ("Documentation", documentation),
        "schemas": ("Schemas", schemas),
        "representation": (use, (f"{REPRESENTATION}/METS.xml",)),
    }
    groups = tuple(
        FileGroup(
            f"group-{key}",
            label,
            [MetsFile(f"ID-{key}-{number}", described(path)) for number, path in enumerate(paths, 1)],
        )
        for key, (label, paths) in lists.items()
    )
    return MetsDocument(
        labels.object_id,
        labels.title,
        labels.category,
        form.profile,
        RECORD_NAMESPACE,
        form.type,
        item.sealed,
        _agents(form, labels.organisation),
        sections,
        groups,
        _structure(labels, sections, use),
        labels.status,
        tuple(_alternatives(labels)),
    )


def _structure(labels: Labels, sections: Sequence[MetadataFile], use: str) -> Division:
    descriptive = tuple(one.id for one in sections if one.section is Section.DESCRIPTIVE)
    provenance = tuple(one.id for one in sections if one.section is Section.PROVENANCE)
    return Division(
        "division-main",
        labels.object_id,
        divisions=(
            Division("division-metadata", "Metadata", descriptive, provenance),
            *_DIVISIONS,
            Division("division-representation", use, pointer=_POINTER),
        ),
    )


def _section(number: int, path: str, file: Described) -> MetadataFile:
    identifier = f"metadata-{number}"
    if path.startswith("metadata/preservation/"):
        return MetadataFile(identifier, Section.PROVENANCE, "PREMIS", file, version="3.0")
    if path == "metadata/descriptive/dc.xml":
        return MetadataFile(identifier, Section.DESCRIPTIVE, "DC", file)
    other = RECORD_NAMESPACE if path == "metadata/descriptive/record.xml" else "see the file"
    return MetadataFile(identifier, Section.DESCRIPTIVE, "OTHER", file, other)


@lru_cache(maxsize=64)
def _agents(form: Form, organisation: str) -> tuple[MetsAgent, ...]:
    """Return the software, and the organisation: who submits a SIP, who preserves what an AIP or a DIP is of."""
    version = (Note(__version__, "SOFTWARE VERSION"),)
    return (
        MetsAgent("CREATOR", "OTHER", "bayegan", "SOFTWARE", version),
        MetsAgent("CREATOR" if form is SIP else "PRESERVATION", "ORGANIZATION", organisation),
    )


def _alternatives(labels: Labels) -> Iterator[AlternativeId]:
    """Yield what a SIP may say of its place and of the agreement under which it comes (SIP5, SIP7)."""
    if labels.agreement is not None:
        yield AlternativeId("SUBMISSIONAGREEMENT", labels.agreement)
    if labels.reference is not None:
        yield AlternativeId("REFERENCECODE", labels.reference)


def _documents(item: OpenItem, written: Written) -> Iterator[MetsFile]:
    """Yield the documents in the order of premis.xml, then those that it does not tell of."""
    waiting = dict.fromkeys(item.payload)
    number = 0
    for path, format_ in item.formats():
        if path in waiting:
            number += 1
            del waiting[path]
            yield _document(item, number, path, format_, written)
    for path in waiting:
        number += 1
        yield _document(item, number, path, None, written)


def _document(item: OpenItem, number: int, path: str, format_: Format | None, written: Written) -> MetsFile:
    digest, size = written(f"{REPRESENTATION}/{path}")
    mime = _first(format_.mime) if format_ and format_.mime else _UNKNOWN
    file = Described(path, mime, size, item.sealed, digest.hex())
    return MetsFile(f"ID-file-{number}", file, xml_name(path)[0], format_)


def _first(mimes: str) -> str:
    """Return the first of the types that PRONOM lists for a format."""
    return mimes.partition(",")[0].strip() or _UNKNOWN


@lru_cache(maxsize=64)
def _mime(path: str) -> str:
    name = path.rpartition("/")[2]
    return _MIMES.get(f".{name.rpartition('.')[2].lower()}" if "." in name else "", _UNKNOWN)
