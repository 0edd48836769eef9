"""What is to be copied, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bayegan.model.preservation import DescribedFiles, Format


class ToCopy(NamedTuple):
    """A file to be copied to the new file `to`, and the algorithms (hashlib's names) that it is digested with.

    `path` is relative to where it comes from; `size` is what it should have, in octets.
    """

    path: str
    to: str
    algorithms: Sequence[str]
    size: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """How much of one item is in its bag so far."""

    files: int
    octets: int


class Carried(NamedTuple):
    """Some files that were copied, in order: their digests by each of `algorithms`, their sizes in octets, their
    formats, and how premis.xml and the manifests have them together.
    """

    algorithms: Sequence[str]
    digests: Sequence[Sequence[bytes]]
    sizes: Sequence[int]
    formats: Sequence[Format | None]
    described: DescribedFiles
