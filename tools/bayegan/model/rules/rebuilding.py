"""Rules of an archive whose derived parts, or whose ledger, are made anew."""

from bayegan.model.rules.rule import Rule

REBUILDING_RULES: dict[str, Rule] = {
    "rebuild-ledger-broken": Rule(
        "a ledger that is lost or broken is never replaced silently",
        "a whole ledger",
        "Restore manifests/ledger from a copy: that keeps everything. Only where no copy is left: "
        "`bayegan rebuild --new-ledger` (docs/how-to/recover-an-archive.md).",
    ),
    "rebuild-not-registered": Rule(
        "a new ledger vouches only for what was wholly validated, and is not otherwise than the old one says",
        "a valid version, in the place of its own identifier",
        "It is left as it is. Find an intact copy of it, or find out what happened to it.",
    ),
    "rebuild-version-missing": Rule(
        "a version that the ledger set aside says was sealed lies under archive/",
        "the folder of the version",
        "Restore it from a copy. The new ledger does not know it.",
    ),
    "rebuild-schema-differs": Rule(
        "the archive's copy of a schema is as it was shipped",
        "the schema as this software has it",
        "If nobody changed it by intent, take it from a copy of the archive. It was left as it is.",
        "warning",
    ),
    "rebuild-tree-set-aside": Rule(
        "the cache of the ledger's tree is of this ledger",
        "a cache that is a prefix of the ledger, or none",
        "It knew other lines. Hold this ledger to a checkpoint kept elsewhere: `bayegan ledger verify --since`.",
        "warning",
    ),
    "rebuild-went-on": Rule(
        "a rebuild that was interrupted leaves the old ledger or the new one, and the next goes on",
        "a rebuild in one piece",
        "Nothing needs to be done.",
        "warning",
    ),
    "ledger-begun-anew": Rule(
        "a ledger goes back to the event that made the archive, unless that ledger is lost or broken",
        "the ledger that the archive was made with",
        "Read its report: it says what can no longer be proved. Keep what was set aside.",
        "warning",
    ),
    "ledger-set-aside-changed": Rule(
        "what was set aside of an earlier ledger stays as it was, octet for octet",
        "the file as it was set aside",
        "Restore it from a copy: it is what is left of the earlier ledger.",
    ),
}
