"""One seed document, sealed with its submission, so that a test can ask its record."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from running import as_a_process
from shared import REPOSITORY, SHARED

SUBMISSIONS = REPOSITORY / "tests" / "seeds"
SCHEMAS = REPOSITORY / "schemas" / "bayegan_schemas"
_NAMESPACES = {"r": "urn:bayegan:record:1.0", "t": "http://purl.org/dc/terms/"}
_KEPT_AS_CITED = frozenset(("titles", "citation", "title", "names", "address", "sha256"))


@dataclass(frozen=True)
class Sealed:
    """A bag that holds one seed document."""

    archive: Path
    bag: Path

    def ask(self, path: str) -> Any:
        """Put an XPath to record.xml; its elements are of the prefix r."""
        return self._asked("record.xml", path)

    def ask_dc(self, path: str) -> Any:
        """Put an XPath to dc.xml; DCMI terms are of the prefix t."""
        return self._asked("dc.xml", path)

    def texts(self, path: str) -> list[str]:
        """Return the texts of the elements that an XPath finds in record.xml."""
        return [one.text for one in self.ask(path)]

    def dc(self, term: str) -> set[str]:
        """Return what dc.xml says in a DCMI term."""
        return {one.text for one in self.ask_dc(f"//t:{term}")}

    def _asked(self, name: str, path: str) -> Any:
        return etree.parse(self.bag / "metadata" / name).xpath(path, namespaces=_NAMESPACES)


def sealed_seed(number: str, folder: Path) -> Sealed:
    """Ingest tests/seeds/NUMBER.json into a new archive in `folder`."""
    archive = folder / "A"
    manifest, documents = SUBMISSIONS / f"{number}.json", SHARED / "seeds"
    for words in (
        ("init", archive, "--organisation", "Test Archive"),
        ("ingest", "--archive", archive, manifest, "--documents", documents, "--allow-unnamed"),
    ):
        done = as_a_process(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    (bag,) = archive.glob("archive/*/*/v1")
    return Sealed(archive, bag)


def shown(seed: Sealed) -> str:
    """Return what `bayegan show` prints of the item, with every run of blanks and line ends made one blank."""
    (identifier,) = seed.texts("/r:record/r:identifier")
    done = as_a_process("show", "--archive", seed.archive, identifier)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def assert_every_passage_is_where_it_is_said_to_be(seed: Sealed) -> None:
    """Hold every range of the record against the seed document itself, which the payload is a copy of."""
    passages = seed.ask("//r:passage")
    assert passages
    for one in passages:
        document = SHARED / "seeds" / Path(one.get("path")).name
        text = document.read_bytes().decode("utf-8")
        start, end = int(one.get("start")), int(one.get("end"))
        assert 0 <= start < end <= len(text)
        found = text[start:end]
        assert hashlib.sha256(found.encode("utf-8")).hexdigest() == one.get("sha256")
        assert found == found.strip(), "a passage begins and ends with a letter or a mark"


def assert_the_metadata_are_valid(seed: Sealed) -> None:
    """Hold the record against our schema and its Dublin Core against the DCMI's, by other people's code."""
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "record-1.0.xsd"))
    schema.assertValid(etree.parse(seed.bag / "metadata" / "record.xml"))
    judge = [sys.executable, SHARED / "official" / "check.py", "dcterms", seed.bag / "metadata" / "dc.xml"]
    done = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def copied_runs(number: str, least: int) -> list[str]:
    """Return the runs of at least so many words of the seed document that its submission repeats.

    Titles, names and citations are facts and may be repeated; they are not looked at.
    """
    submission = json.loads((SUBMISSIONS / f"{number}.json").read_text("utf-8"))
    (item,) = submission["items"]
    (document,) = item["files"]
    words = _words((SHARED / "seeds" / document["filename"]).read_text("utf-8"))
    theirs = {tuple(words[at : at + least]) for at in range(len(words))}
    ours = [_words(text) for text in _said(item)]
    return [
        " ".join(some[at : at + least])
        for some in ours
        for at in range(len(some) - least + 1)
        if tuple(some[at : at + least]) in theirs
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _said(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in _said(one)]
    if isinstance(value, dict):
        return [text for key, one in value.items() if key not in _KEPT_AS_CITED for text in _said(one)]
    return []
