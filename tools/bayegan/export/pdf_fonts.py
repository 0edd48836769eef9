"""Which codes of a font of a PDF are known to be letters (ISO 32000-1, 9.10): others would read as gibberish."""

import re
from typing import Any

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_TOKEN = re.compile(rb"<[0-9A-Fa-f\s]*>|\[|\]")
_KNOWN_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/PDFDocEncoding")
_KNOWN_MAPS = re.compile(r"UCS2|UTF16|GBK|GB-EUC|GBpc-EUC|ETen|90ms-RKSJ")
_BY_NUMBER = re.compile(r"/u(?:ni)?[0-9A-Fa-f]{4,6}")
_SYMBOLIC = 4
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf076\uf0fc")
_MOST_IN_RANGE = 1 << 16


class Font:
    """Tells of the codes of a font whether there are letters for them."""

    def __init__(self, font: Any) -> None:
        self._is_composite = font.get("/Subtype") == "/Type0"
        self._size = 2 if self._is_composite else 1
        self._known: set[int] = set()
        self._unknown: set[int] = set()
        self._is_known = False
        to_unicode = font.get("/ToUnicode")
        if hasattr(to_unicode, "get_data"):
            self._take(to_unicode.get_data())
        elif to_unicode is not None:
            self._is_known = True
        if self._is_composite:
            name = str(font.get("/Encoding", ""))
            self._is_known = self._is_known or _KNOWN_MAPS.search(name) is not None
        else:
            self._is_known = self._is_known or _has_letters(font)
            self._unknown = _without_letters(font) - self._known

    def reads(self, shown: bytes) -> bool:
        """Say whether every code that is shown has letters; 0 stands for what the font has no drawing of."""
        size = self._size
        codes = {int.from_bytes(shown[at : at + size], "big") for at in range(0, len(shown), size)} - {0}
        return not codes & self._unknown and (self._is_known or codes <= self._known)

    def _take(self, mapped: bytes) -> None:
        for section in _SECTION.finditer(mapped):
            tokens = _TOKEN.findall(section[2])
            if tokens and self._is_composite:
                self._size = max(1, len(tokens[0].strip(b"<>").replace(b" ", b"")) // 2)
            if section[1] == b"char":
                for code, letters in zip(tokens[::2], tokens[1::2], strict=False):
                    self._add(_number(code), 1, letters)
            else:
                self._take_ranges(tokens)

    def _take_ranges(self, tokens: list[bytes]) -> None:
        at = 0
        while at + 2 < len(tokens):
            first, last = _number(tokens[at]), _number(tokens[at + 1])
            at += 2
            if tokens[at] == b"[":
                end = tokens.index(b"]", at) if b"]" in tokens[at:] else len(tokens)
                for number, letters in enumerate(tokens[at + 1 : end]):
                    self._add(first + number, 1, letters)
                at = end + 1
            else:
                self._add(first, min(last - first + 1, _MOST_IN_RANGE), tokens[at])
                at += 1

    def _add(self, first: int, count: int, letters: bytes) -> None:
        digits = b"".join(letters.strip(b"<>").split())
        text = bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")
        if text.strip("\0") and all(_is_letter(one) for one in text):
            self._known.update(range(first, first + count))


def _is_letter(one: str) -> bool:
    return one in _BULLETS or not (one == "\ufffd" or "\ue000" <= one <= "\uf8ff")


def _number(token: bytes) -> int:
    return int(b"".join(token.strip(b"<>").split()) or b"0", 16)


def _has_letters(font: Any) -> bool:
    """Say whether a simple font has an encoding that is known."""
    encoding = font.get("/Encoding")
    if encoding is not None:
        return not isinstance(encoding, str) or encoding in _KNOWN_ENCODINGS
    described = font.get("/FontDescriptor") or {}
    return "/FontFile" in described or not int(described.get("/Flags", 0)) & _SYMBOLIC


def _without_letters(font: Any) -> set[int]:
    """Return the codes whose glyphs have names that mean nothing, as /g17."""
    from pypdf._codecs import adobe_glyphs  # noqa: PLC0415  slow to import

    encoding = font.get("/Encoding")
    unknown: set[int] = set()
    code = 0
    for one in encoding.get("/Differences", ()) if isinstance(encoding, dict) else ():
        if isinstance(one, str):
            name = one.partition(".")[0]
            if name and name != "/" and name not in adobe_glyphs and not _BY_NUMBER.fullmatch(name):
                unknown.add(code)
            code += 1
        else:
            code = int(one)
    return unknown
