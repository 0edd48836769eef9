"""What both schemas ask of the model: names and documentation of its classes and fields."""

import inspect
from collections.abc import Iterator

from bayegan.model.record import Record
from bayegan.model.record.shape import Shaped, classes_below, shape_of
from making.forms import COUNT

CLASSES = classes_below(Record)
"""The classes of the record, the record itself first."""


def doc_of(cls: type) -> str:
    """Return the docstring of a class in one line."""
    return " ".join((inspect.getdoc(cls) or "").replace("`", "").split())


def camel(cls: type) -> str:
    """Return the name of a class as both schemas write it."""
    return cls.__name__[0].lower() + cls.__name__[1:]


def words() -> tuple[type, ...]:
    """Return the closed lists of words, each once."""
    return tuple(dict.fromkeys(one.type for cls in CLASSES for one in shape_of(cls) if one.is_word))


def form_of(field: Shaped) -> str:
    """Return the form of a field that holds plain text or a number."""
    return COUNT if field.type is int else field.said.pattern


def forms() -> tuple[str, ...]:
    """Return the forms that fields of the record have, each once."""
    plain = (one for cls in CLASSES for one in shape_of(cls) if one.type in (str, int))
    return tuple(dict.fromkeys(map(form_of, plain)))


def fields_of_all() -> Iterator[tuple[type, Shaped]]:
    """Yield every field of every class."""
    return ((cls, one) for cls in CLASSES for one in shape_of(cls))
