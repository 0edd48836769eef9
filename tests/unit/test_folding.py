"""One folding for comparing: what a reader takes for the same is the same, whatever form it came in."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.bags.naming import naming
from bayegan.model.document_names import entry_findings
from bayegan.model.folding import folded, foldings
from bayegan.model.listing import Entry, Kind
from bayegan.model.names import lookalike_twins, spelled

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
HAMZA = "\u0654"

SAME = {
    "yeh of Arabic, Persian, and without dots": ["علي", "علی", "على"],
    "kaf of Arabic and Persian": ["كتاب", "کتاب", "ڪتاب"],
    "presentation forms": ["\ufefb", "لا", "لآ", "\ufef5"],
    "presentation form of kaf": ["\ufb8eتاب", "کتاب"],
    "alefs": ["احمد", "أحمد", "ٱحمد"],
    "alef with madda, composed or not": ["آبان", "ا\u0653بان", "ابان"],
    "hamza on yeh, the order trap": ["رئیس", "ر\u064a\u0654یس", "ر\u06cc\u0654یس", "رییس", "رييس"],
    "hamza on heh, the order trap": ["خانۀ", "خان\u06d5\u0654", "خان\u0647\u0654", "خانه", "خانة", "خانە"],
    "hamza on waw": ["مؤمن", "م\u0648\u0654من", "مومن"],
    "vowel signs": ["مُحَمَّد", "محمد"],
    "tatweel": ["ســـند", "سند"],
    "joined by a non-joiner": ["می\u200cشود", "می\u200dشود", "میشود"],
    "digits of three sets": ["۱۳۶۷", "١٣٦٧", "1367"],
    "bidirectional controls": ["\u202bسند\u202c", "\u2067سند\u2069", "\u200fسند", "سند"],
    "Sorani: e, ê, ř, ł, o": ["کوردستان", "كوردستان"],
    "Sorani names": ["شێرکۆ بێکەس", "شیرکو بیکه\u200cس"],
    "Sorani ř and ł": ["ڕەنج گوڵ", "رهنج گول"],
    "Azeri": ["اۇزون", "اوزون"],
    "word joiner, byte-order mark and soft hyphen": ["سند", "س\u2060ند\ufeff", "سن\u00adد"],
    "what nobody sees: grapheme joiner, variation selectors, invisible operators": ["س\u034fن\ufe0fد\u2063", "سند"],
    "the word for God, one character or four letters": ["\ufdf2", "الله"],
    "letters of other keyboards: heh goal, do-chashmi heh, yeh barree": ["هیه", "ہیہ", "ھیھ", "هےه"],
    "superscript alef": ["رحمٰن", "رحمن"],
    "hamza on alef, above and below": ["اسلام", "إسلام", "ا\u0655سلام"],
}
DIFFERENT = [
    ("می شود", "میشود"),
    ("سند", "ثند"),
    ("پدر", "بدر"),
    ("گل", "کل"),
    ("ژاله", "زاله"),
    ("1", "2"),
    ("جزء", "جز"),
    ("A", "a"),
    ("é", "e"),
]


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME)
def test_spellings_of_one_word_are_one(spellings: list[str]) -> None:
    forms = {folded(unicodedata.normalize(form, one)) for one in spellings for form in FORMS}
    assert forms | {folded(one) for one in spellings} == {folded(spellings[0])}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_a_reader_tells_apart_stays_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_a_vowel_sign_that_stands_alone_goes() -> None:
    assert folded("س\ufe76ن\ufc60د") == "سند"


def test_mapping_letters_before_composing_them_would_break_both_trapped_letters() -> None:
    early = str.maketrans({"\u064a": "\u06cc", "\u0647": "\u06d5"})
    for word in ("رئیس", "خانهٔ"):
        broken = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(early))
        assert HAMZA in broken or broken != word
        assert folded(broken) == folded(word)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


letters = st.text(st.characters(min_codepoint=0x0600, max_codepoint=0x06FF) | st.sampled_from("\u200c\u0654ab "))


@given(letters, st.sampled_from(FORMS))
def test_the_unicode_form_of_a_text_does_not_matter(text: str, form: str) -> None:
    assert folded(unicodedata.normalize(form, text)) == folded(text)


@given(letters)
def test_nothing_of_arabic_or_of_joiners_is_left_that_looks_like_something_else(text: str) -> None:
    assert set(folded(text)).isdisjoint("يىئكةۀۆێەأإآؤ۰٠\u0640\u200c\u064e\u0654")


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_left_alone(text: str) -> None:
    assert folded(text) is text


def test_a_word_with_a_non_joiner_is_found_written_together_and_apart() -> None:
    assert foldings("می\u200cشود") == ("میشود", "می شود")
    assert foldings("كتاب") == ("کتاب",)
    for written in ("می\u200cشود", "میشود", "می شود"):
        assert set(foldings(written)) & set(foldings("مي\u200cشود"))


def test_a_non_joiner_beside_a_space_or_at_an_end_parts_nothing() -> None:
    assert foldings("سند\u200c \u200cسند\u200c") == ("سند سند",)


@given(st.text())
def test_the_first_folding_is_the_one_for_comparing(text: str) -> None:
    assert foldings(text)[0] == folded(text)
    assert all(folded(one) == one for one in foldings(text))


def test_a_name_that_is_not_unicode_is_folded_too() -> None:
    assert folded("كتاب\udcff") == "کتاب\udcff"


def test_names_of_one_folder_that_look_alike_are_found_with_their_code_points() -> None:
    (group,) = lookalike_twins(["a/كتاب.pdf", "a/کتاب.pdf", "b/کتاب.pdf", "a/دفتر.pdf"])
    assert spelled(group) == "“a/كتاب.pdf” (U+0643) and “a/کتاب.pdf” (U+06A9)"


def test_folders_that_look_alike_are_found_once_whatever_is_in_them() -> None:
    assert lookalike_twins(["كتاب/a", "كتاب/b", "کتاب/a", "کتاب/c"]) == [("كتاب", "کتاب")]


def test_persian_digits_look_like_ascii_ones() -> None:
    (group,) = lookalike_twins(["p/12.txt", "p/۱۲.txt"])
    assert spelled(group) == "“p/12.txt” (U+0031 U+0032) and “p/۱۲.txt” (U+06F1 U+06F2)"


def test_a_non_joiner_is_named_and_the_other_name_has_nothing_more() -> None:
    (group,) = lookalike_twins(["می\u200cشود", "میشود"])
    assert "(U+200C)" in spelled(group)
    assert "(nothing more)" in spelled(group)


def test_normalisation_twins_are_not_named_twice() -> None:
    nfc, nfd = "data/آ", unicodedata.normalize("NFD", "data/آ")
    assert lookalike_twins([nfc, nfd]) == []
    assert [one.code for one in naming([nfc, nfd])] == ["bag-normalisation-twins"]


def test_the_names_of_a_bag_and_of_documents_are_warned_of_alike() -> None:
    paths = ["كتاب/a", "کتاب/b", "سند ۱", "سند 1", "plain", "plain2"]
    bag = [one for one in naming([f"data/{path}" for path in paths]) if one.code == "bag-lookalike-names"]
    documents = list(entry_findings([Entry(path, Kind.FILE) for path in paths]))
    assert [one.code for one in documents] == ["document-name-lookalike"] * 2
    assert {(f"data/{one.path}", one.found.replace("“", "“data/")) for one in documents} == {
        (one.path, one.found) for one in bag
    }
    assert not any(one.is_error for one in [*bag, *documents])


@given(st.lists(st.text("كک۱1ab/\u200cي", min_size=1, max_size=5), unique=True, max_size=6))
def test_a_bag_finds_what_comparing_every_two_names_finds(names: list[str]) -> None:
    paths = [f"data/{name}" for name in names]
    every = {path[:end] for path in paths for end in range(len(path) + 1) if path[end : end + 1] in ("/", "")}
    twins = {
        pair
        for pair in combinations(sorted(every), 2)
        if pair[0].rpartition("/")[0] == pair[1].rpartition("/")[0] and folded(pair[0]) == folded(pair[1])
    }
    found = [one for one in naming(paths) if one.code == "bag-lookalike-names"]
    assert bool(found) is bool(twins)
    assert {one.path for one in found} <= {one for pair in twins for one in pair}
