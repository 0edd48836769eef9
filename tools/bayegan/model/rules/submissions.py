"""Rules of submissions."""

from bayegan.model.rules.rule import Rule

SUBMISSION_RULES: dict[str, Rule] = {}
