"""The one writer of HTML: what is text stays text."""

import string
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.names import shown
from bayegan.pages.html import Node, code, document, element, filled, name
from bayegan.pages.levels_en import ASKED_EN, SAID_EN
from bayegan.pages.levels_fa import ASKED_FA, SAID_FA
from bayegan.pages.words import words_of
from bayegan.pages.words_en import ENGLISH
from bayegan.pages.words_fa import PERSIAN

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "&lt;script&gt;",
    "data/\u202efdp.exe",
    "\u2066a\u2069\u200e\u061c",
    "a\x00b\x1b[31m\r\n",
    "\udcff.txt",
    "javascript:alert(1)",
]


class Read(HTMLParser):
    """What a reader of HTML finds: tags with attributes, and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_name_is_text_wherever_it_stands(text: str) -> None:
    page = element("p", text, name(text), code(text), filled("a {x} b", x=text), id=text)
    read = Read(str(page))
    assert [tag for tag, _ in read.tags] == ["p", "bdi", "code"]
    plain = "\n".join(map(shown, text.split("\n")))
    assert read.text == plain + shown(text) + shown(text) + f"a {plain} b"
    assert read.tags[0][1]["id"] == plain
    str(page).encode("utf-8")


@given(st.text(), st.text(alphabet=string.punctuation + string.ascii_letters))
def test_any_text_comes_back_as_it_was_shown(text: str, other: str) -> None:
    read = Read(str(element("td", text, element("bdi", other), class_=other)))
    assert [tag for tag, _ in read.tags] == ["td", "bdi"]
    assert read.text == "\n".join(map(shown, text.split("\n"))) + other
    assert read.tags[0][1]["class"] == other


@pytest.mark.parametrize(
    "tag", ["script", "iframe", "img", "link", "object", "form", "style", "base", "foreignObject", "p onx=1"]
)
def test_what_could_run_or_load_cannot_be_written(tag: str) -> None:
    with pytest.raises(ValueError, match="no page has"):
        element(tag)


@pytest.mark.parametrize("key", ["onclick", "style", "src", "srcset", "action", "formaction", "xlink_href", "ping"])
def test_no_attribute_runs_or_loads_anything(key: str) -> None:
    with pytest.raises(ValueError, match="no page has"):
        element("a", "x", **{key: "1"})


@pytest.mark.parametrize("address", ["https://example.org/", "javascript:alert(1)", "//example.org", "x.html"])
def test_a_page_leads_to_its_own_places_only(address: str) -> None:
    with pytest.raises(ValueError, match="own places"):
        element("a", "x", href=address)


def test_html_cannot_be_made_elsewhere() -> None:
    with pytest.raises(TypeError):
        Node("<b>")


def test_a_page_forbids_itself_everything_but_its_style() -> None:
    read = Read(document("fa", "rtl", "T</title><script>", "p{color:red}", element("p", "x")))
    policy = next(one["content"] for tag, one in read.tags if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert [tag for tag, _ in read.tags if tag in ("script", "link", "img")] == []
    assert read.tags[0] == ("html", {"lang": "fa", "dir": "rtl"})


def places(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize(
    ("english", "persian"),
    [(ENGLISH, PERSIAN), (ASKED_EN, ASKED_FA), (SAID_EN, SAID_FA)],
    ids=["pages", "asked", "said"],
)
def test_both_languages_say_the_same_things_with_the_same_values(
    english: dict[str, str], persian: dict[str, str]
) -> None:
    assert english.keys() == persian.keys()
    assert {key: places(text) for key, text in english.items()} == {
        key: places(text) for key, text in persian.items()
    }


@pytest.mark.parametrize(
    ("lang", "octets", "said"),
    [
        ("en", 0, "0 bytes"),
        ("en", 1, "1 byte"),
        ("en", 999, "999 bytes"),
        ("en", 999_999, "1 MB"),
        ("en", 2_157_416_010, "2.2 GB"),
        ("fa", 1_500, "۱٫۵ کیلوبایت"),
        ("fa", 12, "۱۲ بایت"),
    ],
)
def test_sizes(lang: str, octets: int, said: str) -> None:
    assert words_of(lang).size(octets) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 0, "0%"), (1, 100_000, "0.1%"), (99_999, 100_000, "99.9%"), (7, 7, "100%")]
)
def test_a_share_is_never_rounded_to_all_or_nothing(part: int, whole: int, said: str) -> None:
    assert words_of("en").percent(part, whole) == said


@pytest.mark.parametrize(
    ("lang", "stamp", "first", "second"),
    [
        ("en", "2026-11-23T07:00:04Z", "23 November 2026, 07:00", "2 Azar 1405"),
        ("fa", "2026-11-23T07:00:04Z", "۲ آذر ۱۴۰۵، ۰۷:۰۰", "۲۳ نوامبر ۲۰۲۶"),
        ("fa", "2025-03-20T23:59:00Z", "۳۰ اسفند ۱۴۰۳، ۲۳:۵۹", "۲۰ مارس ۲۰۲۵"),
        ("fa", "2025-03-21T00:00:00Z", "۱ فروردین ۱۴۰۴، ۰۰:۰۰", "۲۱ مارس ۲۰۲۵"),
    ],
)
def test_a_time_is_said_in_both_calendars(lang: str, stamp: str, first: str, second: str) -> None:
    read = Read(str(words_of(lang).when(stamp)))
    assert read.tags[0] == ("time", {"datetime": stamp})
    assert read.text == f"{first} {second}"


@pytest.mark.parametrize(
    ("lang", "milliseconds", "said"),
    [
        ("en", 20, "under 1 s"),
        ("en", 18_004_000, "5 h 4 s"),
        ("en", 90_061_000, "1 d 1 h"),
        ("fa", 61_000, "۱ دقیقه و ۱ ثانیه"),
    ],
)
def test_durations(lang: str, milliseconds: int, said: str) -> None:
    assert words_of(lang).duration(milliseconds) == said
