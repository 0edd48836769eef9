"""Rules of bags."""

from bayegan.model.rules.rule import Rule

BAG_RULES: dict[str, Rule] = {}
