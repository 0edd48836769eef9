"""Mail is read as who gets it reads it: heads, parts, charsets, mailboxes, whatever encodes them."""

import base64
import binascii
import io
import quopri
from email.header import Header
from pathlib import Path

import pytest

from bayegan.export import file_texts
from bayegan.export.file_texts import texts
from bayegan.export.leak_search import search_file
from bayegan.model.disclosure.mask import Mask

NAME = "Zohreh Plantedname"
PERSIAN = "زهره نام‌کاشته"
TURKISH = "Gülşen Yıldız"
RUSSIAN = "Зухра Посаженная"
MASK = Mask([NAME, PERSIAN, TURKISH, RUSSIAN])
TALK = b"line of talk\n" * 25_000
"""More than what is read first of a file."""
HEAD = b"From: a@example.org\nMIME-Version: 1.0\n"
CODED = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
IN_BASE64 = base64.encodebytes(f"{NAME}\n".encode())


def found(tmp_path: Path, content: bytes) -> tuple[bool, str | None]:
    (tmp_path / "file").write_bytes(content)
    search = search_file(tmp_path / "file", MASK)
    return bool(search.found), search.not_searched


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    "head",
    [
        "From: =?utf-8?Q?Zohreh_=50lantedname?= <a@example.org>\nDate: today",
        f"Subject: {Header(PERSIAN, 'utf-8').encode()}",
        f"Subject: {Header('to ' + PERSIAN + ' and others, of whom there are many more', 'utf-8').encode()}",
        f"Subject: =?iso-8859-9?b?{base64.b64encode(TURKISH.encode('iso-8859-9')).decode()}?=",
        f'From: a@example.org\nContent-Disposition: attachment;\n filename="{Header(PERSIAN, "utf-8").encode()}"',
        "From: a\nContent-Disposition: attachment;\n filename*0*=UTF-8''Zohreh%20Plante;\n filename*1*=dname",
        "From a@example.org Mon Jan  1 00:00:00 2001\nSubject: =?us-ascii?q?Zohreh_=50lantedname?=",
    ],
)
def test_a_name_in_an_encoded_head_is_found_though_no_part_is_encoded(tmp_path: Path, head: str, ends: str) -> None:
    letter = f"{head}\nContent-Transfer-Encoding: 8bit\n\nHello\n".replace("\n", ends).encode()
    assert found(tmp_path, letter) == (True, None)


def test_a_name_whose_letter_is_cut_between_encoded_words_is_found(tmp_path: Path) -> None:
    octets = PERSIAN.encode()
    words = " ".join(f"=?utf-8?b?{base64.b64encode(one).decode()}?=" for one in (octets[:5], octets[5:]))
    assert found(tmp_path, f"Subject: {words}\n\nHello\n".encode()) == (True, None)


def test_what_comes_late_in_mail_and_in_a_mailbox_is_read(tmp_path: Path) -> None:
    box = b"From a\nSubject: one\n\n" + TALK + b"\nFrom b\nSubject: two\n" + CODED
    assert found(tmp_path, box + IN_BASE64) == (True, None)
    quoted = quopri.encodestring(PERSIAN.encode())
    late = HEAD + b"Content-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: text/plain\n\n" + TALK
    late += b"\n--bb\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert found(tmp_path, late + quoted + b"\n--bb--\n") == (True, None)
    assert found(tmp_path, TALK + b"\nSubject: two\n" + CODED + IN_BASE64) == (
        False,
        "parts of it are encoded as in mail, far from its beginning",
    )


def test_a_line_that_looks_like_the_next_letter_hides_no_part(tmp_path: Path) -> None:
    letter = HEAD + b"Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\nFrom me to you\nFrom here on.\n\n--bb\n"
    assert found(tmp_path, letter + CODED + IN_BASE64 + b"--bb--\n") == (True, None)


@pytest.mark.parametrize("kind", ["message/rfc822", "application/octet-stream; name=a.eml"])
def test_mail_that_is_forwarded_in_base64_is_read(tmp_path: Path, kind: str) -> None:
    for within in (f"Subject: {Header(PERSIAN, 'utf-8').encode()}\n\nHello\n", f"Subject: x\n\n{NAME}\n"):
        head = HEAD + f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n".encode()
        assert found(tmp_path, head + base64.encodebytes(within.encode())) == (True, None)


