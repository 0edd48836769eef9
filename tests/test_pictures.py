"""The pictures of docs/pictures are what `bayegan show` prints today, and repeat nothing of the documents."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from seeds_asked import runs_of_words
from shared import REPOSITORY, SHARED, need_shared

pytestmark = need_shared
PICTURES = REPOSITORY / "docs" / "pictures"
SHOWN = sorted(PICTURES.glob("show-*.svg"))
MOST_WORDS = 12


def test_each_picture_is_what_its_command_draws(tmp_path: Path) -> None:
    make = PICTURES / "make_pictures.py"
    words = [sys.executable, make, "--seeds", SHARED / "seeds", "--out", tmp_path]
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        one.name: one.read_bytes() for one in SHOWN
    }


@pytest.mark.parametrize("picture", SHOWN, ids=lambda one: one.stem)
def test_a_picture_repeats_no_passage_of_its_document(picture: Path) -> None:
    (document,) = (SHARED / "seeds").glob(f"{picture.stem[-3:]}_*.txt")
    source = runs_of_words(document.read_text(encoding="utf-8"), MOST_WORDS)
    drawn = "\n".join(one.text or "" for one in ElementTree.parse(picture).getroot().iter("{*}text"))
    statements = re.split(r"\n(?! {4})", drawn)
    assert [one for one in statements if runs_of_words(one, MOST_WORDS) & source] == []


def test_the_name_of_a_person_stands_there_in_persian() -> None:
    assert "حسینعلی منتظری" in (PICTURES / "show-002.svg").read_text(encoding="utf-8")


def test_the_pages_link_each_picture() -> None:
    pages = "".join(one.read_text(encoding="utf-8") for one in (REPOSITORY / "docs").rglob("*.md"))
    assert [one.name for one in SHOWN if f"pictures/{one.name}" not in pages] == []
    assert len(SHOWN) == 5
