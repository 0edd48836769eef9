"""One folding of Persian, Arabic and Kurdish text: what a reader takes for the same becomes the same.

For comparing only. What is kept is kept as it came: the zero-width non-joiner is orthography, and so are hamza and
the digits of a name. The same function has to be applied to both sides of a comparison, a query included.
"""

import re
import unicodedata

_TO_ONE_LETTER = {
    "ا": "أإآٱٲٳٵ",
    "ه": "ةۀەھہۂۃۿ",
    "و": "ؤۆۇۈۉۊۋۏٶٷ",
    "ی": "ئيىؽؾؿۍێېۑےۓٸ",
    "ک": "كڪګڬڭڮ",
    "ر": "ڕ",
    "ل": "ڵ",
}
_DIGIT_SETS = ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_UNSEEN = (
    *("\u00ad", "\u0640", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u061c", "\u200e", "\u200f"),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\u034f",
    *map(chr, range(0x180B, 0x1810)),
    *map(chr, range(0x2061, 0x2065)),
    *map(chr, range(0x206A, 0x2070)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0xE0100, 0xE01F0)),
)
"""The soft hyphen, tatweel, joiners and non-joiners, bidirectional controls, the byte-order mark; the grapheme
joiner, variation selectors, what stands unseen in formulas, and tags."""
_MARKS_ALONE = re.compile("[\ufc5e-\ufc63\ufe70-\ufe7f]")
"""Presentation forms of vowel signs, which NFKC would make a blank and the sign."""
_MARKS = tuple(
    character
    for block in (range(0x0600, 0x0700), range(0x0870, 0x0900))
    for character in map(chr, block)
    if unicodedata.category(character) == "Mn"
)
"""Vowel signs, hamza above and below, and the signs of the Quran."""

_FOLD = str.maketrans(
    {letter: to for to, letters in _TO_ONE_LETTER.items() for letter in letters}
    | {digit: str(value) for digits in _DIGIT_SETS for value, digit in enumerate(digits)}
    | dict.fromkeys((*_UNSEEN, *_MARKS), "")
)


def folded(text: str) -> str:
    """Return the text that stands for all that looks the same; folding it again changes nothing.

    Presentation forms become letters (NFKC); the letters of Persian, Arabic and Sorani Kurdish that are written for
    one another become the Persian one (ي ى ئ ێ ے are ی; ك ڪ are ک; ة ۀ ە ھ are ه; أ إ آ are ا; ؤ ۆ are و; ڕ is ر;
    ڵ is ل); digits become 0 to 9; marks, tatweel, joiners, bidirectional controls and all else that nobody sees go.
    A word with a non-joiner equals the word written together, not the one with a space. Letter case stays.

    The order matters. ئ, ۀ and ؤ are a letter and a hamza in decomposed text (ئ is U+064A U+0654, ۀ is U+06D5
    U+0654), so text is composed before a letter is mapped: mapped first, they could never be composed again.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", _MARKS_ALONE.sub("", text))
    return unicodedata.normalize("NFKC", composed.translate(_FOLD))


_BETWEEN_LETTERS = re.compile(r"(?<=\w)[\u200b\u200c]+(?=\w)")


def foldings(text: str) -> tuple[str, ...]:
    """Return what an index keeps a text under, and a query looks for: folded, and folded with its parts apart.

    Readers write می‌شود with a non-joiner, together or with a space; where there is a non-joiner, the second folding
    has a space for it. Two texts are alike where they have a folding in common.
    """
    return tuple(dict.fromkeys((folded(text), folded(_BETWEEN_LETTERS.sub(" ", text)))))
