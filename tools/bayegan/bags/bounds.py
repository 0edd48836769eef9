"""How much an archive may ask of whoever reads it."""

from dataclasses import dataclass

from bayegan.model.findings import Finding, finding

FREE = 100 << 20
"""Octets that an archive of any size may unpack to: the ratio is looked at above this."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """At most so many members, octets when unpacked, and octets unpacked for each octet of the archive.

    `lists` are the octets of manifests and fetch.txt together, which are held in memory; they have no more lines
    than there may be members. `tag_file` are those of each other tag file.
    """

    members: int = 2_000_000
    octets: int = 1 << 40
    ratio: int = 200
    lists: int = 128 << 20
    tag_file: int = 1 << 20

    def exceeded(self, archive: int, members: int, octets: int) -> Finding | None:
        """Return what an archive of `archive` octets asks too much of, or None."""
        if members > self.members:
            return finding("bag-archive-members", expected=most(self.members, "members"), found="more")
        if octets > self.octets:
            return finding("bag-archive-octets", expected=most(self.octets, "octets"), found=f"{octets:,} or more")
        if octets > FREE and octets > self.ratio * archive:
            expected = f"{most(self.ratio * archive, 'octets')}, {self.ratio:,} times the archive"
            return finding("bag-archive-ratio", expected=expected, found=f"{octets:,} or more")
        return None


def most(number: int, word: str) -> str:
    """Return a bound as a finding says it."""
    return f"at most {number:,} {word}"


class OutOfBounds(Exception):
    """An archive asks too much; `finding` says of what."""

    def __init__(self, what: Finding) -> None:
        super().__init__(what.code)
        self.finding = what


class Broken(Exception):
    """An archive is not what its format says, at octet `at`: truncated, corrupt or never one."""

    def __init__(self, problem: str, at: int) -> None:
        super().__init__(f"{problem}, at octet {at:,}")
