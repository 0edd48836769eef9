"""Rules on telling somebody of what a fixity check found."""

from bayegan.model.rules.rule import Rule

NOTICE_RULES: dict[str, Rule] = {
    "notice-not-sent": Rule(
        "who is named in the .notify file of the archive is told of findings",
        "a service that takes the message",
        "The check and its report stand all the same. Read the report, tell them yourself, and mend the line.",
        "warning",
    ),
    "notice-file-open": Rule(
        "the .notify file holds passwords, so only its owner may read it",
        "mode 0600",
        "Nobody was told. Take the permissions of others away with chmod 600; then the next check tells them.",
        "warning",
    ),
}
