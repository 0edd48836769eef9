import os
import subprocess
import unicodedata
from pathlib import Path

import pytest

from bags_made import append, change, codes, errors, make_bag, manifest, put, report_of, retag
from bayegan.bags.check import check_bag
from bayegan.bags.folder import FolderSource
from bayegan.errors import CouldNot, WrongUse
from bayegan.model.outcome import Outcome
from bayegan.model.progress import ended
from broken_disk import cannot_be_listed, cannot_be_read, watch_opening

LINE = f"{'0' * 128}  "
NFC = "data/" + unicodedata.normalize("NFC", "Café")
NFD = "data/" + unicodedata.normalize("NFD", "Café")


def lines(root: Path, text: str) -> None:
    append(root, "manifest-sha512.txt", text.encode())


def test_good_bag_has_no_findings(tmp_path: Path) -> None:
    report = report_of(make_bag(tmp_path / "bag", algorithms=("sha512", "sha256", "blake2b")))
    assert report.findings == ()
    assert report.is_valid
    assert report.files_listed == report.outcomes[Outcome.INTACT] == 8
    assert report.facts.manifests == ("blake2b", "sha256", "sha512")
    assert report.facts.version == "1.0"


def test_everything_that_is_wrong_comes_in_one_pass(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{name}": name.encode() for name in "abcdef"})
    (bag / "data/a").unlink()
    put(bag, "data/b", b"x")
    put(bag, "data/new", b"xx")
    (bag / "data/link").symlink_to("/etc/hostname")
    change(bag, "bag-info.txt", b"2026", b"2027", tags=False)
    due = "bag-altered bag-altered bag-link bag-missing bag-oxum-mismatch bag-unexpected"
    report = report_of(bag)
    assert errors(report) == due.split()
    assert report.outcomes == {
        Outcome.INTACT: 6,
        Outcome.ALTERED: 2,
        Outcome.MISSING: 1,
        Outcome.UNREADABLE: 0,
        Outcome.NOT_CHECKED: 0,
        Outcome.UNEXPECTED: 1,
    }


def test_altered_file_shows_both_digests_and_its_size(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, algorithms=("md5",), info="")
    put(bag, "data/a", b"12")
    altered = next(one for one in report_of(bag).findings if one.code == "bag-altered")
    assert altered.path == "data/a"
    assert "md5 c4ca4238a0b923820dcc509a6f75849b (manifest-md5.txt)" in altered.expected
    assert altered.found == "md5 c20ad4d76fe97759aa27a0c99bff6710, 2 octets"


def test_file_that_grows_during_the_check_shows_both_sizes(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, info="")
    checking = check_bag(FolderSource(bag))
    while next(checking).phase != "tag files":
        pass
    put(bag, "data/a", b"123")
    report = ended(checking)
    altered = next(one for one in report.findings if one.code == "bag-altered")
    assert altered.found.endswith("3 octets read, 1 octets when the bag was listed")


def test_one_wrong_manifest_of_two_makes_a_file_altered(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, algorithms=("md5", "sha512"))
    change(bag, "manifest-md5.txt", b"c4ca", b"c4cb")
    retag(bag, ("md5", "sha512"))
    report = report_of(bag)
    assert errors(report) == ["bag-altered"]
    assert "manifest-md5.txt" in report.findings[0].expected or "manifest-md5.txt" in report.findings[1].expected


@pytest.mark.parametrize("version", ["0.93", "0.96", "0.97"])
def test_before_one_point_zero_one_manifest_is_enough(tmp_path: Path, version: str) -> None:
    bag = make_bag(
        tmp_path / "bag", {"data/a": b"1", "data/b": b"2"}, version=version, algorithms=("md5", "sha256")
    )
    put(bag, "manifest-md5.txt", manifest("md5", {"data/a": b"1"}))
    put(bag, "manifest-sha256.txt", manifest("sha256", {"data/b": b"2"}))
    retag(bag, ("md5", "sha256"))
    report = report_of(bag)
    assert errors(report) == []
    assert report.is_valid


def test_file_in_no_readable_digest_is_not_called_intact(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"})
    lines(bag, LINE + "data/a\n")
    report = report_of(bag)
    assert [(one.path, one.outcome) for one in report.not_checked] == [("data/a", Outcome.NOT_CHECKED)]


def test_unknown_algorithm_beside_a_known_one_is_not_checked(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"})
    append(bag, "manifest-crc99.txt", b"ffff  data/a\n")
    report = report_of(bag)
    assert errors(report) == []
    assert [one.path for one in report.not_checked] == ["manifest-crc99.txt"]
    assert not report.is_valid


def test_holey_bag_is_neither_missing_nor_mismatched(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1", "data/b": b"22"})
    append(bag, "fetch.txt", b"https://example.org/b 2 data/b\n")
    (bag / "data" / "b").unlink()
    report = report_of(bag)
    assert errors(report) == ["bag-holey"]
    assert [(one.path, one.reason) for one in report.not_checked] == [("data/b", "it has still to be fetched")]


def test_hole_that_fetch_does_not_describe_soundly_is_missing(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, info="")
    append(bag, "fetch.txt", b"file:///a - data/a\n")
    (bag / "data" / "a").unlink()
    assert errors(report_of(bag)) == ["bag-fetch-scheme", "bag-missing"]


def test_missing_file_names_the_one_that_differs_in_case(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a.txt": b"1"})
    (bag / "data" / "a.txt").rename(bag / "data" / "A.TXT")
    missing = next(one for one in report_of(bag).findings if one.code == "bag-missing")
    assert missing.path == "data/a.txt"
    assert "data/A.TXT" in missing.found


def test_healthy_file_under_another_normalisation_is_verified(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {NFC: b"1", "data/b": b"2"})
    (bag / NFC).rename(bag / NFD)
    report = report_of(bag)
    assert codes(report) == {"bag-normalisation-differs"}
    assert report.is_valid
    put(bag, NFD, b"x")
    assert "bag-altered" in codes(report_of(bag))


def test_twins_with_different_content_are_each_verified(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {NFC: b"1", NFD: b"2"})
    twins = report_of(bag)
    assert codes(twins) == {"bag-normalisation-twins"}
    assert "Cafe\\u0301" in twins.findings[0].found
    assert "Caf\\xe9" in twins.findings[0].found
    (bag / NFD).unlink()
    assert "bag-missing" in errors(report_of(bag))


def test_percent_in_older_bags_means_what_is_there(tmp_path: Path) -> None:
    decoded = make_bag(tmp_path / "decoded", {"data/a\nb": b"1", "data/100%": b"2"}, version="0.97")
    assert errors(report_of(decoded)) == []
    literal = make_bag(tmp_path / "literal", {"data/a%25b": b"1", "data/a%b": b"2"}, version="0.97")
    change(literal, "manifest-sha512.txt", b"%25", b"%")
    assert errors(report_of(literal)) == []
    (literal / "data" / "a%25b").unlink()
    assert "bag-missing" in errors(report_of(literal))


def test_one_point_zero_decodes_and_names_the_literal_file(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/a%25b": b"1"})
    change(bag, "manifest-sha512.txt", b"%2525", b"%25")
    report = report_of(bag)
    assert errors(report) == ["bag-missing", "bag-unexpected"]
    assert "data/a%25b" in next(one.found for one in report.findings if one.code == "bag-missing")


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_manifest_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    bag = make_bag(tmp_path / "bag", {"data/Núñez": b"1"}, version="0.97", encoding=encoding)
    assert codes(report_of(bag)) == {"bag-encoding-not-utf8"}


@pytest.mark.parametrize("name", ["data", "metadata", "bagit.txt", "manifest-sha512.txt", "data/sub"])
def test_link_is_never_followed(tmp_path: Path, name: str, opened: list[str]) -> None:
    bag = make_bag(tmp_path / "bag")
    put(bag, "metadata/dc.xml", b"<x/>")
    retag(bag)
    (bag / name).rename(tmp_path / "outside")
    (bag / name).symlink_to(tmp_path / "outside")
    report = report_of(bag)
    assert ("bag-link", name) in [(one.code, one.path) for one in report.findings]
    assert not any(path == name or path.startswith(f"{name}/") for path in opened)
    assert not report.is_valid


def test_nothing_outside_is_opened_for_a_path_that_escapes(tmp_path: Path, opened: list[str]) -> None:
    bag = make_bag(tmp_path / "bag")
    put(tmp_path, "outside.txt", b"secret")
    lines(bag, manifest("sha512", {"../outside.txt": b"secret", str(tmp_path / "outside.txt"): b"secret"}).decode())
    assert errors(report_of(bag)) == ["bag-path-escapes", "bag-path-escapes"]
    assert set(opened) == {os.path.relpath(path, bag) for path in bag.rglob("*") if path.is_file()}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    paths: list[str] = []
    watch_opening(monkeypatch, lambda path: paths.append(os.path.relpath(path, tmp_path / "bag")))
    return paths


def test_each_file_is_opened_once(tmp_path: Path, opened: list[str]) -> None:
    report_of(make_bag(tmp_path / "bag", algorithms=("md5", "sha256", "sha512")))
    assert len(opened) == len(set(opened)) == 3 + 2 + 3 + 3


def test_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = make_bag(tmp_path / "bag")
    put(bag, "data/sub/image.bin", b"damaged")
    cannot_be_read(monkeypatch, "data/report.txt")
    report = report_of(bag)
    said = [(one.code, one.path, one.found) for one in report.findings if one.code == "bag-unreadable"]
    assert said == [("bag-unreadable", "data/report.txt", "Input/output error")]
    assert [one.path for one in report.not_checked] == ["data/report.txt"]
    assert report.outcomes[Outcome.UNREADABLE] == 1
    assert report.outcomes[Outcome.ALTERED] == 1


@pytest.mark.parametrize("name", ["manifest-sha512.txt", "tagmanifest-sha512.txt", "bagit.txt", "bag-info.txt"])
def test_tag_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    bag = make_bag(tmp_path / "bag")
    cannot_be_read(monkeypatch, f"/{name}")
    report = report_of(bag)
    said = [one.path for one in report.findings if one.code == "bag-unreadable"]
    assert said == [name]
    assert [one.path for one in report.not_checked] == [name]
    assert "bag-unexpected" not in codes(report)
    assert "bag-no-declaration" not in codes(report)


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = make_bag(tmp_path / "bag")
    cannot_be_listed(monkeypatch, "/sub")
    report = report_of(bag)
    assert errors(report) == ["bag-folder-closed"]
    assert {one.path for one in report.not_checked} == {"data/sub", "data/sub/image.bin"}
    assert report.outcomes[Outcome.MISSING] == 0


def test_bag_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = make_bag(tmp_path / "bag")
    cannot_be_listed(monkeypatch, "/bag")
    with pytest.raises(CouldNot, match="Permission denied"):
        report_of(bag)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        report_of(tmp_path / "nothing")
    put(tmp_path, "file", b"")
    with pytest.raises(WrongUse):
        report_of(tmp_path / "file")


def test_progress_counts_up_to_all_files(tmp_path: Path) -> None:
    files = {f"data/{number:04d}": b"x" for number in range(1200)}
    steps = list(check_bag(FolderSource(make_bag(tmp_path / "bag", files))))
    digests = [step for step in steps if step.phase == "digests"]
    assert steps[0].phase == "listing"
    done = [step.done for step in digests]
    assert done == sorted(done)
    assert done[-1] == 1203
    assert len(done) >= 3
    assert {step.total for step in digests} == {1203}
    assert digests[-1].octets == 1200


def test_names_of_all_kinds(tmp_path: Path) -> None:
    files = {"data/" + "ب" * 127 + "x": b"2", "data/a\tb": b"3", "data/ x ": b"4", "data/a\\b": b"5"}
    assert errors(report_of(make_bag(tmp_path / "bag", files))) == []


def test_folders_deeper_than_the_stack(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    deep = bag / "data"
    for _ in range(1500):
        deep = Path(f"{deep}/d")
        deep.mkdir()
    (deep / "f").touch()
    report = report_of(bag)
    subprocess.run(["rm", "-r", bag / "data"], check=True)
    assert errors(report) == ["bag-oxum-mismatch", "bag-unexpected"]
