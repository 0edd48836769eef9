"""Controlled vocabularies: SKOS in JSON-LD of one fixed shape, read as plain JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from bayegan.metadata.json_schema import pointer_to, problems
from bayegan.model.findings import Finding, finding
from bayegan.model.vocabularies import Concept, Vocabulary, broader_than, labels_said_again, labels_used_twice

HURIDOCS_CODE = re.compile(r"huridocs:[0-9]{2}:[0-9]{12}")
ENDING = ".jsonld"

_CONTEXT = "@context"
_MATCHES = ("exactMatch", "broadMatch")


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of the vocabularies that this release ships, in order."""
    shipped = (one.name for one in files("bayegan_schemas").joinpath("vocabularies").iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in shipped if name.endswith(ENDING)))


def vocabulary_bytes(name: str) -> bytes:
    """Return a shipped vocabulary as it is. Raises FileNotFoundError for a name that is not shipped."""
    if name not in shipped_names():
        raise FileNotFoundError(f"no vocabulary {name} is shipped")
    return files("bayegan_schemas").joinpath("vocabularies").joinpath(name + ENDING).read_bytes()


@cache
def shipped_vocabulary(name: str) -> Vocabulary:
    """Return a shipped vocabulary, read once. Raises FileNotFoundError for a name that is not shipped."""
    return _vocabulary(name, json.loads(vocabulary_bytes(name)))


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The vocabularies that records may use: those that are shipped, each read when it is asked for, and `own`."""

    own: Mapping[str, Vocabulary] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Return the names of all, ours first."""
        return (*shipped_names(), *sorted(self.own))

    def get(self, name: str) -> Vocabulary | None:
        """Return a vocabulary by its name, or None."""
        if name in self.own:
            return self.own[name]
        return shipped_vocabulary(name) if name in shipped_names() else None

    def concept(self, name: str) -> Concept | None:
        """Return the concept that a record calls `name`, or None."""
        vocabulary = self.get(name.partition(":")[0])
        return None if vocabulary is None else vocabulary.concepts.get(name)

    def label(self, name: str, *languages: str) -> str | None:
        """Return the preferred label of a concept, in the first of `languages` that has one, or None."""
        concept = self.concept(name)
        return None if concept is None else concept.label(*languages)


def concepts_in(value: object) -> Iterator[tuple[str, str]]:
    """Yield JSON Pointer and name of every concept that a description in JSON names, in its order."""
    yield from _concepts(value, ())


