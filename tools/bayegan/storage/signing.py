"""Ed25519 keys and signatures (RFC 8032). The only home of `cryptography`, which is loaded where a key is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayegan.errors import CouldNot

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class KeyLocked(CouldNot):
    """A private key has a passphrase, and none was given, or another."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in memory, and its public key in 32 octets."""

    private: Ed25519PrivateKey
    public: bytes

    def sign(self, text: bytes) -> bytes:
        """Return the 64 octets of the signature of `text`."""
        return self.private.sign(text)

    def pem(self, passphrase: bytes | None = None) -> bytes:
        """Return the private key as PKCS #8 in PEM, encrypted where there is a passphrase."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if passphrase:
            encryption = serialization.BestAvailableEncryption(passphrase)
        form = serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(serialization.Encoding.PEM, form, encryption)


def make_key() -> SigningKey:
    """Return a new key, made from the randomness of the system."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    return _signing_key(Ed25519PrivateKey.generate())


def read_key(content: bytes, name: str, passphrase: bytes | None = None) -> SigningKey:
    """Return the private key in a PEM file; raises KeyLocked without the right passphrase, CouldNot for no key."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    advice = "Restore the key file from a copy, or replace the key: `bayegan ledger key --lost`."
    is_encrypted = b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in content
    if is_encrypted and not passphrase:
        raise KeyLocked(name, "this key has a passphrase", "Give it in BAYEGAN_PASSPHRASE, or when asked for it.")
    try:
        private = load_pem_private_key(content, passphrase if is_encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if is_encrypted:
            raise KeyLocked(name, "this is not its passphrase, or the file is damaged", advice) from error
        raise CouldNot(name, "this is no private key", advice) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise CouldNot(name, "this is no Ed25519 key", advice)
    return _signing_key(private)


def is_signed(public: bytes, signature: bytes, text: bytes) -> bool:
    """Say whether `signature` is one of `text` by this public key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signing_key(private: Ed25519PrivateKey) -> SigningKey:
    return SigningKey(private, private.public_key().public_bytes_raw())
