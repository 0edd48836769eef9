"""Digest algorithms as manifests name them (RFC 8493, 2.4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Algorithm:
    """`name` is normalised as manifest names are, `hashlib_name` is hashlib's, `size` is in octets."""

    name: str
    hashlib_name: str
    size: int


_KNOWN = {
    one.name: one
    for one in (
        Algorithm("md5", "md5", 16),
        Algorithm("sha1", "sha1", 20),
        Algorithm("sha224", "sha224", 28),
        Algorithm("sha256", "sha256", 32),
        Algorithm("sha384", "sha384", 48),
        Algorithm("sha512", "sha512", 64),
        Algorithm("sha3224", "sha3_224", 28),
        Algorithm("sha3256", "sha3_256", 32),
        Algorithm("sha3384", "sha3_384", 48),
        Algorithm("sha3512", "sha3_512", 64),
        Algorithm("blake2b", "blake2b", 64),
        Algorithm("blake2b512", "blake2b", 64),
        Algorithm("blake2s", "blake2s", 32),
        Algorithm("blake2s256", "blake2s", 32),
    )
}

WEAK = frozenset({"md5", "sha1"})
"""Algorithms that show accidents but no longer intent (RFC 8493, 2.4 and 5.2)."""


def normalised(name: str) -> str:
    """Return an algorithm's name lower-cased and without anything but letters and digits (RFC 8493, 2.4)."""
    return "".join(character for character in name.lower() if character.isalnum())


def algorithm(name: str) -> Algorithm | None:
    """Return the algorithm of that name, in any spelling (`SHA-256`, `sha256`), or None if not known."""
    return _KNOWN.get(normalised(name))
