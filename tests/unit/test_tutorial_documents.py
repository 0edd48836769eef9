"""The tutorial's accession: whole, as its manifest says, and of our own writing."""

import csv
import functools
import hashlib
import html.parser
import json
import re
import runpy
import shutil
import struct
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared import REPOSITORY, SHARED, need_shared

TUTORIAL = REPOSITORY / "docs" / "tutorial"
ACCESSION = TUTORIAL / "accession"
SUBMISSIONS = sorted((REPOSITORY / "tests" / "seeds").glob("*.json"))
SEEDS = SHARED / "seeds"
RUN = 8
TITLES_AND_NAMES = (
    "Abdorrahman Boroumand Center for Human Rights in Iran",
    "Omid, a memorial in defense of human rights in Iran",
    "No Exit: Human Rights Abuses Inside the MKO Camps",
    "Lights of Liberty on the 30th Anniversary of 1988 Massacre",
    "Maryam Rajavi’s Message on the Anniversary of the 1988 Massacre",
    "Those Who Massacred PMOI Members Should Be Rewarded, Senior Iranian Official Says",
    "Nobel Laureates Condemn Executions in Iran, Call on UN",
    "ANALYSIS: Unveiling the secrets of Iran’s 1988 massacre",
)
"""Titles and names, which a description cannot do without; every other run of eight words must be ours."""


