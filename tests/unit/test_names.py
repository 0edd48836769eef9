"""Names: shown safely, judged on values, got back from XML."""

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model import names
from bayegan.model.names import (
    case_twins,
    escapes,
    from_xml_name,
    normalisation_twins,
    shown,
    windows_problem,
    xml_name,
)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x",
        "a/../../x",
        "~/x",
        "~root",
        "C:\\x",
        "c:x",
        "\\\\server\\x",
        "a\\..\\x",
        "a/..",
        "",
        "a\0b",
    ],
)
def test_a_path_that_could_leave_its_folder_on_any_system(path: str) -> None:
    assert escapes(path)


@pytest.mark.parametrize("path", ["a", "a/b", "a..b", "a/...", ".hidden", "a ~", "سند.txt", "a:b"[1:]])
def test_a_path_that_stays(path: str) -> None:
    assert not escapes(path)


def test_what_could_deceive_is_shown_as_an_escape_and_persian_is_left_alone() -> None:
    assert shown("a\u202egpj.exe") == "a\\u202egpj.exe"
    assert shown("x\x1b[31m\n") == "x\\x1b[31m\\n"
    assert shown(os.fsdecode(b"\xff")) == "\\xff"
    assert shown("می\u200cشود") == "می\u200cشود"


@given(st.text())
def test_whatever_is_shown_can_be_printed(text: str) -> None:
    shown(text).encode("utf-8")
    assert "\n" not in shown(text)


@given(st.binary())
def test_a_name_comes_back_from_xml(octets: bytes) -> None:
    name = os.fsdecode(octets)
    text, encoded = xml_name(name)
    assert from_xml_name(text, encoded) == name


@pytest.mark.parametrize("name", ["aux", "AUX.txt", "com1", "a/nul/b", "x.", "x ", "a<b", "a\\b", 'q"'])
def test_names_that_windows_cannot_hold(name: str) -> None:
    assert windows_problem(name)


@pytest.mark.parametrize("name", ["auxiliary", "com", "a.b", "خاوران.txt", "a/b c/d"])
def test_names_that_it_can(name: str) -> None:
    assert windows_problem(name) is None


def test_twins_are_told_apart_by_how_they_are_alike() -> None:
    nfc, nfd = "caf\u00e9", "cafe\u0301"
    assert normalisation_twins([nfc, nfd, "x"]) == [(nfd, nfc)]
    assert case_twins([nfc, nfd, "x", "X"]) == [("X", "x")]


PARTS = st.sampled_from(
    ["con", "NUL", "aux.txt", "LPT1", "com²", "COM", "prn", "a", ".", "..", "a.", "b ", "x:y", "ک"]
)


@given(st.lists(PARTS | st.text(max_size=4), min_size=1, max_size=4).map("/".join))
def test_the_quick_look_at_a_path_passes_nothing_that_windows_cannot_hold(path: str) -> None:
    always = re.compile("")
    with pytest.MonkeyPatch.context() as patch:
        quick = windows_problem(path)
        patch.setattr(names, "_WINDOWS_SUSPECT", always)
        assert windows_problem(path) == quick


@given(st.lists(PARTS | st.text(max_size=4), min_size=1, max_size=4).map("\\".join))
def test_dots_lead_out_by_whatever_slash(path: str) -> None:
    assert escapes(path) or ".." not in path.replace("\\", "/").split("/")
