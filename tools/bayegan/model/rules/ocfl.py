"""Rules of OCFL 1.1: those of the specification that can be looked up in files, by its own codes, and two of ours.

`ocfl-e092` is the requirement that the specification numbers E092, and `ocfl-w005` the advice that it numbers W005.
Where several numbers stand for one sentence of the specification, the one is here that other validators give.
"""

from bayegan.model.rules.rule import Rule

_AGAIN = "Write the object again from its source; do not mend it by hand."
_LOOK = "Find out who changed the object since it was written, and restore it from a copy."


def _error(code: str, clause: str, text: str, expected: str, advice: str = _AGAIN) -> tuple[str, Rule]:
    return f"ocfl-{code.lower()}", Rule(f"{text} (OCFL 1.1, {clause}, {code})", expected, advice)


def _advice(code: str, clause: str, text: str, expected: str, advice: str) -> tuple[str, Rule]:
    return f"ocfl-{code.lower()}", Rule(f"{text} (OCFL 1.1, {clause}, {code})", expected, advice, "warning")


_OBJECT = (
    _error("E001", "3.1", "an object root holds only what the specification names", "nothing more", _LOOK),
    _error("E003", "3.2", "an object root has one version declaration", "one file that begins with 0="),
    _error("E004", "3.2", "the declaration names a version of OCFL", "0=ocfl_object_1.0 or 0=ocfl_object_1.1"),
    _error("E006", "3.2", "the declaration of an object is 0=ocfl_object_ and the version", "0=ocfl_object_1.1"),
    _error("E007", "3.2", "a declaration holds what follows the = in its name, and a line feed", "that text"),
    _error("E015", "3.3", "a version folder holds no file but its inventory and sidecar", "no other file", _LOOK),
    _error("E016", "3.3.1", "the files of a version lie in its content folder", "a path in the content folder"),
    _error("E023", "3.3.1", "the manifest names every file of a content folder", "a file of the manifest", _LOOK),
    _error("E024", "3.3.1", "a content folder has no empty folder in it", "no empty folder"),
    _error("E058", "3.6", "every inventory has a sidecar with its digest", "the sidecar"),
    _error("E060", "3.6", "the sidecar states the digest of the inventory", "the digest of the inventory", _LOOK),
    _error("E061", "3.6", "a sidecar is a digest, white space, and inventory.json", "DIGEST inventory.json"),
    _error("E063", "3.7", "an object root has an inventory", "inventory.json"),
    _error("E064", "3.7", "the inventory of the root is that of the latest version", "equal inventories", _LOOK),
    _error("E066", "3.7", "earlier inventories say the same of a version as the latest", "an equal state", _LOOK),
    _error("E067", "3.9", "`extensions` of an object holds folders only", "folders only"),
    _error("E090", "4.6", "there are no links in a storage hierarchy", "plain files and folders"),
    _error("E092", "3.5.2", "every content path of the manifest is a file with that digest", "that digest", _LOOK),
    _error("E093", "3.5.4", "files have the digests that the fixity block states", "that digest", _LOOK),
    _error("E103", "3.7.1", "no version conforms to an earlier OCFL than that before it", "the same or later"),
    _advice("W002", "3.3", "a version folder holds no folder but its content folder", "no other folder", _LOOK),
    _advice("W003", "3.3.1", "a version without files has no content folder", "no such folder", "Remove it."),
    _advice("W010", "3.7", "every version folder has an inventory", "inventory.json", _AGAIN),
    _advice("W011", "3.7", "earlier inventories have the same times, messages and users", "the same", _LOOK),
    _advice("W013", "3.9", "extensions of an object have registered names", "a registered name", "Ask its maker."),
)

