"""A sealed item with everything that an export may tell of it: PREMIS too."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

from bayegan.metadata.premis_xml import write_premis
from bayegan.model.dissemination import ExportItem
from bayegan.model.preservation import FileObject, Format, PreservationRecord
from bayegan.model.record import Record
from sealed import record, sealed_item


def described_item(root: Path, files: Mapping[str, bytes], of: Record | None = None) -> ExportItem:
    """Make the sealed bag of an item, with a premis.xml that tells of its files."""
    of = of or record()
    objects = tuple(
        FileObject(
            f"data/{path}",
            len(content),
            (("sha512", hashlib.sha512(content).hexdigest()),),
            Format("Plain Text File", None, "x-fmt/111", "text/plain"),
        )
        for path, content in files.items()
    )
    out = io.BytesIO()
    write_premis(PreservationRecord(of.identifier, objects, (), of.access.level.value), out)
    return sealed_item(root, files, of, {"metadata/premis.xml": out.getvalue()})
