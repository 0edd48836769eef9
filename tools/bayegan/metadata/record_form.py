"""Objects of the record as XML elements and back, by the shape of their classes.

Each class is looked at once; what writes and reads it is then made of closures, so that a record costs no more than
its own texts.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from lxml import etree

from bayegan.metadata.parser import text_of
from bayegan.metadata.writer import XML_LANG, Writer
from bayegan.model.names import from_xml_name, xml_name
from bayegan.model.record import Record
from bayegan.model.record.shape import Shaped, content_of, shape_of

_STEP = re.compile("0|[1-9][0-9]*")
NAMESPACE = "urn:bayegan:record:1.0"
NAME_ENCODING = "nameEncoding"
PERCENT = "percent"
_R = f"{{{NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Write = Callable[[Writer, Any], None]
"""Writes a value, in elements of its own."""
Read = Callable[[etree._Element], Any]
"""Takes a value from an element."""
_Give = Callable[[dict[str, str | None], Any], None]
"""Puts a value among the attributes of an element."""


def children(cls: type) -> Write:
    """Return what writes the elements of an object of `cls` into the element that is open."""
    shape = [one for one in shape_of(cls) if not one.said.attribute]
    steps = tuple((one.name, _child(one)) for one in shape)

    def write(writer: Writer, value: Any) -> None:
        for name, step in steps:
            if (said := getattr(value, name)) is not None:
                step(writer, said)

    return write


def element_of(cls: type, tag: str) -> Write:
    """Return what writes an object of `cls` as an element of the name `tag`."""
    return _object(cls, _R + tag)


@cache
def _object(cls: type, tag: str) -> Write:
    """Return what writes an object of `cls` as an element."""
    gives = tuple((one.name, _attribute_of(one)) for one in shape_of(cls) if one.said.attribute)
    content = content_of(cls)
    below = None if all(one.said.attribute or one.said.content for one in shape_of(cls)) else children(cls)

    def write(writer: Writer, value: Any) -> None:
        attributes: dict[str, str | None] = {}
        for name, give in gives:
            if (said := getattr(value, name)) is not None:
                give(attributes, said)
        if below is None:
            writer.text(tag, "" if content is None else getattr(value, content.name), attributes)
        else:
            writer.begin(tag, attributes)
            below(writer, value)
            writer.finish(tag)

    return write


def _attribute_of(field: Shaped) -> _Give:
    name = XML_LANG if field.said.tag == "lang" else field.said.tag

    def path(attributes: dict[str, str | None], value: str) -> None:
        attributes[name], is_encoded = xml_name(value)
        if is_encoded:
            attributes[NAME_ENCODING] = PERCENT

    def flag(attributes: dict[str, str | None], value: bool) -> None:
        if value:
            attributes[name] = "true"

    def plain(attributes: dict[str, str | None], value: object) -> None:
        attributes[name] = str(value)

    if field.said.pattern == "path":
        return path
    return flag if field.type is bool else plain


def _child(field: Shaped) -> Write:
    tag = _R + field.said.tag
    one = _object(field.type, tag) if field.is_object else _leaf(tag)
    if field.many:
        return _repeated(one)
    return one if field.required or field.default is None else _unless(field.default, one)


def _leaf(tag: str) -> Write:
    return lambda writer, value: writer.text(tag, value)


def _repeated(one: Write) -> Write:
    def several(writer: Writer, values: tuple[Any, ...]) -> None:
        for value in values:
            one(writer, value)

    return several


def _unless(default: object, one: Write) -> Write:
    def differing(writer: Writer, value: object) -> None:
        if value != default:
            one(writer, value)

    return differing


@cache
def reader(cls: type) -> Read:
    """Return what reads an object of `cls` from an element that is valid by the schema."""
    shape = shape_of(cls)
    blank = [None if one.required else one.default for one in shape]
    attributes = tuple((at, _from_attribute(one)) for at, one in enumerate(shape) if one.said.attribute)
    below = {
        _R + one.said.tag: (at, _from_child(one), one.many)
        for at, one in enumerate(shape)
        if not one.said.attribute and not one.said.content
    }
    content = content_of(cls)
    text_at = None if content is None else shape.index(content)
    lists = tuple(at for at, one in enumerate(shape) if one.many)

    def read(element: etree._Element) -> Any:
        values: list[Any] = blank.copy()
        for at, take in attributes:
            if (said := take(element)) is not None:
                values[at] = said
        if text_at is not None:
            values[text_at] = text_of(element)
            return cls(*values)
        for at in lists:
            values[at] = []
        for child in element.iterchildren("*"):
            at, take, is_many = below[child.tag]
            if is_many:
                values[at].append(take(child))
            else:
                values[at] = take(child)
        for at in lists:
            values[at] = tuple(values[at])
        return cls(*values)

    return read


def _from_attribute(field: Shaped) -> Read:
    name, kind = _attribute(field), field.type
    if field.said.pattern == "path":
        return lambda element: from_xml_name(element.get(name, ""), element.get(NAME_ENCODING) == PERCENT)
    if kind is bool:
        return lambda element: element.get(name) in ("true", "1")
    if kind is str:
        return lambda element: element.get(name)

    def convert(element: etree._Element) -> Any:
        said = element.get(name)
        return None if said is None else kind(said)

    return convert


def _from_child(field: Shaped) -> Read:
    if field.is_object:
        return reader(field.type)
    kind = field.type
    return text_of if kind is str else lambda element: kind(text_of(element))


def _attribute(field: Shaped) -> str:
    return _LANG if field.said.tag == "lang" else field.said.tag


def line_at(root: etree._Element, pointer: str) -> int:
    """Return the line of the element that a JSON Pointer into the record leads to, or of the nearest above it.

    `root` is the element of the record, valid by its schema.
    """
    here, shape = root, shape_of(Record)
    steps = iter(pointer.split("/")[1:])
    for step in steps:
        field = next((one for one in shape if one.key == step), None)
        if field is None or field.said.attribute or field.said.content:
            break
        number = next(steps, "0") if field.many else "0"
        found = here.findall(_R + field.said.tag)
        if not _STEP.fullmatch(number) or int(number) >= len(found):
            break
        here, shape = found[int(number)], shape_of(field.type) if field.is_object else ()
    line = here.sourceline
    return line if isinstance(line, int) else 0
