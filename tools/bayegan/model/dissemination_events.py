"""What the ledger says was given to whom."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bayegan.model.ledger import StoredLine
from bayegan.model.preservation import EventType

_OF_ITEM = re.compile(rb'"type":"%s","version":"v[0-9]+"\}\Z' % EventType.DISSEMINATION.value.encode("ascii"))
MOST_GIVEN = b'"type":"%s","version":"v1"}' % EventType.DISSEMINATION.value.encode("ascii")
"""How most lines end that say which item was in an export."""
_LONGEST = 64


def without_given(lines: Iterable[StoredLine]) -> Iterator[StoredLine]:
    """Yield the lines of a ledger but those that say which item was in an export: there is one for each item, each
    time. They are known by their ends, since the keys of a line are sorted.
    """
    for line in lines:
        content = line.content
        if not _OF_ITEM.search(content, max(0, len(content) - _LONGEST)):
            yield line


class Disseminated:
    """The exports of an archive, as its ledger has them. `packages` are the digests of packages."""

    def __init__(self) -> None:
        self.packages: set[str] = set()
        self._given: set[tuple[str, str, str]] = set()

    def take(self, event: Mapping[str, object]) -> None:
        """Take in an event, if it is that of an export."""
        detail = event.get("detail")
        if event.get("type") != EventType.DISSEMINATION.value or not isinstance(detail, dict):
            return
        package, target = detail.get("package"), detail.get("target")
        item, version = event.get("item"), event.get("version")
        if isinstance(package, str):
            self.packages.add(package.removeprefix("sha512:"))
        if isinstance(target, str) and isinstance(item, str) and isinstance(version, str):
            self._given.add((item, version, target))

    def was_given(self, item: str, version: str, target: str) -> bool:
        """Say whether an institution was given this version of an item."""
        return (item, version, target) in self._given
