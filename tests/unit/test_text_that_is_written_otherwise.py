"""A name is found in text that is packed, encoded or escaped; what cannot be read is named, healthy text is not."""

import base64
import binascii
import io
import json
import subprocess
import zlib
from urllib.parse import quote

import pytest

from bayegan.export.leak_search import Search, _searched
from bayegan.model.disclosure.mask import Mask

LATIN, PERSIAN = "Zohreh Quincewright", "زهره نام‌کاشته"
MASK = Mask([LATIN, PERSIAN, "Gülşen Yıldız"])
OLD = PERSIAN.replace("ی", "ي").replace("ک", "ك")
ENCRYPTED = "it is encrypted"
OPEN_PGP = "it is encrypted, or packed as OpenPGP packs"


def searched(content: str | bytes) -> Search:
    return _searched(io.BytesIO(content.encode() if isinstance(content, str) else content), MASK)


def is_found(content: str | bytes) -> bool:
    return bool(searched(content).found)


def without_nul(packed: bytes) -> bytes:
    assert b"\0" not in packed
    return packed


@pytest.mark.parametrize("level", [1, 6, 9])
def test_streams_of_zlib_and_objects_of_git_are_unpacked(level: int) -> None:
    said = f"{LATIN} told this. {PERSIAN}\n".encode()
    assert searched(zlib.compress(said, level)).not_searched is None
    assert is_found(zlib.compress(said, level))
    assert is_found(zlib.compress(b"blob %d\0" % len(said) + said, level))
    assert is_found(zlib.compress(said * 90_000, level))
    assert searched(zlib.compress(b"nobody" * 90, level)) == Search((), None)


def test_a_stream_of_zlib_that_is_damaged_or_followed_is_not_called_searched() -> None:
    packed = zlib.compress(LATIN.encode() + b" line of a text %d\n" * 999)
    assert searched(packed + b"more").not_searched == "what is packed in it is damaged, or something follows it"
    assert searched(packed[:-9]).not_searched is not None
    assert searched(packed[:20]).not_searched is not None


@pytest.mark.parametrize(
    "text", ["x^2 + y^2 = z^2\n", "x^2", "h", "H\\x89", "8\n", "x\x01 and more of it, a line\n"]
)
def test_text_that_begins_as_a_stream_of_zlib_is_text(text: str) -> None:
    assert searched(text + "a line of text\n" * 30) == Search((), None)
    assert is_found(f"{text}\n{LATIN}")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (without_nul(b"\x8c\x0d\x04\x09\x03\x02" + b"\xb4\x9a\xfe\x91" * 20), OPEN_PGP),
        (b"\x85\x01\x0c\x03" + b"\xb4\x9a\xfe\x91" * 20, OPEN_PGP),
        (
            b"-----BEGIN PGP MESSAGE-----\n\njA0ECQMCvJ2mxVYRl7P/0lgB9NDvxT0x\n-----END PGP MESSAGE-----\n",
            ENCRYPTED,
        ),
        (b"-----BEGIN PGP MESSAGE-----\r\nVersion: 1\r\n\r\njA0ECQMCvJ2mxVYRl7P/0lgB9NDvxT0x\r\n", ENCRYPTED),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG\n", ENCRYPTED),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgy\n", ENCRYPTED),
        (b"age-encryption.org/v1\n-> X25519 abc\n--- x\n\xb4\x9a", ENCRYPTED),
        (b"Salted__\xb4\x9a\xfe\x91", ENCRYPTED),
        (b"U2FsdGVkX19IutFUy7b7s7Fjh0g=\n", ENCRYPTED),
        (
            b"From a letter:\n> -----BEGIN PGP MESSAGE-----\n>\n> jA0ECQMCvJ2mxVYRl7P/0lgB9N\n",
            "a part of it is encrypted",
        ),
        (b"(\xb5/\xfd\x24\x30\x99\x01 \xfe\xfe", "it is packed in a way that is not known"),
        (b"\n {\\rtf1\\ansi Zoh\\'72eh}", "it is rich text (RTF), whose letters are written as numbers"),
        (b"\xef\xbb\xbf{\\rtf1 x}", "it is rich text (RTF), whose letters are written as numbers"),
        (b"%!PS-Adobe-3.0\n(Zoh) show (reh) show\n", "it is PostScript, in which words are drawn in pieces"),
        (b"\xfe\xb4\x03\x9a\x91 of no known kind \xd9\x07", "it is no text"),
    ],
)
def test_what_has_no_words_is_named(content: bytes, why: str) -> None:
    assert searched(content) == Search((), why)


def test_what_openssl_encrypts_is_named() -> None:
    command = ["openssl", "enc", "-aes-256-cbc", "-a", "-pass", "pass:x", "-pbkdf2"]
    assert searched(
        subprocess.run(command, input=LATIN.encode(), capture_output=True, check=True).stdout
    ) == Search((), ENCRYPTED)