def _concepts(value: object, path: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, one in inner:
        if key == "concept" and isinstance(one, str):
            yield pointer_to((*path, key)), one
        else:
            yield from _concepts(one, (*path, key))


def concept_findings(
    stated: Iterable[tuple[str, str]],
    vocabularies: Vocabularies,
    *,
    item: str | None = None,
    row: int | None = None,
    path: str | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each concept, stated as its pointer and its name, that no vocabulary holds."""
    for pointer, name in stated:
        known = vocabularies.get(name.partition(":")[0]) if ":" in name else None
        if known is not None and name in known.concepts:
            continue
        code = "record-vocabulary-unknown" if known is None else "record-concept-unknown"
        found = f"“{name[:80]}”"
        if known is None:
            expected = f"one of {', '.join(vocabularies.names())}"
        elif like := get_close_matches(name, known.concepts, 5):
            expected = f"a concept of that vocabulary; most like it: {', '.join(like)}"
        else:
            expected = f"one of {', '.join(known.concepts)}"
        yield finding(code, item=item, path=path, row=row, pointer=pointer, expected=expected, found=found)


def read_vocabulary(
    content: bytes, path: str, name: str | None = None
) -> tuple[Vocabulary | None, tuple[Finding, ...]]:
    """Read the vocabulary at `path`, called `name`; without one, it is called what its @context calls it.

    Returns it, or None and all that is wrong with it. Never raises for what `content` holds.
    """
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        return None, (finding("vocabulary-json", path=path, found=str(error)[:200]),)
    wrong = [
        finding("vocabulary-form", path=path, pointer=one.pointer, expected=one.expected, found=one.found)
        for one in problems("vocabulary-1.0", value)
    ]
    if wrong:
        return None, tuple(wrong)
    called = name or _called(value) or ""
    vocabulary = _vocabulary(called, value)
    wrong = [*_names(value, called, path), *_relations(value, vocabulary, path), *_labels(vocabulary, value, path)]
    return (None if wrong else vocabulary), tuple(wrong)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = next(key for key, _ in pairs if [one for one, _ in pairs].count(key) > 1)
        raise ValueError(f"the field “{twice}” occurs twice in one object")
    return value


def _called(value: Mapping[str, Any]) -> str | None:
    address = value["id"]
    return next((name for name, bound in value[_CONTEXT].items() if bound in _bindings(address)), None)


def _bindings(address: str) -> tuple[str, ...]:
    return tuple(address.rstrip(":/#") + end for end in ":/#")


def _vocabulary(name: str, value: Mapping[str, Any]) -> Vocabulary:
    concepts = {one["id"]: _concept(one) for one in value["concepts"]}
    return Vocabulary(name, value["id"], value["version"], value["title"], value.get("description", {}), concepts)


def _concept(value: Mapping[str, Any]) -> Concept:
    return Concept(
        value["id"],
        value["prefLabel"],
        {language: tuple(labels) for language, labels in value.get("altLabel", {}).items()},
        value.get("definition", {}),
        value.get("scopeNote", {}),
        *(tuple(value.get(key, ())) for key in ("broader", *_MATCHES)),
    )


def _names(value: Mapping[str, Any], name: str, path: str) -> Iterator[Finding]:
    bound = value[_CONTEXT].get(name)
    if bound not in _bindings(value["id"]):
        expected = f"“{name}”: “{_bindings(value['id'])[0]}”" if name else f"a prefix for {value['id']}"
        found = "no such prefix" if bound is None else f"“{bound}”"
        yield finding("vocabulary-name", path=path, pointer="/@context", expected=expected, found=found)
    seen: set[str] = set()
    for index, one in enumerate(value["concepts"]):
        pointer, identifier = f"/concepts/{index}/id", one["id"]
        if not identifier.startswith(f"{name}:"):
            yield finding(
                "vocabulary-name", path=path, pointer=pointer, expected=f"{name}:…", found=f"“{identifier}”"
            )
        if identifier in seen:
            yield finding("vocabulary-concept-twice", path=path, pointer=pointer, found=f"“{identifier}” again")
        seen.add(identifier)


def _relations(value: Mapping[str, Any], vocabulary: Vocabulary, path: str) -> Iterator[Finding]:
    for index, one in enumerate(value["concepts"]):
        for key in ("broader", *_MATCHES):
            for place, to in enumerate(one.get(key, ())):
                pointer = f"/concepts/{index}/{key}/{place}"
                if key == "broader" and (found := _broader_problem(vocabulary, one["id"], to)):
                    yield finding("vocabulary-broader", path=path, pointer=pointer, found=found)
                if key != "broader" and (found := _match_problem(to, value[_CONTEXT])):
                    yield finding("vocabulary-match", path=path, pointer=pointer, found=found)


def _broader_problem(vocabulary: Vocabulary, name: str, to: str) -> str | None:
    if to not in vocabulary.concepts:
        return f"“{to}”, which the vocabulary does not hold"
    if name == to or name in broader_than(vocabulary, to):
        return f"“{to}”, which leads back to “{name}”"
    return None


def _match_problem(to: str, context: Mapping[str, Any]) -> str | None:
    prefix = to.partition(":")[0]
    if not isinstance(context.get(prefix), str) or context[prefix].startswith("@"):
        return f"“{to}”, whose prefix is bound to nothing"
    if prefix == "huridocs" and not HURIDOCS_CODE.fullmatch(to):
        return f"“{to}”"
    return None


def _labels(vocabulary: Vocabulary, value: Mapping[str, Any], path: str) -> Iterator[Finding]:
    places: Sequence[str] = [one["id"] for one in value["concepts"]]
    for language, label, names in labels_used_twice(vocabulary):
        pointer, found = (
            f"/concepts/{places.index(names[-1])}",
            f"“{label}” ({language}) of {' and of '.join(names)}",
        )
        yield finding("vocabulary-label-twice", path=path, pointer=pointer, found=found)
    for concept in vocabulary.concepts.values():
        for language, label in labels_said_again(concept):
            pointer = f"/concepts/{places.index(concept.name)}"
            found = f"“{label}” ({language}) twice of {concept.name}"
            yield finding("vocabulary-label-twice", path=path, pointer=pointer, found=found)
