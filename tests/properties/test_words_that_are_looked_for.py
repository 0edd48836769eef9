"""Restricted strings are found by their words: what is asked first, in haste, leaves nothing out."""

import re
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.percent import unquoted
from bayegan.model.disclosure.words import readings, vocabulary, words_of

WORD = re.compile(r"[^\W_]+")
odd = st.sampled_from(
    "aZ0_-'<>=%&;\n\u0338\u0301\u0654\u064a\u0643\u200c\u200f\u0640\u00ad\u00a8\u1fef\ufdfa\ufb01\u06f1ßİıКﬁ가ᄀ𐐀"
)
texts = st.text(st.one_of(odd, st.characters(exclude_categories=("Cs",))), max_size=40)
names = st.text(st.sampled_from("abA پیيكک\u200c\u0654-_"), min_size=1, max_size=6)


@given(texts)
@example("<\u0338a a\u0301 _\u200cب ب\u200c_ \u1fef`x")
@example("می\u200cشود" * 40)
def test_a_vocabulary_has_every_word_of_every_reading(text: str) -> None:
    assert vocabulary(text) >= {word for reading in readings(text) for word in WORD.findall(reading)}


def written(secret: str) -> set[str]:
    """Every way in which a secret of these letters may be written: with each non-joiner gone, or a blank."""
    ways = {""}
    for character in secret:
        ways = {way + one for way in ways for one in ((character, " ") if character == "\u200c" else (character,))}
    return ways if secret.count("\u200c") <= 4 else set(readings(secret))


def stands(secret: str, text: str) -> bool:
    """Say without haste whether a secret stands in a text, word by word, or its last words first with a comma."""
    for reading in (one for said in {text, *unquoted(text)} for one in readings(said)):
        found = list(WORD.finditer(reading))
        for sought in {words_of(one) for way in written(secret) for one in readings(way)}:
            if sum(map(len, sought)) < 2:
                continue
            for turned in range(len(sought) if len(sought) <= 6 else 1):
                words = (*sought[turned:], *sought[:turned])
                for at in range(len(found) - len(words) + 1):
                    if tuple(one[0] for one in found[at : at + len(words)]) == words:
                        comma = at + len(words) - turned
                        between = reading[found[comma - 1].end() : found[comma].start()] if turned else ","
                        if not set(between).isdisjoint(",;،؛\t"):
                            return True
    return False


@given(st.lists(names, max_size=4), texts, st.lists(names, max_size=8), st.sampled_from((" ", ", ")), st.booleans())
def test_what_is_found_is_what_stands_there(
    secrets: list[str], text: str, others: list[str], comma: str, is_quoted: bool
) -> None:
    said = comma.join([text, *others])
    shown = quote(said) if is_quoted else said
    mask = Mask(secrets)
    assert mask.found(shown) == any(stands(one, shown) for one in secrets)
    assert bool(mask.said(shown)) == mask.found(shown)
