"""Identifiers of items, and the folders that they become."""

import hashlib
import re

MAX_CHARACTERS = 1024
_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAX_FOLDER_BYTES = 200
_PLAIN = re.compile(f"[A-Za-z0-9_][A-Za-z0-9._-]{{0,{_MAX_FOLDER_BYTES - 1}}}")
"""Identifiers that are their own folder."""
_KEPT_WHEN_LONG = 150


def problem_with(identifier: str) -> str | None:
    """Return what is wrong with `identifier`, or None: 1 to 1,024 characters, none of them a control."""
    if not identifier.strip():
        return "it is empty"
    if len(identifier) > MAX_CHARACTERS:
        return f"it has {len(identifier):,} characters"
    if bad := _CONTROL.search(identifier):
        return f"it holds the control character U+{ord(bad[0]):04X}"
    return None


def folder(identifier: str) -> str:
    """Return the folder name of an item: percent-encoded outside `A-Za-z0-9._-`, at most 200 bytes.

    A leading `.` or `-` is encoded too. A longer name keeps its first 150 characters, then `-` and 16 hex
    digits of the SHA-256 of the identifier.
    """
    if _PLAIN.fullmatch(identifier):
        return identifier
    raw = identifier.encode("utf-8")
    encoded = "".join(
        chr(byte) if byte in _KEPT and not (place == 0 and byte in b".-") else f"%{byte:02X}"
        for place, byte in enumerate(raw)
    )
    if len(encoded) <= _MAX_FOLDER_BYTES:
        return encoded
    return f"{encoded[:_KEPT_WHEN_LONG]}-{hashlib.sha256(raw).hexdigest()[:16]}"


def shard(identifier: str) -> str:
    """Return the first two hex digits of the SHA-256 of `identifier`, the folder's folder."""
    return hashlib.sha256(identifier.encode("utf-8")).hexdigest()[:2]


def minted(submission_digest: str, row: int) -> str:
    """Return the identifier of an item whose submission gives none: digest of the submission, and the row."""
    return f"{submission_digest[:12]}-{row:05d}"
