"""What is to be copied, and what became of it."""

from collections.abc import Mapping, Sequence
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


class Copy(NamedTuple):
    """A file that was copied: its path where it came from, its digests by algorithm, its size, its format."""

    path: str
    digests: Mapping[str, str]
    size: int
    format: Format | None


class Carried(NamedTuple):
    """Some files that were copied, in order, and how premis.xml describes them together."""

    copies: Sequence[Copy]
    described: DescribedFiles
