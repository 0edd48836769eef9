"""Format identification by Siegfried over PRONOM, in process (pygfried; the only home of it)."""

import os
from collections.abc import Sequence
from pathlib import Path

import pygfried

from bayegan.model.preservation import Agent, Format

_CHUNK_FILES = 1000


class SiegfriedIdentifier:
    """Identifies files by signature. It reads the files for itself, and a fork after it has run hangs."""

    @property
    def agent(self) -> Agent:
        """The software, as an agent of format identification events."""
        return Agent("Siegfried", "software", pygfried.version())

    def identify(self, paths: Sequence[Path]) -> tuple[Format, ...]:
        """Return the format of each file, in order; `puid` is None where nothing matched."""
        found: list[Format] = []
        for start in range(0, len(paths), _CHUNK_FILES):
            chunk = [os.fspath(path) for path in paths[start : start + _CHUNK_FILES]]
            found.extend(_format(result) for result in pygfried.identify_many(chunk)["files"])
        return tuple(found)


def _format(result: "pygfried.File") -> Format:
    match = next((one for one in result["matches"] if one["ns"] == "pronom"), None)
    if match is None or match["id"] == "UNKNOWN":
        warning = result["errors"] or (match["warning"] if match else "") or "no match"
        return Format(warning=warning)
    return Format(
        name=match["format"] or None,
        version=match["version"] or None,
        puid=match["id"],
        mime=match["mime"] or None,
        basis=match["basis"] or None,
        warning=match["warning"] or None,
    )
