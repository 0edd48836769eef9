"""Items to make E-ARK packages of, and the packages."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

from bayegan.export.eark import EarkAip, EarkDip, EarkExporter, EarkSip
from bayegan.metadata.premis_xml import write_premis
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.preservation import Agent, Event, EventOutcome, EventType, FileObject, Format, PreservationRecord
from bayegan.model.record import Record
from exported import packed
from sealed import LETTER, SEALED, record, sealed_item

EXPORTERS: Mapping[str, type[EarkExporter]] = {"sip": EarkSip, "aip": EarkAip, "dip": EarkDip}
FILES = {LETTER: "سلام\n".encode(), "برگ‌ها/100% #2+1.txt": b"page two\n", "empty.txt": b""}
TEXT = Format("Plain Text File", None, "x-fmt/111", "text/plain", "extension match txt")
ORGANISATION = b"Source-Organization: Test Archive\n"


def premis(of: Record, files: Mapping[str, bytes]) -> bytes:
    """Return the premis.xml of an item with these files below `data/`."""
    objects = tuple(
        FileObject(f"data/{path}", len(content), (("sha512", hashlib.sha512(content).hexdigest()),), TEXT)
        for path, content in files.items()
    )
    agent = Agent("bayegan", "software", "0.1.0")
    event = Event(EventType.INGESTION, SEALED, EventOutcome.SUCCESS, "sealed", agent)
    out = io.BytesIO()
    write_premis(PreservationRecord(of.identifier, objects, (event,), of.access.level.value), out)
    return out.getvalue()


def eark_item(
    root: Path,
    files: Mapping[str, bytes] = FILES,
    of: Record | None = None,
    tag_files: Mapping[str, bytes] | None = None,
) -> ExportItem:
    """Make the sealed bag of an item with PREMIS, and return the item."""
    of = of or record()
    octets = sum(map(len, files.values()))
    info = b"Bagging-Date: 2026-11-22\nPayload-Oxum: %d.%d\n" % (octets, len(files)) + ORGANISATION
    tags = {"bag-info.txt": info, "metadata/premis.xml": premis(of, files), **(tag_files or {})}
    return sealed_item(root, files, of, tags)


def made(
    root: Path, kind: str = "sip", item: ExportItem | None = None, options: Mapping[str, str] | None = None
) -> tuple[Path, tuple[Finding, ...]]:
    """Export one item and return its package, and what the export found."""
    exporter = EXPORTERS[kind](options or {})
    item = item or eark_item(root / "archive")
    findings = packed(exporter, [item], root / kind)[1].findings
    return root / kind / exporter.place(item, 1), findings
