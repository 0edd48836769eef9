"""What the ledger says was given to whom."""

from collections.abc import Mapping

from bayegan.model.preservation import EventType


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
