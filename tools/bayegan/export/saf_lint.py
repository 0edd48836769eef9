"""The checks of a Simple Archive Format package: what DSpace's importer will do with it, before it does."""

import os
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bayegan.errors import CouldNot
from bayegan.export.saf_contents import judge_contents
from bayegan.export.saf_names import is_metadata, is_reserved
from bayegan.export.saf_placement import (
    judge_collections,
    judge_handle,
    judge_relationships,
    stated_handle,
)
from bayegan.export.saf_values import entity_types, judge_values
from bayegan.metadata.saf_xml import SafDocument, read_dublin_core
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Entry, Kind
from bayegan.model.names import case_twins, is_utf8
from bayegan.storage.digests import read_whole
from bayegan.storage.scan import kind_of, kinds_below, scan

_ORDINARY = (Kind.FILE, Kind.EMPTY_FOLDER)
_PLAIN_TEXT = ("contents", "collections", "handle", "relationships")


@dataclass(frozen=True, slots=True)
class ItemFolder:
    """An item folder as read: its files by their paths in it, and the texts of those that DSpace reads.

    `texts` holds contents, collections, handle and relationships where they are there; `documents` the
    metadata files that could be parsed.
    """

    name: str
    files: frozenset[str]
    texts: Mapping[str, str]
    documents: Mapping[str, SafDocument]

    @property
    def is_entity(self) -> bool:
        """Whether it has an entity type, which ties need."""
        return bool(entity_types(self.documents.values()))


