"""Rules of bags: BagIt 1.0 (RFC 8493) and the drafts before it."""

from bayegan.model.rules.rule import Rule

_SENDER = "Ask the sender for a bag that is made anew."
_INTACT = "Find an intact copy of this file, or ask the sender for it; then check again."
_KEPT = "Nothing needs to be done to read the bag; mend it when it is next made."
_RENAME = "The names are kept. Rename one of the sources if the bag is to travel."

BAG_RULES: dict[str, Rule] = {
    # The declaration
    "bag-no-declaration": Rule(
        "a bag has a declaration, bagit.txt, that is a plain file (RFC 8493, 2.1.1)",
        "bagit.txt",
        "Check that this folder is a bag and not the folder around it; else ask the sender for bagit.txt.",
    ),
    "bag-declaration-bom": Rule(
        "bagit.txt must not begin with a byte-order mark (RFC 8493, 2.1.1)",
        "“BagIt-Version” as the first octets",
        "Ask the sender to save bagit.txt as UTF-8 without a byte-order mark.",
    ),
    "bag-declaration-form": Rule(
        "bagit.txt is two lines, “BagIt-Version: M.N” and “Tag-File-Character-Encoding: ENCODING” "
        "(RFC 8493, 2.1.1)",
        "two lines of that form",
        "Ask the sender to write bagit.txt as the standard has it.",
    ),
    "bag-version-form": Rule(
        "BagIt-Version is a major and a minor number with a dot between them (RFC 8493, 2.1.1)",
        "M.N, for example 1.0",
        "Ask the sender which BagIt version the bag follows, and to declare it.",
    ),
    "bag-version-unknown": Rule(
        "a bag is judged by the rules of the version that it declares (RFC 8493, 2.1.1)",
        "0.93, 0.94, 0.95, 0.96, 0.97 or 1.0",
        "The nearest known rules were used. Check bagit.txt, or a newer release of this software.",
    ),
    "bag-encoding-unknown": Rule(
        "Tag-File-Character-Encoding names a registered text encoding (RFC 8493, 2.1.1)",
        "UTF-8",
        "Ask the sender which encoding the tag files have, and to declare it.",
    ),
    "bag-encoding-not-utf8": Rule(
        "the encoding of tag files should be UTF-8 (RFC 8493, 2.1.1)", "UTF-8", _KEPT, "warning"
    ),
    # Tag files
    "bag-tag-file-encoding": Rule(
        "tag files use the encoding that bagit.txt declares (RFC 8493, 2.3)",
        "text in the declared encoding",
        "Ask the sender for the encoding that the file truly has, and to declare that.",
    ),
    "bag-tag-file-bom": Rule(
        "UTF-8 tag files do not begin with a byte-order mark (RFC 8493, 2.3)",
        "no byte-order mark",
        "Ask the sender to save the file as UTF-8 without a byte-order mark.",
    ),
    "bag-tag-file-large": Rule(
        "a manifest or fetch.txt that has to be read as text is not larger than 1 GiB, any other tag file not "
        "larger than 4 MiB",
        "at most 1,073,741,824 octets, or 4,194,304",
        "Look at the file: it is damaged, or hostile, or the bag should be split.",
    ),
    "bag-line-unterminated": Rule(
        "the last line of a tag file should be terminated (RFC 8493, 2.3)",
        "a line end",
        "Check that the end of the file has not been cut off.",
        "warning",
    ),
    "bag-info-line": Rule(
        "a metadata element is a label, a colon, one white space and a value; a folded line is indented "
        "(RFC 8493, 2.2.2)",
        "“Label: value”",
        "Ask the sender to mend the line; its text is not read as metadata.",
    ),
    "bag-info-spacing": Rule(
        "one white space follows the colon of a metadata element, and none goes before it (RFC 8493, 2.2.2)",
        "“Label: value”",
        _KEPT,
        "warning",
    ),
    "bag-oxum-form": Rule(
        "Payload-Oxum is the octets of the payload, a dot, and the number of its files (RFC 8493, 2.2.2)",
        "OctetCount.StreamCount",
        _SENDER,
    ),
    "bag-oxum-repeated": Rule("Payload-Oxum is given once (RFC 8493, 2.2.2)", "one Payload-Oxum", _SENDER),
    "bag-oxum-mismatch": Rule(
        "Payload-Oxum agrees with the payload (RFC 8493, 2.2.2)",
        "the octets and files of the payload",
        "Look among the other findings for files that are missing, altered or unexpected.",
    ),
    # The elements of a bag
    "bag-no-payload-folder": Rule(
        "a bag has a payload folder named data (RFC 8493, 2.1.2)", "a folder data/", _SENDER
    ),
    "bag-no-manifest": Rule(
        "a bag has at least one payload manifest (RFC 8493, 2.1.3)", "manifest-sha512.txt", _SENDER
    ),
    "bag-no-usable-manifest": Rule(
        "every digest in every manifest is verified (RFC 8493, 3)",
        "a payload manifest that can be read, with an algorithm that is known (RFC 8493, 2.4)",
        "Ask the sender for a manifest with SHA-512 or SHA-256.",
    ),
    "bag-unknown-algorithm": Rule(
        "a manifest is named for a digest algorithm that is known (RFC 8493, 2.4)",
        "manifest-sha512.txt",
        "Its digests could not be verified. Ask the sender for a manifest with SHA-512 or SHA-256.",
        "warning",
    ),
    "bag-manifest-name": Rule(
        "the algorithm in a manifest's name has lower-case letters and digits only (RFC 8493, 2.4)",
        "sha512 for SHA-512",
        _KEPT,
        "warning",
    ),
    "bag-weak-digests": Rule(
        "MD5 and SHA-1 are for old bags and show accidents, not intent (RFC 8493, 2.4 and 5.2)",
        "manifest-sha512.txt or manifest-sha256.txt",
        "Keep the bag together with a stronger digest of each file.",
        "warning",
    ),
    "bag-link": Rule(
        "a bag is made of plain files and folders; a link is not followed (RFC 8493, 5.1)",
        "a plain file or folder",
        "Ask the sender for the file itself in place of the link.",
    ),
    "bag-special-file": Rule(
        "a bag is made of plain files and folders",
        "a plain file or folder",
        "Remove it from the bag, or ask the sender for a bag without it.",
    ),
    "bag-folder-closed": Rule(
        "every folder of a bag can be listed",
        "a folder that can be read",
        "Give yourself permission to read the folder, or check the disk; then check again.",
    ),
    "bag-unreadable": Rule(
        "every file of a bag can be read",
        "a file that can be read",
        "Give yourself permission to read the file, or check the disk; then check again.",
    ),
    "bag-second-reading": Rule(
        "a file can be read, and is the same, each time that it is read",
        "the same at both readings",
        "Nothing is lost. Look at the disk, its cable and the memory of the machine: one of them is failing.",
        "warning",
    ),
    # Manifests, line by line
    "bag-manifest-line": Rule(
        "a line of a manifest is a digest, white space, and the path of a file (RFC 8493, 2.1.3)",
        "digest, white space, path",
        "Ask the sender to mend the line.",
    ),
    "bag-manifest-stray-line": Rule(
        "a manifest has a line for each file and no others (RFC 8493, 2.1.3)",
        "digest, white space, path",
        "The line was passed over. Ask the sender to remove it.",
    ),
    "bag-digest-form": Rule(
        "a digest is hexadecimal and as long as its algorithm makes it (RFC 8493, 2.1.3)",
        "hexadecimal digits",
        "Ask the sender for the digest of the file.",
    ),
    "bag-path-escapes": Rule(
        "a path in a bag must not lead out of it (RFC 8493, 5.1)",
        "a path below the bag's folder",
        "Nothing was opened. Treat the bag with suspicion and ask the sender what it is for.",
    ),
    "bag-path-outside-payload": Rule(
        "a payload manifest names files in data/ only (RFC 8493, 2.1.3)", "a path that begins with data/", _SENDER
    ),
    "bag-path-asterisk": Rule(
        "a path has no asterisk before it; checksum programs write one (RFC 8493, 6.1.3)",
        "the path alone",
        "The asterisk was passed over; other programs may refuse the bag.",
        "warning",
    ),
    "bag-path-dot": Rule(
        "a path is relative to the bag's folder and has no empty or “.” parts (RFC 8493, 2.1.3)",
        "the path alone",
        "The parts were passed over; other programs may refuse the bag.",
        "warning",
    ),
    "bag-path-undecodable": Rule(
        "paths in a manifest are text in the declared encoding (RFC 8493, 2.3)",
        "UTF-8",
        "The name was taken octet by octet. Other programs may refuse the bag.",
        "warning",
    ),
    "bag-percent-bare": Rule(
        "a % in a path is written %25 (RFC 8493, 2.1.3)",
        "%25",
        "The name was taken as it stands. Ask the sender whether that is what is meant.",
        "warning",
    ),
    "bag-percent-literal": Rule(
        "BagIt before 1.0 does not say whether %0A, %0D and %25 in a path are encoded (compare RFC 8493, 2.1.3)",
        "a path without %0A, %0D and %25",
        "The name was taken as it stands, since there is such a file.",
        "warning",
    ),
    "bag-listed-twice": Rule("a manifest lists a file once (RFC 8493, 2.1.3)", "one line", _SENDER),
    "bag-listed-twice-differently": Rule(
        "a manifest lists a file once (RFC 8493, 2.1.3)",
        "one line with one digest",
        "Ask the sender which digest is right; until then the file is not verified.",
    ),
    # Completeness and validity
    "bag-missing": Rule("every file that a manifest lists is in the bag (RFC 8493, 3)", "the file", _INTACT),
    "bag-unexpected": Rule(
        "every file in data/ is listed in a payload manifest (RFC 8493, 3)",
        "a line in every payload manifest",
        "Find out who put the file there; ask the sender whether it belongs to the bag.",
    ),
    "bag-not-in-every-manifest": Rule(
        "from BagIt 1.0 on, every payload manifest lists every payload file (RFC 8493, 2.1.3 and 3)",
        "a line in every payload manifest",
        _SENDER,
    ),
    "bag-altered": Rule(
        "the digest of every file is the one in the manifests (RFC 8493, 3)", "the listed digest", _INTACT
    ),
    # Tag manifests
    "bag-no-tag-manifest": Rule(
        "a tag manifest protects the manifests and the other tag files (RFC 8493, 2.2.1)",
        "tagmanifest-sha512.txt",
        "Damage to the tag files of this bag cannot be found. Keep their digests elsewhere.",
        "warning",
    ),
    "bag-tag-manifest-incomplete": Rule(
        "a tag manifest lists every payload manifest (RFC 8493, 2.2.1)", "a line for the manifest", _SENDER
    ),
    "bag-tag-manifest-lists-tag-manifest": Rule(
        "a tag manifest lists no tag manifests (RFC 8493, 2.2.1)", "no such line", _SENDER
    ),
    "bag-tag-manifest-lists-payload": Rule(
        "a tag manifest lists no payload files (RFC 8493, 2.2.1)", "a path outside data/", _SENDER
    ),
    "bag-tag-manifests-differ": Rule(
        "all tag manifests should list the same tag files (RFC 8493, 2.2.1)", "the same files", _KEPT, "warning"
    ),
    "bag-tag-file-unlisted": Rule(
        "a tag manifest should list every tag file (RFC 8493, 2.2.1)",
        "a line in a tag manifest",
        "The file was not verified. Find out whether it came with the bag.",
        "warning",
    ),
    # fetch.txt
    "bag-fetch-line": Rule(
        "a line of fetch.txt is a URL, a length or “-”, and a path (RFC 8493, 2.2.3)",
        "URL, length, path",
        "Ask the sender to mend the line.",
    ),
    "bag-fetch-path": Rule(
        "a path in fetch.txt lies in data/ and must not lead out of it (RFC 8493, 2.2.3 and 5.1)",
        "a path below data/",
        "Nothing was fetched. Treat the bag with suspicion and ask the sender what it is for.",
    ),
    "bag-fetch-scheme": Rule(
        "files are fetched by http or https only (compare RFC 8493, 5.2)",
        "http://… or https://…",
        "Nothing was fetched. Ask the sender for the file itself.",
    ),
    "bag-fetch-unlisted": Rule(
        "every file in fetch.txt is listed in every payload manifest (RFC 8493, 2.2.3)",
        "a line in every payload manifest",
        _SENDER,
    ),
    "bag-holey": Rule(
        "a bag is complete when every listed file is there (RFC 8493, 2.2.3 and 3)",
        "all files, with nothing left to fetch",
        "The bag is incomplete and can be completed: fetch the files that fetch.txt names, then check again.",
    ),
    "bag-fetch-complete": Rule(
        "fetch.txt names files that are still to be fetched (RFC 8493, 2.2.3)",
        "files to fetch, or no fetch.txt",
        "Nothing needs to be done: the bag is complete.",
        "warning",
    ),
    # Names
    "bag-normalisation-differs": Rule(
        "names that differ in Unicode normalisation only are the same name (RFC 8493, 6.1.1.3)",
        "one spelling in the manifest and on disk",
        "The file was verified under the name that it has on disk. Other programs may call it missing.",
        "warning",
    ),
    "bag-normalisation-twins": Rule(
        "no two names differ in Unicode normalisation only (RFC 8493, 6.1.1.3)",
        "names that stay different",
        _RENAME,
        "warning",
    ),
    "bag-case-twins": Rule(
        "no two names differ in letter case only (RFC 8493, 6.1.1.3)",
        "names that stay different",
        _RENAME,
        "warning",
    ),
    "bag-lookalike-names": Rule(
        "no two names of a folder are equal once look-alike Persian and Arabic letters, digits and marks are "
        "folded (compare RFC 8493, 6.1.1.3)",
        "names that can be told apart by eye",
        "Both names are kept. Look whether both files are meant; people will take one for the other.",
        "warning",
    ),
    "bag-windows-name": Rule(
        "a name can be held by Windows too (RFC 8493, 6.1.2)",
        "a portable name",
        "The name is kept. Rename the source if the bag is to travel to Windows.",
        "warning",
    ),
    "bag-bidi-name": Rule(
        "a name holds no bidirectional control characters",
        "a name that reads as it is written",
        "The name is kept. Look at it closely: such characters can disguise a name.",
        "warning",
    ),
    "bag-system-file": Rule(
        "a bag holds what was meant to be sent, not files that systems leave behind",
        "no such file",
        "The file is kept and verified. Tell the sender.",
        "warning",
    ),
}
