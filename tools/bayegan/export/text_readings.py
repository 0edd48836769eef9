"""What a text says, in every way in which it may be meant: as it stands, unescaped, and without its markup."""

from collections.abc import Iterator

from bayegan.export.text_escapes import unescaped
from bayegan.export.text_markup import unmarked


class Reading(str):
    """A reading of a text, which knows that text with its markup: more is read in it where it is worth it."""

    whole: str


def meanings(text: str) -> Iterator[Reading]:
    """Yield what a text says: as it stands, and then with its escapes undone, its entities undone, and without its
    tags, in each of these ways and in all of them, as far as there are such.
    """
    for one in dict.fromkeys(unescaped(text)):
        yield _reading(one, one)
        if "<" in one or "&" in one:
            for said in unmarked(one):
                yield _reading(said, one)


def _reading(said: str, whole: str) -> Reading:
    reading = Reading(said)
    reading.whole = whole
    return reading
