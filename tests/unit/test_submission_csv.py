"""Submissions as tables."""

import hashlib

import pytest

from bayegan.metadata.submission.reading import Reading, read_submission
from bayegan.model.declared import Declared
from bayegan.model.identifiers import minted
from bayegan.model.record import (
    AccessLevel,
    Calendar,
    Date,
    DateKind,
    Extra,
    FileNote,
    Name,
    Place,
    Term,
    Text,
)
from bayegan.model.submission import Position, Submission, SubmittedFile, SubmittedItem
from shared import REPOSITORY

GOOD = REPOSITORY / "tests" / "vectors" / "submissions" / "good"
CP1256 = Declared(encoding="windows-1256")


def read(text: str | bytes, declared: Declared | None = None, name: str = "s.csv") -> Reading:
    content = text.encode() if isinstance(text, str) else text
    return read_submission(name, content, declared or Declared(), AccessLevel.RESTRICTED)


def submission_of(reading: Reading) -> Submission:
    assert [one for one in reading.findings if one.is_error] == []
    assert reading.submission is not None
    return reading.submission


def only_item(reading: Reading) -> SubmittedItem:
    (item,) = submission_of(reading).items
    return item


def places(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.row, one.pointer) for one in reading.findings]


def test_a_row_without_item_is_an_item_named_after_its_row() -> None:
    content = "filename,title\na.pdf,A\n\nb.pdf,B\n"
    digest = hashlib.sha256(content.encode()).hexdigest()
    items = submission_of(read(content)).items
    assert [one.record.identifier for one in items] == [minted(digest, 2), minted(digest, 4)]
    assert [one.at for one in items] == [Position(row=2), Position(row=4)]


def test_a_row_is_counted_by_the_line_where_it_begins() -> None:
    reading = read('filename,title\r\na.pdf,"two\r\nlines"\r\nb.pdf,\r\n')
    assert places(reading) == [("submission-title", 4, "title")]


def test_columns_become_the_parts_of_a_record() -> None:
    header = "filename,title,dc.Description,SUBJECT,dcterms.type,spatial,created,language,creator,alternative"
    values = "a.pdf,A,about it,letters,Text,Example Town,1988-07,fa,Sample Person,Other"
    record = only_item(read(f"{header}\n{values}\n")).record
    assert record.titles == (Text("A"),)
    assert record.descriptions == (Text("about it"),)
    assert record.subjects == (Text("letters"),)
    assert record.types == (Text("Text"),)
    assert record.places == (Place((Name("Example Town"),)),)
    assert record.dates == (Date(DateKind.CREATED, edtf="1988-07"),)
    assert record.languages == ("fa",)
    assert record.terms == (Term("creator", "Sample Person"), Term("alternative", "Other"))
    assert record.files == ()


def test_rights_are_kept_by_kind() -> None:
    rights = only_item(read("filename,title,rights,rightsHolder,license\na,A,r,h,l\n")).record.rights
    assert (rights.statements, rights.holders, rights.licences) == ((Text("r"),), (Text("h"),), (Text("l"),))


def test_repeated_columns_are_repeated_values_and_empty_cells_say_nothing() -> None:
    record = only_item(read("filename,title,subject,subject,subject\na.pdf,A,x, ,y; z\n")).record
    assert record.subjects == (Text("x"), Text("y; z"))


def test_values_are_kept_exactly() -> None:
    record = only_item(read('filename,title,شرح\na.pdf," نامه\u200cهای ي ك\t","خط ۱\r\nخط ۲ "\n')).record
    assert record.titles == (Text(" نامه\u200cهای ي ك\t"),)
    assert record.extras == (Extra("شرح", "خط ۱\r\nخط ۲ "),)


def test_an_unknown_column_is_kept_with_one_warning() -> None:
    reading = read("filename,title,Box,Box\na.pdf,A,7,8\nb.pdf,B,9,\n")
    assert places(reading) == [("submission-unknown-column", 1, "Box")]
    first, second = submission_of(reading).items
    assert first.record.extras == (Extra("Box", "7"), Extra("Box", "8"))
    assert second.record.extras == (Extra("Box", "9"),)


def test_a_date_that_is_not_edtf_is_kept_as_text_with_a_warning() -> None:
    reading = read("filename,title,date,issued\na.pdf,A,اوایل مرداد ۱۳۶۷,1989\n")
    assert places(reading) == [("submission-date-not-edtf", 2, "date")]
    assert only_item(reading).record.dates == (
        Date(DateKind.DATE, text="اوایل مرداد ۱۳۶۷"),
        Date(DateKind.ISSUED, edtf="1989"),
    )


