"""What the Levels ask for, and what is said of it, in a language."""

from bayegan.model.levels import Said
from bayegan.pages.levels_en import ASKED_EN, SAID_EN
from bayegan.pages.levels_fa import ASKED_FA, SAID_FA
from bayegan.pages.words import Words, words_of

_ASKED = {"en": ASKED_EN, "fa": ASKED_FA}
_SAID = {"en": SAID_EN, "fa": SAID_FA}


def asked(statement: str, words: Words) -> str:
    """Return what a statement asks for."""
    return _ASKED[words.lang][statement]


def said(one: Said, words: Words) -> str:
    """Return the sentence of something shown or lacking."""
    values = {
        key: words.number(value) if isinstance(value, int) else _value(key, value, words)
        for key, value in one.values.items()
    }
    return _SAID[words.lang][one.key].format_map(values)


def in_english(one: Said) -> str:
    """Return the sentence in English, as JSON documents have it."""
    return said(one, words_of("en"))


def _value(key: str, value: str, words: Words) -> str:
    return words.day(value) if key in ("last", "date") else value
