"""Rules of exports."""

from bayegan.model.rules.rule import Rule

EXPORT_RULES: dict[str, Rule] = {}
