"""A restricted name is found in every way in which it is written, and what only resembles it is not."""

from urllib.parse import quote

import pytest

from bayegan.model.disclosure.mask import Mask

FA = "علی\u200cرضا نام\u200cکاشته"
MASK = Mask(
    ["Zohreh Quincewright", FA, "Gülşen Yıldız", "İlham Əliyev", "Planted Name, Leyla", "Maria del Planted Word"]
)


@pytest.mark.parametrize(
    "text",
    [
        "Quincewright, Zohreh",
        "QUINCEWRIGHT ; Zohreh",
        "id\tQuincewright\tZohreh\tTehran",
        "N:Quincewright;Zohreh;;;",
        "نام\u200cکاشته، علی\u200cرضا",
        "نام کاشته؛ علیرضا",
        "Planted Word, Maria del",
        "Leyla Planted Name",
    ],
)
def test_a_name_is_found_with_the_family_name_first(text: str) -> None:
    assert MASK.found(f"a, {text}, b")
    assert not MASK.found(MASK.masked(f"a, {text}, b"))
    assert "[withheld]" in MASK.masked(f"a: {text}. b")


@pytest.mark.parametrize(
    "text",
    ["Quincewright Zohreh", "Quincewright. Zohreh", "Quincewright, a Zohreh", "Zohreh, who; Quincewright"],
)
def test_words_of_a_name_in_another_order_are_found_only_beside_a_comma(text: str) -> None:
    assert not MASK.found(text)
    assert MASK.concerns(text)
    assert not MASK.concerns("Quincewright, Zohrehs")


@pytest.mark.parametrize("first", ["علیرضا", "علی رضا", "علی\u200cرضا"])
@pytest.mark.parametrize("last", ["نامکاشته", "نام کاشته", "نام\u200cکاشته"])
def test_each_non_joiner_of_a_name_may_be_written_in_its_own_way(first: str, last: str) -> None:
    assert MASK.found(f"{first} {last}")
    assert MASK.masked(f"a {first} {last} b") == "a [withheld] b"


@pytest.mark.parametrize(
    "text", ["GÜLŞEN YILDIZ", "Gülşen Yildiz", "ilham əliyev", "İLHAM ƏLİYEV", "I\u0307lham Əliyev"]
)
def test_the_i_of_turkish_is_one_letter_with_a_dot_and_without(text: str) -> None:
    assert MASK.found(text)


@pytest.mark.parametrize("unseen", ["\u034f", "\ufe0f", "\u2061", "\u2064", "\u206a", "\U000e0041", "\U000e0101"])
def test_what_nobody_sees_parts_no_word(unseen: str) -> None:
    assert MASK.found(f"Zoh{unseen}reh Quincewright{unseen}")


@pytest.mark.parametrize("mark", ["\ufe76", "\ufe7e", "\ufc60", "\ufe77"])
def test_a_vowel_sign_that_stands_alone_parts_no_word(mark: str) -> None:
    assert MASK.found(f"عل{mark}یرضا نام کاشته")


@pytest.mark.parametrize(
    "encoded",
    [
        quote(quote(FA)),
        quote(quote(quote(FA, safe=""), safe=""), safe=""),
        "".join(f"%u{ord(letter):04X}" for letter in FA),
        quote(FA.replace("ی", "ي").replace("ک", "ك").encode("cp1256")),
        quote(quote(FA.replace("ی", "ي").replace("ک", "ك").encode("cp1256"))),
    ],
)
def test_a_name_is_found_in_an_address_however_it_is_encoded(encoded: str) -> None:
    assert MASK.found(f"https://example.org/?q={encoded}&n=100%")
    assert MASK.masked(f"https://example.org/?q={encoded}") == "[withheld]"
