"""Restricted strings are found by their words: what is asked first, in haste, leaves nothing out."""

import re
from urllib.parse import quote, unquote

from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.model.disclosure.mask import Mask
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


def stands(secret: str, text: str) -> bool:
    """Say without haste whether the words of a reading of a secret stand side by side in a reading of a text."""
    for reading in (one for said in {text, unquote(text)} for one in readings(said)):
        words = WORD.findall(reading)
        for sought in map(words_of, readings(secret)):
            places = range(len(words) - len(sought) + 1)
            if sum(map(len, sought)) > 1 and any(tuple(words[at:][: len(sought)]) == sought for at in places):
                return True
    return False


@given(st.lists(names, max_size=4), texts, st.lists(names, max_size=8), st.booleans())
def test_what_is_found_is_what_stands_there(
    secrets: list[str], text: str, others: list[str], is_quoted: bool
) -> None:
    said = " ".join([text, *others])
    shown = quote(said) if is_quoted else said
    mask = Mask(secrets)
    assert mask.found(shown) == any(stands(one, shown) for one in secrets)
    assert bool(mask.said(shown)) == mask.found(shown)
