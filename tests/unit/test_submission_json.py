"""Submissions in JSON and JSON Lines."""

import hashlib
import json

from bayegan.metadata.submission.reading import Reading, read_submission
from bayegan.model.declared import Declared
from bayegan.model.identifiers import minted
from bayegan.model.record import AccessLevel, Date, DateKind, FileNote, Name, NameKind, Term, Text
from bayegan.model.submission import Position, StatedChecksum, Submission, SubmittedItem

ITEM = {"titles": ["A"], "files": [{"filename": "a.pdf"}]}
BOM = b"\xef\xbb\xbf"


def read(name: str, content: bytes, default: AccessLevel = AccessLevel.RESTRICTED) -> Reading:
    return read_submission(name, content, Declared(), default)


def as_json(*items: object, **more: object) -> bytes:
    return json.dumps({"submission": "1.0", "items": items, **more}, ensure_ascii=False).encode()


def as_lines(*items: object) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)


def submission_of(reading: Reading) -> Submission:
    assert reading.findings == ()
    assert reading.submission is not None
    return reading.submission


def only_item(reading: Reading) -> SubmittedItem:
    (item,) = submission_of(reading).items
    return item


def places(reading: Reading) -> set[tuple[str, int | None, str | None]]:
    return {(one.code, one.row, one.pointer) for one in reading.findings}


def test_a_submission_knows_its_name_digest_and_source() -> None:
    content = as_json(ITEM, source_organization="Example Organisation")
    submission = submission_of(read("Deposit 7.JSON", content))
    assert submission.name == "Deposit 7.JSON"
    assert submission.digest == hashlib.sha256(content).hexdigest()
    assert submission.source_organization == "Example Organisation"


def test_an_item_without_id_is_named_after_the_manifest_and_its_place() -> None:
    content = as_json({**ITEM, "id": "first"}, ITEM)
    digest = hashlib.sha256(content).hexdigest()
    given, made = submission_of(read("s.json", content)).items
    assert (given.record.identifier, given.at) == ("first", Position(pointer="/items/0"))
    assert (made.record.identifier, made.at) == (minted(digest, 2), Position(pointer="/items/1"))


def test_a_line_without_id_is_named_after_its_line() -> None:
    content = b"\n" + as_lines(ITEM, ITEM)
    digest = hashlib.sha256(content).hexdigest()
    items = submission_of(read("s.ndjson", content)).items
    assert [one.record.identifier for one in items] == [minted(digest, 2), minted(digest, 3)]
    assert [one.at for one in items] == [Position(2, ""), Position(3, "")]


def test_files_have_their_place_size_and_checksums() -> None:
    file = {"filename": "a.pdf", "size": 12, "checksum": "md5:" + "AB" * 16, "checksums": ["sha1:" + "0c" * 20]}
    (read_file,) = only_item(read("s.json", as_json({**ITEM, "files": [file]}))).files
    stated_in = "s.json, /items/0/files/0"
    assert read_file.at == Position(pointer="/items/0/files/0")
    assert read_file.size == 12
    assert read_file.checksums == (
        StatedChecksum("md5", "ab" * 16, stated_in),
        StatedChecksum("sha1", "0c" * 20, stated_in),
    )


def test_what_is_said_of_a_file_is_kept_under_its_payload_path() -> None:
    file = {"filename": "x/a.pdf", "title": "Page 1", "terms": [{"term": "extent", "text": "1 p."}]}
    files = [file, {"filename": "b.pdf"}]
    record = only_item(read("s.json", as_json({**ITEM, "files": files}))).record
    assert record.files == (FileNote("data/x/a.pdf", (Term("title", "Page 1"), Term("extent", "1 p."))),)


def test_texts_names_and_dates_are_kept_as_they_came() -> None:
    item = {
        **ITEM,
        "titles": [" نامه\u200cها ", {"text": "Letters", "lang": "en"}],
        "people": [{"names": [{"text": "ن. نمونه", "kind": "variant"}]}],
        "dates": [{"kind": "event", "text": "مرداد ۶۷"}],
    }
    record = only_item(read("s.jsonl", as_lines(item))).record
    assert record.titles == (Text(" نامه\u200cها "), Text("Letters", "en"))
    assert record.people[0].names == (Name("ن. نمونه", None, NameKind.VARIANT),)
    assert record.dates == (Date(DateKind.EVENT, text="مرداد ۶۷"),)


