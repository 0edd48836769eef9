"""A sealed bag such as the archive holds, made by hand: what an exporter is given."""

import hashlib
import io
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bayegan.metadata.dc_xml import write_dc
from bayegan.metadata.premis_xml import write_premis
from bayegan.metadata.record_xml import write_record
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import crosswalk
from bayegan.model.identifiers import folder
from bayegan.model.preservation import (
    Agent,
    Event,
    EventOutcome,
    EventType,
    FileObject,
    Format,
    PreservationRecord,
)
from bayegan.model.record import (
    Access,
    AccessLevel,
    Date,
    DateKind,
    FileNote,
    Name,
    Person,
    Record,
    Role,
    Term,
    Text,
)

SEALED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LETTER = "نامه‌ای از خانه.txt"


def record(identifier: str = "letter-1", access: AccessLevel = AccessLevel.PUBLIC) -> Record:
    """Return the record of a letter, with Persian texts and an uncertain date."""
    return Record(
        identifier=identifier,
        titles=(Text("نامه‌ای از خانه", "fa"), Text("A letter from home", "en")),
        access=Access(access),
        descriptions=(Text("نامهٔ یک خانواده، دو برگ.", "fa"),),
        languages=("fa",),
        people=(Person((Name("نویسندهٔ نمونه", "fa"),), (Role.AUTHOR,)),),
        dates=(Date(DateKind.CREATED, edtf="1988-07~", text="مرداد ۱۳۶۷"),),
        terms=(Term("provenance", "Kept by the family until 2004.", "en"),),
        files=(FileNote(f"data/{LETTER}", (Term("title", "برگ نخست", "fa"),)),),
    )


def sealed_item(
    root: Path,
    files: Mapping[str, bytes],
    of: Record | None = None,
    tag_files: Mapping[str, bytes] | None = None,
) -> ExportItem:
    """Make the sealed bag of an item with these payload `files` below `root`, and return the item.

    Paths are relative to `data/`. `tag_files` replace or add to those that are made.
    """
    of = of or record()
    bag = root / folder(of.identifier) / "v1"
    payload = {f"data/{path}": content for path, content in files.items()}
    tags = {**_tags(of, payload), **(tag_files or {})}
    tags["manifest-sha512.txt"] = _manifest(payload)
    for path, content in {**payload, **tags, "tagmanifest-sha512.txt": _manifest(tags)}.items():
        target = bag / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (bag / "data").mkdir(exist_ok=True)
    return ExportItem(of.identifier, folder(of.identifier), bag, SEALED)


def premis_of(files: Mapping[str, bytes], identifier: str = "letter-1") -> dict[str, bytes]:
    """Return the premis.xml of these payload files, as `tag_files` of `sealed_item`."""
    objects = tuple(
        FileObject(
            f"data/{path}",
            len(content),
            (("sha512", hashlib.sha512(content).hexdigest()),),
            Format("Plain Text File", None, "x-fmt/111", "text/plain") if path.endswith(".txt") else None,
        )
        for path, content in files.items()
    )
    sealing = Event(
        EventType.INGESTION, SEALED, EventOutcome.SUCCESS, "sealed", Agent("bayegan", "software", "0.1.0")
    )
    out = io.BytesIO()
    write_premis(PreservationRecord(identifier, objects, (sealing,), "public"), out)
    return {"metadata/premis.xml": out.getvalue()}


def _tags(of: Record, payload: Mapping[str, bytes]) -> dict[str, bytes]:
    dc, described = io.BytesIO(), io.BytesIO()
    write_dc(crosswalk(of), dc)
    write_record(of, described)
    octets = sum(map(len, payload.values()))
    return {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Bagging-Date: 2026-11-22\nPayload-Oxum: {octets}.{len(payload)}\n".encode(),
        "metadata/dc.xml": dc.getvalue(),
        "metadata/record.xml": described.getvalue(),
    }


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return b"".join(
        hashlib.sha512(content).hexdigest().encode() + b"  " + _in_manifest(path) + b"\n"
        for path, content in sorted(files.items())
    )


def _in_manifest(path: str) -> bytes:
    return os.fsencode(path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
