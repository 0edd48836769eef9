"""Linked data: schema.org and DCMI terms in JSON-LD 1.1, a document for each item and a catalogue of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, NamedTuple, cast
from urllib.parse import quote, unquote

from bayegan.errors import WrongUse
from bayegan.export.exporter import Written
from bayegan.export.json_parts import JsonParts
from bayegan.export.open_item import OpenItem
from bayegan.export.sealed import read_back
from bayegan.export.sink import Sink
from bayegan.model.collection import Collection
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import Statement
from bayegan.model.findings import Finding, finding
from bayegan.model.hierarchy import Hierarchy
from bayegan.model.identifiers import folder as folder_of
from bayegan.model.listing import Kind
from bayegan.model.names import shown
from bayegan.model.preservation import FileObject
from bayegan.storage.scan import scan

CATALOGUE = "catalogue.jsonld"
_END = "\n}"
_LINE = "\n "
_DCTERMS = "http://purl.org/dc/terms/"
CONTEXT: Mapping[str, object] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "dcterms": _DCTERMS,
    "sha512": "urn:bayegan:terms:sha512",
    "version": "https://schema.org/version",
}
"""The context stands in every document, so that nobody has to fetch one."""
_LITERALS = {
    "title": "name",
    "alternative": "alternateName",
    "description": "description",
    "abstract": "abstract",
    "subject": "keywords",
    "type": "genre",
    "language": "inLanguage",
    "created": "dateCreated",
    "issued": "datePublished",
    "modified": "dateModified",
    "temporal": "temporalCoverage",
    "license": "license",
    "rights": "copyrightNotice",
    "accessRights": "conditionsOfAccess",
    "bibliographicCitation": "citation",
}
"""Terms whose value schema.org takes as it stands."""
_AGENTS = {
    "creator": "creator",
    "contributor": "contributor",
    "publisher": "publisher",
    "rightsHolder": "copyrightHolder",
}


class _Said(NamedTuple):
    """What the catalogue says of an item: one line of JSON; and the collections above it."""

    entry: str
    collections: tuple[Collection, ...]


class JsonLdExporter:
    """Writes schema.org and DCMI terms as JSON-LD 1.1."""

    name: ClassVar[str] = "jsonld"
    title: ClassVar[str] = "Linked data (JSON-LD, schema.org)"
    explains: ClassVar[str] = (
        "A JSON-LD 1.1 document for each item, with schema.org for search engines and every Dublin Core "
        "statement as it is, and catalogue.jsonld with all items and collections. Contexts stand in the documents. "
        "The files of items are described and not included. base: the address below which it will be published."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"base": ()}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the options; raises WrongUse for a base that is no address."""
        base = options.get("base", "urn:bayegan:")
        if "base" in options and not (
            base.startswith(("https://", "http://")) and base.isascii() and base.isprintable()
        ):
            raise WrongUse(
                f"base={base}", "it is no http address in ASCII", "Give one such as https://example.org/a/."
            )
        self._base = base if base.endswith(("/", ":")) else f"{base}/"

    def place(self, item: ExportItem, _: int) -> str:
        """Return the document of an item."""
        return f"items/{item.folder}.jsonld"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> _Said:
        """Write the document of an item; return its entry in the catalogue."""
        described = self.described(item)
        path = self.place(item.bag.item, number)
        with sink.stream(path) as out:
            for piece in self._pieces(described, item):
                out.write(piece.encode("utf-8"))
        entry = {
            key: described[key] for key in ("@id", "@type", "identifier", "name", "isPartOf") if key in described
        }
        return _Said(json.dumps({**entry, "url": path}, ensure_ascii=False), item.collections)

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write the catalogue, piece by piece."""
        said = [cast(_Said, one.said) for one in items]
        above = Hierarchy({one.identifier: one for each in said for one in each.collections}.values())
        parts = [json.dumps(self._collection(one), ensure_ascii=False) for _, one in above.tree()]
        context = json.dumps(CONTEXT, ensure_ascii=False)
        with sink.stream(CATALOGUE) as out:
            head = (
                f'{{\n"@context": {context},\n"@id": "{self._base}catalogue",\n"@type": "Collection",\n"hasPart": ['
            )
            out.write(head.encode("utf-8"))
            before = "\n"
            for entry in (*parts, *(one.entry for one in said)):
                out.write((before + entry).encode("utf-8"))
                before = ",\n"
            out.write(b"\n]\n}\n")

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what keeps a document from being JSON-LD that is read without a network."""
        for entry in scan(folder):
            if entry.kind is Kind.FILE:
                with read_back(folder / entry.path) as source:
                    yield from lint_document(source, entry.path)

    def described(self, item: OpenItem) -> dict[str, object]:
        """Return the document of an item, but for its files."""
        about: dict[str, list[object]] = {}
        for one in item.statements:
            for name, value in self._of_schema_org(one):
                about.setdefault(name, []).append(value)
            about.setdefault(f"dcterms:{one.term}", []).append(_literal(one))
        places = [{"@id": self._id("collection", one)} for one in item.part_of]
        return {
            "@context": CONTEXT,
            "@id": self._id("item", item.identifier),
            "@type": ["CreativeWork", "ArchiveComponent"],
            "identifier": item.identifier,
            "version": item.version,
            **({"isPartOf": places} if places else {}),
            **about,
        }

    def _pieces(self, described: Mapping[str, object], item: OpenItem) -> Iterator[str]:
        """Yield the document of an item, its files one by one."""
        yield f'{json.dumps(described, ensure_ascii=False, indent=1)[: -len(_END)]},\n "associatedMedia": ['
        comma = ""
        for file in item.files:
            text = json.dumps(self._media(item, file), ensure_ascii=False, indent=1).replace("\n", "\n  ")
            yield f"{comma}\n  {text}"
            comma = ","
        yield f"{_LINE if comma else ''}]{_END}\n"

    def _of_schema_org(self, one: Statement) -> Iterator[tuple[str, object]]:
        if one.term in _LITERALS:
            yield _LITERALS[one.term], _literal(one)
        elif one.term in _AGENTS:
            yield _AGENTS[one.term], {"name": _literal(one)}
        elif one.term == "spatial":
            yield "spatialCoverage", {"@type": "Place", "name": _literal(one)}

    def _media(self, item: OpenItem, file: FileObject) -> dict[str, object]:
        mime = file.format.mime if file.format is not None else None
        return {
            "@id": f"{self._id('item', item.identifier)}#{quote(file.path.encode('utf-8', 'surrogateescape'))}",
            "@type": "MediaObject",
            "name": shown(file.path.removeprefix("data/")),
            "contentSize": f"{file.size} B",
            **({} if mime is None else {"encodingFormat": mime}),
            "sha512": item.bag.digests[file.path].hex(),
        }

    def _collection(self, one: Collection) -> dict[str, object]:
        return {
            "@id": self._id("collection", one.identifier),
            "@type": ["Collection", "ArchiveComponent"],
            "identifier": one.identifier,
            "additionalType": one.level.value,
            "name": [_literal(Statement("", title.value, title.lang)) for title in one.titles],
            "description": [_literal(Statement("", text.value, text.lang)) for text in one.descriptions],
            **({} if one.within is None else {"isPartOf": {"@id": self._id("collection", one.within)}}),
        }

    def _id(self, kind: str, identifier: str) -> str:
        if self._base.endswith("/") and kind == "item":
            return f"{self._base}items/{quote(folder_of(identifier), safe='')}"
        return f"{self._base}{kind}:{quote(identifier, safe='')}"