def test_without_access_the_default_of_the_archive_holds() -> None:
    assert only_item(read("s.json", as_json(ITEM))).record.access.level is AccessLevel.RESTRICTED
    public = read("s.json", as_json(ITEM), AccessLevel.PUBLIC)
    assert only_item(public).record.access.level is AccessLevel.PUBLIC
    stated = {**ITEM, "access": {"level": "confidential", "reason": "asked for"}}
    access = only_item(read("s.json", as_json(stated), AccessLevel.PUBLIC)).record.access
    assert (access.level, access.reason) == (AccessLevel.CONFIDENTIAL, Text("asked for"))


def test_a_folder_is_an_item_by_itself() -> None:
    item = only_item(read("s.json", as_json({**ITEM, "files": [{"filename": "x/letters/"}]})))
    assert (item.folder, item.files) == ("x/letters", ())


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert only_item(read("s.json", BOM + as_json(ITEM)))
    assert only_item(read("s.jsonl", BOM + as_lines(ITEM)))


def test_identifiers_that_differ_in_case_only_are_two() -> None:
    items = submission_of(read("s.json", as_json({**ITEM, "id": "a"}, {**ITEM, "id": "A"}))).items
    assert [one.record.identifier for one in items] == ["a", "A"]


def test_several_wrongs_are_all_told_and_the_good_item_is_read() -> None:
    first = {"titles": [], "files": [{"filename": "a.pdf", "size": -1, "checksum": "x"}], "colour": "red"}
    second = {**ITEM, "id": " ", "languages": ["Persian"], "dates": [{"kind": "event", "edtf": "soon"}]}
    content = as_json({**ITEM, "id": "a"}, first, second, {**ITEM, "id": "a"}, donor="x")
    reading = read("s.json", content)
    assert places(reading) == {
        ("submission-unknown-field", None, "/donor"),
        ("submission-empty-value", None, "/items/1/titles"),
        ("submission-size", None, "/items/1/files/0/size"),
        ("submission-checksum", None, "/items/1/files/0/checksum"),
        ("submission-unknown-field", None, "/items/1/colour"),
        ("submission-identifier", None, "/items/2/id"),
        ("submission-value", None, "/items/2/languages/0"),
        ("submission-edtf", None, "/items/2/dates/0/edtf"),
        ("submission-duplicate-item", None, "/items/3/id"),
    }
    assert reading.submission is not None
    assert [one.record.identifier for one in reading.submission.items] == ["a"]


def test_a_line_that_cannot_be_read_keeps_no_other_from_being_read() -> None:
    good = as_lines({**ITEM, "id": "a"})
    reading = read("s.jsonl", good + b"{]\n" + b'{"titles": ["\xff"]}\n' + b'{"titles": ["B"]}\n')
    assert places(reading) == {
        ("submission-json", 2, None),
        ("submission-not-utf8", 3, None),
        ("submission-missing-field", 4, ""),
    }
    assert reading.submission is not None
    assert len(reading.submission.items) == 1


def test_a_syntax_error_is_told_with_line_and_character() -> None:
    (found,) = read("s.json", b'{"submission": "1.0",\n  "items": oops}').findings
    assert found.row == 2
    assert "character 12 of line 2" in found.found


def test_both_places_of_an_identifier_are_told() -> None:
    (found,) = read("s.json", as_json({**ITEM, "id": "a"}, {**ITEM, "id": "a"})).findings
    assert found.found == "“a” at /items/0/id and again at /items/1/id"


def test_a_pointer_is_safe_to_print() -> None:
    (found,) = read("s.json", as_json(ITEM, **{"\x1b[31m": 1})).findings
    assert found.pointer == "/\\x1b[31m"


def test_nothing_usable_is_no_submission() -> None:
    assert read("s.json", as_json({"titles": ["A"]})).submission is None
    assert read("s.json", b"[]").submission is None
