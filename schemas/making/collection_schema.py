"""collection-1.0.schema.json: the descriptions of collections, from the model."""

import json

from bayegan.model.collection import Collection
from bayegan.model.record.shape import classes_below, shape_of
from making.described import camel, doc_of, form_of
from making.forms import name_of
from making.submission_schema import Schema, closed, form_schema, object_schema

_ABOUT = (
    "Descriptions of collections, as an archivist hands them to bayegan collection add. A later description takes "
    "the place of an earlier one of the same identifier, whole. It is made from the model of Bayegan."
)


def collection_schema() -> str:
    """Return the whole schema."""
    properties = {
        "collections": {"description": "Version of this form.", "const": "1.0"},
        "described": {
            "description": "The collections.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/collection"},
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:bayegan:schema:collection:1.0",
        "title": "Descriptions of collections",
        **closed(_ABOUT, ["collections", "described"], properties),
        "$defs": _defs(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _defs() -> Schema:
    classes = classes_below(Collection)
    fields = [one for cls in classes for one in shape_of(cls)]
    words = dict.fromkeys(one.type for one in fields if one.is_word)
    forms = dict.fromkeys(form_of(one) for one in fields if one.type in (str, int))
    defs: Schema = {camel(cls): object_schema(cls) for cls in classes}
    defs |= {camel(kind): {"description": doc_of(kind), "enum": [str(one) for one in kind]} for kind in words}  # type: ignore[attr-defined]
    return defs | {name_of(form): form_schema(form) for form in forms}
