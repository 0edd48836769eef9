"""DSpace's Simple Archive Format: item folders that its batch import takes."""

import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bayegan.errors import CouldNot
from bayegan.export.saf_contents import written
from bayegan.export.saf_fields import crosswalk
from bayegan.export.saf_lint import lint
from bayegan.export.saf_map import FILE_NAME, MappedFile, write_map
from bayegan.export.saf_names import safe_names
from bayegan.export.sealed import SealedBag, read_sealed
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.parser import XmlRefused
from bayegan.metadata.record_xml import read_record
from bayegan.metadata.saf_xml import write_dublin_core
from bayegan.model.dublin_core import Statement
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.listing import PAYLOAD
from bayegan.model.progress import Progress
from bayegan.model.record import AccessLevel, Record
from bayegan.ports import ExportItem

_DC = "metadata/dc.xml"
_RECORD = "metadata/record.xml"
_FILE_OF_SCHEMA = {"dc": "dublin_core.xml", "dcterms": "metadata_dcterms.xml"}


class SafExporter:
    """Writes a Simple Archive Format package for DSpace 7 to 10, with a map of every file name."""

    name: ClassVar[str] = "saf"
    title: ClassVar[str] = "DSpace Simple Archive Format"
    explains: ClassVar[str] = (
        "For the batch import of DSpace 7 to 10: one folder for each item with its documents and its Dublin "
        "Core. Record, PREMIS and access level stay behind. Names that the import may spoil are made safe, and "
        "filename-map.csv brings every true name back."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def write(
        self, items: Sequence[ExportItem], destination: Path
    ) -> Generator[Progress, None, tuple[Finding, ...]]:
        """Write item_000001 and so on, in the order of `items`, and the map; then lint the package.

        An item that is not whole, or whose description cannot be read, is not written, and then nothing is
        linted, since the package is not to be used.
        """
        findings: list[Finding] = []
        mapped: list[MappedFile] = []
        progress = Progress("copying", 0, sum(_count(item) for item in items), 0)
        for number, item in enumerate(items, 1):
            bag, found = _opened(item)
            findings.extend(found)
            if bag is None:
                continue
            folder = destination / f"item_{number:06d}"
            files = _mapped(bag.sealed, folder.name)
            _write_item(bag, files, folder)
            for file in files:
                size, found = bag.sealed.copy(file.path, folder / file.name)
                findings.extend(found)
                progress = Progress("copying", progress.done + 1, progress.total, progress.octets + size)
                yield progress
            mapped.extend(files)
        _write_text(destination / FILE_NAME, write_map(mapped))
        return tuple(findings) if has_errors(findings) else (*findings, *lint(destination))


@dataclass(frozen=True, slots=True)
class _Described:
    sealed: SealedBag
    statements: tuple[Statement, ...]
    titles: Mapping[str, str]


def _count(item: ExportItem) -> int:
    return sum(1 for _ in read_sealed(item)[0].payload)


def _opened(item: ExportItem) -> tuple[_Described | None, tuple[Finding, ...]]:
    sealed, found = read_sealed(item)
    findings = list(found)
    if item.access is not AccessLevel.PUBLIC:
        findings.append(finding("saf-access-not-carried", item=item.identifier, found=item.access.value))
    if has_errors(findings):
        return None, tuple(findings)
    dc, dc_findings = sealed.read(_DC)
    record, record_findings = sealed.read(_RECORD)
    findings += [*dc_findings, *record_findings]
    try:
        described = _Described(sealed, read_dc(dc), _titles(read_record(record)))
    except XmlRefused as refused:
        code = "export-source-description"
        findings.append(finding(code, item=item.identifier, path="metadata", found=refused.problem))
        return None, tuple(findings)
    return described, tuple(findings)


def _titles(record: Record) -> dict[str, str]:
    """Return the title of each file that the record gives one."""
    return {note.path: term.value for note in record.files for term in note.terms if term.term == "title"}


def _mapped(sealed: SealedBag, folder: str) -> tuple[MappedFile, ...]:
    names = safe_names(path.removeprefix(PAYLOAD) for path in sealed.payload)
    return tuple(
        MappedFile(folder, sealed.item.identifier, PAYLOAD + path, name, sealed.digests[PAYLOAD + path].hex())
        for path, name in names.items()
    )


def _write_item(bag: _Described, files: Sequence[MappedFile], folder: Path) -> None:
    try:
        folder.mkdir()
        for schema, values in crosswalk(bag.statements).items():
            with open(folder / _FILE_OF_SCHEMA[schema], "xb") as out:
                write_dublin_core(out, schema, values)
    except OSError as error:
        raise _not_written(folder, error) from error
    _write_text(folder / "contents", (written(file.name, _description(file, bag.titles)) for file in files))


def _description(file: MappedFile, titles: Mapping[str, str]) -> str:
    """Return the title of a file and its true path, whichever of them its name does not say already."""
    path = file.path.removeprefix(PAYLOAD)
    true_name = "" if path == file.name else path
    title = titles.get(file.path, "")
    return f"{title} ({true_name})" if title and true_name else title or true_name


def _write_text(path: Path, lines: Iterable[str]) -> None:
    try:
        with open(path, "x", encoding="utf-8", newline="") as out:
            out.writelines(lines)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> CouldNot:
    return CouldNot(os.fspath(path), f"cannot be written ({error.strerror})", "Make room and try again.")
