"""The parts of submission-1.0.schema.json that describe the record, from the model."""

import json
from typing import Any

from bayegan.model.record import Amendment, FileNote, Record
from bayegan.model.record.shape import Shaped, content_of, shape_of
from making.described import CLASSES, camel, doc_of, form_of, forms, words
from making.forms import COMMENTED, DOCS, OF, name_of

Schema = dict[str, Any]

_ABOUT = (
    "What a donor or archivist hands over: the items, what is known about each of them, and their files. In JSON "
    "Lines, each line is one item ($defs/item). What describes the record is made from the model of Bayegan."
)
_ID = (
    "Identifier of the item: 1 to 1,024 characters, no controls. Where it is absent, one is made from the digest "
    "of the manifest and the place of the item."
)
_ITEM = "One described thing: one or more files with one record."
_LEFT_OUT = "Files of the sealed version that the next one does not have: their paths below data/."
_DEFAULT_ACCESS = "Who may see the item, and why; where it is absent, the default of the archive holds."
_CHECKSUM = (
    "^(md5:[0-9A-Fa-f]{32}|sha1:[0-9A-Fa-f]{40}|sha224:[0-9A-Fa-f]{56}|sha256:[0-9A-Fa-f]{64}"
    "|sha384:[0-9A-Fa-f]{96}|sha512:[0-9A-Fa-f]{128})(?!\\n)$"
)
_END = "(?!\\n) because $ matches before a final line feed in some languages."


