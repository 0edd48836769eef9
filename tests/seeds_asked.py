"""Asking a seed document: its submission is ingested, and its sealed record is asked by XPath."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from bayegan.metadata.prove import prove_xml
from running import as_a_process
from shared import REPOSITORY, SHARED

SUBMISSIONS = REPOSITORY / "tests" / "seeds"
_NAMESPACES = {"r": "urn:bayegan:record:1.0", "t": "http://purl.org/dc/terms/"}


@dataclass(frozen=True)
class Sealed:
    """A sealed bag with its record.xml and its dc.xml, both parsed."""

    bag: Path
    record: Any
    dc: Any

    def ask(self, xpath: str) -> list[str]:
        """Return what `xpath` finds in record.xml, elements as their text; `r:` is the record's namespace."""
        return _texts(self.record, xpath)

    def found(self, xpath: str) -> Any:
        """Return what `xpath` finds in record.xml as it is: elements, values, a number or a text."""
        return self.record.xpath(xpath, namespaces=_NAMESPACES)

    def ask_dc(self, term: str) -> list[str]:
        """Return the values of a DCMI term in dc.xml."""
        return _texts(self.dc, f"/*/t:{term}")

    def claims(self, asserter: str) -> list[str]:
        """Return the keys of the claims that the bearer of a key asserts."""
        return self.ask(f"/*/r:claim[r:asserter='{asserter}']/@key")


def _texts(root: Any, xpath: str) -> list[str]:
    found = root.xpath(xpath, namespaces=_NAMESPACES)
    return [str(one) if isinstance(one, str) else "".join(one.itertext()) for one in found]


NAMES = ("000.json", "001.json", "002.json", "003.json", "004.json")


def all_submitted(manifest: Path) -> Path:
    """Write one submission of the five documents to `manifest`, and return it."""
    whole = json.loads((SUBMISSIONS / NAMES[0]).read_text(encoding="utf-8"))
    whole["items"] = [submitted(name) for name in NAMES]
    manifest.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return manifest


def sealed(root: Path, name: str) -> Sealed:
    """Make an archive at `root`, ingest the submission of one seed, and return the bag that it became."""
    documents = ("--documents", SHARED / "seeds", "--allow-unnamed")
    for words in (("init", root), ("ingest", "--archive", root, SUBMISSIONS / name, *documents)):
        done = as_a_process(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    (bag,) = root.glob("archive/*/*/v1")
    return read_bag(bag)


def read_bag(bag: Path) -> Sealed:
    """Return a sealed bag with its metadata read."""
    return Sealed(bag, *(etree.parse(bag / "metadata" / one).getroot() for one in ("record.xml", "dc.xml")))


def submitted(name: str) -> Any:
    """Return the one item of a submission."""
    (item,) = json.loads((SUBMISSIONS / name).read_text(encoding="utf-8"))["items"]
    return item


def assert_valid(of: Sealed) -> None:
    """The record is proved by our schema, and dc.xml by the official one."""
    assert prove_xml((of.bag / "metadata" / "record.xml").read_bytes(), "metadata/record.xml") == ()
    judge, dc = SHARED / "official" / "check.py", of.bag / "metadata" / "dc.xml"
    done = subprocess.run([sys.executable, judge, "dcterms", dc], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def passages(of: Sealed) -> list[str]:
    """Return every passage of the record, read from the payload; each has the digest that it states."""
    found = []
    for one in of.record.iter("{urn:bayegan:record:1.0}passage"):
        text = (of.bag / one.get("path")).read_bytes().decode("utf-8")
        passage = text[int(one.get("start")) : int(one.get("end"))]
        assert hashlib.sha256(passage.encode("utf-8")).hexdigest() == one.get("sha256"), passage
        found.append(passage)
    return found


def assert_every_claim_is_attributed(of: Sealed) -> None:
    """A claim names who asserts it and where it stands."""
    assert of.ask("/*/r:claim")
    assert of.ask("/*/r:claim[not(r:asserter or r:assertedBy)]/@key") == []
    assert of.ask("/*/r:claim[not(r:passage)]/@key") == []


def repeats(of: Sealed, most: int = 12, beside: frozenset[str] = frozenset(("title",))) -> list[str]:
    """Return what the record repeats of its document: runs of more than `most` words.

    Elements of the names in `beside` are not looked at: titles, names and citations may be repeated.
    """
    (payload,) = (of.bag / "data").iterdir()
    runs = runs_of_words(payload.read_text(encoding="utf-8"), most + 1)
    texts = (one.text or "" for one in of.record.iter("{*}*") if etree.QName(one).localname not in beside)
    return [" ".join(one) for text in texts for one in runs_of_words(text, most + 1) & runs]


def shown(of: Sealed) -> str:
    """Return what `bayegan show --full` prints of the item, each run of blanks and line ends made one blank."""
    archive = of.bag.parents[3]
    done = as_a_process("show", "--full", "--archive", archive, *of.ask("/*/r:identifier"))
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def runs_of_words(text: str, length: int) -> set[tuple[str, ...]]:
    """Return every run of so many words in a text, in lower case and without marks."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
