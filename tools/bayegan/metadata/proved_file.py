"""Writing a large metadata file: digested, and held against its schema, while it is written."""

import hashlib
from collections.abc import Sequence
from typing import BinaryIO

from bayegan.metadata.parser import Proof
from bayegan.metadata.prove import Known
from bayegan.metadata.shipped import xsd


class ProvedFile:
    """Passes what is written on to `out`, in the same pieces to the schema of `known`, and to each digest."""

    def __init__(self, out: BinaryIO, known: Known, algorithms: Sequence[str]) -> None:
        self._out = out
        self._proof = Proof(xsd(known.schema))
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises OSError as `out` does."""
        self._out.write(piece)
        for one in self._hashes.values():
            one.update(piece)
        self._proof.feed(piece)

    def finish(self) -> tuple[dict[str, str], bool]:
        """Return the digests of all that was written, by algorithm, and whether its schema accepts it."""
        return {name: one.hexdigest() for name, one in self._hashes.items()}, self._proof.close()