@pytest.mark.parametrize(
    "field",
    [
        b"Content-Transfer-Encoding:\n base64",
        b"Content-Transfer-Encoding: base64 (as ever)",
        b"content-transfer-encoding: (x)\n\tBASE64",
        b'Content-Transfer-Encoding: "base64"',
    ],
)
def test_the_encoding_of_a_part_is_read_however_it_is_written(tmp_path: Path, field: bytes) -> None:
    assert found(tmp_path, HEAD + field + b"\n\n" + IN_BASE64) == (True, None)
    assert found(tmp_path, (HEAD + field + b"\n\n" + IN_BASE64).replace(b"\n", b"\r\n")) == (True, None)
    assert found(tmp_path, HEAD + field + b"\n\nnot_at_all") == (False, "a part of it: its encoding is damaged")


@pytest.mark.parametrize("encoding", [b"x-uuencode", b"uuencode", b"7bit"])
def test_what_is_uuencoded_is_read(tmp_path: Path, encoding: bytes) -> None:
    block = b"begin 644 a.txt\n" + binascii.b2a_uu(NAME.encode()) + b"`\nend\n"
    head = HEAD + b"Content-Transfer-Encoding: " + encoding + b"\n\n"
    assert found(tmp_path, head + block) == (True, None)
    assert found(tmp_path, (head + block).replace(b"\n", b"\r\n")) == (True, None)


def test_an_encoding_that_nobody_knows_is_not_searched(tmp_path: Path) -> None:
    why = "a part of it: it is encoded in a way that is not known"
    assert found(tmp_path, HEAD + b"Content-Transfer-Encoding: binhex\n\nabc\n") == (False, why)


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("iso-8859-9", TURKISH),
        ("windows-1254", TURKISH),
        ("koi8-r", RUSSIAN),
        ("iso-8859-5", RUSSIAN),
        ("utf-7", PERSIAN),
        ("x-nobody-knows", NAME),
    ],
)
def test_text_of_mail_is_read_in_its_charset(tmp_path: Path, charset: str, name: str) -> None:
    text = name.encode(charset if name != NAME else "utf-8")
    head = HEAD + f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: 8bit\n\n'.encode()
    assert found(tmp_path, head + text + b"\n") == (True, None)


def test_text_in_a_charset_that_nobody_knows_is_not_searched(tmp_path: Path) -> None:
    head = HEAD + b"Content-Type: text/plain; charset=x-nobody-knows\n\n"
    assert found(tmp_path, head + b"\xe1\xe2\n") == (False, "a part of it: its charset is not known")


def test_healthy_mail_is_searched(tmp_path: Path) -> None:
    for name in ("plain", "=?utf-8?q?plain?=", "=?utf-8?b?cGxhaW4=?="):
        assert found(tmp_path, f"Subject: {name}\nFrom: x\n\nText, with = and ?\n".encode()) == (False, None)
    assert found(tmp_path, b"From: x\nContent-Type: text/plain; charset=us-ascii\n\nText\n") == (False, None)


def test_mail_that_cannot_be_taken_apart_is_not_searched(tmp_path: Path) -> None:
    deep = HEAD
    for depth in range(1500):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    is_found, why = found(tmp_path, deep + CODED + IN_BASE64)
    assert not is_found
    assert why is not None
    assert "RecursionError" in why


def test_mail_of_any_size_is_searched_where_nothing_in_it_is_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_texts, "MOST_OCTETS", 1 << 20)
    box = b"From a\nSubject: one\n\n" + TALK * 8
    assert found(tmp_path, box + NAME.encode()) == (True, None)
    is_found, why = found(tmp_path, box + b"\nFrom b\nSubject: =?utf-8?q?=50?=\n\nHello\n")
    assert not is_found
    assert why is not None
    assert why.endswith("parts of it may be encoded as in mail")


def test_a_page_that_speaks_of_mail_is_read_as_a_page() -> None:
    page = b"<p>From: x</p>\nSubject: y\n\nIt begins with From: and =?utf-8?q?=50?= in it.\n"
    assert list(texts(io.BytesIO(page), 1000))
