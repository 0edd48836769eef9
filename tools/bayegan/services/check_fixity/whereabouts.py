"""Where the holdings are: whether what is not found is lost, or lies on a disk that is not mounted."""

from collections import Counter
from collections.abc import Collection, Iterable

from bayegan.errors import CouldNot
from bayegan.model.history import History
from bayegan.model.holdings import SealedFacts
from bayegan.model.offline import ABSENT, NOTHING, Place, away, is_all_away, mounts_now
from bayegan.ports import Holdings


class Whereabouts:
    """Asked when a check begins, and of each version that is not found while it goes on."""

    def __init__(self, holdings: Holdings, history: History) -> None:
        self._holdings = holdings
        self._mounts = history.mounts
        self._sealed_in = Counter(
            place.partition("/")[0] for place in {one.place for one in history.facts.values()}
        )
        self.offline: dict[str, str] = {}
        """Places below the archive that were found to be offline, each with the reason."""
        self.closed: dict[str, str] = {}
        """Places that could not be listed at some time, each with the reason."""

    def all_offline(self) -> str | None:
        """Return why nothing can be checked, None where something can, or nothing was ever sealed."""
        if not self._sealed_in:
            return None
        reason = self._holdings_offline()
        if reason is None and is_all_away(self._places(self._sealed_in)[1].values()):
            reason = NOTHING
        if reason:
            self.offline["archive"] = reason
        return reason

    def _holdings_offline(self) -> str | None:
        """Return why all of archive/ is offline; where it cannot be listed, it is tried a second time."""
        try:
            return ABSENT if self._holdings.is_offline() else None
        except CouldNot as error:
            self.closed["archive"] = error.problem
        try:
            return ABSENT if self._holdings.is_offline() else None
        except CouldNot as error:
            return f"offline: archive/ {error.problem}"

    def _places(self, shards: Iterable[str]) -> tuple[Place, dict[str, Place]]:
        """Return how archive/ and these shards look now; what cannot be listed is remembered."""
        here, found = self._holdings.places(sorted(shards))
        for name, place in (("archive", here), *((f"archive/{name}", place) for name, place in found.items())):
            if place.problem:
                self.closed[name] = place.problem
        return here, found

    def away(self, facts: SealedFacts) -> str | None:
        """Return why a version that is not found is offline rather than lost; None where it is lost."""
        if (reason := self._holdings_offline()) is not None:
            self.offline["archive"] = reason
            return reason
        shard = facts.place.partition("/")[0]
        here, shards = self._places([shard])
        reason = away(shards, here.own_disk, self._sealed_in, self._mounts).get(shard)
        if reason:
            self.offline[f"archive/{shard}"] = reason
        return reason

    def mounts(self) -> tuple[str, ...]:
        """Return the folders that are disks of their own, now or, where they are offline, before."""
        here, shards = self._places(self._sealed_in)
        offline: Collection[str] = [place.removeprefix("archive/") for place in self.offline]
        return mounts_now(shards, here.own_disk, self._mounts, offline)
