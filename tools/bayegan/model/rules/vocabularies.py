"""Rules of controlled vocabularies, and of the concepts that records name."""

from bayegan.model.rules.rule import Rule

_FILE = "Correct the file at the place named; docs/how-to/add-a-vocabulary-or-a-schema.md shows one that is right."

VOCABULARY_RULES: dict[str, Rule] = {
    "record-vocabulary-unknown": Rule(
        text="a concept in a record belongs to a vocabulary that ships with the software or that the archive has "
        "([vocabularies] in bayegan.toml)",
        expected="the name of a vocabulary, a colon, and the name of a concept",
        advice="Correct the name, or give the archive the vocabulary. docs/reference/vocabularies.md lists ours.",
    ),
    "record-concept-unknown": Rule(
        text="a concept in a record is one that its vocabulary holds",
        expected="a concept of the vocabulary",
        advice="Correct the name, or leave the concept out: the value itself is kept in the words of the source.",
    ),
    "vocabulary-json": Rule(
        text="a vocabulary is JSON (RFC 8259) in UTF-8, with no field twice",
        expected="a JSON text",
        advice=_FILE,
    ),
    "vocabulary-form": Rule(
        text="a vocabulary is JSON-LD of the one shape that we read: vocabulary-1.0.schema.json",
        expected="what the schema allows",
        advice=_FILE,
    ),
    "vocabulary-name": Rule(
        text="the @context of a vocabulary binds the name that bayegan.toml gives it to the URI of the scheme, and "
        "its concepts begin with that name and a colon",
        expected="the name of the vocabulary",
        advice="Let the key in bayegan.toml, the prefix in @context and the beginnings of the ids be the same.",
    ),
    "vocabulary-concept-twice": Rule(
        text="a vocabulary describes each of its concepts once",
        expected="one entry",
        advice="Remove the second entry, or give it a name of its own.",
    ),
    "vocabulary-label-twice": Rule(
        text="a label stands once in a vocabulary in each language, so that it means one concept, and is preferred "
        "or alternative but not both (SKOS Reference, S13)",
        expected="a label of its own",
        advice="Word one of the labels more exactly.",
    ),
    "vocabulary-broader": Rule(
        text="broader leads to concepts of the same vocabulary, and never back to the concept",
        expected="a concept of this vocabulary that is not below this one",
        advice="Correct the name, or remove the relation that closes the circle.",
    ),
    "vocabulary-match": Rule(
        text="a match names a concept by a prefix that @context binds; a HURIDOCS code is the number of its list "
        "in two digits and the code in twelve",
        expected="such as huridocs:04:010101030000",
        advice="Correct the name, or bind its prefix in @context. Leave out a code that is not certain.",
    ),
}
