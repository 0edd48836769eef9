"""What looks like a disk that is not mounted, and what like a loss."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

ABSENT = "offline: archive/ is absent or empty"
NOTHING = "offline: nothing of what was sealed lies in archive/"
_NOT_MOUNTED = "offline: it was a disk of its own when it was last looked at, and is none now"
_EMPTY = "offline: it is there and empty, as the folder of a disk that is not mounted"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder as it is now: the holdings, or a shard of them.

    `own_disk` says that it lies on another file system than the folder above it. What is no folder, or cannot be
    listed, is not empty; `problem` says why it cannot.
    """

    there: bool
    empty: bool
    own_disk: bool
    problem: str = ""


def away(
    shards: Mapping[str, Place], holdings_own_disk: bool, sealed_in: Counter[str], mounts: Collection[str]
) -> dict[str, str]:
    """Return the shards whose versions are offline, where they are not found, each with the reason.

    A shard that is empty and held several items, or that is empty or absent and was a disk of its own
    before, is offline. One that held a single item is left empty when that is taken away: that is a loss, and so
    is a shard that is absent, since a disk leaves the folder behind that it was mounted on.
    """
    found: dict[str, str] = {}
    holdings_gone = "archive" in mounts and not holdings_own_disk
    for name, shard in shards.items():
        if shard.there and not shard.empty:
            continue
        if holdings_gone or (f"archive/{name}" in mounts and not shard.own_disk):
            found[name] = _NOT_MOUNTED
        elif shard.there and sealed_in[name] > 1:
            found[name] = _EMPTY
    return found


def is_all_away(shards: Iterable[Place]) -> bool:
    """Say whether not one of the shards holds anything."""
    return not any(shard.there and not shard.empty for shard in shards)


def mounts_now(
    shards: Mapping[str, Place], holdings_own_disk: bool, before: Collection[str], offline: Collection[str]
) -> tuple[str, ...]:
    """Return the folders that are disks of their own, those included that are offline and were before."""
    seen = {"archive"} if holdings_own_disk or ("archive" in before and offline) else set()
    seen |= {f"archive/{name}" for name, shard in shards.items() if shard.own_disk}
    seen |= {f"archive/{name}" for name in offline if f"archive/{name}" in before}
    return tuple(sorted(seen))
