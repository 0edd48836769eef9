"""Rules of collections: their descriptions, and how they lie in one another."""

from bayegan.model.rules.rule import Rule

COLLECTION_RULES: dict[str, Rule] = {
    "collection-json": Rule(
        "descriptions of collections are one JSON text (RFC 8259) in UTF-8",
        "JSON",
        "Correct the file at the place named.",
    ),
    "collection-form": Rule(
        "descriptions of collections have the form of collection-1.0.schema.json",
        "what the schema says",
        "Correct the value; docs/how-to/arrange-collections.md shows a file.",
    ),
    "collection-level-unknown": Rule(
        "the level of description is one of collection, fonds, subfonds, series, subseries, file (ISAD(G) 3.1.4); "
        "an item is described by its own record",
        "collection, fonds, subfonds, series, subseries or file",
        "Name the level with one of these words.",
    ),
    "collection-level-order": Rule(
        "description goes from the general to the specific: what lies in a collection is of a lower level "
        "(ISAD(G) 2.1)",
        "a lower level",
        "Look at both levels. The description is taken in as it is.",
        "warning",
    ),
    "collection-twice": Rule(
        "a file describes a collection once",
        "one description of each identifier",
        "Keep one of them; another file may replace it later.",
    ),
    "collection-date": Rule(
        "a date in `edtf` is in the Extended Date/Time Format (ISO 8601-2:2019, Annex A)",
        "a date in EDTF",
        "Correct it, or give it in words as `text`.",
    ),
    "collection-parent-unknown": Rule(
        "`within` names a collection that this file or an earlier one describes (ISAD(G) 2.3: linking of "
        "descriptions)",
        "the identifier of a collection",
        "Describe that collection too, or correct the identifier.",
    ),
    "collection-circle": Rule(
        "no collection lies within itself",
        "a way up that ends",
        "Correct `within` of one of the collections named.",
    ),
    "collection-is-an-item": Rule(
        "an identifier names a collection or an item, never both",
        "an identifier that no item has",
        "Choose another identifier for the collection.",
    ),
    "collection-altered": Rule(
        "a file of descriptions is as the ledger vouches for it; access levels in it are believed",
        "the file as it was received",
        "Put the file back from a copy: its SHA-512 stands in the ledger. Or add the descriptions anew.",
    ),
    "collection-missing": Rule(
        "every file of descriptions that the ledger vouches for is there",
        "the file",
        "Put the file back from a copy: its SHA-512 stands in the ledger.",
    ),
    "collection-not-vouched": Rule(
        "manifests/collections holds files that the ledger vouches for",
        "a file that was taken in with `bayegan collection add`",
        "Nothing is read from it. Add it with `bayegan collection add`, or remove it.",
        "warning",
    ),
}
