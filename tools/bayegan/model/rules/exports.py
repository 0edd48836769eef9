"""Rules of exports: what a source must be, and what DSpace does with a Simple Archive Format package.

The rules of the package are those of the importer of DSpace 7 to 10 (`org.dspace.app.itemimport`), which is
the only definition of the format. What it refuses, loses or opens to the public is an error here; what it
takes in otherwise than it stands is a warning.
"""

from bayegan.model.rules.rule import Rule

_SOURCES = {
    "export-source-altered": Rule(
        "a sealed file has the digest of its manifest, a tag manifest that of the ledger (RFC 8493, 2.1.3)",
        "the digest that was sealed",
        "Nothing of this export is kept. Run `bayegan fixity check` on the item and repair it first.",
    ),
    "export-source-missing": Rule(
        "every file that a bag's manifests list is there (RFC 8493, 3: a bag is complete)",
        "the file",
        "Nothing of this export is kept. Run `bayegan fixity check` on the item and repair it first.",
    ),
    "export-source-unexpected": Rule(
        "a sealed bag holds the files that its manifests list, and nothing else",
        "a file that a manifest lists",
        "It was not copied, since nobody vouches for it. Look at it, and move it out of the archive.",
    ),
    "export-source-manifest": Rule(
        "a sealed bag has manifest-sha512.txt and tagmanifest-sha512.txt, both readable (RFC 8493, 2.1.3)",
        "a manifest",
        "Run `bayegan validate` on the bag; repair it from a copy.",
    ),
    "export-source-description": Rule(
        "the metadata of a sealed bag can be read back",
        "a metadata file as it was sealed",
        "Run `bayegan validate` on the bag; it was sealed with metadata that this version cannot read.",
    ),
    "export-leak": Rule(
        "what is restricted in the exported items stands nowhere in what is given: no name, no text, no file",
        "none of the restricted strings, as whole words",
        "Nothing of this export is kept. Look where it stands, and close that too, with `bayegan amend`; or open "
        "what is restricted.",
    ),
    "export-word-of-format": Rule(
        "a restricted string that is a word of the form of the package cannot be proved absent by a search of it",
        "restricted strings that no form of a package holds by itself: names of two words and more",
        "It was replaced in records and looked for in documents. If that is not enough, look at the package.",
        "warning",
    ),
    "export-not-searched": Rule(
        "payload leaves beside restricted strings only after it was searched for them",
        "a file that text can be had of: text, markup, PDF with text, office documents, archives of these",
        "Nothing was written. Look at the file; pass --accept-unsearched if it may leave, or close it.",
    ),
    "export-name-not-for-zip": Rule(
        "names in a zip file are UTF-8, with slashes between folders (PKWARE APPNOTE 4.4.17.1 and appendix D)",
        "a UTF-8 name without backslashes",
        "Nothing of this export is kept. Export the item with --as tar or --as tgz, which hold any name.",
    ),
}

_PACKAGE = {
    "saf-access-not-carried": Rule(
        "DSpace does not act on an access level: it opens an item as the collection says that it goes into",
        "an item that is public, or a collection that is closed",
        "Import this item only into a collection that is closed as strictly as its access level asks. With "
        "--set permissions=GROUP files that are not public are open to that group alone.",
        "warning",
    ),
    "saf-collection-unmapped": Rule(
        "the table of collections says where every item goes; DSpace puts one without a collection nowhere",
        "a line for a collection of the item, or for one above it",
        "Add the collection to the table, or name one with --collection when DSpace imports.",
        "warning",
    ),
    "saf-zip-form": Rule(
        "a zip file for DSpace can be read, and holds one folder with the item folders and nothing beside it",
        "one top folder with item folders",
        "Zip the folder that holds the item folders.",
    ),
    "saf-package-empty": Rule(
        "a package holds one folder for each item; DSpace imports nothing else",
        "at least one item folder",
        "Point at the folder that holds the item folders.",
    ),
    "saf-folder-whitespace": Rule(
        "the name of an item folder has no white space: the map file of an import is split on it",
        "a folder name without spaces",
        "Rename the folder, for example to item_000001.",
    ),
    "saf-link": Rule(
        "a package holds files and folders only: DSpace refuses what leads out of the item folder",
        "a file",
        "Put the file itself in the place of the link.",
    ),
    "saf-subfolder": Rule(
        "all files of an item lie directly in its folder: in a zip without a top folder, a deeper path makes "
        "DSpace take the item folder for the package",
        "a file directly in the item folder",
        "Move the file up and name it accordingly in `contents`.",
    ),
    "saf-case-twins": Rule(
        "names of an item differ in more than letter case; on Windows or macOS one replaces the other",
        "names that stay different",
        "Rename one of them.",
    ),
    "saf-not-utf8": Rule(
        "`contents`, `collections`, `handle` and `relationships` are UTF-8, as a UTF-8 server reads them",
        "UTF-8",
        "Save the file as UTF-8 without a byte-order mark.",
    ),
}

