"""The linter of Simple Archive Format packages: every rule has a package that breaks it and no other rule."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bayegan.export.saf_lint import lint
from bayegan.model.findings import Finding, Severity
from bayegan.model.rules import RULES
from shared import REPOSITORY

VECTORS = REPOSITORY / "tests" / "vectors" / "saf"
GOOD = VECTORS / "good"


def a_link_in_the_item(package: Path) -> None:
    (package / "item_000002" / "page.txt").symlink_to(package / "item_000001" / "letter.txt")


def names_that_differ_in_case(package: Path) -> None:
    folder = package / "item_000001"
    (folder / "Letter.TXT").write_text("Another letter.\n")
    with open(folder / "contents", "a") as contents:
        contents.write("Letter.TXT\tbundle:ORIGINAL\n")


def a_zip_of_items_without_a_folder(package: Path) -> None:
    shutil.make_archive(str(package.parent / "made"), "zip", package)
    shutil.rmtree(package)
    package.mkdir()
    (package.parent / "made.zip").rename(package / "made.zip")


MADE_HERE: dict[str, Callable[[Path], None]] = {
    "saf-link": a_link_in_the_item,
    "saf-case-twins": names_that_differ_in_case,
    "saf-zip-form": a_zip_of_items_without_a_folder,
}
"""What cannot travel with every checkout of the repository."""
OF_THE_EXPORTER = {"saf-access-not-carried", "saf-collection-unmapped"}
"""What the linter cannot see in a package."""


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def test_a_good_package_raises_nothing() -> None:
    assert lint(GOOD) == ()


def test_every_rule_has_a_package_that_breaks_it() -> None:
    shown = {folder.name for folder in VECTORS.iterdir()} - {"good"}
    rules = {code for code in RULES if code.startswith("saf-")}
    assert shown | set(MADE_HERE) | OF_THE_EXPORTER == rules


@pytest.mark.parametrize("package", sorted(VECTORS.glob("saf-*")), ids=lambda package: package.name)
def test_a_package_raises_the_code_it_is_named_for_and_no_other(package: Path) -> None:
    assert codes(lint(package)) == {package.name}


@pytest.mark.parametrize("code", MADE_HERE)
def test_what_cannot_lie_in_the_repository_is_found_too(code: str, tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(GOOD, package)
    MADE_HERE[code](package)
    assert codes(lint(package)) == {code}


@pytest.mark.parametrize(
    ("code", "severity"),
    [("saf-field-unknown", Severity.ERROR), ("saf-value-trimmed", Severity.WARNING)],
)
def test_what_the_importer_takes_in_otherwise_is_a_warning(code: str, severity: Severity) -> None:
    assert {finding.severity for finding in lint(VECTORS / code)} == {severity}


def test_each_way_to_cut_a_value_is_found() -> None:
    paths = [finding.path for finding in lint(VECTORS / "saf-value-not-one-text")]
    assert paths == [f"item_{number:06d}/dublin_core.xml" for number in (1, 2, 3)]


def test_a_finding_names_the_file_and_the_line() -> None:
    (finding,) = lint(VECTORS / "saf-collections-blank-line")
    assert (finding.path, finding.row) == ("item_000001/collections", 2)


def test_all_that_is_wrong_is_said_in_one_pass(tmp_path: Path) -> None:
    for code in ("saf-bundle-empty", "saf-value-empty", "saf-handle-form"):
        shutil.copytree(VECTORS / code / "item_000001", tmp_path / f"of_{code}")
    assert codes(lint(tmp_path)) == {"saf-bundle-empty", "saf-value-empty", "saf-handle-form"}


def test_nothing_is_read_through_a_link(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(GOOD, package)
    (package / "item_000002" / "contents").symlink_to("/etc/passwd")
    assert codes(lint(package)) == {"saf-link"}


def test_a_linked_item_folder_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(GOOD, package)
    (package / "item_000003").symlink_to(GOOD / "item_000001")
    assert codes(lint(package)) == {"saf-link"}
