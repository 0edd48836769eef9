"""Writing a metadata file that may be large: digested, and held against its schema, while it is written."""

import hashlib
from collections.abc import Sequence
from typing import BinaryIO

from bayegan.metadata.parser import Proof
from bayegan.metadata.prove import Known, prove_xml
from bayegan.metadata.shipped import xsd

HELD = 1 << 20
"""Octets up to which a file is held and proved at its end, which is quicker."""


class ProvedFile:
    """Passes what is written on to `out`, in the same pieces to the schema of `known`, and to each digest."""

    def __init__(self, out: BinaryIO, known: Known, algorithms: Sequence[str], held: int = HELD) -> None:
        self._out = out
        self._known = known
        self._most = held
        self._held = bytearray()
        self._proof: Proof | None = None
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises OSError as `out` does."""
        self._out.write(piece)
        for one in self._hashes.values():
            one.update(piece)
        if self._proof is not None:
            self._proof.feed(piece)
            return
        self._held += piece
        if len(self._held) > self._most:
            self._proof = Proof(xsd(self._known.schema), self._known.root, *self._known.parts)
            self._proof.feed(bytes(self._held))
            self._held.clear()

    def finish(self) -> tuple[dict[str, str], bool]:
        """Return the digests of all that was written, by algorithm, and whether its schema accepts it."""
        if self._proof is None:
            is_proved = not prove_xml(bytes(self._held), self._known.schema)
        else:
            is_proved = self._proof.close()
        return {name: one.hexdigest() for name, one in self._hashes.items()}, is_proved
