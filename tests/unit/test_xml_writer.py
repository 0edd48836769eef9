"""The one XML writer."""

from io import BytesIO

import pytest

from bayegan.metadata.parser import parse_xml
from bayegan.metadata.writer import XML_LANG, document


def written(text: str, **attributes: str | None) -> bytes:
    out = BytesIO()
    with document(out, "{urn:a}a", {None: "urn:a"}) as writer, writer.element("{urn:a}b"):
        writer.text("{urn:a}c", text, attributes)
    return out.getvalue()


def test_a_document_is_declared_indented_and_ends_with_a_line_feed():
    out = BytesIO()
    with document(out, "{urn:a}a", {None: "urn:a"}, {"v": "1"}) as writer:
        with writer.element("{urn:a}b", {"k": None, "l": "2"}):
            writer.text("{urn:a}c", "نامه", {XML_LANG: "fa"})
            writer.text_if("{urn:a}d", None)
        writer.text_if("{urn:a}d", "")
    assert out.getvalue().decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<a xmlns="urn:a" v="1">\n  <b l="2">\n    <c xml:lang="fa">نامه</c>\n  </b>\n  <d></d>\n</a>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\r",
        "\r\n",
        "a\rb\nc\td",
        " a ",
        "a\u200cb",
        "e\u0301",
        "]]>",
        "<&>\"'",
        "\x85\u2028\x7f",
        "\U0001f56f",
    ],
)
def test_any_text_comes_back_as_it_was(text: str):
    root, _ = parse_xml(written(text, k=text), "a.xml")
    (leaf,) = root.iter("{urn:a}c")
    assert (leaf.text or "") == text
    assert leaf.get("k") == text


@pytest.mark.parametrize("text", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_is_never_written_by_another_character(text: str):
    with pytest.raises(ValueError, match=r"XML compatible|surrogates"):
        written(text)
