"""A checkpoint: how long the ledger is and the root of its Merkle tree, signed. Short enough to print or to mail.

The form is that of C2SP tlog-checkpoint and signed-note: three lines (origin, size, root), a line with the time,
a blank line, and a line for each signature. The lines before the blank one are what is signed.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_OCTETS = 16_384
"""No checkpoint is longer; a file that is, is none."""
_ED25519 = b"\x01"
_DASH = "— "
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_TIME = re.compile(r"time ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""Says whether an Ed25519 public key of 32 octets, a signature and a text belong together."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed. `origin` names the log, `time` is UTC as the ledger writes it, None where none is stated."""

    origin: str
    size: int
    root: bytes
    time: str | None = None

    def text(self) -> bytes:
        """Return the octets that are signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode("ascii")]
        lines += [f"time {self.time}"] if self.time else []
        return "".join(f"{line}\n" for line in lines).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: the name of the key, the first four octets that tell its key, and 64 octets."""

    name: str
    key_id: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as it was read: what it says, the octets that were signed, and by whom."""

    checkpoint: Checkpoint
    text: bytes
    signatures: tuple[Signature, ...]
    content: bytes

    def signature_by(self, public: bytes, is_signed: IsSigned) -> Signature | None:
        """Return the signature by this key, None where there is none that verifies."""
        identifier = key_id(self.checkpoint.origin, public)
        for one in self.signatures:
            if one.key_id == identifier and one.name == self.checkpoint.origin:
                return one if is_signed(public, one.octets, self.text) else None
        return None


def origin_of(archive_id: str) -> str:
    """Return the name of an archive's ledger in its checkpoints, which is that of its keys too."""
    return f"bayegan/{archive_id}"


def key_id(name: str, public: bytes) -> str:
    """Return the eight hex digits that tell an Ed25519 key of this name (C2SP signed-note, Signatures)."""
    return hashlib.sha256(name.encode("utf-8") + b"\n" + _ED25519 + public).hexdigest()[:8]


def signed(checkpoint: Checkpoint, public: bytes, signature: bytes) -> bytes:
    """Return the whole text of a checkpoint with one signature."""
    identifier = bytes.fromhex(key_id(checkpoint.origin, public))
    line = f"{_DASH}{checkpoint.origin} {base64.b64encode(identifier + signature).decode('ascii')}\n"
    return checkpoint.text() + b"\n" + line.encode("utf-8")


def parsed(content: bytes) -> SignedCheckpoint:
    """Read a checkpoint; raises ValueError, saying what is not in the form.

    A mail may have turned its line ends into CR LF; they are read as line feeds.
    """
    if len(content) > MOST_OCTETS:
        raise ValueError(f"it is longer than {MOST_OCTETS:,} octets")
    try:
        whole = content.decode("utf-8").replace("\r\n", "\n").strip("\n") + "\n"
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    body, blank, rest = whole.rpartition("\n\n")
    if not blank or any(char < " " and char != "\n" for char in whole):
        raise ValueError("there are not a text, a blank line and signatures")
    text = f"{body}\n"
    lines = body.split("\n")
    if len(lines) < 3 or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise ValueError("it does not begin with an origin, a size and a root")
    root = _octets(lines[2])
    if len(root) != 32:
        raise ValueError("its root is not 32 octets in base64")
    times = [found[1] for line in lines[3:] if (found := _TIME.fullmatch(line))]
    checkpoint = Checkpoint(lines[0], int(lines[1]), root, times[0] if times else None)
    signatures = tuple(_signature(line) for line in rest.rstrip("\n").split("\n"))
    return SignedCheckpoint(checkpoint, text.encode("utf-8"), signatures, whole.encode("utf-8"))


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name or not encoded:
        raise ValueError("a signature line is not a dash, a name and base64")
    octets = _octets(encoded)
    if len(octets) < 5:
        raise ValueError("a signature is too short")
    return Signature(name, octets[:4].hex(), octets[4:])


def _octets(text: str) -> bytes:
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("there is no base64 where it has to be") from error
    if base64.b64encode(octets).decode("ascii") != text:
        raise ValueError("there is base64 in a form that is not the only one")
    return octets


def as_document(one: SignedCheckpoint) -> dict[str, object]:
    """Return a checkpoint as JSON answers hold it."""
    said = one.checkpoint
    return {
        "origin": said.origin,
        "size": said.size,
        "root": base64.b64encode(said.root).decode("ascii"),
        "time": said.time,
        "keys": [signature.key_id for signature in one.signatures],
        "text": one.content.decode("utf-8"),
    }
