"""Rules of serialised bags: zip and tar files (RFC 8493, 4), and trees of bags."""

from bayegan.model.rules.rule import Rule

_MADE_ANEW = "Ask the sender for an archive that is made anew."
_SUSPECT = "Nothing was unpacked. Treat the archive with suspicion, and ask the sender what it is for."
_RAISE = "If the archive is trusted, raise the bound with {option} and check again."

BAG_ARCHIVE_RULES: dict[str, Rule] = {
    # The archive as a whole
    "bag-archive-damaged": Rule(
        "an archive can be read from its beginning to its end",
        "an archive that is whole",
        "Compare the archive with the sender's by size and digest, or ask for it once more.",
    ),
    "bag-archive-trailing": Rule(
        "nothing follows the mark of a tar file's end (POSIX.1-2017, pax, ustar Interchange Format)",
        "zeros or nothing",
        "What follows was not looked at. Ask the sender whether two archives were put behind one another.",
        "warning",
    ),
    "bag-archive-ending": Rule(
        "the ending of an archive's name says its form",
        "a file of the form that its name says",
        "It was read as what it is. Give it the ending of its true form: other programs go by the name.",
        "warning",
    ),
    "bag-archive-hidden": Rule(
        "every octet of a zip file belongs to a member or to the zip directory (PKWARE APPNOTE 4.3.6), and a "
        "folder in an archive has none",
        "members that lie right behind one another, and folders without octets",
        "These octets were not looked at, and an ingest leaves them behind. What lies before the first member is "
        "often a program that unpacks the archive; ask the sender what anything else is.",
        "warning",
    ),
    "bag-archive-members": Rule(
        "an archive has no more members than the bound allows",
        "2,000,000 members or fewer",
        _RAISE.format(option="--max-members"),
    ),
    "bag-archive-octets": Rule(
        "an archive unpacks to no more octets than the bound allows",
        "1 TiB or less",
        _RAISE.format(option="--max-octets"),
    ),
    "bag-archive-ratio": Rule(
        "above 100 MiB, an archive unpacks to no more than so many times its own size",
        "200 times its size, or less",
        _RAISE.format(option="--max-ratio"),
    ),
    "bag-archive-tag-file": Rule(
        "the tag files of an archive, which are held in memory, are no larger than the bounds allow",
        "manifests and fetch.txt of 128 MiB together or less, any other tag file of 1 MiB or less",
        "If the archive is trusted, raise the bound with --max-manifest-octets or --max-tag-octets; or unpack it, "
        "and check the folder.",
    ),
    # One bag in one folder
    "bag-archive-no-folder": Rule(
        "an archive holds its bag in one folder at its top (RFC 8493, 4)",
        "one folder, with bagit.txt in it",
        _MADE_ANEW,
    ),
    "bag-archive-several-bags": Rule(
        "an archive holds one bag (RFC 8493, 4)",
        "one bag",
        "Only the first was checked. Ask the sender for an archive of each bag.",
    ),
    "bag-archive-outside": Rule(
        "an archive holds nothing beside the folder of its bag (RFC 8493, 4)",
        "one folder",
        "It was not checked. Find out what it is, and ask the sender for an archive without it.",
    ),
    "bag-archive-name": Rule(
        "an archive should have the name of its bag's folder (RFC 8493, 4)",
        "the name of the archive",
        "Nothing needs to be done; rename the archive if others go by its name.",
        "warning",
    ),
    # Members
    "bag-archive-unsafe-path": Rule(
        "the name of a member must not lead out of the folder into which it is unpacked (RFC 8493, 5.1)",
        "a relative path without “..”",
        _SUSPECT,
    ),
    "bag-archive-long-name": Rule(
        "the name of a member is no longer than file systems hold, and not so deep that listing it does harm",
        "at most 4,096 characters in at most 257 parts",
        "What lies there was not checked. Ask the sender what it is for; a bag that is truly so deep can be "
        "checked as a folder.",
    ),
    "bag-archive-backslash": Rule(
        "folders in a zip file are parted by slashes (PKWARE APPNOTE 4.4.17.1)",
        "a name without backslashes",
        "The backslashes were taken for slashes. Ask the sender for an archive by another program.",
    ),
    "bag-archive-duplicate": Rule(
        "a name stands once in an archive, for a file or for a folder",
        "one member of each name",
        "Only the first was read. Ask the sender which one is meant.",
    ),
    "bag-archive-member-type": Rule(
        "the members of a tar file are files and folders", "a plain file or folder", _MADE_ANEW
    ),
    "bag-archive-encrypted": Rule(
        "the members of an archive can be read without a password",
        "a member that is not encrypted",
        "Ask the sender for an archive without encryption, or decrypt it and check the bag's folder.",
    ),
    "bag-archive-method": Rule(
        "the members of a zip file are stored, or packed by deflate or bzip2",
        "method 0, 8 or 12",
        "Unpack the archive by the program that made it, and check the bag's folder.",
    ),
    "bag-archive-overlap": Rule(
        "the members of a zip file lie behind one another (compare CVE-2024-0450)",
        "members that share no octets",
        _SUSPECT,
    ),
    "bag-archive-member-lies": Rule(
        "a member of a zip file is as the zip directory describes it (PKWARE APPNOTE 4.3)",
        "a member as described",
        "The file was not verified. " + _SUSPECT,
    ),
    "bag-archive-crc": Rule(
        "a member of a zip file has the CRC-32 that the zip directory says (PKWARE APPNOTE 4.4.7)",
        "the CRC-32 of the member",
        "Other programs will refuse to unpack the file. " + _MADE_ANEW,
    ),
    "bag-archive-name-encoding": Rule(
        "a name in a zip file that is more than ASCII is marked as UTF-8 (PKWARE APPNOTE 4.4.4 and appendix D)",
        "names with the UTF-8 flag",
        "Compare the names with the manifest. Other programs may read them otherwise.",
        "warning",
    ),
    # Trees
    "bag-none-found": Rule(
        "a folder that is to be validated is a bag, or holds bags at some depth",
        "a folder with bagit.txt, or an archive of one",
        "Check the path. A bag that lost its bagit.txt is known by its manifests.",
    ),
}
