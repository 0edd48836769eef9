"""Rules of what is published without an institution: tables and linked data."""

from bayegan.model.rules.rule import Rule

PUBLISHING_RULES: dict[str, Rule] = {
    "csv-not-readable": Rule("a table is CSV (RFC 4180) in UTF-8", "CSV in UTF-8", "Export again."),
    "csv-cells": Rule(
        "every row has as many cells as the header (RFC 4180, 2.4)", "as many cells as columns", "Export again."
    ),
    "csv-formula": Rule(
        "no cell begins as a formula of a spreadsheet does (CWE-1236)",
        "an apostrophe before = + - @",
        "Put an apostrophe before the value.",
    ),
    "jsonld-not-json": Rule("a JSON-LD document is JSON (RFC 8259) in UTF-8", "JSON", "Export again."),
    "jsonld-context": Rule(
        "the context stands in the document (JSON-LD 1.1, 3.1), so that nothing has to be fetched",
        "a context as an object",
        "Put the context itself in the place of its address.",
    ),
    "jsonld-id": Rule(
        "an @id is an IRI, with a scheme and percent-encoding where it must be (JSON-LD 1.1, 3.3)",
        "an IRI",
        "Encode the identifier.",
    ),
}
