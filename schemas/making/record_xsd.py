"""record-1.0.xsd, from the model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from bayegan.metadata.record_form import NAME_ENCODING, NAMESPACE, PERCENT
from bayegan.model.record import Record
from bayegan.model.record.shape import Shaped, content_of, shape_of
from making.described import CLASSES, camel, doc_of, fields_of_all, form_of, forms, words
from making.forms import DOCS, OF, name_of

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:r="{NAMESPACE}" targetNamespace="{NAMESPACE}" \
elementFormDefault="qualified" version="1.0">"""
_ABOUT = (
    "The record of an item, metadata/record.xml in its bag: what is known about it and who says so. The archive "
    "preserves and attributes; it asserts nothing. Every text stands as it came. What is absent was not stated, "
    "which never means that there is nothing. Needs xml-1.0.xsd beside it. Made from the model of Bayegan, where "
    "the record is described."
)
_IMPORT = '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml-1.0.xsd"/>'
_ENCODING = (
    "How a path is written: percent says that control characters, octets that are not UTF-8, and the percent sign "
    "stand as % and two hex digits for each octet."
)
_PRESENT = "Present where the path holds what XML cannot."
_FLAG = "Stated only where it is true."


def record_xsd() -> str:
    """Return the whole schema."""
    parts = [[*_documentation(_ABOUT)], [_IMPORT], [*_root()]]
    parts += [[*_global(field, others)] for field, others in _elements().values()]
    parts += [[*_complex(cls)] for cls in CLASSES]
    parts += [[*_simple(camel(kind), doc_of(kind), "xs:string", _values(kind))] for kind in words()]
    parts += [[*_simple(name_of(form), DOCS[form], OF[form].base, OF[form].facets)] for form in forms()]
    parts.append([*_simple("flag", _FLAG, "xs:boolean", (("pattern", "true"),))])
    parts.append([*_simple(NAME_ENCODING, _ENCODING, "xs:string", (("enumeration", PERCENT),))])
    body = "\n\n".join("\n".join(f"  {line}" for line in part) for part in parts)
    return f"{_HEAD}\n{body}\n</xs:schema>\n"


def _within(tag: str, lines: Iterable[str], **attributes: str | None) -> Iterator[str]:
    said = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value is not None)
    inner = [f"  {line}" for line in lines]
    yield f"<xs:{tag}{said}>" if inner else f"<xs:{tag}{said}/>"
    yield from inner
    if inner:
        yield f"</xs:{tag}>"


def _quoted(value: str) -> str:
    return quoteattr(value).replace("&amp;#", "&#")


def _documentation(doc: str) -> Iterator[str]:
    text = doc.replace("&", "&amp;").replace("<", "&lt;")
    return _within("annotation", [f'<xs:documentation xml:lang="en">{text}</xs:documentation>'])


def _elements() -> dict[str, tuple[Shaped, set[str]]]:
    """Return the first field of each element, and all that is said of it. An element has one type everywhere."""
    found: dict[str, tuple[Shaped, set[str]]] = {}
    for _, field in fields_of_all():
        if field.said.attribute or field.said.content:
            continue
        first, docs = found.setdefault(field.said.tag, (field, set()))
        docs.add(field.said.doc)
        if _type(first) != _type(field):
            raise ValueError(f"the element {field.said.tag} has two types: {_type(first)} and {_type(field)}")
    return found


def _type(field: Shaped) -> str:
    if field.type is bool:
        return "r:flag"
    return f"r:{camel(field.type) if field.is_object or field.is_word else name_of(form_of(field))}"


def _global(field: Shaped, docs: set[str]) -> Iterator[str]:
    doc = field.said.doc if len(docs) == 1 else _doc_of_type(field)
    return _within("element", _documentation(doc), name=field.said.tag, type=_type(field))


def _doc_of_type(field: Shaped) -> str:
    return doc_of(field.type) if field.is_object or field.is_word else DOCS[form_of(field)]


def _complex(cls: type) -> Iterator[str]:
    return _within("complexType", [*_documentation(doc_of(cls)), *_inner(cls)], name=camel(cls))


def _inner(cls: type) -> Iterator[str]:
    attributes = [line for one in shape_of(cls) if one.said.attribute for line in _attribute(one)]
    if content := content_of(cls):
        extension = _within("extension", attributes, base=_type(content))
        return _within("simpleContent", extension)
    below = [one for one in shape_of(cls) if not one.said.attribute]
    return iter([*_within("sequence", [line for part in _parts(below) for line in part]), *attributes])


