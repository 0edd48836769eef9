"""Files that look like text, and whose words cannot be had: known by how they begin, or by what stands in them."""

import re

_RICH_TEXT = "it is rich text (RTF), whose letters are written as numbers"
_POSTSCRIPT = "it is PostScript, in which words are drawn in pieces"
_ENCRYPTED = "it is encrypted"
_OPEN_PGP = "it is encrypted, or packed as OpenPGP packs"
_PACKED = "it is packed in a way that is not known"
_BEGINNINGS = tuple(
    (re.compile(rb"(?:\xef\xbb\xbf)?[\x04\s]*(?:%s)" % how, re.DOTALL), why)
    for how, why in (
        (rb"\{\\rtf", _RICH_TEXT),
        (rb"%!PS|\xc5\xd0\xd3\xc6|\x1b%-12345X", _POSTSCRIPT),
        (rb"Salted__|U2FsdGVkX1[89+/]|age-encryption\.org/v1", _ENCRYPTED),
        (rb"\x8c.[\x04\x05][\x01-\x0d]|\xc3.[\x04-\x06][\x01-\x0d]", _OPEN_PGP),
        (rb"[\x84\x85\xc1].{1,2}[\x03\x06]|\xa3[\x01-\x03]", _OPEN_PGP),
        (rb"\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x1f\x9d", _PACKED),
    )
)
"""How files begin, blanks aside, and why they cannot be searched. OpenPGP: packets of session keys, and what is
packed (RFC 9580, 4.2); openssl enc, as it is and in base64; age; then zstd, lz4, 7z, rar and compress."""
_ARMOUR = re.compile(
    rb"^[> ]*-----BEGIN (?:PGP MESSAGE(?:, PART [\d/]+)?|(?:[A-Z0-9]+ ){0,3}ENCRYPTED [A-Z0-9 ]{1,40})-----"
    rb"[ \t]*\r?\n"
    rb"(?:[> ]*(?:[A-Za-z-]+: [^\n]*)?\r?\n){0,9}[> ]*[A-Za-z0-9+/]{16,}"
    rb"|^Proc-Type: 4,ENCRYPTED\b",
    re.MULTILINE,
)


def unreadable(first: bytes) -> str | None:
    """Return why a text cannot be searched that begins so, None where nothing speaks against it."""
    return next((why for begins, why in _BEGINNINGS if begins.match(first)), None)


def encrypted_part(octets: bytes) -> str | None:
    """Return why a text is not searched in which something encrypted stands between lines of dashes."""
    if b"-----BEGIN " not in octets or (found := _ARMOUR.search(octets)) is None:
        return None
    return "a part of it is encrypted" if octets[: found.start()].strip() else _ENCRYPTED
