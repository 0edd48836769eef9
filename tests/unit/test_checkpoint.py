"""The text of a checkpoint: written as C2SP says, read back strictly, held against other implementations' form."""

import base64
import hashlib
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.checkpoint import MOST_OCTETS, Checkpoint, key_id, parsed, signed
from bayegan.model.ledger_index import is_within, mark_of
from bayegan.model.ledger_keys import pem, public_from_pem
from bayegan.storage.signing import is_signed, make_key, read_key

ORIGIN = "bayegan/0d4a3f0e-6a0c-4f6e-9d3b-0c7a6f1e2b55"
ROOT = bytes(range(32))
KEY = make_key()
ONE = Checkpoint(ORIGIN, 812, ROOT, "2026-11-22T17:43:07Z")
CONTENT = signed(ONE, KEY.public, KEY.sign(ONE.text()))


def test_a_checkpoint_has_the_form_of_tlog_checkpoint() -> None:
    lines = CONTENT.decode("utf-8").split("\n")
    assert lines[:5] == [ORIGIN, "812", base64.b64encode(ROOT).decode(), "time 2026-11-22T17:43:07Z", ""]
    dash, name, octets = lines[5].split(" ")
    assert (dash, name, lines[6:]) == ("—", ORIGIN, [""])
    decoded = base64.b64decode(octets)
    # C2SP signed-note: the first four octets of SHA-256(name || 0x0A || 0x01 || public key).
    assert decoded[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + KEY.public).digest()[:4]
    assert is_signed(KEY.public, decoded[4:], "\n".join(lines[:4]).encode() + b"\n")


def test_the_key_of_the_specification_has_its_id() -> None:
    """The verifier key that golang.org/x/mod/sumdb/note documents: PeterNeumann+c74f20a3+ARpc2Q…"""
    encoded = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public = base64.b64decode(encoded)
    assert public[0] == 1
    assert key_id("PeterNeumann", public[1:]) == "c74f20a3"


@given(
    st.integers(0, 10**15),
    st.binary(min_size=32, max_size=32),
    st.one_of(st.none(), st.just("2026-11-22T17:43:07Z")),
)
def test_what_was_signed_is_read_back(size: int, root: bytes, time: str | None) -> None:
    one = Checkpoint(ORIGIN, size, root, time)
    read = parsed(signed(one, KEY.public, KEY.sign(one.text())))
    assert (read.checkpoint, read.text) == (one, one.text())
    assert read.signature_by(KEY.public, is_signed) is not None
    assert read.signature_by(make_key().public, is_signed) is None


@given(st.integers(0, len(CONTENT) * 8 - 1))
def test_a_flipped_bit_is_refused_or_has_no_signature(bit: int) -> None:
    changed = bytearray(CONTENT)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        read = parsed(bytes(changed))
    except ValueError:
        return
    assert read.signature_by(KEY.public, is_signed) is None or read.text == ONE.text()


@given(st.binary(max_size=300))
def test_any_octets_are_read_or_refused(content: bytes) -> None:
    with suppress(ValueError):
        assert parsed(content).signatures


@pytest.mark.parametrize(
    "content",
    [
        CONTENT.replace(b"\n812\n", b"\n0812\n"),
        CONTENT.replace(b"\n812\n", b"\n-812\n"),
        CONTENT.replace(b"\n\n", b"\n"),
        CONTENT.replace("— ".encode(), b"- "),
        CONTENT.replace(b"time", b"\ttime"),
        CONTENT + b"x" * MOST_OCTETS,
        CONTENT.replace(base64.b64encode(ROOT), base64.b64encode(ROOT[:31])),
        CONTENT.replace(base64.b64encode(ROOT), b"?" * 44),
        b"\xff" + CONTENT,
    ],
)
def test_what_is_not_in_the_form_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parsed(content)


def test_other_signatures_and_lines_that_we_do_not_know_are_passed_over() -> None:
    """A witness may add its signature; a later version may add a line."""
    text = ONE.text() + b"something new\n"
    own = signed(ONE, KEY.public, KEY.sign(text)).split(b"\n\n")[1]
    witness = "— example.org/witness ".encode() + base64.b64encode(bytes(76)) + b"\n"
    read = parsed(text + b"\n" + witness + own)
    assert (read.checkpoint, len(read.signatures)) == (ONE, 2)
    assert read.signature_by(KEY.public, is_signed) is not None


def test_a_public_key_is_written_as_openssl_writes_it(tmp_path: Path) -> None:
    (tmp_path / "private.pem").write_bytes(KEY.pem())
    words = ["openssl", "pkey", "-in", tmp_path / "private.pem", "-pubout"]
    written = subprocess.run(words, check=True, capture_output=True).stdout
    assert pem(KEY.public) == written
    assert public_from_pem(written) == public_from_pem(written.replace(b"\n", b"\r\n")) == KEY.public
    for wrong in (b"", written[:-10], KEY.pem(), b"-----BEGIN PUBLIC KEY-----\n????\n-----END PUBLIC KEY-----"):
        with pytest.raises(ValueError, match="no Ed25519"):
            public_from_pem(wrong)


def test_a_private_key_with_a_passphrase_is_one_that_openssl_opens(tmp_path: Path) -> None:
    path = tmp_path / "private.pem"
    path.write_bytes(KEY.pem(b"secret"))
    words = ["openssl", "pkey", "-in", path, "-passin", "pass:secret", "-pubout"]
    assert subprocess.run(words, check=True, capture_output=True).stdout == pem(KEY.public)
    assert read_key(path.read_bytes(), "", b"secret").public == KEY.public


def test_a_mark_tells_what_a_line_says_wherever_it_stands() -> None:
    line = b'{"agent":"a","detail":{"x":",\\"prev\\":\\""},"prev":"%b","seq":%b,"time":"t","type":"u"}'
    assert mark_of(line % (b"0" * 64, b"1")) == mark_of(line % (b"f" * 64, b"22"))
    assert mark_of(line % (b"0" * 64, b"1")) != mark_of(line.replace(b'"a"', b'"b"') % (b"0" * 64, b"1"))
    assert mark_of(b"no line") != mark_of(b"no  line")


@pytest.mark.parametrize(
    ("ranges", "number", "is_in"),
    [
        *(("2-101 103", number, number != 102) for number in (2, 50, 101, 102, 103)),
        *(("2-101 103", number, False) for number in (1, 104)),
        ("", 1, False),
        ("x-y", 1, False),
        ("5-", 5, True),
        ("-5", 5, False),
    ],
)
def test_ranges_hold_numbers(ranges: str, number: int, is_in: bool) -> None:
    assert is_within(ranges, number) is is_in
