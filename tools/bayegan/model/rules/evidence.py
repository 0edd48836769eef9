"""Rules of what is signed of the ledger: keys, checkpoints, time-stamps."""

from bayegan.model.rules.rule import Rule

_SIGNED = "the lines that a checkpoint was signed of stand in the ledger, unchanged, for ever (RFC 9162, 2.1.4)"
_KEEP = (
    "Keep this ledger as it is and compare it with every copy. docs/how-to/give-evidence.md says what can be told."
)

EVIDENCE_RULES = {
    "ledger-cut": Rule(_SIGNED, "at least so many lines", _KEEP),
    "ledger-rewritten": Rule(_SIGNED, "the root that was signed", _KEEP),
    "ledger-line-gone": Rule(_SIGNED, "the line that was signed", _KEEP),
    "ledger-line-unsigned": Rule(
        "what stands among lines that were signed was signed with them (RFC 9162, 2.1.4)", "no such line", _KEEP
    ),
    "ledger-line-moved": Rule(_SIGNED, "the lines in the order in which they were signed", _KEEP),
    "ledger-version-unknown": Rule(
        "every version under archive/ was sealed by a line of the ledger",
        "a line that sealed it",
        "Its line is gone with others. Keep the version: nothing is known against it but that.",
    ),
    "ledger-checkpoint-form": Rule(
        "a checkpoint is origin, size, root, a blank line and signatures (C2SP tlog-checkpoint)",
        "a checkpoint",
        "Take it from the mail or the paper that it was kept on, line for line.",
    ),
    "ledger-checkpoint-origin": Rule(
        "a checkpoint names the ledger that it is of",
        "a checkpoint of this archive",
        "Name the archive that it is of.",
    ),
    "ledger-checkpoint-key": Rule(
        "a checkpoint is signed by the key that the ledger had at that line",
        "a key that the ledger knows",
        "If you have the archive's public key from elsewhere, give it with --key. If this archive should have "
        "signed it, its ledger is not the one that did.",
    ),
    "ledger-checkpoint-unjudged": Rule(
        "a checkpoint is signed by the key that the ledger had at that line",
        "a key that is known; here the line that brought it in is damaged, and so is its file",
        "Nothing is known against it. Restore the ledger and its keys from a copy, and verify it again.",
        "warning",
    ),
    "ledger-checkpoint-signature": Rule(
        "the signature of a checkpoint verifies (RFC 8032, 5.1.7)",
        "a signature by the ledger's key",
        "It proves nothing. Take the checkpoint from another copy.",
    ),
    "ledger-key-event": Rule(
        "a new key is signed for by the key before it",
        "the signature of the old key",
        "Ask who put the new key in. Checkpoints that it signed prove nothing until you know.",
    ),
    "ledger-key-lost": Rule(
        "a new key is signed for by the key before it, unless that is lost",
        "the signature of the old key",
        "See that somebody who may say so did: nothing but this line vouches for the new key.",
        "warning",
    ),
    "ledger-key-file": Rule(
        "manifests/ledger/keys holds the public keys of the ledger, and no others",
        "the key as the ledger has it",
        "The ledger holds the keys themselves. Restore the file from a copy, or remove one that no event names.",
        "warning",
    ),
    "ledger-stray": Rule(
        "manifests/ledger holds segments, checkpoints with their time-stamps, and keys, and no other file",
        "no such file",
        "Look what it is, and take it away. Nothing reads it.",
        "warning",
    ),
    "ledger-key-open": Rule(
        "a private key can be read by its owner alone",
        "mode 0600",
        "Take the permission of others away.",
        "warning",
    ),
    "ledger-not-signed": Rule(
        "each recorded fixity check ends with a signed checkpoint where there is a key",
        "a signed checkpoint",
        "Run `bayegan ledger checkpoint` when the key is at hand.",
        "warning",
    ),
    "ledger-not-stamped": Rule(
        "a checkpoint is time-stamped where an authority is configured, and what proofs need is kept beside",
        "a time-stamp, and the tree of the ledger under .bayegan",
        "The checkpoint itself stands. Run `bayegan ledger checkpoint` again when the cause is mended.",
        "warning",
    ),
    "ledger-event-unproved": Rule(
        "a proof holds the events that the last checkpoint is of",
        "no later event",
        "Run `bayegan ledger checkpoint`, then prove it again.",
        "warning",
    ),
    "ledger-timestamp": Rule(
        "a time-stamp is of its checkpoint and signed by the authority (RFC 3161, 2.4.2)",
        "a time-stamp that verifies",
        "It proves nothing with these certificates. See that they are the authority's, of that time.",
    ),
}
