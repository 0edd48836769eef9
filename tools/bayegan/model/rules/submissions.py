"""Rules of submissions: manifests in JSON, JSON Lines or as a table."""

from bayegan.model.rules.rule import Rule

_SCHEMA = "an item says what submission-1.0.schema.json allows"
_TABLE = "a table is CSV as RFC 4180 describes it"

SUBMISSION_RULES: dict[str, Rule] = {
    # The file as a whole
    "submission-form": Rule(
        "the form of a manifest is told by the end of its name",
        "a name ending in .json, .jsonl, .ndjson or .csv",
        "Rename the manifest after its form, or save it in one of these forms.",
    ),
    "submission-empty-file": Rule(
        "a manifest describes at least one item",
        "at least one item",
        "Check that the manifest was saved and copied whole.",
    ),
    "submission-not-utf8": Rule(
        "a manifest is UTF-8 text; JSON always is (RFC 8259, 8.1), a table unless declared otherwise",
        "UTF-8",
        "Save the table as UTF-8, or declare how it is written, as in --encoding windows-1256.",
    ),
    "submission-declared-ignored": Rule(
        "an encoding or a separator is declared for tables only; JSON is UTF-8 (RFC 8259, 8.1)",
        "no declaration",
        "The declaration has no effect here. Leave it out.",
        "warning",
    ),
    # JSON and JSON Lines
    "submission-json": Rule(
        "a manifest in JSON, and each line of one in JSON Lines, is a JSON text (RFC 8259, 2)",
        "JSON",
        "Correct the manifest at this place; the mistake may lie just before it.",
    ),
    "submission-json-duplicate-key": Rule(
        "the names of the fields of an object are unique (RFC 8259, 4)",
        "each field once",
        "Remove one of the two, or join their values in one list.",
    ),
    "submission-json-number": Rule(
        "JSON has no NaN and no infinite numbers (RFC 8259, 6)",
        "a finite number",
        "Correct the number, or leave the field out.",
    ),
    "submission-json-depth": Rule(
        "values are nested no deeper than a manifest needs (a limit of ours, as RFC 8259, 9, allows)",
        "at most 64 levels",
        "Check the brackets at this place.",
    ),
    "submission-version": Rule(
        "a manifest in JSON names the version of its form",
        "“1.0”",
        'Write "submission": "1.0", or read the manifest with the version of Bayegan that it was made for.',
    ),
    "submission-missing-field": Rule(
        _SCHEMA,
        "the field",
        "Add the field.",
    ),
    "submission-unknown-field": Rule(
        _SCHEMA + ", and no other field",
        "a known field",
        "Correct the name of the field, or move what it says to “extras”.",
    ),
    "submission-wrong-type": Rule(
        _SCHEMA,
        "a value of the right type",
        "Write the value in the form that is expected.",
    ),
    "submission-vocabulary": Rule(
        _SCHEMA,
        "a word of the list",
        "Choose a word of the list, exactly as it is written there.",
    ),
    "submission-empty-value": Rule(
        "what is stated is not empty",
        "a value",
        "Fill it in, or leave the field out where it may be left out.",
    ),
    "submission-value": Rule(
        _SCHEMA,
        "a value of the right form",
        "Write the value in the form that is expected.",
    ),
    "submission-edtf": Rule(
        "a field “edtf” holds an EDTF date (ISO 8601-2:2019, annex A)",
        "a date such as 1988, 1988-08 or 1988-07-23/1988-08-22",
        "Correct the date, or put what the source writes into “text”.",
    ),
    "submission-duplicate-item": Rule(
        "an item is described once: its identifier is in one place of the manifest only",
        "an identifier of its own",
        "Join the two descriptions, or give one of them another identifier.",
    ),
    # Tables
    "submission-encoding": Rule(
        "a table is written in the encoding that is declared for it",
        "an encoding that is known and fits the table",
        "Find out how the table was saved, and declare that with --encoding; or save it as UTF-8.",
    ),
    "submission-nul": Rule(
        "a table holds no NUL",
        "text",
        "This is not plain text in the encoding assumed. If it was saved as “Unicode”, declare --encoding utf-16.",
    ),
    "submission-separator": Rule(
        _TABLE + ": cells are separated by commas, unless another separator is declared",
        "a comma between cells",
        "Save the table with commas, or declare its separator, as in --separator ';' or --separator tab.",
    ),
    "submission-csv": Rule(
        _TABLE + " (2): a cell with a quote in it is quoted, and its quotes are doubled",
        "cells that are quoted as they should be",
        "Correct the quotes of this row in a text editor, or save the table again from a spreadsheet.",
    ),
    "submission-no-filename-column": Rule(
        "a table has one row per file, and a column “filename” that names it",
        "a column “filename”",
        "Name the column that holds the names of the files “filename”.",
    ),
    "submission-column-twice": Rule(
        "a column that directs the ingest occurs once; only what describes may be repeated",
        "one such column",
        "Remove or rename one of the two columns.",
    ),
    "submission-column-unnamed": Rule(
        "every column that holds anything has a name in the header",
        "a name",
        "Name the column in the header, or empty it.",
    ),
    "submission-unknown-column": Rule(
        "a column is a term of DCMI Metadata Terms or directs the ingest; any other is kept by its own name",
        "filename, item, checksum, size, access or a DCMI term",
        "Nothing is lost. Rename the column if a DCMI term was meant.",
        "warning",
    ),
    "submission-no-rows": Rule(
        "a table has a row for each file below its header",
        "at least one row",
        "Add the rows, or check that the table was saved whole.",
    ),
    "submission-row-width": Rule(
        _TABLE + " (2.4): every row has as many cells as the header",
        "as many cells as the header",
        "Look for a comma that needs quotes around its cell, or for a cell that was left out.",
    ),
    "submission-title": Rule(
        "an item has a title; in a table it stands in the item's first row",
        "a value in a column “title”",
        "Give the item a title. If none is known, describe it: “Letter, four pages”.",
    ),
    "submission-access-conflict": Rule(
        "an item has one access level, in whichever of its rows it is stated",
        "the same level in all rows of the item",
        "Give its rows one level, or make items of their own of the rows that differ.",
    ),
    "submission-date-not-edtf": Rule(
        "a date that can be searched and sorted is EDTF (ISO 8601-2:2019, annex A)",
        "a date such as 1988, 1988-08 or 1988-07-23/1988-08-22",
        "The date is kept as text. Write it as EDTF if it is certain enough; it is never converted by guess.",
        "warning",
    ),
    "submission-language": Rule(
        "a language is a tag of BCP 47 (RFC 5646, 2.1)",
        "a tag such as fa, en or ckb-Arab",
        "The value is kept as a term. Write the tag if the language is to be searched by.",
        "warning",
    ),
    # Items and their files, in every form
    "submission-identifier": Rule(
        "an identifier is 1 to 1,024 characters that XML can hold, none of them a control (XML 1.0, 2.2)",
        "a shorter or cleaner identifier",
        "Correct the identifier, or leave it out and have one made.",
    ),
    "submission-filename": Rule(
        "a row or entry names a file by its path in the documents folder",
        "the path of a file",
        "Fill in the name of the file as it is on disk.",
    ),
    "submission-size": Rule(
        "the size of a file is a whole number of octets",
        "digits 0 to 9 only, such as 48213",
        "Write the size in octets, without unit or separators, or leave it out.",
    ),
    "submission-checksum": Rule(
        "a checksum is the name of its algorithm, a colon, and its hexadecimal digits (FIPS 180-4, RFC 1321)",
        "md5, sha1, sha224, sha256, sha384 or sha512, and as many hex digits as it has",
        "Copy the checksum again from its source: it may have been cut, or turned into a number.",
    ),
    "submission-access": Rule(
        "the access level of an item is one of three",
        "one of public, restricted, confidential",
        "Choose one of the three, or leave it out: the default of the archive holds then.",
    ),
    "submission-folder-shared": Rule(
        "a folder, written with a final slash, forms an item by itself",
        "no other file or folder in the same item",
        "Give the folder an item of its own. Rows of files in it leave their item cell empty.",
    ),
    "submission-folder-facts": Rule(
        "a size, a checksum or a note is stated of a file; what is said of a folder is said of its item",
        "only the name of the folder",
        "State size and checksum of the files in the folder, each in a row of its own; describe the item itself.",
    ),
    "submission-character": Rule(
        "what is said can be written as XML (XML 1.0, 2.2)",
        "no control characters but tab, line feed and carriage return",
        "Remove the character; it often comes from copying out of a word processor or a PDF.",
    ),
}
