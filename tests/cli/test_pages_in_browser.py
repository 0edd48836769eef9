"""The pages as a person sees them: opened in a browser, in both languages, read, and asking for nothing."""

from pathlib import Path

import pytest

from browser import browser, need_browser
from running import Bayegan
from years import live

pytestmark = need_browser


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    live(archive, 6)
    return archive


SAID = {
    "en": ("Fixity report", "3 files are not as they were sealed.", "altered", "Coverage over time", "missing"),
    "fa": ("گزارش وارسی سلامت", "۳ پرونده آن‌گونه که مهر شده بودند نیستند.", "تغییریافته", "پوشش در گذر زمان", "۶۷"),
}


PICTURES_ARE_DESCRIBED = """[...document.querySelectorAll('svg.picture')].every(
    one => one.getAttribute('role') == 'img'
        && one.querySelector(':scope>title') && one.querySelector(':scope>desc'))"""


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_report_is_rendered_whole_and_asks_for_nothing(
    held: Path, tmp_path: Path, bayegan: Bayegan, lang: str
) -> None:
    page = tmp_path / "page.html"
    bayegan("fixity", "report", "--archive", held, "--html", page, "--lang", lang)
    with browser() as one:
        for scheme in ("light", "dark"):
            one.open(page, scheme=scheme)
            assert one.requests == [page.as_uri()]
            assert one.complaints == []
        for words in SAID[lang]:
            assert words in one.text
        assert r"data/<script>alert(1);\u202efdp.txt" in one.text
        assert one.evaluate("document.dir") == ("rtl" if lang == "fa" else "ltr")
        assert one.evaluate("document.scripts.length") == 0
        # Every name from outside is kept to itself; every picture has a title and a description; tables have heads.
        assert one.evaluate(PICTURES_ARE_DESCRIBED)
        assert one.evaluate("document.querySelectorAll('svg.picture').length") == 4
        assert one.evaluate("[...document.querySelectorAll('table')].every(t => t.querySelector('th[scope=col]'))")
        assert one.evaluate("[...document.querySelectorAll('bdi')].some(b => b.textContent.includes('fdp.txt'))")


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_runs_out_of_the_page(held: Path, tmp_path: Path, bayegan: Bayegan, lang: str, width: int) -> None:
    """Wide tables scroll in their own frame: the page itself is never wider than the window."""
    for name, words in (("report", ("fixity", "report")), ("levels", ("levels",))):
        page = tmp_path / f"{name}.html"
        bayegan(*words, "--archive", held, "--html", page, "--lang", lang)
        with browser() as one:
            one.open(page, width=width)
            assert one.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_persian_line_begins_at_the_right(held: Path, tmp_path: Path, bayegan: Bayegan, lang: str) -> None:
    page = tmp_path / "page.html"
    bayegan("fixity", "report", "--archive", held, "--html", page, "--lang", lang)
    with browser() as one:
        one.open(page)
        left = one.evaluate("document.querySelector('dt').getBoundingClientRect().left")
        assert (left > 500) == (lang == "fa")
        first = one.evaluate("document.querySelector('svg.picture rect').getBoundingClientRect().right")
        assert (first > 900) == (lang == "fa"), "pictures run the way the lines do"


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_levels_are_rendered_and_ask_for_nothing(
    held: Path, tmp_path: Path, bayegan: Bayegan, lang: str
) -> None:
    page = tmp_path / "levels.html"
    bayegan("levels", "--archive", held, "--html", page, "--lang", lang)
    with browser() as one:
        one.open(page)
        assert one.requests == [page.as_uri()]
        assert one.complaints == []
        assert one.evaluate("document.querySelectorAll('table.matrix tbody tr').length") == 5
        assert ("سطوح نگهداری" if lang == "fa" else "Levels of Preservation") in one.text


def test_a_request_would_show(tmp_path: Path) -> None:
    """The instrument itself: a page that asks for something, and one that breaks its policy."""
    page = tmp_path / "x.html"
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    page.write_text(f'<!DOCTYPE html>{policy}<img src="http://127.0.0.1:9/x.png"><p style="color:red">x</p>')
    with browser() as one:
        one.open(page)
        assert len(one.requests) == 2
        assert len(one.complaints) == 2
