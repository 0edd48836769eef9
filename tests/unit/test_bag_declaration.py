import pytest

from bayegan.bags.declaration import Declaration, read_declaration, write_declaration

ENCODING = "Tag-File-Character-Encoding: UTF-8\n"


def said(content: str) -> list[tuple[str, str]]:
    return [(one.code, one.severity.value) for one in read_declaration(content.encode())[1]]


def test_what_is_written_reads_back() -> None:
    assert read_declaration(write_declaration()) == (Declaration((1, 0), "utf-8"), ())


@pytest.mark.parametrize("version", ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_known_version_and_line_end(version: str, end: str) -> None:
    text = f"BagIt-Version: {version}\n{ENCODING}".replace("\n", end)
    declaration, findings = read_declaration(text.encode())
    assert declaration is not None
    assert declaration.label == version
    assert declaration.strict is (version == "1.0")
    assert findings == ()


def test_last_line_end_may_be_missing() -> None:
    assert said("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8") == []


@pytest.mark.parametrize("version", [".97", "1", "one", "1.0.0", "1.", "-1.0", "١.٠", ""])
def test_version_that_is_not_two_numbers(version: str) -> None:
    declaration, findings = read_declaration(f"BagIt-Version: {version}\n{ENCODING}".encode())
    assert declaration is None
    assert findings[0].code == "bag-version-form"


@pytest.mark.parametrize("version", ["0.92", "0.98", "1.1", "2.0", "01.00", "1.00", "01.0", "0.097"])
def test_unknown_version_is_an_error_and_is_still_read(version: str) -> None:
    declaration, findings = read_declaration(f"BagIt-Version: {version}\n{ENCODING}".encode())
    assert declaration is not None
    assert declaration.label == version
    assert [(one.code, one.is_error) for one in findings] == [("bag-version-unknown", True)]


@pytest.mark.parametrize(
    "text",
    [
        f"BagIt-Version : 1.0\n{ENCODING}",
        f"BagIt-Version:1.0\n{ENCODING}",
        f"BagIt-Version:  1.0\n{ENCODING}",
        f"BagIt-Version: 1.0 \n{ENCODING}",
        f"\nBagIt-Version: 1.0\n{ENCODING}",
        f"{ENCODING}BagIt-Version: 1.0\n",
        f"BagIt-Version: 1.0\n{ENCODING}Contact-Name: nobody\n",
        f"BagIt-Version: 1.0\n{ENCODING}\n",
    ],
)
def test_one_point_zero_is_exact_and_older_versions_are_warned(text: str) -> None:
    assert ("bag-declaration-form", "error") in said(text)
    older = said(text.replace("1.0", "0.97"))
    assert set(older) == {("bag-declaration-form", "warning")}


def test_other_letter_case_of_a_label_is_a_warning() -> None:
    assert said(f"BagIt-version: 1.0\n{ENCODING}") == [("bag-declaration-form", "warning")]


def test_byte_order_mark_is_refused_and_the_rest_is_read() -> None:
    declaration, findings = read_declaration(b"\xef\xbb\xbf" + write_declaration())
    assert declaration == Declaration()
    assert [one.code for one in findings] == ["bag-declaration-bom"]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "windows-1256", "Shift_JIS"])
def test_other_encodings_are_read_with_a_warning(encoding: str) -> None:
    text = f"BagIt-Version: 0.97\nTag-File-Character-Encoding: {encoding}\n"
    assert read_declaration(text.encode())[0] is not None
    assert said(text) == [("bag-encoding-not-utf8", "warning")]


@pytest.mark.parametrize(
    "encoding", ["", "klingon", "rot13", "hex", "zip", "idna", "unicode_escape", "a\0b", "x" * 99]
)
def test_what_is_no_encoding_of_text(encoding: str) -> None:
    declaration, findings = read_declaration(
        f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n".encode()
    )
    assert declaration is None
    assert "bag-encoding-unknown" in [one.code for one in findings]
