"""Objects of the record as XML elements and back, by the shape of their classes.

Each class is looked at once; what writes and reads it is then made of closures, so that a record costs no more than
its own texts.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from lxml import etree

from bayegan.metadata.parser import text_of
from bayegan.model.names import from_xml_name, xml_name
from bayegan.model.record.shape import Shaped, content_of, shape_of

NAMESPACE = "urn:bayegan:record:1.0"
NAME_ENCODING = "nameEncoding"
PERCENT = "percent"
_R = f"{{{NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Write = Callable[[etree._Element, Any], None]
"""Puts a value into an element."""
Read = Callable[[etree._Element], Any]
"""Takes a value from an element."""


@cache
def writer(cls: type) -> Write:
    """Return what writes an object of `cls` into an element of its own."""
    shape = shape_of(cls)
    steps = tuple(_step(one) for one in shape)
    values = attrgetter(*(one.name for one in shape))

    def write(element: etree._Element, value: Any) -> None:
        for step, said in zip(steps, values(value), strict=True):
            if said is not None:
                step(element, said)

    return write


def _step(field: Shaped) -> Write:
    if field.said.content:
        return _set_text
    if field.said.attribute:
        return _attribute_step(field)
    one = _child_step(field)
    if field.many:
        return _repeated(one)
    return one if field.required or field.default is None else _unless(field.default, one)


def _set_text(element: etree._Element, value: str) -> None:
    element.text = value


def _attribute_step(field: Shaped) -> Write:
    name = _attribute(field)

    def path(element: etree._Element, value: str) -> None:
        written, is_encoded = xml_name(value)
        element.set(name, written)
        if is_encoded:
            element.set(NAME_ENCODING, PERCENT)

    def flag(element: etree._Element, value: bool) -> None:
        if value:
            element.set(name, "true")

    if field.said.pattern == "path":
        return path
    if field.type is bool:
        return flag
    if field.type is int:
        return lambda element, value: element.set(name, str(value))
    return lambda element, value: element.set(name, value)


def _child_step(field: Shaped) -> Write:
    tag = _R + field.said.tag
    fill = writer(field.type) if field.is_object else _set_text

    def child(element: etree._Element, value: Any) -> None:
        fill(etree.SubElement(element, tag), value)

    return child


def _repeated(one: Write) -> Write:
    def several(element: etree._Element, values: tuple[Any, ...]) -> None:
        for value in values:
            one(element, value)

    return several


def _unless(default: object, one: Write) -> Write:
    def differing(element: etree._Element, value: object) -> None:
        if value != default:
            one(element, value)

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