def test_a_date_in_words_that_are_understood_gets_its_edtf_and_keeps_its_words() -> None:
    reading = read("filename,title,date\na.pdf,A,مرداد ۱۳۶۷\n")
    assert places(reading) == []
    (date,) = only_item(reading).record.dates
    assert (date.edtf, date.text, date.derived) == ("1988-07-23/1988-08-22", "مرداد ۱۳۶۷", True)
    assert date.calendar is Calendar.SOLAR_HIJRI


def test_a_language_that_is_no_tag_is_kept_as_a_term_with_a_warning() -> None:
    reading = read("filename,title,language,language\na.pdf,A,Persian,en\n")
    assert places(reading) == [("submission-language", 2, "language")]
    record = only_item(reading).record
    assert (record.languages, record.terms) == (("en",), (Term("language", "Persian"),))


def test_rows_of_one_item_need_not_be_adjacent() -> None:
    items = submission_of(read("item,filename,title\nx,a,A\ny,b,B\nx,c,C\n")).items
    assert [one.record.identifier for one in items] == ["x", "y"]
    assert [[file.filename for file in one.files] for one in items] == [["a", "c"], ["b"]]
    assert [file.at for file in items[0].files] == [Position(row=2), Position(row=4)]


def test_an_item_holds_the_distinct_values_of_its_rows_and_notes_on_each_file() -> None:
    text = "item,filename,title,subject,box\nx,a,A,one,7\nx,b,B,two,7\nx,c,,one,\nx,d,,,\n"
    record = only_item(read(text)).record
    assert record.titles == (Text("A"),)
    assert record.subjects == (Text("one"), Text("two"))
    assert record.extras == (Extra("box", "7"),)
    assert record.files == (
        FileNote("data/a", (Term("title", "A"), Term("subject", "one")), (Extra("box", "7"),)),
        FileNote("data/b", (Term("title", "B"), Term("subject", "two")), (Extra("box", "7"),)),
        FileNote("data/c", (Term("subject", "one"),)),
    )


def test_one_row_of_an_item_may_state_its_access() -> None:
    item = only_item(read("item,filename,title,access\nx,a,A,\nx,b,B,Confidential\n"))
    assert item.record.access.level is AccessLevel.CONFIDENTIAL


def test_the_header_may_differ_in_case_and_have_space_around() -> None:
    assert only_item(read(" FileName , Title ,Item\na.pdf,A,x\n")).record.identifier == "x"


@pytest.mark.parametrize(
    ("column", "value", "algorithm"),
    [
        ("checksum", "sha256:" + "Ab" * 32, "sha256"),
        ("checksum", "SHA-512:" + "Ab" * 64, "sha512"),
        ("checksum", " " + "Ab" * 16, "md5"),
        ("checksum", "Ab" * 20, "sha1"),
        ("checksum", "Ab" * 28, "sha224"),
        ("checksum", "Ab" * 48, "sha384"),
        ("checksum_md5", "Ab" * 16, "md5"),
        ("Checksum-SHA-1", "Ab" * 20, "sha1"),
        ("sha256", "Ab" * 32, "sha256"),
        ("checksum_sha512", "sha512:" + "Ab" * 64, "sha512"),
    ],
)
def test_a_checksum_is_read_in_every_usual_form(column: str, value: str, algorithm: str) -> None:
    (file,) = only_item(read(f"filename,title,{column}\na.pdf,A,{value}\n")).files
    (checksum,) = file.checksums
    assert checksum.algorithm == algorithm
    assert set(checksum.value) == {"a", "b"}
    assert checksum.stated_in == "s.csv, row 2"


def test_several_checksum_columns_are_all_read() -> None:
    text = f"filename,title,checksum_md5,checksum,size\na,A,{'0' * 32},sha1:{'0' * 40}, 12 \n"
    (file,) = only_item(read(text)).files
    assert [one.algorithm for one in file.checksums] == ["md5", "sha1"]
    assert file.size == 12


def test_names_of_files_are_kept_as_they_are() -> None:
    names = ["./a.pdf", "b\\c.pdf", " d.pdf", "../e.pdf", "گزارش.pdf"]
    text = "filename,title\n" + "".join(f"{name},A\n" for name in names)
    files = [one.files[0].filename for one in submission_of(read(text)).items]
    assert files == names


def test_an_archivematica_table_goes_in_as_it_is() -> None:
    reading = read((GOOD / "archivematica.csv").read_bytes(), name="metadata.csv")
    assert places(reading) == [("submission-unknown-column", 1, "AlternativeTitle")]
    folder, file, maybe_folder = submission_of(reading).items
    assert (folder.folder, folder.files) == ("objects/letters", ())
    assert folder.record.subjects == (Text("letters"), Text("families"))
    assert folder.record.dates == (Date(DateKind.DATE, edtf="1988"),)
    assert (file.folder, file.record.extras) == (None, (Extra("AlternativeTitle", "First page"),))
    assert maybe_folder.folder is None
    assert maybe_folder.files == (SubmittedFile("objects/reports", Position(row=4)),)


