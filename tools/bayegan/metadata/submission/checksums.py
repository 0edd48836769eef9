"""Checksums as donors write them."""

import re

from bayegan.model.checksum_lists import ALGORITHM_OF_LENGTH
from bayegan.model.submission import StatedChecksum

_CHECKSUM = re.compile(r"(?:(?P<algorithm>[A-Za-z0-9-]+):)?\s*(?P<digest>[0-9A-Fa-f]+)")


def stated_checksum(text: str, stated_in: str, algorithm: str | None = None) -> StatedChecksum | None:
    """Return the checksum that `text` states (`sha256:HEX`, `SHA-256:HEX`, or bare hex), or None.

    Bare hex is recognised by its length. None too where the length does not fit the algorithm that is named,
    in the text or as `algorithm`.
    """
    match = _CHECKSUM.fullmatch(text.strip())
    if match is None:
        return None
    recognised = ALGORITHM_OF_LENGTH.get(len(match["digest"]))
    named = match["algorithm"] and match["algorithm"].lower().replace("-", "")
    if recognised is None or {named or recognised, algorithm or recognised} != {recognised}:
        return None
    return StatedChecksum(recognised, match["digest"].lower(), stated_in)
