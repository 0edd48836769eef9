"""One report a fixity check, under manifests/fixity."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder

_SCHEMA = "fixity-report-1.0"


class FixityReports:
    """manifests/fixity: reports are written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, report: dict[str, object], ended: datetime) -> tuple[str, str]:
        """Write a report, flushed; return its path in the archive and its SHA-512. Raises CouldNot."""
        from bayegan.metadata.json_schema import problems  # noqa: PLC0415  slow to import; a check may record nothing

        for problem in problems(_SCHEMA, report):
            raise ValueError(f"a fixity report breaks its schema at {problem.pointer}: {problem.found}")
        content = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"
        digest = hashlib.sha512(content).hexdigest()
        name = f"{ended:%Y%m%dT%H%M%SZ}-{digest[:12]}.json"
        try:
            ensure_folder(self._folder)
            if not (self._folder / name).exists():
                write_durably(self._folder / name, content)
        except OSError as error:
            thing = f"manifests/fixity/{name}"
            raise CouldNot(thing, f"cannot be written ({error.strerror})", "Check the disk.") from error
        return f"manifests/fixity/{name}", digest
