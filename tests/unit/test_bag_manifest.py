import pytest

from bayegan.bags.declaration import Declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import Manifest, is_payload_manifest, is_tag_manifest, manifest_line, read_manifest

NOW = Declaration((1, 0))
OLD = Declaration((0, 97))
D = "d41d8cd98f00b204e9800998ecf8427e"


def read(text: str, declaration: Declaration = NOW, name: str = "manifest-md5.txt") -> tuple[Manifest, list[str]]:
    manifest, findings = read_manifest(name, text.encode("utf-8", "surrogateescape"), declaration)
    return manifest, [one.code for one in findings]


@pytest.mark.parametrize("gap", [" ", "  ", "\t", " \t "])
def test_digest_white_space_and_path(gap: str) -> None:
    manifest, codes = read(f"{D.upper()}{gap}data/a b.txt\n")
    assert manifest.entries == {"data/a b.txt": bytes.fromhex(D)}
    assert codes == []


def test_bad_line_says_its_number() -> None:
    _, findings = read_manifest("manifest-md5.txt", f"{D}  data/a\n{D}\n".encode(), NOW)
    assert [(one.code, one.path, one.row) for one in findings] == [("bag-manifest-line", "manifest-md5.txt", 2)]


@pytest.mark.parametrize("digest", ["zz", D[:-1], D[:-2], D + "00", "٣" * 32])
def test_digest_that_is_none_still_lists_the_file(digest: str) -> None:
    manifest, codes = read(f"{digest}  data/a\n")
    assert manifest.entries == {"data/a": None}
    assert codes == ["bag-digest-form"]


@pytest.mark.parametrize("written", ["*data/a", "./data/a", "*./data/a", "data//a", "data/./a"])
def test_customs_of_checksum_programs_are_read_with_a_warning(written: str) -> None:
    manifest, findings = read_manifest("manifest-md5.txt", f"{D} {written}\n".encode(), NOW)
    assert list(manifest.entries) == ["data/a"]
    assert findings
    assert not any(one.is_error for one in findings)


@pytest.mark.parametrize(
    "path",
    [
        "../a", "data/../../a", "/etc/hostname", "~root/a", "~/a", "C:\\a", "\\\\server\\a",
        "data\\..\\..\\a", "data/a\0", "*", "//data/a",
    ],
)  # fmt: skip
def test_path_that_escapes_is_refused(path: str) -> None:
    manifest, codes = read(f"{D}  {path}\n")
    assert manifest.entries == {}
    assert codes[-1] == "bag-path-escapes"
    assert set(codes) <= {"bag-path-escapes", "bag-path-asterisk", "bag-path-dot"}


def test_payload_and_tag_files_do_not_mix() -> None:
    assert read(f"{D}  bagit.txt\n")[1] == ["bag-path-outside-payload"]
    assert read(f"{D}  data/a\n", name="tagmanifest-md5.txt")[1] == ["bag-tag-manifest-lists-payload"]


def test_only_cr_lf_and_percent_are_decoded() -> None:
    manifest, codes = read(f"{D}  data/%0a%0D%25%41%7e\n")
    assert list(manifest.entries) == ["data/\n\r%%41%7e"]
    assert codes == ["bag-percent-bare"]


def test_percent_is_decoded_once() -> None:
    assert list(read(f"{D}  data/a%250Ab\n")[0].entries) == ["data/a%0Ab"]


def test_older_bags_keep_both_readings_of_a_percent() -> None:
    manifest, codes = read(f"{D}  data/a%0Ab\n", OLD)
    assert list(manifest.entries) == ["data/a%0Ab"]
    assert manifest.decoded == {"data/a%0Ab": "data/a\nb"}
    assert codes == []


@pytest.mark.parametrize(("declaration", "error"), [(NOW, True), (OLD, False)])
def test_same_line_twice(declaration: Declaration, error: bool) -> None:
    _, findings = read_manifest("manifest-md5.txt", f"{D}  data/a\n{D}  data/a\n".encode(), declaration)
    assert [(one.code, one.is_error) for one in findings] == [("bag-listed-twice", error)]


