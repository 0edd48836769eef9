"""Nineteen odd names: kept byte for byte, sealed, and valid by us; what bagit.py says of them, and why."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import bagit
import pytest

from bags_made import make_bag
from running import Bayegan

TAKEN = {
    "line feed": "line\nfeed.txt",
    "carriage return": "carriage\rreturn.txt",
    "255 octets of Persian": "ب" * 127 + "x",
    "non-joiner": "می\u200cشود.txt",
    "NFD": unicodedata.normalize("NFD", "Café, آبان.txt"),
    "space before": " before.txt",
    "quotes": "a \"b\" 'c' `d`.txt",
    "backslash": "back\\slash.txt",
    "hash": "# comment.txt",
    "asterisk": "*star.txt",
    "tildes": "a~b~.txt",
    "emoji": "👩\u200d👧 🇮🇷.txt",
    "right-to-left override": "a\u202egpj.exe",
    "line of a manifest": "d41d8cd98f00b204e9800998ecf8427e\tdata",
}
REFUSED_IN_ITS_OWN = {
    "literal %0A": "not%0Aa line.txt",
    "line separator": "line\u2028separator.txt",
    "next line": "next\u0085line.txt",
    "space after": "after ",
}
"""bagit.py makes a bag of such a name and then finds that bag incomplete: it strips lines, decodes what it did not
encode, and takes more than CR and LF for the end of a line."""
NOT_DECODED = {"percent": "100%.txt"}
"""RFC 8493, 2.1.3, has a % in a path written %25; bagit.py writes and reads it as it stands, as 0.97 does."""
NAMES = TAKEN | REFUSED_IN_ITS_OWN | NOT_DECODED


def ingested(names: dict[str, str], archive: Path, folder: Path, bayegan: Bayegan) -> Path:
    folder.mkdir()
    for name in names.values():
        (folder / name).write_bytes(os.fsencode(name))
    item = {"id": "odd", "titles": [{"text": "Odd names"}], "files": [{"filename": one} for one in names.values()]}
    manifest = {"submission": "1.0", "items": [item]}
    (folder / "submission.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert bayegan("ingest", "--archive", archive, folder / "submission.json").envelope["counts"]["sealed"] == 1
    return next(archive.glob("archive/*/odd/v1"))


def bagit_says(bag: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nineteen_odd_names_are_sealed_and_valid(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    assert len(NAMES) == 19
    bag = ingested(NAMES, archive, tmp_path / "in", bayegan)
    assert sorted(os.listdir(os.fsencode(bag / "data"))) == sorted(map(os.fsencode, NAMES.values()))
    ran = bayegan("validate", bag)
    assert set(ran.codes) == {"bag-windows-name", "bag-bidi-name"}
    assert ran.envelope["counts"]["intact"] == 19 + 6
    assert bayegan("fixity", "check", "--archive", archive).envelope["outcome"] == "clean"
    for name in NAMES.values():
        assert (bag / "data" / name).read_bytes() == os.fsencode(name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_damage_to_a_file_of_an_odd_name_is_found(name: str, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{name}": b"1", "data/other": b"2"})
    (bag / "data" / name).write_bytes(b"3")
    assert [one["code"] for one in bayegan("validate", bag, expect=1).errors] == ["bag-altered"]


def test_bagit_accepts_all_that_it_can(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = ingested(TAKEN, archive, tmp_path / "in", bayegan)
    said = bagit_says(bag)
    assert said.returncode == 0, said.stderr


def its_own(folder: Path, name: str) -> bagit.Bag:
    folder.mkdir()
    (folder / name).write_bytes(b"1")
    return bagit.make_bag(str(folder), checksums=["sha512"])


@pytest.fixture
def _silent() -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)


@pytest.mark.usefixtures("_silent")
@pytest.mark.parametrize("name", REFUSED_IN_ITS_OWN.values(), ids=REFUSED_IN_ITS_OWN)
def test_bagit_refuses_such_a_name_in_a_bag_of_its_own_too(name: str, tmp_path: Path) -> None:
    its_own(tmp_path / "own", name)
    for bag in (tmp_path / "own", make_bag(tmp_path / "ours", {f"data/{name}": b"1"})):
        with pytest.raises(bagit.BagValidationError, match="incomplete"):
            bagit.Bag(str(bag)).validate()


@pytest.mark.usefixtures("_silent")
@pytest.mark.parametrize("name", NOT_DECODED.values(), ids=NOT_DECODED)
def test_bagit_does_not_decode_a_percent_sign_as_1_0_asks(name: str, tmp_path: Path, bayegan: Bayegan) -> None:
    own = its_own(tmp_path / "own", name)
    own.validate()
    assert f"data/{name}\n" in (tmp_path / "own" / "manifest-sha512.txt").read_text("utf-8")
    assert own.version_info == (0, 97)
    assert bayegan("validate", tmp_path / "own").codes == []
    ours = make_bag(tmp_path / "ours", {f"data/{name}": b"1"})
    digest = hashlib.sha512(b"1").hexdigest()
    assert (ours / "manifest-sha512.txt").read_text("utf-8") == f"{digest}  data/{name.replace('%', '%25')}\n"
    with pytest.raises(bagit.BagValidationError, match="incomplete"):
        bagit.Bag(str(ours)).validate()