@pytest.mark.parametrize(
    "content",
    [
        f"a\x1b[1mbold\x1b[0m \x0cpage {PERSIAN}".encode(),
        b"control \x01\x08 in ASCII",
        ("متن فارسي با چند واژه، و سطر ديگر\r\n" * 40).encode("cp1256") + b"\x0c\x1a",
        "Café, naïve, übermäßig\x0b\r\n".encode("cp1252"),
        "001\x1eعنوان\x1fa\x1d".encode("cp1256"),
        b"name,age\r\nA,1\r\nB,2\r\n",
        json.dumps({"a": "line\nline\t“x”", "b": [1, None, "\\d+\\.txt"], "پ": "C:\\data\\file"}).encode(),
        b"a:after{content:'\\201C';color:#5a5a5a}\n.b\\:hover{width:100%}",
        b"\\begin{document}\\section{A}\\'e \\\"o $x_{1}^2$ \\\\ \\end{document}\n",
        b"# A title\n\n**bold** _it_ `code` [a](http://x/%20y) > quote\n\n    begin 644 here\n",
        b"std:: string a; // cn:: x\nint main() { return a[0] < b && c > d; }\n",
        b"How to: begin with -----BEGIN PGP MESSAGE----- and so on.\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nA text\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n",
        b"%!TEX root = a.tex\n\\documentclass{article}\n",
        b"apple\nbanana\ncherry\n",
        b"nothing",
        b"d41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e\n" * 9,
        b"begin 644 apples and pears\nwere sold.\n",
        b"<img src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA'>",
        b"Call +49301234567 or +989121234567, C++11-code\n",
    ],
)
def test_healthy_text_is_called_searched(content: bytes) -> None:
    assert searched(content).not_searched is None


BASE64 = base64.encodebytes(f"Name: {LATIN}, {PERSIAN}".encode() * 9)


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
        + "".join(f"={one:02X}" for one in PERSIAN.encode()).replace("=D9=86", "=D9=86=\r\n", 1)
        + "\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN:A long name of an organisation and Zohreh Quincew\r\n right\r\nEND:VCARD\r\n",
        f"# people\ndn: x\ncn:: {base64.b64encode(PERSIAN.encode()).decode()}\n",
        "dn: x\ngivenName:: Wm9ocmVo\nsn:: UXVpbmNld3JpZ2h0\n",
        b'<a href="data:text/html;charset=utf-8;base64,%s">x' % base64.b64encode(b"<p>Zoh<b>reh</b> Quincewright"),
        BASE64,
        BASE64.replace(b"\n", b""),
        base64.encodebytes(zlib.compress(f"{LATIN} ".encode() * 3)),
        b"A letter\nbegin 644 a.txt\n" + binascii.b2a_uu(LATIN.encode()) + b"`\nend\n",
        PERSIAN.encode("utf-7"),
        "Gülşen Yıldız".encode("utf-7"),
        b'<meta charset="windows-1254">' + "Gülşen Yıldız".encode("cp1254"),
        '<?xml version="1.0" encoding="ISO-8859-9"?><p>Gülşen Yıldız</p>'.encode("iso-8859-9"),
        "Dear Gülşen Yıldız, here are the papers".encode("cp1254"),
        b"<meta charset=iso-2022-jp>\x1b(BZohreh Quincewright",
        b"WARC/1.0\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"e\r\n<p>Zohreh Quin\r\nc\r\ncewright</p>\r\n0\r\n\r\n",
    ],
)
def test_a_name_is_found_however_its_letters_are_encoded(content: str | bytes) -> None:
    assert is_found(content)


def test_a_chunk_that_ends_in_the_middle_of_a_letter_hides_no_name() -> None:
    octets = PERSIAN.encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (octets[:5], octets[5:]))
    assert is_found(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")


def test_what_is_encoded_and_is_no_text_is_not_called_searched() -> None:
    noise = bytes(range(256)) * 4
    assert searched(base64.encodebytes(noise)).not_searched == "it is base64, and in it: it is no text"
    lines = [binascii.b2a_uu(noise[at : at + 45]) for at in range(0, 900, 45)]
    whole = b"begin 644 a.bin\n" + b"".join(lines) + b"`\nend\n"
    assert searched(whole).not_searched == "something in it: it is no text"
    assert searched(whole[:400]).not_searched == "something in it: a part of it is uuencoded, and damaged or long"


@pytest.mark.parametrize(
    "said",
    [
        json.dumps({"n": json.dumps({"m": PERSIAN})}),
        json.dumps(json.dumps(json.dumps(f"{LATIN}\nnext"))),
        'var n="\\x5aohreh \\x51uincewright";',
        'var n="\\u{5a}ohreh \\u{000051}uincewright";',
        'n="\\U0000005aohreh \\N{LATIN CAPITAL LETTER Q}uincewright"',
        "".join(f"\\x{one:02x}" for one in PERSIAN.encode()),
        "".join(f"\\{one:03o}" for one in PERSIAN.encode()),
        'a:after{content:"\\5a ohreh \\51 uincewright"}',
        "".join(f"\\{ord(one):x} " for one in PERSIAN.replace(" ", "")).replace("\\647 \\646", "\\647  \\646"),
        "Dialogue: 0,Default,,Zohreh\\NQuincewright",
        "Dialogue: 0,Default,,Zohreh\\hQuincewright",
        "&amp;amp;amp;#90;ohreh Quincewright",
        f"https://x/?u={quote('https://fa/' + quote(PERSIAN), safe='')}",
        "https://x/?q=" + "".join(f"%u{ord(one):04X}" for one in PERSIAN),
        f"https://x/?q={quote(OLD.encode('cp1256'))}",
        "She was called Zohreh Quince-\n  wright then.",
        "She was called Zohreh Quince‐\r\nwright then.",
    ],
)
def test_a_name_is_found_however_it_is_escaped(said: str) -> None:
    assert is_found(f"before {said} after")
