"""Controlled vocabularies as values: SKOS concept schemes, their concepts and labels."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: `name` is what a record calls it, `vocabulary:concept`.

    `labels` are the preferred labels by language tag, one for each (SKOS, S14); `alternatives`, `definitions` and
    `notes` are by language too. `broader` are names of concepts; the matches are names of concepts elsewhere.
    """

    name: str
    labels: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    broad_matches: tuple[str, ...] = ()

    def label(self, *languages: str) -> str:
        """Return the preferred label in the first of `languages` that has one, else the first there is."""
        chosen = next((one for one in languages if one in self.labels), next(iter(self.labels)))
        return self.labels[chosen]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A concept scheme: `name` stands before the colon in the names of its concepts, `address` is its URI."""

    name: str
    address: str
    version: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    concepts: Mapping[str, Concept]
    """The concepts by name, in the order of the file."""


def labels_used_twice(vocabulary: Vocabulary) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield language, label and bearers of each label that several concepts have."""
    bearers: dict[tuple[str, str], list[str]] = {}
    for concept in vocabulary.concepts.values():
        for said in sorted({*concept.labels.items(), *_alternatives(concept)}):
            bearers.setdefault(said, []).append(concept.name)
    for (language, label), names in bearers.items():
        if len(names) > 1:
            yield language, label, tuple(names)


def labels_said_again(concept: Concept) -> Iterator[tuple[str, str]]:
    """Yield language and label of each label that one concept has twice: SKOS, S13 keeps the kinds apart."""
    said = Counter([*concept.labels.items(), *_alternatives(concept)])
    return (one for one, count in said.items() if count > 1)


def _alternatives(concept: Concept) -> Iterator[tuple[str, str]]:
    return ((language, label) for language, labels in concept.alternatives.items() for label in labels)


def broader_than(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """Return every concept of the vocabulary above `name`, nearest first; `name` itself where there is a loop."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        concept = vocabulary.concepts.get(waiting.pop(0))
        new = [one for one in (concept.broader if concept else ()) if one not in found]
        found += new
        waiting += new
    return tuple(found)
