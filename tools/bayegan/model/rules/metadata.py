"""Rules of metadata."""

from bayegan.model.rules.rule import Rule

METADATA_RULES: dict[str, Rule] = {}