def lint(package: Path, local: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return everything that DSpace's importer would refuse, lose or change in the package at `package`.

    Plain files beside the item folders are no part of it, as for the importer; where there are no folders but zip
    files, these are judged as DSpace unpacks them. The `local` schemas are known to the institution. Raises
    CouldNot where the package cannot be read.
    """
    if all("/" not in entry.path for entry in scan(package)):
        zips = [one.path for one in scan(package) if one.kind is Kind.FILE and one.path.endswith(".zip")]
        if zips:
            return tuple(one for name in zips for one in _lint_zip(package / name, name, local))
    return tuple(_lint(package, local))


def lint_top(package: Path) -> Iterator[Finding]:
    """Yield what is wrong in a package beside its item folders, which are not looked into. Raises CouldNot."""
    others: list[tuple[str, Kind]] = []
    holds_folders = False
    try:
        with os.scandir(package) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    holds_folders = True
                elif not entry.is_file(follow_symlinks=False):
                    others.append((entry.name, kind_of(entry.stat(follow_symlinks=False).st_mode)))
    except OSError as error:
        raise CouldNot(str(package), f"cannot be listed ({error.strerror})", "Check its permissions.") from error
    for name, kind in sorted(others):
        yield finding("saf-link", path=name, found=f"a {kind}")
    if not holds_folders:
        yield finding("saf-package-empty", path=".", found="no item folder")


def lint_folder(package: Path, name: str, local: Collection[str]) -> tuple[ItemFolder, list[Finding]]:
    """Return one item folder as read, and what is wrong in it, but for its ties to others. Raises CouldNot."""
    entries = [Entry(path, kind) for path, kind in kinds_below(f"{package}/{name}").items()]
    findings = [
        finding("saf-link", path=f"{name}/{entry.path}", found=f"a {entry.kind}")
        for entry in entries
        if entry.kind not in _ORDINARY
    ]
    findings += _judge_entries(name, entries)
    folder, wrong = _read(package, name, entries)
    return folder, [*findings, *wrong, *judge_item(folder, (), local)]


def judge_handles(handles: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Yield the handles that several item folders have, given each folder with its handle."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name, handle in handles:
        holders[handle].append(name)
    for handle, names in holders.items():
        if len(names) > 1:
            yield finding("saf-handle-twice", path=f"{names[1]}/handle", found=f"{handle}, as {names[0]}")


def judge_ties(text: str, name: str, folders: Collection[str], is_entity: bool) -> Iterator[Finding]:
    """Yield what is wrong with the ties of an item folder to others of a package that has these `folders`."""
    path = f"{name}/relationships"
    yield from judge_relationships(text, folders, path)
    if not is_entity:
        yield finding("saf-relationships-entity-type", path=path, found="no dspace.entity.type")


def _lint_zip(archive: Path, name: str, local: Collection[str]) -> Iterator[Finding]:
    """Unpack a zip file aside, as DSpace does, and judge what is in it. Nothing is written outside."""
    try:
        with zipfile.ZipFile(archive) as opened, TemporaryDirectory() as aside:
            tops = {entry.filename.partition("/")[0] for entry in opened.infolist()}
            is_deep = all(entry.filename.count("/") > (not entry.is_dir()) for entry in opened.infolist())
            if len(tops) != 1 or not is_deep or tops & {"", ".", ".."}:
                yield finding("saf-zip-form", path=name, found=", ".join(sorted(tops)[:10]))
                return
            for entry in opened.infolist():
                _unpack(opened, entry, Path(aside))
            top = Path(aside) / tops.pop()
            yield from _lint(top, local)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        yield finding("saf-zip-form", path=name, found=f"no zip file that can be read ({error})")
    except OSError as error:
        raise CouldNot(str(archive), f"cannot be unpacked ({error.strerror})", "Check the disk.") from error


def _unpack(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, aside: Path) -> None:
    """Unpack what DSpace reads; of a document, which may be large, its name alone."""
    is_read = entry.filename.rpartition("/")[2] in _PLAIN_TEXT or is_metadata(entry.filename.rpartition("/")[2])
    if entry.is_dir() or is_read:
        opened.extract(entry, aside)
    elif ".." not in entry.filename.split("/"):
        target = aside / entry.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()


def _lint(package: Path, local: Collection[str]) -> Iterator[Finding]:
    folders: dict[str, list[Entry]] = {}
    for entry in scan(package):
        if entry.kind not in _ORDINARY:
            yield finding("saf-link", path=entry.path, found=f"a {entry.kind}")
        _sort_in(entry, folders)
    if not folders:
        yield finding("saf-package-empty", path=".", found="no item folder")
    handles: list[tuple[str, str]] = []
    for name, within in folders.items():
        yield from _judge_entries(name, within)
        folder, findings = _read(package, name, within)
        yield from findings
        yield from judge_item(folder, folders, local)
        if handle := stated_handle(folder.texts.get("handle", "")):
            handles.append((name, handle))
    yield from judge_handles(handles)


def judge_item(folder: ItemFolder, folders: Collection[str], local: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong in one item folder of a package that has these item `folders`."""
    for name, document in folder.documents.items():
        for one in judge_values(document, name, f"{folder.name}/{name}"):
            if one.code != "saf-schema-unknown" or document.schema not in local:
                yield one
    if "dublin_core.xml" not in folder.files:
        yield finding("saf-dublin-core-missing", path=folder.name, found="no dublin_core.xml")
    yield from _judge_contents(folder)
    if "collections" in folder.texts:
        yield from judge_collections(folder.texts["collections"], f"{folder.name}/collections")
    if "handle" in folder.texts:
        yield from judge_handle(folder.texts["handle"], f"{folder.name}/handle")
    if "relationships" in folder.texts:
        yield from judge_ties(folder.texts["relationships"], folder.name, folders, folder.is_entity)


def _judge_contents(folder: ItemFolder) -> Iterator[Finding]:
    if "contents" in folder.texts:
        yield from judge_contents(folder.texts["contents"], folder.files, f"{folder.name}/contents")
        return
    documents = [name for name in folder.files if not is_reserved(name)]
    if documents:
        yield finding("saf-contents-missing", path=folder.name, found=f"{len(documents)} files, no contents")


def _judge_entries(name: str, entries: Sequence[Entry]) -> Iterator[Finding]:
    if any(character.isspace() for character in name):
        yield finding("saf-folder-whitespace", path=name, found=name)
    for entry in entries:
        if entry.kind is Kind.EMPTY_FOLDER or "/" in entry.path:
            yield finding("saf-subfolder", path=f"{name}/{entry.path}", found=entry.path)
    for twins in case_twins(entry.path for entry in entries):
        yield finding("saf-case-twins", path=name, found=", ".join(twins))


def _sort_in(entry: Entry, folders: dict[str, list[Entry]]) -> None:
    """Put an entry to the item folder that it lies in, under its path there."""
    name, slash, path = entry.path.partition("/")
    if entry.kind is Kind.EMPTY_FOLDER and not slash:
        folders[name] = []
    elif slash:
        folders.setdefault(name, []).append(replace(entry, path=path))


def _read(package: Path, name: str, entries: Sequence[Entry]) -> tuple[ItemFolder, list[Finding]]:
    files = frozenset(entry.path for entry in entries if entry.kind is Kind.FILE)
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for one in sorted(files.intersection(_PLAIN_TEXT)):
        texts[one] = _octets(f"{package}/{name}/{one}").decode("utf-8", "surrogateescape")
        if not is_utf8(texts[one]):
            findings.append(finding("saf-not-utf8", path=f"{name}/{one}", found="octets that are not UTF-8"))
    documents: dict[str, SafDocument] = {}
    for one in sorted(filter(is_metadata, files)):
        document, problems = read_dublin_core(_octets(f"{package}/{name}/{one}"), f"{name}/{one}")
        findings.extend(_as_importer(problem) for problem in problems)
        if document is not None:
            documents[one] = document
    return ItemFolder(name, files, texts, documents), findings


def _as_importer(problem: Finding) -> Finding:
    code = "saf-xml-doctype" if problem.code == "xml-doctype" else "saf-xml-malformed"
    return finding(code, path=problem.path, row=problem.row, found=problem.found)


def _octets(path: str) -> bytes:
    try:
        return read_whole(path)[0]
    except OSError as error:
        raise CouldNot(path, f"cannot be read ({error.strerror})", "Check its permissions.") from error