def test_windows_1256_is_read_where_it_is_declared() -> None:
    text = "filename,title\nگزارش.pdf,نامه\n".replace("ی", "ي")
    submission = submission_of(read(text.encode("cp1256"), CP1256))
    assert submission.declared == CP1256
    assert submission.items[0].record.titles == (Text("نامه"),)
    assert submission.items[0].files[0].filename == "گزارش.pdf"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "UTF8", "utf-16", "utf-16-le"])
def test_a_byte_order_mark_is_not_part_of_the_first_column(encoding: str) -> None:
    content = "\ufefffilename,title\na.pdf,نامه\n".encode(encoding.replace("-sig", ""))
    assert only_item(read(content, Declared(encoding=encoding))).record.titles == (Text("نامه"),)


@pytest.mark.parametrize(("separator", "character"), [(";", ";"), ("\t", "\t"), ("tab", "\t"), ("\\t", "\t")])
def test_another_separator_is_read_where_it_is_declared(separator: str, character: str) -> None:
    text = f"filename{character}title\na.pdf{character}A, with a comma\n"
    for name in ("s.csv", "s.tsv"):
        item = only_item(read(text, Declared(separator=separator), name))
        assert item.record.titles == (Text("A, with a comma"),)


@pytest.mark.parametrize("separator", ["", ";;", '"', "\n", "\0"])
def test_what_cannot_separate_is_told(separator: str) -> None:
    reading = read("filename,title\na,A\n", Declared(separator=separator))
    assert [one.code for one in reading.findings] == ["submission-separator"]
    assert reading.submission is None


def test_an_undeclared_separator_is_told_with_what_to_declare() -> None:
    (found,) = read("filename;title\na;A\n").findings
    assert "--separator ';'" in found.advice


def test_undeclared_bytes_are_told_with_row_octet_and_what_to_declare() -> None:
    (found,) = read(b"filename,title\na.pdf,A\nb.pdf,\xe4\n").findings
    assert (found.code, found.row) == ("submission-not-utf8", 3)
    assert found.found == "the byte 0xe4 at octet 30"
    assert "--encoding" in found.advice


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "hex", "no-such", "", "a\0b", "idna", "unicode_escape"])
def test_an_encoding_that_does_not_fit_is_told(encoding: str) -> None:
    reading = read("filename,title\nab,é\n", Declared(encoding=encoding))
    assert [one.code for one in reading.findings] == ["submission-encoding"]
    assert reading.submission is None


def test_rows_of_empty_cells_say_nothing() -> None:
    assert len(submission_of(read("filename,title\na,A\n,\n , \n\n")).items) == 1


def test_lines_may_end_as_on_any_system() -> None:
    for end in ("\n", "\r\n", "\r"):
        items = submission_of(read(f"filename,title{end}a,A{end}b,B{end}")).items
        assert [one.at.row for one in items] == [2, 3]


def test_a_long_text_fits_in_a_cell() -> None:
    assert only_item(read(f"filename,title,description\na,A,{'x' * 500_000}\n"))


def test_a_row_that_is_not_csv_keeps_no_other_from_being_read() -> None:
    reading = read('filename,title\na,"A" x\nb,B\n')
    assert places(reading) == [("submission-csv", 2, None)]
    assert reading.submission is not None
    assert [one.files[0].filename for one in reading.submission.items] == ["b"]


def test_several_wrongs_are_all_told_and_the_good_item_is_read() -> None:
    text = (
        "filename,item,title,size,checksum,access,access,\n"
        "a,x,A,many,zz,secret,,\n"
        "a,x\n"
        ",y,,,,,,stray\n"
        "b,z,B\x07,,,public,,\n"
        "c,z,,,,confidential,,\n"
        "d,good,D,,,,,\n"
    )
    reading = read(text)
    assert set(places(reading)) == {
        ("submission-column-twice", 1, "access"),
        ("submission-size", 2, "size"),
        ("submission-checksum", 2, "checksum"),
        ("submission-access", 2, "access"),
        ("submission-row-width", 3, None),
        ("submission-filename", 4, "filename"),
        ("submission-title", 4, "title"),
        ("submission-column-unnamed", 4, "column 8"),
        ("submission-character", 5, "title"),
        ("submission-access-conflict", 6, "access"),
    }
    assert reading.submission is not None
    assert [one.record.identifier for one in reading.submission.items] == ["good"]


def test_without_a_column_of_names_other_wrongs_are_told_too() -> None:
    reading = read("file,title,size\na,A,many\nb,,\n")
    assert places(reading) == [
        ("submission-no-filename-column", 1, None),
        ("submission-unknown-column", 1, "file"),
        ("submission-size", 2, "size"),
        ("submission-title", 3, "title"),
    ]
    assert reading.submission is None
