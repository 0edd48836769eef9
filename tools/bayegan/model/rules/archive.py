"""Rules of an archive: its items, its ledger, its files over time."""

from bayegan.model.rules.rule import Rule

_LEDGER = "every line of the ledger is bound to the one before it by its SHA-256 (docs/reference/ledger.md)"
_KEEP = "Keep the ledger as it is, make a copy, and compare it with the last copy kept elsewhere."

ARCHIVE_RULES: dict[str, Rule] = {
    "fixity-altered": Rule(
        "every file of a sealed bag stays as it was sealed",
        "the digest known since sealing",
        "Do not write to the item. Find an intact copy of this file and restore it; then check again.",
    ),
    "fixity-missing": Rule(
        "every file of a sealed bag stays in its place",
        "the file",
        "Find an intact copy of this file and put it back; then check again.",
    ),
    "fixity-unexpected": Rule(
        "a sealed bag holds only the files that it lists",
        "no such file",
        "Find out who put it there. Move it out of the archive if it does not belong there.",
    ),
    "fixity-second-reading": Rule(
        "a file can be read, and is as it was sealed, each time that it is read",
        "the same at both readings",
        "Nothing is lost. Look at the disk, its cable and the memory of the machine: one of them is failing.",
        "warning",
    ),
    "fixity-clock": Rule(
        "time does not go back: no event of the ledger is later than now",
        "a time after that of the last ledger line",
        "Set the clock. Until then nobody can tell how long ago anything was read; all that is in doubt is due.",
        "warning",
    ),
    "fixity-postponed": Rule(
        "what a run with a budget does not come to is read by the next ones before it is overdue",
        "no version that is due and unread",
        "Nothing needs to be done now. `bayegan fixity status` says whether the budget is large enough.",
        "warning",
    ),
    "fixity-overdue": Rule(
        "every version is read again before it is overdue (overdue_days in bayegan.toml)",
        "no version that is overdue",
        "Run `bayegan fixity check --due`, and give it more time if it does not come to its end.",
    ),
    "fixity-known-damage": Rule(
        "what was found to be damaged is mended, and found whole by a check",
        "a version that is whole",
        "Restore it from an intact copy, then check it: `bayegan fixity check ITEM`.",
    ),
    "fixity-went-on": Rule(
        "a check that was interrupted is gone on with, and everything is counted once",
        "a check in one session",
        "Nothing needs to be done.",
        "warning",
    ),
    "fixity-given-up": Rule(
        "a check that was interrupted is reported with what it read before another one begins",
        "a check that came to its end",
        "Nothing needs to be done: what it did not read stays due.",
        "warning",
    ),
    "fixity-journal": Rule(
        "the journal of a check (.bayegan/audit) is whole, and belongs to this archive and its ledger",
        "a sound journal, or none",
        "Nothing needs to be done: what it does not tell is read again.",
        "warning",
    ),
    "archive-item-missing": Rule(
        "an item that the ledger says was sealed has its folder under archive/",
        "the folder of the item",
        "Restore the whole folder from a copy; then check again.",
    ),
    "archive-item-unregistered": Rule(
        "every item under archive/ has its ingestion event in the ledger",
        "an ingestion event",
        "If an ingest was interrupted, run `bayegan ingest` again: it registers what is whole. "
        "Otherwise find out who put the folder there.",
    ),
    "archive-interrupted": Rule(
        "an interrupted ingest leaves either no item or a whole one",
        "an empty staging folder",
        "Nothing needs to be done: this ingest goes on where the other one stopped.",
        "warning",
    ),
    "archive-item-registered": Rule(
        "an item that an interrupted ingest had put in its place is registered once every file was read again",
        "its ingestion event",
        "Nothing needs to be done, unless nobody interrupted an ingest: then find out how it came there.",
        "warning",
    ),
    "archive-item-sealed-by-another": Rule(
        "an identifier belongs to the submission that sealed it",
        "an identifier that is not in use",
        "Choose another identifier, or amend the sealed item.",
    ),
    "archive-submission-changed": Rule(
        "what a submission has sealed has the same number of files and octets when the submission comes again",
        "files and octets as they were sealed",
        "The sealed item stays as it is. Amend it if the new files are to be kept.",
    ),
    "archive-bag-not-verified": Rule(
        "a bag is taken in once every file of it was verified (RFC 8493, 3)",
        "nothing that could not be checked",
        "Ask the sender for a whole bag with a manifest of SHA-512 or SHA-256, or pass --accept-findings.",
    ),
    "archive-bag-not-acceptable": Rule(
        "findings can be accepted only where the bytes of every payload file are known and no name leads out "
        "of the bag",
        "no such findings",
        "Nothing was sealed. Ask the sender for a bag without them.",
    ),
    "archive-bag-findings-accepted": Rule(
        "what is accepted is recorded: in premis.xml, in the ledger, and in the plan of the submission",
        "a bag without errors",
        "Ask the sender for a sound bag all the same.",
        "warning",
    ),
    "archive-bag-identifier": Rule(
        "an identifier is 1 to 1,024 characters without control characters",
        "an identifier, or none",
        "Give one with --id.",
    ),
    "archive-bag-opened": Rule(
        "a donor's tag files are kept as they came, and whoever is given a public item can read them",
        "an item that is not public; or tags that name no person, and no tag files but those of BagIt",
        "Pass --access restricted; or, if all may know what these say, --accept-findings.",
    ),
    "archive-bag-tag-text": Rule(
        "a record is XML, which holds no control characters (XML 1.0, 2.2)",
        "text that XML can hold",
        "The record has escapes in their place. bag-info.txt is kept with the item as it came.",
        "warning",
    ),
    "archive-bag-not-as-sealed": Rule(
        "a bag that names urn:bayegan:bagit-profile:1.0 is taken over as it is, so it has to be whole and by "
        "that profile",
        "a bag as an archive sealed and exported it",
        "Find an intact copy; or pass --as-donor to take it in as anybody's bag.",
    ),
    "archive-bag-taken-over": Rule(
        "a bag that an archive like this one sealed is taken over as it is, record and access level included",
        "an item whose access level suits this archive",
        "Look at it with `bayegan show`. --as-donor makes a new item of a bag instead.",
        "warning",
    ),
    "archive-export-withheld": Rule(
        "what is not public stays in the archive",
        "access level public",
        "To give it to an audience that may see it, pass --audience archive; to open it, amend its access level.",
        "warning",
    ),
    "archive-export-empty": Rule(
        "an export holds at least one item",
        "an item that may leave the archive",
        "`bayegan list` shows the access levels; default_access in bayegan.toml decides where a submission is "
        "silent. To export what is not public, pass --audience archive.",
    ),
    "archive-path-unknown": Rule(
        "validate reads bags, metadata files (.xml), submission manifests (.csv, .json, .jsonl) and profiles",
        "one of these",
        "Name a bag's folder, or a file of one of these kinds.",
    ),
    "ledger-line-invalid": Rule(
        "a ledger line is compact UTF-8 JSON with exactly the fields of an event, keys sorted",
        "a ledger line",
        _KEEP,
    ),
    "ledger-order": Rule(_LEDGER, "the next number in order", _KEEP),
    "ledger-chain": Rule(_LEDGER, "the digest of the line before", _KEEP),
    "ledger-torn": Rule(
        "a ledger line ends in a line feed",
        "a whole line",
        "The end was cut off. Restore manifests/ledger from a copy; nothing is appended until then.",
    ),
    "ledger-empty": Rule(
        "the ledger begins with the event that made the archive",
        "at least one line",
        "Run `bayegan rebuild`. Restore manifests/ledger from a copy, if that does not mend it.",
    ),
}
