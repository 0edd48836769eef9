"""Rules of the documents folder of a submission."""

from bayegan.model.rules.rule import Rule

_TWINS = "no two names are equal after Unicode normalisation (RFC 8493, 6.1.1.3)"

DOCUMENT_RULES: dict[str, Rule] = {
    "document-absent": Rule(
        "every file that the manifest names is in the documents folder",
        "a file of that name",
        "Correct the name, add the file, or name the folder with --documents.",
    ),
    "document-unnamed": Rule(
        "every file in the documents folder is named by the manifest",
        "a row or entry for it",
        "Add it to the manifest, move it away, or pass --allow-unnamed to leave it out.",
    ),
    "document-named-twice": Rule(
        "a file belongs to one item and is named once",
        "one mention",
        "Remove the second mention.",
    ),
    "document-path-escapes": Rule(
        "a path stays inside the documents folder (compare RFC 8493, 5.1)",
        "a relative path without “..”",
        "Put the file into the documents folder and name it from there.",
    ),
    "document-link": Rule(
        "a documents folder holds plain files and folders; nothing is followed out of it",
        "a plain file",
        "Replace the link by the file that it stands for, or remove it.",
    ),
    "document-special": Rule(
        "a documents folder holds plain files and folders",
        "a plain file",
        "Remove it from the documents folder.",
    ),
    "document-name-not-utf8": Rule(
        "the name of a file is UTF-8 text",
        "UTF-8",
        "Rename the source under its true name, and note the old bytes in the description.",
    ),
    "document-name-unsafe": Rule(
        "no name can be read as a path out of its folder on any system (RFC 8493, 5.1)",
        "a name that does not begin with “~” or a drive letter, and has no part “..”",
        "Rename the source, and note its old name in the description.",
    ),
    "document-name-twins": Rule(_TWINS, "names that stay different", "Rename one of the sources."),
    "document-name-case": Rule(
        "names that differ only in letter case cannot both exist on every system (RFC 8493, 6.1.2)",
        "names that differ in more than case",
        "Both are kept. Rename one of the sources if the bag is to travel to Windows or macOS.",
        "warning",
    ),
    "document-name-lookalike": Rule(
        "no two names of a folder are equal once look-alike Persian and Arabic letters, digits and marks are "
        "folded (compare RFC 8493, 6.1.1.3)",
        "names that can be told apart by eye",
        "Both are kept, byte for byte. Look whether both are meant; people will take one for the other.",
        "warning",
    ),
    "document-name-windows": Rule(
        "a name can be held by Windows too (RFC 8493, 6.1.2)",
        "a portable name",
        "The name is kept as it is. Rename the source if the bag is to travel to Windows.",
        "warning",
    ),
    "document-name-bidi": Rule(
        "a name holds no bidirectional control characters",
        "a name that reads as it is written",
        "The name is kept byte for byte. Look at it closely: such characters can disguise a name.",
        "warning",
    ),
    "document-folder-empty": Rule(
        "a bag holds files; an empty folder cannot be kept in it (RFC 8493, 2.1.3)",
        "at least one file in it",
        "It is left out. Describe it in the item if it matters.",
        "warning",
    ),
    "document-folder-closed": Rule(
        "every folder below the documents folder can be listed",
        "a folder that can be opened",
        "Mend its permissions, or remove it.",
    ),
    "document-size-differs": Rule(
        "a file has the size that the manifest states",
        "the stated size",
        "Find out which is right: the manifest or the file.",
    ),
    "document-checksum-differs": Rule(
        "a file has the digest that the donor states",
        "the stated digest",
        "Ask the donor for the file again. Nothing was sealed.",
    ),
    "document-item-empty": Rule(
        "an item has at least one file", "a file", "Name the files of the item, or remove it."
    ),
    "checksum-list-line": Rule(
        "a line of a checksum list is a digest and a name, as md5sum or sha256sum write it",
        "digest, two spaces, name",
        "Make the list again with md5sum, sha256sum or sha512sum.",
    ),
    "checksum-list-absent": Rule(
        "every file that a donor's checksum list names is in the documents folder",
        "a file of that name",
        "Ask the donor for the file, or remove the line.",
    ),
    "checksum-list-unmatched": Rule(
        "a donor's checksum list is about the files that are submitted",
        "at least one file in common",
        "Check that the list belongs to this folder.",
        "warning",
    ),
}
