"""One report a fixity check, under manifests/fixity."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder

_SCHEMA = "fixity-report-1.1"


class FixityReports:
    """manifests/fixity: reports are written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def named(self, report: Mapping[str, object], ended: datetime) -> tuple[str, str]:
        """Return the path in the archive that a report will have, and its SHA-512."""
        digest = hashlib.sha512(_content(report)).hexdigest()
        return f"manifests/fixity/{ended:%Y%m%dT%H%M%SZ}-{digest[:12]}.json", digest

    def write(self, report: Mapping[str, object], ended: datetime) -> tuple[str, str]:
        """Write a report, flushed; return its path in the archive and its SHA-512. Raises CouldNot.

        The same report again changes nothing.
        """
        from bayegan.metadata.json_schema import problems  # noqa: PLC0415  slow to import; a check may record nothing

        for problem in problems(_SCHEMA, report):
            raise ValueError(f"a fixity report breaks its schema at {problem.pointer}: {problem.found}")
        path, digest = self.named(report, ended)
        target = self._folder / path.rpartition("/")[2]
        try:
            ensure_folder(self._folder)
            if not target.exists():
                write_durably(target, _content(report))
        except OSError as error:
            raise CouldNot(path, f"cannot be written ({error.strerror})", "Check the disk.") from error
        return path, digest


def _content(report: Mapping[str, object]) -> bytes:
    return json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"
