"""Rules of records: what no schema can say of a description."""

from bayegan.model.rules.rule import Rule

_PASSAGE = "a passage of a text is a range in code points of the payload file, with its SHA-256 in UTF-8"

RECORD_RULES: dict[str, Rule] = {
    "record-key-twice": Rule(
        "a key names one thing within a record",
        "a key that nothing else in the item has",
        "Give one of the two another key, and correct what refers to it.",
    ),
    "record-key-unknown": Rule(
        "what is referred to by a key is described in the same record",
        "the key of something in this item",
        "Correct the key, or describe what it names.",
    ),
    "record-key-kind": Rule(
        "a reference names a thing of the right kind: a place where something is, a person to whom it was done",
        "the key of a thing of another kind",
        "Correct the key, or state it in the field that it belongs to.",
    ),
    "record-key-circle": Rule(
        "a thing is no part of itself, however many parts lie between",
        "parts that lead to a whole",
        "Look at what is part of what, and remove one of these statements.",
    ),
    "record-figure": Rule(
        "the least of a figure is not more than its most",
        "the lesser number first",
        "Exchange the two numbers, or make two claims of them if two sources differ.",
    ),
    "record-figure-qualifier": Rule(
        "a qualifier stands with the number that it qualifies: more-than with the least, fewer-than and almost "
        "with the most, about with either",
        "the number, or no qualifier",
        "State the number, or put the words of the source into `words` and leave the qualifier out.",
    ),
    "record-interval": Rule(
        "what ends does not end before it begins",
        "an end that is not before the beginning",
        "Exchange the two dates, or correct the wrong one.",
    ),
    "record-concept-field": Rule(
        "a field takes concepts of the vocabulary that was made for it, or of one of the archive's own",
        "a concept of the vocabulary of this field",
        "State the concept in the field that it belongs to, or choose one of the vocabulary of this field.",
    ),
    "record-embargo": Rule(
        "an embargo ends on a day of the Gregorian calendar (ISO 8601-1:2019, 5.2.2)",
        "a day that there is, as YYYY-MM-DD",
        "Correct the day: nobody can wait for one that never comes.",
    ),
    "record-passage-place": Rule(
        "a passage says where it stands: from start to end in a text, by its page or a selector in any other file",
        "start and end with a digest, or a page, or a selector",
        "State where the passage stands.",
    ),
    "record-passage-half": Rule(
        _PASSAGE + ": it has a start and an end",
        "both start and end",
        "State the other end of the range too; the end is the code point after the last.",
    ),
    "record-passage-empty": Rule(
        _PASSAGE + ", from the first code point to the one after the last",
        "an end that is greater than the start",
        "Correct the range; it is counted from 0, and the end is not part of it.",
    ),
    "record-passage-no-digest": Rule(
        _PASSAGE,
        "the SHA-256 of the passage, encoded in UTF-8",
        "State the digest of the passage that is meant, computed from the text itself.",
    ),
    "record-passage-digest-alone": Rule(
        "a digest is stated of a range of a text; a page or a selector cannot be checked by it",
        "start and end beside the digest",
        "State start and end, or leave the digest out.",
    ),
    "record-passage-file": Rule(
        "a passage stands in a file of its own item, named by its payload path",
        "the payload path of a file of the item, such as data/letter.txt",
        "Correct the path, or add the file to the item.",
    ),
    "record-passage-encoding": Rule(
        "the encoding of a passage is the name of a text encoding",
        "a name such as utf-8, utf-16 or windows-1256",
        "Correct the name; without one, the file is read as UTF-8.",
    ),
    "record-passage-undecodable": Rule(
        _PASSAGE + ": the whole file is text in the encoding that is stated",
        "a file that is text in this encoding",
        "State the right encoding. If the file is no text, name a page or a selector instead of a range.",
    ),
    "record-passage-bounds": Rule(
        _PASSAGE + ": it lies within the file",
        "a range within the file",
        "Count again, in code points of the file as it is, with its line ends as they are.",
    ),
    "record-passage-differs": Rule(
        _PASSAGE + ", which is that of the passage found",
        "the passage whose digest is stated",
        "Look at the passage: the range, the encoding or the file may not be those that were described.",
    ),
}
