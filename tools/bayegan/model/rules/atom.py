"""Rules of tables for AtoM, as its CSV validator and its importer (2.8) have them.

What AtoM refuses, loses or reads otherwise than it stands is an error here; what it warns of is a warning.
"""

from bayegan.model.rules.rule import Rule

_CELL = "Correct the cell."

ATOM_RULES: dict[str, Rule] = {
    "atom-access-not-carried": Rule(
        "AtoM does not act on an access level; a description that is a draft is shown to its staff alone",
        "an item that is public",
        "See that AtoM keeps the item a draft, and that its digital objects are not public there.",
        "warning",
    ),
    "atom-value-changed": Rule(
        "AtoM parts a cell at every bar and has no escape for it; its reader, PHP, takes a backslash before a "
        "quotation mark for an escape",
        "a value without | and without a backslash before a quotation mark or at its end",
        "Nothing, if it reads as well: ¦ stands for |, and a space follows the backslash.",
        "warning",
    ),
    "atom-table-missing": Rule(
        "the package holds information-objects.csv", "information-objects.csv", "Export again."
    ),
    "atom-not-utf8": Rule("the table is UTF-8 (UTF-8 file encoding check)", "UTF-8", "Save the table as UTF-8."),
    "atom-column-unknown": Rule(
        "every column is one that AtoM knows, in its spelling; others are passed over (column name validation)",
        "a column of AtoM's ISAD template",
        "Correct the name of the column.",
    ),
    "atom-column-twice": Rule(
        "a column stands once (duplicate column name check)", "one column of each name", "Remove one of them."
    ),
    "atom-column-missing": Rule(
        "a table of descriptions has legacyId, parentId, title, levelOfDescription and culture",
        "the column",
        "Add the column.",
    ),
    "atom-cells": Rule(
        "every row has as many cells as the header (column count check)",
        "as many cells as columns",
        "Look for a comma or a quotation mark that is not quoted.",
    ),
    "atom-row-empty": Rule("no row is empty (CSV empty row check)", "a value", "Remove the row."),
    "atom-row-long": Rule(
        "a row has at most 60,000 octets: the importer reads no longer line in one piece",
        "60,000 octets at most",
        "Shorten the longest text, and give it whole as a digital object.",
    ),
    "atom-backslash": Rule(
        "no backslash stands before a quotation mark, or at the end of a quoted cell: PHP takes it for an escape, "
        "and the cell runs on",
        "a space after the backslash",
        _CELL,
    ),
    "atom-zero": Rule(
        "no value is the digit 0 alone: PHP takes it for nothing", "another spelling", _CELL, "warning"
    ),
    "atom-cell-formula": Rule(
        "AtoM takes cells as they stand, so none is altered here; a spreadsheet would take this one for a formula "
        "(CWE-1236)",
        "a table that no spreadsheet opens",
        "Hand the table to AtoM as it is. Do not open it in a spreadsheet.",
        "warning",
    ),
    "atom-legacy-id": Rule(
        "every row has a legacyId, which is not 0: rows are tied to one another by it (LegacyId check)",
        "a legacyId",
        "Give the row a legacyId.",
    ),
    "atom-legacy-id-twice": Rule(
        "a legacyId stands in the rows of one description, which follow one another, each in its culture "
        "(LegacyId check)",
        "a legacyId of its own",
        "Give the description another legacyId, or put its translation right after it.",
    ),
    "atom-parent-unknown": Rule(
        "parentId is the legacyId of a row of the table; else the description goes to the top (parent check)",
        "the legacyId of another row",
        "Add the parent, or correct parentId.",
    ),
    "atom-parent-order": Rule(
        "a parent stands before its children: AtoM reads the table once (parent check)",
        "the parent in an earlier row",
        "Move the row of the parent up.",
    ),
    "atom-parent-twice": Rule(
        "of parentId and qubitParentSlug one is filled; AtoM follows the second alone (parent check)",
        "one parent",
        "Empty one of the cells.",
        "warning",
    ),
    "atom-culture": Rule(
        "culture is one culture of AtoM, such as en, fa or pt_BR (culture check)", "a culture", _CELL
    ),
    "atom-language": Rule(
        "a language is a code of ISO 639 in small letters, six characters at most (language check)",
        "a language code",
        _CELL,
    ),
    "atom-script": Rule("a script is a code of ISO 15924, such as Arab (script check)", "a script code", _CELL),
    "atom-events": Rule(
        "the columns of events hold as many values, or none, with NULL where there is nothing (event value count)",
        "as many values in each",
        "Write NULL where an event has no value.",
    ),
    "atom-date": Rule(
        "the first and the last day of an event are YYYY-MM-DD, with 00 for a month or a day that is not said",
        "YYYY-MM-DD",
        _CELL,
    ),
    "atom-labels": Rule(
        "there is a label for every alternative identifier", "as many labels as identifiers", _CELL
    ),
    "atom-title": Rule(
        "the first row of a description has a title (ISAD(G) 3.1.2)", "a title", "Give a title.", "warning"
    ),
    "atom-level": Rule(
        "the level is one that AtoM has when freshly installed; it makes a new term of any other (ISAD(G) 3.1.4)",
        "Collection, Fonds, Subfonds, Series, Subseries, File, Item or Part",
        "Correct the level, if AtoM has no such term.",
        "warning",
    ),
    "atom-publication-status": Rule(
        "the publication status is Draft or Published, in a row in English; else AtoM takes its default",
        "Draft or Published",
        _CELL,
        "warning",
    ),
    "atom-translation": Rule(
        "the further rows of a description hold its texts alone; AtoM passes over the rest",
        "an empty cell",
        "Move the value to the first row of the description.",
    ),
    "atom-object-missing": Rule(
        "every digital object that is named lies in the folder (digital object path test)", "the file", _CELL
    ),
    "atom-object-twice": Rule(
        "a digital object belongs to one description (digital object path test)", "one row", _CELL, "warning"
    ),
    "atom-object-unused": Rule(
        "every digital object is named in a row (digital object path test)",
        "a row with this path",
        "Name the file in a row, or remove it.",
        "warning",
    ),
    "atom-object-overridden": Rule(
        "a row has a path or an address of a digital object; AtoM follows the address (digital object path test)",
        "one of them",
        "Empty one of the cells.",
        "warning",
    ),
}
