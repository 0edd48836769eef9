"""Writing a metadata file that may be large: digested, and held against its schema, while it is written."""

import hashlib
from collections.abc import Sequence
from typing import BinaryIO

from bayegan.metadata.parser import Proof
from bayegan.metadata.prove import Known, prove_xml
from bayegan.metadata.shipped import xsd

HELD = 1 << 20
"""Octets up to which a file is held and proved at its end, which is quicker."""


class DigestedFile:
    """Passes what is written on to `out`, and to each digest."""

    def __init__(self, out: BinaryIO, algorithms: Sequence[str]) -> None:
        self._out = out
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises OSError as `out` does."""
        self._out.write(piece)
        for one in self._hashes.values():
            one.update(piece)

    def digests(self) -> dict[str, str]:
        """Return the digests of all that was written, by algorithm."""
        return {name: one.hexdigest() for name, one in self._hashes.items()}


class ProvedFile(DigestedFile):
    """Holds what is written against the schema of `known` too, in the same pieces."""

    def __init__(self, out: BinaryIO, known: Known, algorithms: Sequence[str], held: int = HELD) -> None:
        super().__init__(out, algorithms)
        self._known = known
        self._most = held
        self._held = bytearray()
        self._proof: Proof | None = None

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises OSError as `out` does."""
        super().write(piece)
        if self._proof is not None:
            self._proof.feed(piece)
            return
        self._held += piece
        if len(self._held) > self._most:
            self._proof = _proof(self._known)
            self._proof.feed(bytes(self._held))
            self._held.clear()

    def is_proved(self) -> bool:
        """Say whether the schema accepts all that was written."""
        if self._proof is None:
            return not prove_xml(bytes(self._held), self._known.schema)
        return self._proof.close()


def is_file_proved(path: str, known: Known, held: int = HELD) -> bool:
    """Say whether the schema of `known` accepts a file, which is read in pieces; raises OSError."""
    proof = _proof(known)
    with open(path, "rb", buffering=0) as source:
        while piece := source.read(held):
            proof.feed(piece)
    return proof.close()


def _proof(known: Known) -> Proof:
    return Proof(xsd(known.schema), known.root, *known.parts)