_METADATA = {
    "saf-dublin-core-missing": Rule(
        "every item folder has a dublin_core.xml; without one the import stops",
        "dublin_core.xml",
        "Describe the item, or remove the folder.",
    ),
    "saf-xml-malformed": Rule(
        "metadata files are well-formed XML 1.0",
        "well-formed XML",
        "Correct the file at the place named.",
    ),
    "saf-xml-doctype": Rule(
        "metadata files have no document type declaration: DSpace refuses it (CVE-2025-53621)",
        "no DOCTYPE",
        "Remove the declaration, and write the characters that its entities stood for.",
    ),
    "saf-xml-root": Rule(
        "the root element of a metadata file is `dublin_core`, in no namespace",
        "dublin_core",
        "Rename the root element.",
    ),
    "saf-xml-stray": Rule(
        "below the root there are `dcvalue` elements only; DSpace passes over anything else without a word",
        "dcvalue",
        "Write the value as a dcvalue, or remove it.",
    ),
    "saf-schema-mismatch": Rule(
        'dublin_core.xml is of schema dc, and metadata_NAME.xml says schema="NAME"; without the attribute '
        "DSpace takes dc",
        "the schema that the file name says",
        "Set the schema attribute of the root element.",
    ),
    "saf-schema-unknown": Rule(
        "the fields of dc, dcterms and dspace are known here; others depend on the DSpace that imports",
        "dc, dcterms or dspace",
        "Ask the institution whether its registry holds the fields of this schema.",
        "warning",
    ),
    "saf-dcvalue-element": Rule(
        "every dcvalue names its element; DSpace stops at one that does not",
        "an element attribute",
        'Name the element, for example element="title".',
    ),
    "saf-dcvalue-attribute": Rule(
        "a dcvalue has the attributes element, qualifier and language; DSpace passes over any other",
        "element, qualifier, language",
        "Correct the name of the attribute: a language stands in `language`.",
    ),
    "saf-language-long": Rule(
        "a language has at most 24 characters: DSpace's database holds no more, and the import stops",
        "24 characters at most",
        "Shorten the language tag to its language and script.",
    ),
    "saf-value-not-one-text": Rule(
        "a value is one run of text: DSpace reads the first text node only, so that a comment, a CDATA "
        "section or an element cuts it",
        "text alone",
        "Write the value as plain text, with `&lt;` and `&amp;` where needed.",
    ),
    "saf-value-empty": Rule(
        "a value holds something after trimming; DSpace drops an empty one without a word",
        "a value",
        "Give the value or remove the element.",
    ),
    "saf-value-trimmed": Rule(
        "DSpace cuts white space from both ends of a value",
        "no white space at the ends",
        "Nothing, if the white space does not matter; the archive keeps the value as it is.",
        "warning",
    ),
    "saf-field-unknown": Rule(
        "every field is in DSpace's default registry; an unknown one stops the import of the item",
        "a field of the default registry of DSpace 7",
        "Use another field, or have the institution add this one before the import.",
    ),
}

