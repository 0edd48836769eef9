"""What our writer writes is what lxml would write, and what is proved in passing is what is proved whole."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bayegan.metadata.premis_xml import after_files, before_files, files_markup, write_premis
from bayegan.metadata.prove import PREMIS, prove_xml
from bayegan.metadata.proved_file import are_files_proved
from bayegan.metadata.shipped import schema_bytes
from bayegan.metadata.writer import XML_LANG, document
from bayegan.model.preservation import FileObject, PreservationRecord
from strategies import preservation_records

letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
texts = st.text(letters | st.sampled_from("\r\n\t&<>\"']"))
OBJECT = files_markup([FileObject("data/a", 1, (("sha512", "0" * 128),))], "x")
DAMAGE = [b"", b"x", b"0", b"<a/>", b">", b"<", b"&", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"</object>", OBJECT]
NAMESPACES = {None: "urn:example:one", "x": "urn:example:two"}


@given(texts, texts, texts)
def test_texts_and_attributes_are_written_as_lxml_writes_them(text: str, value: str, attribute: str) -> None:
    ours, theirs = BytesIO(), BytesIO()
    with document(ours, "{urn:example:one}root", NAMESPACES, {"kind": attribute}) as writer:
        writer.text("{urn:example:two}a", text, {XML_LANG: attribute, "{urn:example:two}b": value})
    with etree.xmlfile(theirs, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("{urn:example:one}root", {"kind": attribute}, nsmap=NAMESPACES):
            file.write("\n  ")
            with file.element("{urn:example:two}a", {XML_LANG: attribute, "{urn:example:two}b": value}):
                file.write(text)
            file.write("\n")
    assert ours.getvalue() == theirs.getvalue() + b"\n"


@given(preservation_records, st.lists(st.integers(0, 50)))
def test_premis_is_the_same_octets_in_one_piece_and_in_several(record: PreservationRecord, cuts: list[int]) -> None:
    assert b"".join(whole(record, pieces_of(record, cuts))) == written(record)


@given(preservation_records, st.lists(st.integers(0, 50)), st.data())
def test_what_is_proved_in_pieces_is_what_is_proved_whole(
    record: PreservationRecord, cuts: list[int], data: st.DataObject
) -> None:
    """Whatever is damaged, and wherever: if all pieces are proved, and what stands around them, so is the whole."""
    pieces = [before_files(record.identifier), *pieces_of(record, cuts), after_files(record)]
    at = data.draw(st.integers(0, len(pieces) - 1))
    content = pieces[at]
    place = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(place, min(len(content), place + 40)))
    pieces[at] = content[:place] + data.draw(st.sampled_from(DAMAGE)) + content[end:]
    before, *files, after = pieces
    in_pieces = not prove_xml(before + after, "metadata/premis.xml") and all(map(are_files_proved, files))
    is_proved = prove_xml(b"".join(pieces), "metadata/premis.xml") == ()
    assert is_proved or not in_pieces


@given(preservation_records, st.lists(st.integers(0, 50)))
def test_what_is_written_is_proved_in_pieces_just_where_it_is_proved_whole(
    record: PreservationRecord, cuts: list[int]
) -> None:
    around = before_files(record.identifier) + after_files(record)
    pieces = all(map(are_files_proved, pieces_of(record, cuts)))
    is_proved = prove_xml(written(record), "metadata/premis.xml") == ()
    assert (pieces and not prove_xml(around, "metadata/premis.xml")) == is_proved


@pytest.mark.parametrize(
    "markup",
    [
        b"",
        OBJECT,
        OBJECT * 3,
        b"  \n" + OBJECT,
    ],
)
def test_objects_may_stand_where_files_stand(markup: bytes) -> None:
    assert are_files_proved(markup)


@pytest.mark.parametrize(
    "markup",
    [
        b"<!-- a remark -->",
        b"<!-- ",
        b"<![CDATA[",
        b"<?x ",
        b"<object ",
        b"<object a='",
        OBJECT + b"</premis>",
        OBJECT.removesuffix(b"</object>"),
        OBJECT + b"<rights/>",
        OBJECT + b"text",
        OBJECT + after_files(PreservationRecord("-", (), (), "public")).removesuffix(b"</premis>\n"),
        OBJECT.replace(b"<size>1", b"<size>-1"),
        OBJECT.replace(b"<size>1", b"<size> "),
        OBJECT.replace(b"object", b"agent"),
        OBJECT + b"\x00",
        OBJECT + b"\xff",
    ],
)
def test_nothing_else_may_stand_there(markup: bytes) -> None:
    assert not are_files_proved(markup)


def test_the_schema_asks_nothing_of_two_objects_together() -> None:
    """The proof by pieces stands on it: no key, nothing of type ID, and as many objects as there are."""
    schema = etree.fromstring(schema_bytes(PREMIS.schema))
    s = "{http://www.w3.org/2001/XMLSchema}"
    assert not list(schema.iter(f"{s}key", f"{s}keyref", f"{s}unique", f"{s}assert", f"{s}import", f"{s}include"))
    types = {value for one in schema.iter() for name in ("type", "base") if (value := one.get(name))}
    assert {one for one in types if one.startswith("xs:")} <= {"xs:string", "xs:long", "xs:dateTime", "xs:anyURI"}
    (objects,) = schema.iterfind(f".//{s}complexType[@name='premisComplexType']/{s}sequence/{s}element[1]")
    assert (objects.get("ref"), objects.get("maxOccurs")) == ("p:object", "unbounded")


def pieces_of(record: PreservationRecord, cuts: list[int]) -> list[bytes]:
    """The files of a record as markup, cut at these places."""
    places = sorted({min(cut, len(record.files)) for cut in cuts} | {0, len(record.files)})
    return [files_markup(record.files[start:end], record.identifier) for start, end in pairwise(places)]


def whole(record: PreservationRecord, pieces: list[bytes]) -> list[bytes]:
    return [before_files(record.identifier), *pieces, after_files(record)]


def written(record: PreservationRecord) -> bytes:
    out = BytesIO()
    write_premis(record, out)
    return out.getvalue()