def _manifest(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _named(path: Path) -> list[dict[str, Any]]:
    return [file for item in _manifest(path)["items"] for file in item["files"]]


def _documents() -> list[Path]:
    return sorted(path for path in ACCESSION.rglob("*") if path.is_file() and path.name != "submission.json")


def _relative(path: Path) -> str:
    return path.relative_to(ACCESSION).as_posix()


def test_the_manifest_names_every_document_once_and_no_other() -> None:
    named = [file["filename"] for file in _named(ACCESSION / "submission.json")]
    assert sorted(named) == sorted(_relative(path) for path in _documents())


def test_the_accession_holds_what_the_tutorial_shows() -> None:
    items = _manifest(ACCESSION / "submission.json")["items"]
    names = [_relative(path) for path in _documents()]
    assert len(items) == 8
    assert any(len(item["files"]) > 1 for item in items)
    assert [item["access"]["level"] for item in items].count("restricted") == 1
    assert all(item["access"]["reason"]["text"] for item in items)
    assert any(" " in name for name in names)
    assert any("\u200c" in name for name in names)
    assert {Path(name).suffix for name in names} == {".txt", ".html", ".pdf", ".png", ".svg", ".csv", ".md"}


@pytest.mark.parametrize("file", _named(ACCESSION / "submission.json"), ids=lambda file: file["filename"])
def test_size_and_checksum_of_a_document_are_as_stated(file: dict[str, Any]) -> None:
    _holds_true(ACCESSION, file)


def _of_seeds() -> list[dict[str, Any]]:
    return [file for one in SUBMISSIONS if "amendment" not in one.name for file in _named(one)]


@need_shared
@pytest.mark.parametrize("file", _of_seeds(), ids=lambda file: file["filename"])
def test_size_and_checksum_of_a_seed_are_as_stated(file: dict[str, Any]) -> None:
    _holds_true(SEEDS, file)


@need_shared
def test_the_seed_manifests_name_every_seed_once_and_no_other() -> None:
    named = [file["filename"] for file in _of_seeds()]
    assert sorted(named) == sorted(path.name for path in SEEDS.iterdir())


def _holds_true(folder: Path, file: dict[str, Any]) -> None:
    content = (folder / file["filename"]).read_bytes()
    assert file["size"] == len(content)
    assert file["checksum"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u200c", "")
    return re.findall(r"\w+", re.sub("['’‘`]", "", folded))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _without_titles(text: str) -> str:
    joined = " ".join(_words(text))
    for title in TITLES_AND_NAMES:
        joined = joined.replace(" ".join(_words(title)), "§")
    return joined


@functools.cache
def _runs_of_the_seeds() -> frozenset[tuple[str, ...]]:
    return frozenset().union(*(_runs(seed.read_text(encoding="utf-8")) for seed in SEEDS.iterdir()))


def _borrowed(text: str) -> set[str]:
    own = {run for part in _without_titles(text).split("§") for run in _runs(part)}
    return {" ".join(run) for run in own & _runs_of_the_seeds()}


class _Visible(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _read_html(path: Path) -> _Visible:
    reader = _Visible()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def _pdf_text(content: bytes) -> str:
    lines = re.findall(rb"\((.*)\) Tj", content)
    return " ".join(re.sub(rb"\\([()\\])", rb"\1", line).decode("cp1252") for line in lines)


def _text_of(path: Path) -> str:
    """Return what a reader of the document reads; of the PNG, which is a picture of the SVG, nothing."""
    if path.suffix == ".png":
        return ""
    if path.suffix == ".pdf":
        return _pdf_text(path.read_bytes())
    if path.suffix == ".html":
        return " ".join(_read_html(path).texts)
    if path.suffix == ".svg":
        return " ".join(ET.fromstring(path.read_bytes()).itertext())
    return path.read_text(encoding="utf-8")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


@need_shared
@pytest.mark.parametrize("document", [*_documents(), TUTORIAL / "README.md"], ids=lambda path: path.name)
def test_no_sentence_of_a_document_is_taken_from_a_seed(document: Path) -> None:
    assert _borrowed(_text_of(document)) == set()


@need_shared
def test_no_sentence_of_the_manifest_is_taken_from_a_seed() -> None:
    strings = _strings(_manifest(ACCESSION / "submission.json"))
    assert set().union(*map(_borrowed, strings)) == set()


@need_shared
def test_a_sentence_taken_from_a_seed_would_be_found() -> None:
    seed = sorted(SEEDS.iterdir())[3].read_text(encoding="utf-8")
    taken = " ".join(seed.split()[60:75])
    assert _borrowed(f"The page says this: {taken}.")


def test_every_text_is_utf8_in_nfc_and_says_that_it_is_a_tutorial_summary() -> None:
    for document in _documents():
        text = _text_of(document)
        assert unicodedata.normalize("NFC", text) == text, document
        if document.suffix not in (".png", ".csv"):
            assert "Bayegan tutorial" in text or "خودآموز «بایگان»" in text, document
            assert "CC0-1.0" in text, document


def test_every_row_of_a_table_has_as_many_cells_as_its_header() -> None:
    for document in _documents():
        if document.suffix == ".csv":
            with document.open(encoding="utf-8", newline="") as table:
                rows = list(csv.reader(table))
            assert len({len(row) for row in rows}) == 1, document


def test_the_page_states_language_and_direction_and_loads_nothing() -> None:
    page = _read_html(ACCESSION / "pages" / "ahmad-azizpur.html")
    assert ("html", {"lang": "fa", "dir": "rtl"}) in page.tags
    assert [attrs["dir"] for _, attrs in page.tags if attrs.get("lang") == "en"] == ["ltr", "ltr"]
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not any({"src", "href"} & attrs.keys() for _, attrs in page.tags)
    assert not re.search(r"url\(|@import", " ".join(page.texts))


def test_the_pdf_is_what_its_script_writes() -> None:
    script = runpy.run_path(str(TUTORIAL / "make_pdf.py"))
    content = (ACCESSION / "no-exit-2005.pdf").read_bytes()
    assert content.startswith(b"%PDF-1.4\n")
    assert content == script["pdf"]()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_pdftotext_finds_the_title_in_the_pdf() -> None:
    path = ACCESSION / "no-exit-2005.pdf"
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8")
    assert read.stderr == ""
    assert read.stdout.startswith("What a news report of 2005 said about camps in Iraq\n")


def test_the_picture_is_a_whole_png_with_right_checksums() -> None:
    content = (ACCESSION / "timeline" / "timeline-1988.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    kinds, position = [], 8
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position)
        chunk = content[position + 4 : position + 8 + length]
        assert struct.unpack_from(">I", content, position + 8 + length)[0] == zlib.crc32(chunk)
        kinds.append(chunk[:4])
        position += 12 + length
    assert (kinds[0], kinds[-1]) == (b"IHDR", b"IEND")
    assert struct.unpack_from(">II", content, 16) == (1200, 680)