def test_two_digests_for_one_file_leave_none() -> None:
    manifest, codes = read(f"{D}  data/a\n{'0' * 32}  data/a\n")
    assert manifest.entries == {"data/a": None}
    assert codes == ["bag-listed-twice-differently"]


def test_comment_and_empty_line() -> None:
    _, findings = read_manifest("manifest-md5.txt", f"# made by hand\n\n{D}  data/a\n".encode(), OLD)
    assert [(one.code, one.row, one.is_error) for one in findings] == [
        ("bag-manifest-stray-line", 1, False),
        ("bag-manifest-stray-line", 2, False),
    ]


def test_name_that_is_not_utf8_is_kept_octet_by_octet() -> None:
    line = manifest_line(D, "data/caf\udce9")
    assert line == f"{D}  data/caf".encode() + b"\xe9\n"
    manifest, findings = read_manifest("manifest-md5.txt", line, NOW)
    assert list(manifest.entries) == ["data/caf\udce9"]
    assert [(one.code, one.is_error) for one in findings] == [("bag-path-undecodable", False)]


def test_file_that_is_not_in_the_declared_encoding_is_not_readable() -> None:
    manifest, findings = read_manifest("manifest-md5.txt", b"abc", Declaration((0, 97), "utf-16-le"))
    assert not manifest.readable
    assert [one.code for one in findings] == ["bag-tag-file-encoding"]


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("manifest-sha-512.txt", "sha512", ["bag-manifest-name"]),
        ("manifest-SHA256.txt", "sha256", ["bag-manifest-name"]),
        ("manifest-sha3256.txt", "sha3256", []),
        ("manifest-blake2b512.txt", "blake2b512", []),
        ("manifest-crc99.txt", None, []),
    ],
)
def test_algorithm_in_the_name(name: str, known: str | None, said: list[str]) -> None:
    manifest, codes = read("", name=name)
    assert (manifest.algorithm.name if manifest.algorithm else None) == known
    assert codes == said


def test_names_of_manifests() -> None:
    assert is_payload_manifest("manifest-md5.txt")
    assert is_tag_manifest("tagmanifest-md5.txt")
    assert not is_payload_manifest("tagmanifest-md5.txt")
    assert not is_payload_manifest("metadata/manifest-md5.txt")
    assert not is_tag_manifest("tagmanifest-.txt")


def test_fetch_file_is_read() -> None:
    text = b"https://example.org/a%20b 12 data/a b\thttp://x\r\nHTTP://example.org/c\t-\tdata/c%0A\n"
    entries, findings = read_fetch(text, NOW)
    assert [(one.size, one.path) for one in entries] == [(12, "data/a b\thttp://x"), (None, "data/c\n")]
    assert findings == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("https://example.org/x - data/../../evil.txt", "bag-fetch-path"),
        ("https://example.org/x - bagit.txt", "bag-fetch-path"),
        ("https://example.org/x - /tmp/x", "bag-fetch-path"),
        ("file:///etc/hostname - data/a", "bag-fetch-scheme"),
        ("ftp://example.org/a - data/a", "bag-fetch-scheme"),
        ("example.org/a - data/a", "bag-fetch-scheme"),
        ("http:///a - data/a", "bag-fetch-scheme"),
        ("https://example.org/a data/a", "bag-fetch-line"),
        ("https://example.org/a -5 data/a", "bag-fetch-line"),
        ("https://example.org/a ٣ data/a", "bag-fetch-line"),
    ],
)
def test_fetch_line_that_is_refused(line: str, code: str) -> None:
    entries, findings = read_fetch(f"{line}\n".encode(), NOW)
    assert entries == ()
    assert [(one.code, one.row) for one in findings] == [(code, 1)]


def test_very_long_line_is_quoted_in_part() -> None:
    _, findings = read_manifest("manifest-md5.txt", b"x" * 5_000_000, NOW)
    line = next(one for one in findings if one.code == "bag-manifest-line")
    assert line.found.endswith("… (5,000,000 characters)")
    assert len(line.found) < 1100
