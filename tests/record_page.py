"""docs/reference/record.md, from the model of the record."""

import inspect
from collections.abc import Iterator

from bayegan.model.record import Record
from bayegan.model.record.said import FORMS
from bayegan.model.record.shape import Shaped, classes_below, shape_of

CLASSES = classes_below(Record)


def record_tables() -> str:
    """Every element and attribute, the words of every list, the forms of texts, and the crosswalk."""
    return "\n".join(
        [
            *(line for cls in CLASSES for line in _class(cls)),
            *("## Lists of words", ""),
            *(line for cls in _lists() for line in _list(cls)),
            *("## Forms of texts", "", "| form | what it is |", "|---|---|"),
            *(f"| {form} | {doc} |" for form, doc in FORMS.items()),
            *("", "## Crosswalk", ""),
            *_crosswalk(),
            "",
        ]
    )


def _class(cls: type) -> Iterator[str]:
    yield from (f"## {cls.__name__}", "", _doc(cls), "")
    yield from ("| in XML | in JSON | | what it holds | meaning |", "|---|---|---|---|---|")
    yield from (
        f"| {_tag(one)} | `{one.key}` | {_how_many(one)} | {_holds(one)} | {one.said.doc}{_vocabulary(one)} |"
        for one in shape_of(cls)
    )
    yield ""


def _doc(cls: type) -> str:
    return " ".join((inspect.getdoc(cls) or "").split())


def _tag(field: Shaped) -> str:
    if field.said.content:
        return "the text"
    if field.said.attribute:
        return "`@xml:lang`" if field.said.tag == "lang" else f"`@{field.said.tag}`"
    return f"`{field.said.tag}`"


def _vocabulary(field: Shaped) -> str:
    name = field.said.vocabulary
    return f" Concepts: [{name}](vocabularies.md)." if name and field.is_object else ""


def _how_many(field: Shaped) -> str:
    if field.many:
        return "one or more" if field.said.least else "any number"
    if field.said.either:
        return "at least one of these"
    return "one" if field.required else ""


def _holds(field: Shaped) -> str:
    if field.is_object or field.is_word:
        return f"[{field.type.__name__}](#{field.type.__name__.lower()})"
    if field.type is int:
        return "a number"
    if field.type is bool:
        return "true or nothing"
    named = field.said.to.replace(" ", ", ")
    return f"{field.said.pattern}: {named}" if named else field.said.pattern


def _lists() -> list[type]:
    return list(dict.fromkeys(one.type for cls in CLASSES for one in shape_of(cls) if one.is_word))


def _list(cls: type) -> Iterator[str]:
    words = ", ".join(f"`{one.value}`" for one in cls)  # type: ignore[attr-defined]
    yield from (f"### {cls.__name__}", "", _doc(cls), "", f"{words}.", "")


def _crosswalk() -> Iterator[str]:
    yield "| record | HURIDOCS | Omid | Dublin Core |"
    yield "|---|---|---|---|"
    for cls in CLASSES:
        for one in shape_of(cls):
            said = one.said
            if said.huridocs or said.omid or said.dc:
                yield f"| {cls.__name__}: {said.tag} | {said.huridocs} | {said.omid} | {said.dc} |"
