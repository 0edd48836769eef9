"""The tag files that BagIt itself describes are held in memory, and so within bounds, in archives narrower ones."""

from bayegan.bags import declaration, fetch
from bayegan.bags.bounds import Bounds, OutOfBounds, most
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest
from bayegan.bags.tag_file import BAG_INFO_NAMES
from bayegan.model.findings import finding

LONGEST_LIST = 1 << 30
"""Octets of a manifest or fetch.txt that has to be held in memory; a million files need about a quarter."""
LONGEST_TEXT = 4 << 20
"""Octets of any other tag file that is read as text; its elements can take thirty times as much memory."""


def longest(path: str, serialization: str | None) -> int:
    """Return how many octets a tag file may have that is read as text; archives have their own bounds, too."""
    return LONGEST_LIST if serialization is not None or _is_list(path) else LONGEST_TEXT


def is_of_bagit(path: str) -> bool:
    """Say whether a path in a bag is that of a tag file that BagIt itself describes."""
    return _is_list(path) or path == declaration.NAME or path in BAG_INFO_NAMES


def _is_list(path: str) -> bool:
    return path == fetch.NAME or is_payload_manifest(path) or is_tag_manifest(path)


class TagBounds:
    """Counts the tag files of one archive against its bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._octets = 0
        self._lines = 0

    def demand_room(self, path: str, size: int) -> None:
        """Raise OutOfBounds where a tag file of `size` octets is, with those counted before it, too large."""
        if not is_of_bagit(path):
            return
        found, bound, what = size, self._bounds.tag_file, "of a tag file"
        if _is_list(path):
            self._octets += size
            found, bound, what = self._octets, self._bounds.lists, "of manifests and fetch.txt"
        if found > bound:
            expected = f"{most(bound, 'octets')} {what}"
            raise OutOfBounds(finding("bag-archive-tag-file", path=path, expected=expected, found=f"{found:,}"))

    def demand_few_lines(self, path: str, content: bytes | bytearray) -> None:
        """Raise OutOfBounds where manifests, with those counted before, have too many lines."""
        if not _is_list(path):
            return
        self._lines += max(content.count(b"\n"), content.count(b"\r"))
        if self._lines > self._bounds.members:
            expected = f"{most(self._bounds.members, 'lines')} of manifests and fetch.txt"
            raise OutOfBounds(
                finding("bag-archive-members", path=path, expected=expected, found=f"{self._lines:,}")
            )