def _parts(below: list[Shaped]) -> Iterator[Iterator[str]]:
    either = [one for one in below if one.said.either]
    for one in below:
        if not one.said.either:
            yield _reference(one)
        elif one is either[0]:
            yield _choice(either)


def _choice(either: list[Shaped]) -> Iterator[str]:
    """One at least of the elements, in their order."""
    branches: list[str] = []
    for at, one in enumerate(either):
        rest = [line for other in either[at + 1 :] for line in _reference(other)]
        branches += _within("sequence", [*_reference(one, needed=True), *rest])
    return _within("choice", branches)


def _reference(field: Shaped, *, needed: bool = False) -> Iterator[str]:
    least = None if field.required or needed else "0"
    most = "unbounded" if field.many else None
    doc = [] if len(_elements()[field.said.tag][1]) == 1 else _documentation(field.said.doc)
    return _within("element", doc, ref=f"r:{field.said.tag}", minOccurs=least, maxOccurs=most)


def _attribute(field: Shaped) -> Iterator[str]:
    if field.said.tag == "lang":
        yield from _within("attribute", _documentation(field.said.doc), ref="xml:lang")
        return
    is_needed = not field.optional and field.type is not bool
    use = "required" if is_needed else None
    yield from _within("attribute", _documentation(field.said.doc), name=field.said.tag, type=_type(field), use=use)
    if field.said.pattern == "path":
        kind = f"r:{NAME_ENCODING}"
        yield from _within("attribute", _documentation(_PRESENT), name=NAME_ENCODING, type=kind)


def _simple(name: str, doc: str, base: str, facets: Iterable[tuple[str, str]]) -> Iterator[str]:
    inner = [line for facet, value in facets for line in _within(facet, (), value=value)]
    return _within("simpleType", [*_documentation(doc), *_within("restriction", inner, base=base)], name=name)


def _values(kind: type) -> list[tuple[str, str]]:
    return [("enumeration", one.value) for one in kind]  # type: ignore[attr-defined]


def _root() -> Iterator[str]:
    keyed = sorted({one.path[-1] for one in _places(Record, ()) if one.field.said.pattern == "key"})
    kinds = {to for one in _references() if (to := one.field.said.to)}
    constraints = [*_unique("key", keyed)]
    for to in sorted(kinds):
        constraints += _unique(f"key-of-{to.replace(' ', '-or-')}", to.split())
    constraints += [line for number, one in enumerate(_gathered(), start=1) for line in _keyref(number, *one)]
    return _within(
        "element", [*_documentation(doc_of(Record)), *constraints], name=camel(Record), type=f"r:{camel(Record)}"
    )


class _Place:
    """A field at a place in the record: the elements that lead to its object."""

    def __init__(self, path: tuple[str, ...], field: Shaped) -> None:
        self.path = path
        self.field = field


def _places(cls: type, path: tuple[str, ...]) -> Iterator[_Place]:
    for one in shape_of(cls):
        yield _Place(path, one)
        if one.is_object:
            yield from _places(one.type, (*path, one.said.tag))


def _references() -> list[_Place]:
    return [one for one in _places(Record, ()) if one.field.said.pattern == "reference"]


def _gathered() -> list[tuple[str, str, list[str]]]:
    """Return what references may name, their field, and the elements that hold them."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in _references():
        said = one.field.said
        path = one.path if said.attribute else (*one.path, said.tag)
        found[said.to, f"@{said.tag}" if said.attribute else "."].append("/".join(f"r:{step}" for step in path))
    return [(to, field, paths) for (to, field), paths in found.items()]


def _unique(name: str, tags: Iterable[str]) -> Iterator[str]:
    doc = _documentation(f"No two of these have the same key: {', '.join(tags)}.")
    path = "|".join(f"r:{tag}" for tag in tags)
    return _within("unique", [*doc, *_selection(path, "@key")], name=name)


def _keyref(number: int, to: str, field: str, paths: list[str]) -> Iterator[str]:
    named = to.replace(" ", " or ") or "something"
    doc = _documentation(f"What is referred to is the key of {named} in this record.")
    refer = f"r:key-of-{to.replace(' ', '-or-')}" if to else "r:key"
    name = f"reference-{number}-to-{to.replace(' ', '-or-') or 'any'}"
    return _within("keyref", [*doc, *_selection("|".join(paths), field)], name=name, refer=refer)


def _selection(path: str, field: str) -> list[str]:
    return [*_within("selector", (), xpath=path), *_within("field", (), xpath=field)]