def read_statements(content: bytes) -> tuple[Statement, ...]:
    """Return the DCMI statements of the document of an item, term by term."""
    document: Mapping[str, Any] = json.loads(content)
    return tuple(
        Statement(key.removeprefix("dcterms:"), one["@value"], one.get("@language"))
        for key, several in document.items()
        if key.startswith("dcterms:")
        for one in several
    )


def read_paths(content: bytes) -> tuple[str, ...]:
    """Return the true paths of the documents that the document of an item describes."""
    media = json.loads(content)["associatedMedia"]
    return tuple(unquote(one["@id"].partition("#")[2], errors="surrogateescape") for one in media)


def lint_document(source: BinaryIO, path: str) -> Iterator[Finding]:
    """Yield what is wrong with a JSON-LD document, read part by part. Raises OSError as `source` does."""
    context: object = None
    wrong: list[Finding] = []
    text = TextIOWrapper(source, "utf-8")
    try:
        for number, (key, value) in enumerate(_parts(JsonParts(text)), 1):
            if key == "@context":
                context = value
            for one in _ids(key, value):
                if not _is_iri(one):
                    wrong.append(finding("jsonld-id", path=path, found=f"part {number}: {one}"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        yield finding("jsonld-not-json", path=path, found=str(error))
        return
    finally:
        text.detach()
    if not isinstance(context, dict):
        yield finding("jsonld-context", path=path, found=str(context)[:80])
        return
    yield from wrong


def _parts(json_ld: JsonParts) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a document: its members by key, of a list each element; anything else as it is."""
    if json_ld.next() != "{":
        yield "", json_ld.value()
    else:
        for key in json_ld.members():
            if json_ld.next() == "[":
                yield from ((key, json_ld.value()) for _ in json_ld.elements())
            else:
                yield key, json_ld.value()
    json_ld.end()


def _ids(key: str, value: Any) -> Iterator[object]:
    """Yield the identifiers of all nodes of a part."""
    if key == "@id":
        yield value
    elif key != "@context":
        yield from (one["@id"] for one in _nodes(value) if one.get("@id") is not None)


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(inner for key, inner in one.items() if key != "@context")
        elif isinstance(one, list):
            waiting.extend(one)


def _is_iri(text: object) -> bool:
    """Say whether a text may stand as an IRI (RFC 3987) in ASCII: with a scheme, and encoded where it must be."""
    return isinstance(text, str) and ":" in text and text.isascii() and not set(text) & set(' "<>\\^`{|}\n\r\t')


def _literal(one: Statement) -> dict[str, str]:
    """Return a value with its language. Values are objects throughout, so that reading them is one thing."""
    return {"@value": one.value, **({} if one.lang is None else {"@language": one.lang})}