_INVENTORY = (
    _error("E008", "3.3", "an object has at least one version", "a version"),
    _error("E009", "3.3", "versions are counted from 1", "v1"),
    _error("E010", "3.3", "versions are counted without gaps", "v1, v2, v3 and so on"),
    _error("E011", "3.3", "a zero-padded version begins with v and a zero", "a name that begins with v0"),
    _error("E012", "3.3", "all versions are named alike, padded to one length or not at all", "one way of naming"),
    _error("E017", "3.3.1", "contentDirectory is the name of a folder, without slashes", "a name"),
    _error("E018", "3.3.1", "contentDirectory is neither . nor ..", "a name"),
    _error("E019", "3.3.1", "contentDirectory is set from the first version on and never changes", "one name"),
    _error("E025", "3.4", "content is addressed by sha512 or sha256, in hexadecimal", "sha512"),
    _error("E033", "3.5", "an inventory is a JSON object in UTF-8", "a JSON object"),
    _error("E036", "3.5.1", "an inventory has id, type, digestAlgorithm and head", "the key"),
    _error("E037", "3.5.1", "id is a text, the same in all versions", "one identifier"),
    _error("E038", "3.5.1", "type is the address of the inventory section of this OCFL version", "that type"),
    _error("E040", "3.5.1", "head is the latest version", "the latest version"),
    _error("E041", "3.5.1", "an inventory has a manifest", "the key manifest"),
    _error("E042", "3.5.2", "content paths begin with the folder of a version of the object", "a version folder"),
    _error("E043", "3.5.3", "an inventory has versions", "the key versions"),
    _error("E044", "3.5.3", "versions is a JSON object", "a JSON object"),
    _error("E046", "3.5.3", "versions names the version folders that there are, and no other", "a version folder"),
    _error("E047", "3.5.3", "a version is a JSON object", "a JSON object"),
    _error("E048", "3.5.3.1", "a version has created and state", "the key"),
    _error("E049", "3.5.3.1", "created is a time of RFC 3339, to the second, with zone", "2026-11-22T09:30:00Z"),
    _error("E050", "3.5.3.1", "each digest of a state is one of the manifest, as it is", "one of the manifest"),
    _error("E051", "3.5.3.1", "logical paths are a list of texts", "a list of texts"),
    _error("E052", "3.5.3.1", "no element of a logical path is empty, . or ..", "a plain path"),
    _error("E053", "3.5.3.1", "a logical path neither begins nor ends with a slash", "a relative path"),
    _error("E054", "3.5.3.1", "a user has a name", "a name"),
    _error("E056", "3.5.4", "fixity names digest algorithms of OCFL or of an extension", "a known algorithm"),
    _error("E057", "3.5.4", "a block of fixity is formed as the manifest and names its paths", "digest: [paths]"),
    _error("E094", "3.5.3.1", "message is a text", "a text"),
    _error("E095", "3.5.3.1", "logical paths are unique, and none is a folder of another", "a path of its own"),
    _error("E096", "3.5.2", "a digest stands once in the manifest, whatever its letter case", "once"),
    _error("E097", "3.5.4", "a digest stands once in a block of fixity, whatever its letter case", "once"),
    _error("E099", "3.5.2", "no element of a content path is empty, . or ..", "a plain path"),
    _error("E100", "3.5.2", "a content path neither begins nor ends with a slash", "a relative path"),
    _error("E101", "3.5.2", "content paths are unique, and none is a folder of another", "a path of its own"),
    _error("E102", "3.5", "an inventory has no keys but those of the specification", "a key of the specification"),
    _error("E106", "3.5.2", "manifest is a JSON object", "a JSON object"),
    _error("E107", "3.5.2", "each digest of the manifest stands in the state of a version", "a digest in use"),
    _error("E111", "3.5.4", "fixity is a JSON object", "a JSON object"),
    _advice("W001", "3.3", "version numbers are not padded with zeros", "v1", "Leave it: versions never change."),
    _advice("W004", "3.4", "content is addressed by sha512", "sha512", "Leave it: versions never change."),
    _advice("W005", "3.5.1", "id is a URI", "a URI", "Give the archive's objects a prefix with --set prefix=URI."),
    _advice("W007", "3.5.3.1", "a version has a message and a user", "message and user", _AGAIN),
    _advice(
        "W008",
        "3.5.3.1",
        "a user has an address",
        "an address",
        "Say where the archive can be reached: --set address=mailto:archive@example.org.",
    ),
    _advice(
        "W009",
        "3.5.3.1",
        "the address of a user is a URI, as mailto:archive@example.org",
        "a URI",
        "Give --set address a URI.",
    ),
)

_ROOT = (
    _error("E069", "4.1", "a storage root has a declaration", "0=ocfl_1.1"),
    _error("E070", "4.1", "ocfl_layout.json is JSON with extension and description", "both keys"),
    _error("E071", "4.1", "the extension of ocfl_layout.json is a registered layout", "a registered layout"),
    _error("E072", "4.1", "folders between the root and its objects hold no files", "folders only", _LOOK),
    _error("E073", "4.1", "there are no empty folders under a storage root", "an object", _LOOK),
    _error("E076", "4.2", "a storage root has one declaration", "one file that begins with 0="),
    _error("E079", "4.2", "the declaration of a root is 0=ocfl_ and the version", "0=ocfl_1.1"),
    _error("E080", "4.2", "a declaration holds what follows the = in its name, and a line feed", "that text"),
    _error("E081", "4.2", "no object declares a later OCFL than its root", "the same or an earlier version"),
    _error("E083", "4.3", "an object lies where the layout says that its identifier lies", "its place"),
    _error("E112", "4.4", "`extensions` of a root holds folders only", "folders only"),
    _advice("W015", "4.3", "objects lie all at the top of a root, or all further down", "one way", _LOOK),
    _advice("W016", "4.4", "extensions of a root have registered names", "a registered name", "Ask its maker."),
)

OCFL_RULES: dict[str, Rule] = {
    "ocfl-name-not-utf8": Rule(
        "an inventory is JSON in UTF-8, so that the names in it are UTF-8, too (OCFL 1.1, 3.5)",
        "a UTF-8 name",
        "Nothing of this export is kept. Export the item as a bag (`bayegan export bag`), which holds any name.",
    ),
    "ocfl-empty-folder": Rule(
        "OCFL keeps files, and no empty folders (OCFL 1.1, 3.3.1)",
        "a folder with a file in it",
        "The folder is left out. Whoever makes the bag again from the object makes `data` again, too.",
        "warning",
    ),
    **dict(_ROOT),
    **dict(_OBJECT),
    **dict(_INVENTORY),
}
