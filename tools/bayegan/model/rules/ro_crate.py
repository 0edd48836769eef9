"""Rules of RO-Crate 1.3: what its specification demands of an attached package, and two that we add as advice."""

from bayegan.model.rules.rule import Rule

_AGAIN = "Write the crate again with `bayegan export ro-crate`."

RO_CRATE_RULES: dict[str, Rule] = {
    "rocrate-package-empty": Rule(
        "a package holds one folder for each item", "a folder", "Point at the folder that holds the crates."
    ),
    "rocrate-metadata-missing": Rule(
        "ro-crate-metadata.json lies in the root of a crate (RO-Crate 1.3, attached package)", "the file", _AGAIN
    ),
    "rocrate-json": Rule(
        "ro-crate-metadata.json is JSON-LD in UTF-8, an object with a @graph of entities (RO-Crate 1.3, metadata "
        "document)",
        "a JSON object with @graph",
        _AGAIN,
    ),
    "rocrate-context": Rule(
        "the context of RO-Crate is used by reference (RO-Crate 1.3, metadata document)",
        "https://w3id.org/ro/crate/1.3/context",
        _AGAIN,
    ),
    "rocrate-not-flat": Rule(
        "entities stand side by side in the @graph and are named elsewhere by @id alone (RO-Crate 1.3, JSON-LD)",
        "an object with @id alone",
        _AGAIN,
    ),
    "rocrate-id-missing": Rule("every entity has an @id (RO-Crate 1.3, principles, 1)", "an @id", _AGAIN),
    "rocrate-id-form": Rule(
        "an @id is a URI reference: spaces, percent signs and what no address holds are percent-encoded "
        "(RO-Crate 1.3, encoding file paths)",
        "a percent-encoded reference",
        _AGAIN,
    ),
    "rocrate-id-twice": Rule(
        "no two entities have one @id (RO-Crate 1.3, contextual data entities)", "an @id of its own", _AGAIN
    ),
    "rocrate-leaves-crate": Rule(
        "no @id climbs out of the root of the crate (RO-Crate 1.3, JSON-LD)",
        "a path below the root",
        "Name what lies elsewhere by its full address.",
        "warning",
    ),
    "rocrate-type-missing": Rule("every entity has a @type (RO-Crate 1.3, principles, 2)", "a @type", _AGAIN),
    "rocrate-reference-unknown": Rule(
        "an entity that is named is described in the same document (RO-Crate 1.3, metadata document)",
        "an entity of this document",
        _AGAIN,
        "warning",
    ),
    "rocrate-descriptor": Rule(
        "a CreativeWork with the @id ro-crate-metadata.json is about the root (RO-Crate 1.3, descriptor)",
        "the descriptor, about the root",
        _AGAIN,
    ),
    "rocrate-conforms-to": Rule(
        "the descriptor conforms to one version of RO-Crate, by its address (RO-Crate 1.3, descriptor)",
        "https://w3id.org/ro/crate/1.3",
        _AGAIN,
        "warning",
    ),
    "rocrate-root-type": Rule("the root is a Dataset (RO-Crate 1.3, root data entity)", "Dataset", _AGAIN),
    "rocrate-root-id": Rule(
        "the @id of the root is ./ or a URI (RO-Crate 1.3, attached package)", "./ or a URI", _AGAIN
    ),
    "rocrate-root-property": Rule(
        "the root has name, description, datePublished and license (RO-Crate 1.3, root data entity)",
        "the property",
        "Fill in title, description and licence in the record (`bayegan amend`) and export again.",
    ),
    "rocrate-date-form": Rule(
        "datePublished is one date in ISO 8601 (RO-Crate 1.3, root data entity)", "2026-11-22T09:30:00Z", _AGAIN
    ),
    "rocrate-file-missing": Rule(
        "a File with a relative @id is there (RO-Crate 1.3, file data entity)", "the file", _AGAIN
    ),
    "rocrate-folder-missing": Rule(
        "a Dataset with a relative @id is a folder that is there (RO-Crate 1.3, directory data entity)",
        "the folder",
        _AGAIN,
    ),
    "rocrate-not-linked": Rule(
        "the root leads to every file and folder that is described, by hasPart (RO-Crate 1.3, referencing files)",
        "an @id in hasPart",
        _AGAIN,
    ),
    "rocrate-license-missing": Rule(
        "the root says by a licence how it may be used (RO-Crate 1.3, root data entity)",
        "a licence",
        "Give the licence, or a statement of rights, in the record. The crate says that none is stated.",
        "warning",
    ),
    "rocrate-name-taken": Rule(
        "ro-crate-metadata.json, ro-crate-preview.html and ro-crate-preview_files have a meaning in every crate "
        "(RO-Crate 1.3, attached package)",
        "another name",
        "The document has another name in the crate; its own is its alternateName.",
        "warning",
    ),
    "rocrate-name-not-utf8": Rule(
        "an @id is a URI; bytes that are no UTF-8 can be written in it, and few tools read them (RFC 3986, 2.5)",
        "a UTF-8 name",
        "Tell whoever takes the crate, or give the item as a bag.",
        "warning",
    ),
}
