"""What is to be copied."""

from collections.abc import Sequence
from typing import NamedTuple


class ToCopy(NamedTuple):
    """A file to be copied to the new file `to`, and the algorithms (hashlib's names) that it is digested with.

    `path` is relative to where it comes from; `size` is what it should have, in octets.
    """

    path: str
    to: str
    algorithms: Sequence[str]
    size: int = 0