def submission_schema() -> str:
    """Return the whole schema."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:bayegan:schema:submission:1.0",
        "title": "A submission manifest",
        "description": _ABOUT,
        "type": "object",
        "additionalProperties": False,
        "required": ["submission", "items"],
        "properties": {
            "submission": {"description": "Version of this form.", "const": "1.0"},
            "source_organization": {
                "description": "Who hands the documents over; becomes Source-Organization of the bags.",
                "$ref": "#/$defs/line",
            },
            "amendment": {
                "description": "That the manifest amends a sealed item, and why: for bayegan amend alone.",
                "$ref": "#/$defs/correction",
            },
            "items": {
                "description": "The items, each of which becomes one bag.",
                "type": "array",
                "minItems": 1,
            },
        },
        "if": {"required": ["amendment"]},
        "then": {"properties": {"items": {"items": {"$ref": "#/$defs/amendedItem"}}}},
        "else": {"properties": {"items": {"items": {"$ref": "#/$defs/item"}}}},
        "$defs": _defs(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _defs() -> Schema:
    defs: Schema = {
        "item": {"description": _ITEM, "$ref": "#/$defs/amendedItem", "required": ["files"]},
        "amendedItem": _item(),
        "correction": _correction(),
    }
    defs |= {camel(cls): object_schema(cls) for cls in CLASSES if cls not in (Record, FileNote)}
    defs |= {camel(kind): {"description": doc_of(kind), "enum": [one.value for one in kind]} for kind in words()}  # type: ignore[attr-defined]
    defs |= {name_of(form): form_schema(form) for form in forms() if form != "identifier"}
    return {**defs, "metadata": _metadata(), "checksum": _checksum(), "file": _file()}


def form_schema(form: str) -> Schema:
    """Return the schema of a form of text."""
    comment = {"$comment": _END} if form in COMMENTED else {}
    return {"description": DOCS[form], **comment, **OF[form].json}


def _item() -> Schema:
    fields = [one for one in shape_of(Record) if one.name not in ("identifier", "access", "files")]
    properties: Schema = {"id": {"description": _ID, "type": "string"}}
    properties |= {one.key: field_schema(one) for one in fields}
    properties["access"] = {"description": _DEFAULT_ACCESS, "$ref": "#/$defs/access"}
    properties["metadata"] = {
        "description": "Metadata files in forms of the archive's own.",
        "type": "array",
        "items": {"$ref": "#/$defs/metadata"},
    }
    properties["files"] = {
        "description": "The files of the item.",
        "type": "array",
        "minItems": 1,
        "items": {"$ref": "#/$defs/file"},
    }
    return closed("An item, in an amendment without the files that it has already.", ["titles"], properties)


def _correction() -> Schema:
    fields = [one for one in shape_of(Amendment) if one.name != "version"]
    properties = {one.key: field_schema(one) for one in fields}
    properties["left_out"] = {
        "description": _LEFT_OUT,
        "type": "array",
        "items": {"description": "A path.", "$ref": "#/$defs/file/properties/filename"},
    }
    return closed("Who corrects a sealed item, when, and why.", [], properties)


def object_schema(cls: type) -> Schema:
    """Return the schema of a class of the record."""
    fields = shape_of(cls)
    required = [one.key for one in fields if one.required]
    said = closed(doc_of(cls), required, {one.key: field_schema(one) for one in fields})
    if either := [one for one in fields if one.said.either]:
        said["anyOf"] = [{"description": one.said.doc, "required": [one.key]} for one in either]
    content = content_of(cls)
    if content is None or required != [content.key]:
        return said
    plain = {"description": "The text alone, where nothing else is stated.", **_value(content)}
    return {"description": doc_of(cls), "anyOf": [plain, said]}


def closed(doc: str, required: list[str], properties: Schema) -> Schema:
    """Return the schema of an object with these properties and no others."""
    needed = {"required": required} if required else {}
    return {
        "description": doc,
        "type": "object",
        "additionalProperties": False,
        **needed,
        "properties": properties,
    }


def field_schema(field: Shaped) -> Schema:
    """Return the schema of a field of a class."""
    said = {"description": field.said.doc}
    if not field.many:
        return {**said, **_value(field)}
    least = {"minItems": field.said.least} if field.said.least else {}
    return {**said, "type": "array", **least, "items": _value(field)}


def _value(field: Shaped) -> Schema:
    if field.type is bool:
        return {"type": "boolean"}
    kind = camel(field.type) if field.is_object or field.is_word else name_of(form_of(field))
    return {"$ref": f"#/$defs/{kind}"}


def _metadata() -> Schema:
    doc = (
        "A metadata file in a form that the archive has ([metadata.NAME] in bayegan.toml). It is kept as "
        "metadata/NAME.xml, and is no document of the item."
    )
    form = {
        "description": "The name of the form.",
        "title": "a name of at most 40 small letters, digits and -, that begins with a letter",
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{0,39}(?!\\n)$",
    }
    filename = {
        "description": "Path of the file in the documents folder.",
        "$ref": "#/$defs/file/properties/filename",
    }
    return closed(doc, ["form", "filename"], {"form": form, "filename": filename})


def _checksum() -> Schema:
    return {
        "description": "A digest that the donor states: the algorithm, a colon, and the digest in hexadecimal.",
        "title": "md5, sha1, sha224, sha256, sha384 or sha512, a colon, and as many hex digits as it has",
        "type": "string",
        "pattern": _CHECKSUM,
    }


def _file() -> Schema:
    properties: Schema = {
        "filename": {
            "description": "Path in the documents folder, with / between folders. A byte that is not UTF-8 is "
            "written as the surrogate U+DC80 to U+DCFF of PEP 383.",
            "title": "the path of a file: more than slashes, and without NUL",
            "type": "string",
            "pattern": "^(?!/*(?!\\n)$)[^\\u0000\\ud800-\\udc7f\\udd00-\\udfff]+$",
        },
        "size": {"description": "Size in octets.", "$ref": "#/$defs/count"},
        "checksum": {"description": "A digest of the file.", "$ref": "#/$defs/checksum"},
        "checksums": {
            "description": "Digests of the file.",
            "type": "array",
            "items": {"$ref": "#/$defs/checksum"},
        },
        "title": {"description": "Title of this file.", "$ref": "#/$defs/words"},
    }
    properties |= {one.key: field_schema(one) for one in shape_of(FileNote) if one.said.pattern != "path"}
    doc = "A file of the item, or a folder, written with a final slash, that forms the item alone."
    return closed(doc, ["filename"], properties)