_CONTENTS = {
    "saf-contents-missing": Rule(
        "an item folder without `contents` holds metadata only; with files beside it the import stops",
        "contents",
        "List the files of the item in `contents`.",
    ),
    "saf-file-absent": Rule(
        "every file that `contents` names lies in the item folder",
        "the file",
        "Add the file or correct its name: the name runs up to the first TAB, spaces at its ends included.",
    ),
    "saf-file-not-named": Rule(
        "every file of the item folder is named in `contents`; DSpace leaves out the others without a word",
        "a line in contents",
        "Name the file in `contents`, or remove it.",
    ),
    "saf-spaces-for-tab": Rule(
        "name and options are parted by one TAB; spaces become part of the name",
        "a TAB",
        "Put a TAB before each option.",
    ),
    "saf-option-unknown": Rule(
        "an option is bundle:, permissions:, description:, primary:true or one of iiif-label:, iiif-height:, "
        "iiif-width:, iiif-toc:; DSpace passes over any other, a misspelt permission too",
        "an option that DSpace knows",
        "Correct the option or remove it.",
    ),
    "saf-option-repeated": Rule(
        "an option stands once in a line; DSpace reads the first only",
        "one option of each kind",
        "Keep one.",
    ),
    "saf-bundle-empty": Rule(
        "bundle: is followed by a name",
        "a bundle name, for example ORIGINAL",
        "Name the bundle or remove the option.",
    ),
    "saf-permissions-form": Rule(
        "permissions: is followed by -r or -w and one group, best in single quotes; otherwise the import "
        "stops, or the file is left with the policies of its collection",
        "permissions:-r 'Group'",
        "Correct the option. Only one group can be named, and it replaces every other policy of the file.",
    ),
    "saf-primary-twice": Rule(
        "one file of a bundle at most is primary; of several, DSpace keeps the last",
        "one primary file in each bundle",
        "Remove primary:true from the others.",
    ),
    "saf-name-leaves-folder": Rule(
        "a name in `contents` stays in the item folder; DSpace refuses the others (CVE-2025-53622)",
        "a name inside the item folder",
        "Put the file into the item folder and name it there.",
    ),
    "saf-name-twice": Rule(
        "a file is named once in `contents`; else it is imported twice, and options reach the first only",
        "one line for each file",
        "Remove one of the lines.",
    ),
    "saf-name-not-ascii": Rule(
        "DSpace before 10 reads `contents` in the character set of its server: only ASCII is safe in a name",
        "ASCII letters, digits and punctuation",
        "Rename the file and keep its true name in the description, or have the server run in UTF-8.",
        "warning",
    ),
    "saf-license-bundle": Rule(
        "license.txt without a bundle goes into the bundle LICENSE, as DSpace's own deposit licence",
        "a bundle for license.txt",
        "Add bundle:ORIGINAL if it is a document of the item.",
        "warning",
    ),
    "saf-registration-form": Rule(
        "a line that begins with `-r ` registers a file, -r -s NUMBER -f PATH; other forms are passed over",
        "-r -s NUMBER -f PATH",
        "Correct the line. A file whose name begins so must be renamed.",
    ),
    "saf-registered-unchecked": Rule(
        "a file that is registered lies in an asset store of the DSpace server, not in the package",
        "a file in the package",
        "Have the institution confirm that the file is in its asset store.",
        "warning",
    ),
}

_OTHER_FILES = {
    "saf-collections-empty": Rule(
        "`collections` names at least one collection; with an empty file the import stops",
        "one collection on each line, the owning one first",
        "Name the collection or remove the file.",
    ),
    "saf-collections-blank-line": Rule(
        "`collections` has no blank line: DSpace takes it for a name and skips the item",
        "a handle or a UUID on every line",
        "Remove the blank line.",
    ),
    "saf-collections-form": Rule(
        "a line of `collections` is a handle or a UUID, without spaces at its ends",
        "a handle (123456789/1) or a UUID",
        "Ask the institution for the handle or UUID of the collection.",
    ),
    "saf-handle-form": Rule(
        "`handle` is one line with one handle; DSpace reads the first line as it stands",
        "one handle, for example 123456789/42",
        "Correct the file, or remove it: DSpace then gives a handle of its own.",
    ),
    "saf-handle-twice": Rule(
        "a handle belongs to one item",
        "a handle that no other item of the package has",
        "Correct or remove one of them.",
    ),
    "saf-relationships-form": Rule(
        "a line of `relationships` is relation.KEY, white space, and a handle, a UUID, folderName:FOLDER or "
        "schema.element[.qualifier]:VALUE",
        "relation.KEY IDENTIFIER",
        "Correct the line.",
    ),
    "saf-relationships-folder": Rule(
        "folderName: names an item folder of the same package",
        "an item folder of this package",
        "Correct the name, or add the item.",
    ),
    "saf-relationships-entity-type": Rule(
        "an item with relationships says its entity type in metadata_dspace.xml, or the import stops",
        "a value for dspace.entity.type",
        'Add metadata_dspace.xml with element="entity" qualifier="type".',
    ),
}

EXPORT_RULES: dict[str, Rule] = {**_SOURCES, **_PACKAGE, **_METADATA, **_CONTENTS, **_OTHER_FILES}
