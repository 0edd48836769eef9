"""Writing a premis.xml that may be large: digested while it is written, and held against its schema in pieces."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import BinaryIO

from bayegan.metadata.parser import parse_xml
from bayegan.metadata.premis_xml import after_files, before_files
from bayegan.metadata.prove import PREMIS
from bayegan.metadata.shipped import xsd
from bayegan.model.preservation import PreservationRecord

_NAME = "metadata/premis.xml"
_OBJECT, _ = PREMIS.parts
_RIGHTS = PREMIS.root.replace("}premis", "}rights")


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


def are_files_proved(markup: bytes) -> bool:
    """Say whether `markup` is what may stand between `before_files` and `after_files`: objects and nothing else,
    which the schema accepts there.

    A premis.xml is proved where it is proved without its files, and each piece of them is proved. For what the
    schema asks of an object, it asks of that object alone: it has no key and nothing of type ID, and any number of
    objects may stand there (a test looks). And `markup` is whole elements: what it left open could not be closed by
    what follows here, which holds no quotation mark and no end of a comment, a section or an instruction.
    """
    before, after = _shell()
    root, _ = parse_xml(before + markup + after, _NAME)
    if root is None or len(root) < 2:
        return False
    *objects, rights = (one.tag for one in root)
    is_plain = rights == _RIGHTS and all(tag == _OBJECT for tag in objects)
    return is_plain and bool(xsd(PREMIS.schema).validate(root))


@cache
def _shell() -> tuple[bytes, bytes]:
    return before_files("-"), after_files(PreservationRecord("-", (), (), "public"))
