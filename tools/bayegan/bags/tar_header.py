"""The header of a tar member: its numbers, its name and its kind, and the records of pax that change them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bayegan.bags.bounds import Broken
from bayegan.model.listing import Kind

_KINDS = {
    b"\0": Kind.FILE,
    b"0": Kind.FILE,
    b"7": Kind.FILE,
    b"1": Kind.HARD_LINK,
    b"2": Kind.LINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"5": Kind.EMPTY_FOLDER,
    b"6": Kind.PIPE,
    b"D": Kind.EMPTY_FOLDER,
    b"S": Kind.SPARSE,
}
_SPARSE_NAME = b"GNU.sparse.name"
_SPARSE = frozenset(
    b"GNU.sparse." + key
    for key in (b"major", b"minor", b"name", b"realsize", b"size", b"numblocks", b"map", b"offset", b"numbytes")
)
_CHECKSUM = slice(148, 156)


@dataclass(frozen=True, slots=True)
class TarMember:
    """A member: `name` as it stands there, undecodable octets as surrogate escapes; `type` is its type flag.

    `hidden` says of a folder which octets are said to be in it, and is empty where none are.
    """

    name: str
    kind: Kind
    size: int
    type: str
    hidden: str = ""


def is_header(block: bytes, at: int) -> bool:
    """Say whether a block has the checksum of a header; raises Broken where it has no number for one."""
    stated = number(block[_CHECKSUM], at)
    zeroed = block[: _CHECKSUM.start] + b" " * 8 + block[_CHECKSUM.stop :]
    return stated in (sum(zeroed), sum(one - 256 if one > 127 else one for one in zeroed))


def is_used(key: bytes) -> bool:
    """Only what can change a member is kept of a pax header: a hostile one may hold any number of keys."""
    return key in (b"path", b"size") or key in _SPARSE


def member_of(header: bytes, kind: bytes, size: int, extended: Mapping[bytes, bytes], at: int) -> TarMember:
    """Return the member that a header describes, together with the records of pax that go before it.

    A sparse file of pax has a path that no file has; its own name stands apart. Raises Broken for what is no size.
    """
    name = extended.get(_SPARSE_NAME) or extended.get(b"path") or _name(header)
    if b"size" in extended:
        if not extended[b"size"].isdigit() or len(extended[b"size"]) > 20:
            raise Broken("a size is no number", at)
        size = int(extended[b"size"])
    what = _KINDS.get(kind, Kind.UNKNOWN)
    if what is Kind.FILE and not _SPARSE.isdisjoint(extended):
        what = Kind.SPARSE
    if kind == b"\0" and name.endswith(b"/"):
        what = Kind.EMPTY_FOLDER
    return TarMember(name.decode("utf-8", "surrogateescape"), what, size, kind.decode("latin-1"))


def _name(header: bytes) -> bytes:
    name = header[:100].split(b"\0")[0]
    prefix = header[345:500].split(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def number(digits: bytes, at: int) -> int:
    """Return a number as headers have it: octal, or base 256 in GNU's way; raises Broken for what is none."""
    if digits[0] == 0x80:
        return int.from_bytes(digits[1:], "big")
    text = digits.split(b"\0")[0].strip(b" ")
    if text.startswith((b"-", b"+")) or b"_" in text:
        raise Broken("a number in a header is none", at)
    try:
        return int(text or b"0", 8)
    except ValueError as error:
        raise Broken("a number in a header is none", at) from error


def records_of(content: bytes, at: int) -> dict[bytes, bytes]:
    """Return the records of a pax header: “length key=value”, each with a line feed; raises Broken for others."""
    records: dict[bytes, bytes] = {}
    start = 0
    while start < len(content) and content[start : start + 1] != b"\0":
        length, space, _ = content[start : start + 24].partition(b" ")
        if not space or not length.isdigit() or int(length) <= len(length) + 1:
            raise Broken("a pax header is damaged", at)
        record = content[start + len(length) + 1 : start + int(length)]
        key, equals, value = record.partition(b"=")
        if not equals or start + int(length) > len(content) or not value.endswith(b"\n"):
            raise Broken("a pax header is damaged", at)
        records[key] = value[:-1]
        start += int(length)
    return records
