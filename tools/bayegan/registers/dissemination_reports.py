"""One report an export, under manifests/dissemination: what was given, and what was withheld and why."""

import hashlib
import json
import re
from itertools import chain
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.metadata.json_schema import problems
from bayegan.model.dissemination import Receipt, receipt_document
from bayegan.model.names import shown
from bayegan.model.package_files import FileBlock
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder

_SCHEMA = "dissemination-report-1.0"
_NO_FILES = '"files": []'
"""No text of the report holds this: a quotation mark is escaped there."""
_FILES = b'"files": ['
_LINE = b"\n  "
_ROW = b'\n   {\n    "octets": %d,\n    "path": "%s",\n    "sha512": "%s"\n   }'
_PLAIN = re.compile(rb"[A-Za-z0-9./_%=-]+")
"""Paths that are shown, and quoted, as they are."""
_quoted = json.encoder.encode_basestring
"""Returns a text as `_text` writes it."""


class DisseminationRegister:
    """manifests/dissemination: reports are written once and never changed. They stay in the archive."""

    def __init__(self, folder: Path, archive: str) -> None:
        self._folder = folder
        self._archive = archive

    def write(self, receipt: Receipt) -> tuple[str, str]:
        """Write a report, flushed; return its path in the archive and its SHA-512. Raises CouldNot."""
        content = _content(receipt, self._archive)
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


def _content(receipt: Receipt, archive: str) -> bytearray:
    """Return the report as JSON. Its files, of which there may be a million, are put together by hand, some at a
    time, and have the form that the schema wants by that; all else is held against it.

    Raises ValueError where it breaks its schema.
    """
    report = receipt_document(receipt, archive)
    _demand_valid(report, _SCHEMA)
    before, _, after = _text(report).partition(_NO_FILES)
    content = bytearray(before.encode("utf-8") + _FILES)
    comma = b""
    for block in receipt.files.blocks():
        content += comma + _rows(block)
        comma = b","
    content += (_LINE if comma else b"") + b"]" + after.encode("utf-8") + b"\n"
    return content


def _rows(block: FileBlock) -> bytes:
    """Return what `_text` would make of these files, three steps in."""
    paths = block.paths
    names = paths if _PLAIN.fullmatch(b"".join(paths)) else [*map(_shown, paths)]
    values = zip(block.sizes, names, block.digests, strict=True)
    return b",".join([_ROW] * len(names)) % tuple(chain.from_iterable(values))


def _shown(path: bytes) -> bytes:
    return _quoted(shown(path.decode("utf-8", "surrogateescape")))[1:-1].encode("utf-8")


def _demand_valid(part: object, schema: str) -> None:
    for problem in problems(schema, part):
        raise ValueError(f"a dissemination report breaks its schema at {problem.pointer}: {problem.found}")


def _text(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, indent=1, sort_keys=True)
