"""The keys that sign checkpoints, as the events of the ledger tell of them.

An event of type `creation` whose detail has `key` brings a key in. One that comes after others replaces the last:
by rotation, with the last key's signature on it, or because that is lost, with no signature at all.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bayegan.model.checkpoint import IsSigned, key_id, origin_of
from bayegan.model.findings import Finding, finding
from bayegan.model.preservation import EventType

ALGORITHM = "Ed25519"
FOLDER = "manifests/ledger/keys"
_PREFIX = bytes.fromhex("302a300506032b6570032100")
"""An Ed25519 key as SubjectPublicKeyInfo is these octets and the 32 of the key (RFC 8410, 4)."""


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """A public key. `since` is the line that brought it in, `until` the line that replaced it."""

    id: str
    public: bytes
    since: int
    until: int | None = None

    def may_sign(self, size: int) -> bool:
        """Say whether this was the key of the ledger when it had `size` lines."""
        return self.since <= size and (self.until is None or size < self.until)


def pem(public: bytes) -> bytes:
    """Return a public key as a PEM file, which `openssl` reads."""
    encoded = base64.b64encode(_PREFIX + public)
    return b"-----BEGIN PUBLIC KEY-----\n" + encoded + b"\n-----END PUBLIC KEY-----\n"


def public_from_pem(content: bytes) -> bytes:
    """Return the 32 octets of an Ed25519 public key; raises ValueError where a file holds none."""
    lines = content.strip().splitlines()
    try:
        octets = base64.b64decode(b"".join(lines[1:-1]), validate=True)
    except binascii.Error:
        octets = b""
    is_framed = lines[:1] == [b"-----BEGIN PUBLIC KEY-----"] and lines[-1:] == [b"-----END PUBLIC KEY-----"]
    if not is_framed or len(octets) != len(_PREFIX) + 32 or not octets.startswith(_PREFIX):
        raise ValueError("it is no Ed25519 public key as PEM")
    return octets[len(_PREFIX) :]


def path_of(identifier: str) -> str:
    """Return where the public key of this id lies in the archive."""
    return f"{FOLDER}/{identifier}.pem"


def digests_of(archive_id: str, public: bytes) -> dict[str, str]:
    """Return what the event of a key vouches for: its public key file."""
    return {path_of(key_id(origin_of(archive_id), public)): hashlib.sha512(pem(public)).hexdigest()}


def key_detail(archive_id: str, public: bytes) -> dict[str, object]:
    """Return what an event says of the key that it brings in."""
    encoded = base64.b64encode(public).decode("ascii")
    return {"algorithm": ALGORITHM, "id": key_id(origin_of(archive_id), public), "public": encoded}


def endorsement_text(archive_id: str, old: str, new: bytes) -> bytes:
    """Return what the old key signs when it gives way to a new one."""
    encoded = base64.b64encode(new).decode("ascii")
    return f"{origin_of(archive_id)}\nkey {old} gives way to {encoded}\n".encode()


class Keys:
    """The keys of one ledger, from its events in order. `take` every event, then ask."""

    def __init__(self, archive_id: str) -> None:
        self._archive_id = archive_id
        self._keys: list[LedgerKey] = []
        self._claims: list[tuple[int, Mapping[str, object], LedgerKey | None]] = []
        self._broken: list[Finding] = []

    def take(self, event: Mapping[str, object]) -> None:
        """Take one event; those that bring no key in are passed over."""
        if event.get("type") != EventType.CREATION.value:
            return
        detail, seq = event.get("detail"), event.get("seq")
        if not isinstance(detail, dict) or "key" not in detail or type(seq) is not int:
            return
        public = _public(self._archive_id, detail["key"])
        if public is None:
            self._broken.append(_claim("ledger-key-event", seq, "no Ed25519 key of this archive"))
            return
        last = self.current
        if last is not None:
            self._keys[-1] = LedgerKey(last.id, last.public, last.since, seq)
        self._keys.append(LedgerKey(key_id(origin_of(self._archive_id), public), public, seq))
        self._claims.append((seq, detail, last))

    def __iter__(self) -> Iterator[LedgerKey]:
        """Yield the keys, oldest first."""
        return iter(self._keys)

    @property
    def current(self) -> LedgerKey | None:
        """The key that signs now; None where the ledger knows none."""
        return self._keys[-1] if self._keys else None

    def at(self, size: int) -> LedgerKey | None:
        """Return the key of the ledger when it had `size` lines."""
        return next((one for one in self._keys if one.may_sign(size)), None)

    def findings(self, is_signed: IsSigned, *, may_lack: bool = False) -> list[Finding]:
        """Say which keys came in without the signature of the key before them.

        With `may_lack` lines are damaged: a key whose predecessor is not known is not blamed for it.
        """
        found = list(self._broken)
        known = {one.id for one in self._keys}
        for (seq, detail, last), key in zip(self._claims, self._keys, strict=True):
            if last is None:
                continue
            if may_lack and detail.get("replaces") not in known:
                continue
            if detail.get("replaces") != last.id:
                words = f"key {key.id} replaces {detail.get('replaces')}"
                found.append(_claim("ledger-key-event", seq, words, f"key {last.id}, the one before"))
            elif detail.get("lost") is True:
                found.append(_claim("ledger-key-lost", seq, f"key {last.id} lost, key {key.id} in its place"))
            elif not self._is_endorsed(detail, last, key, is_signed):
                words = f"key {key.id} without a signature of key {last.id}"
                found.append(_claim("ledger-key-event", seq, words, f"the signature of key {last.id}"))
        return found

    def _is_endorsed(
        self, detail: Mapping[str, object], last: LedgerKey, key: LedgerKey, is_signed: IsSigned
    ) -> bool:
        signature = _decoded(detail.get("endorsement"))
        return is_signed(last.public, signature, endorsement_text(self._archive_id, last.id, key.public))


def _public(archive_id: str, value: object) -> bytes | None:
    if not isinstance(value, dict) or value.get("algorithm") != ALGORITHM:
        return None
    public = _decoded(value.get("public"))
    return public if len(public) == 32 and value == key_detail(archive_id, public) else None


def _decoded(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _claim(code: str, seq: int, found: str, expected: str | None = None) -> Finding:
    return finding(code, path="manifests/ledger", row=seq, found=found, expected=expected)
