"""How far a bag is checked: the levels, and what a report says of them."""

import hashlib
import heapq
import os
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class Level(StrEnum):
    """Each level holds those before it. Tag files that are read for a level have their digests verified."""

    STRUCTURE = "structure"
    OXUM = "oxum"
    COMPLETENESS = "completeness"
    SAMPLE = "sample"
    FULL = "full"

    @property
    def looks_at_oxum(self) -> bool:
        """Whether Payload-Oxum is held against the payload."""
        return self is not Level.STRUCTURE

    @property
    def looks_for_files(self) -> bool:
        """Whether manifests and files are held against each other."""
        return self in (Level.COMPLETENESS, Level.SAMPLE, Level.FULL)


@dataclass(frozen=True, slots=True)
class Scope:
    """A level; for a sample also `percent`, above 0 and at most 100, and the `seed` that decides which files."""

    level: Level = Level.FULL
    percent: float = 100.0
    seed: str = ""

    def chosen(self, paths: Collection[str]) -> Collection[str]:
        """Return those of `paths` whose digests are to be verified.

        A sample is `percent` of them, rounded up. The same paths and the same seed give the same sample,
        whatever the order of the paths.
        """
        if self.level is Level.FULL:
            return paths
        if self.level is not Level.SAMPLE:
            return ()
        number = ceil(len(paths) * self.percent / 100)
        return set(heapq.nsmallest(number, paths, key=self._lot))

    def _lot(self, path: str) -> bytes:
        return hashlib.sha256(f"{self.seed}\n".encode() + os.fsencode(path)).digest()


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a bag was checked: of `files_listed`, the digests of `digests_verified` were computed and compared.

    `left_out` are those that the scope left out, and not those that could not be read.
    """

    scope: Scope
    files_listed: int
    digests_verified: int
    left_out: int

    def plus(self, other: "Checked") -> "Checked":
        """Return how far two bags were checked together; they have the same scope."""
        return Checked(
            self.scope,
            self.files_listed + other.files_listed,
            self.digests_verified + other.digests_verified,
            self.left_out + other.left_out,
        )

    def said(self) -> str:
        """Return what was checked, and what was not, in a sentence or two."""
        level = self.scope.level
        done = ["structure"] + ["Payload-Oxum"] * level.looks_at_oxum + ["completeness"] * level.looks_for_files
        undone = ["Payload-Oxum"] * (not level.looks_at_oxum) + ["completeness"] * (not level.looks_for_files)
        digests = f"the digests of {self.digests_verified:,} of {self.files_listed:,} listed files"
        if level is Level.SAMPLE:
            digests += f" (a sample of {self.scope.percent:g} %, seed {self.scope.seed})"
        said = f"Checked: {', '.join(done)}, {digests}."
        if self.left_out:
            undone.append(f"the digests of {self.left_out:,} file{'s' * (self.left_out != 1)}")
        return f"{said} Not checked, as asked: {', '.join(undone)}." if undone else said
