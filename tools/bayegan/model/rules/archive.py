"""Rules of an archive: its items, its ledger, its files over time."""

from bayegan.model.rules.rule import Rule

ARCHIVE_RULES: dict[str, Rule] = {}
