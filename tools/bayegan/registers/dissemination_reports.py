"""One report an export, under manifests/dissemination: what was given, and what was withheld and why."""

import hashlib
import json
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.metadata.json_schema import problems
from bayegan.model.dissemination import Receipt, receipt_document
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder

_SCHEMA = "dissemination-report-1.0"


class DisseminationRegister:
    """manifests/dissemination: reports are written once and never changed. They stay in the archive."""

    def __init__(self, folder: Path, archive: str) -> None:
        self._folder = folder
        self._archive = archive

    def write(self, receipt: Receipt) -> tuple[str, str]:
        """Write a report, flushed; return its path in the archive and its SHA-512. Raises CouldNot."""
        report = receipt_document(receipt, self._archive)
        for problem in problems(_SCHEMA, report):
            raise ValueError(f"a dissemination report breaks its schema at {problem.pointer}: {problem.found}")
        content = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"
        digest = hashlib.sha512(content).hexdigest()
        name = f"{receipt.time:%Y%m%dT%H%M%SZ}-{digest[:12]}.json"
        try:
            ensure_folder(self._folder)
            if not (self._folder / name).exists():
                write_durably(self._folder / name, content)
        except OSError as error:
            thing = f"manifests/dissemination/{name}"
            raise CouldNot(thing, f"cannot be written ({error.strerror})", "Check the disk.") from error
        return f"manifests/dissemination/{name}", digest
