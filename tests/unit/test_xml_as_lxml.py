"""What our writer writes is what lxml would write, and what is proved in passing is what is proved whole."""

from io import BytesIO
from tempfile import NamedTemporaryFile

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bayegan.metadata.premis_xml import write_premis
from bayegan.metadata.prove import PREMIS, prove_xml
from bayegan.metadata.proved_file import ProvedFile, is_file_proved
from bayegan.metadata.writer import XML_LANG, document
from strategies import preservation_records

letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
texts = st.text(letters | st.sampled_from("\r\n\t&<>\"']"))
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


@given(preservation_records, st.data())
def test_what_is_proved_in_passing_is_what_is_proved_whole(record: object, data: st.DataObject) -> None:
    out = BytesIO()
    write_premis(record, out)  # type: ignore[arg-type]
    content = out.getvalue()
    place = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(place, min(len(content), place + 40)))
    damaged = content[:place] + data.draw(st.sampled_from([b"", b"x", b"<a/>", b"0", b">"])) + content[end:]
    for one in (content, damaged):
        assert is_proved(one, data.draw(st.integers(1, 5000)), data.draw(st.sampled_from([0, 2000, 1 << 20]))) == (
            prove_xml(one, "metadata/premis.xml") == ()
        )


def is_proved(content: bytes, size: int, held: int) -> bool:
    kept = BytesIO()
    proved = ProvedFile(kept, PREMIS, ("sha512",), held)
    for start in range(0, len(content), size):
        proved.write(content[start : start + size])
    assert kept.getvalue() == content
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        answer = proved.is_proved()
        assert is_file_proved(file.name, PREMIS, size) == answer
    return answer
