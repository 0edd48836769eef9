"""An encyclopaedia page with many figures of the dead: what its sealed record answers, and whose each figure is."""

import itertools
import re
from typing import Any

import pytest

from seeds_asked import Sealed, assert_every_claim_is_attributed, assert_valid, passages, repeats, sealed, shown
from shared import REPOSITORY, SHARED, need_shared

pytestmark = need_shared
FACTS = frozenset(("title", "name", "citation", "address", "organisationName", "author", "publisher"))
"""What may be as it is in the document: titles, names, citations."""
PAGE = REPOSITORY / "docs" / "reference" / "claims-of-a-test-record.md"
DEAD = "//r:claim[@kind = 'figure'][contains(r:figure/r:unit, 'put to death')]"
ALL_THE_DEAD = "people put to death"
NOT_A_NAME = {"مُحَمَّد"}
"""Arabic letters of the document that no record of it has to hold: a name in the summary of a linked article."""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("seed") / "A", "002.json")


def asserters(seed: Sealed, claim: Any) -> list[str]:
    """Return who asserts a claim: people and organisations by their main names, others in words."""
    keys = [one.text for one in claim.findall("{*}asserter")]
    names = [seed.found(f"string((//r:person | //r:organisation)[@key = '{key}']/r:name[1])") for key in keys]
    return [*names, *(one.text for one in claim.findall("{*}assertedBy"))]


def figure_of(claim: Any) -> str:
    """Return a figure as the page in docs/ writes it."""
    figure = claim.find("{*}figure")
    least, most = (None if (end := figure.get(one)) is None else f"{int(end):,}" for one in ("least", "most"))
    if figure.find("{*}inWords") is not None:
        return f"“{figure.findtext('{*}inWords')}”"
    if least and most:
        about = "about " if figure.get("qualifier") == "about" else ""
        return about + (least if least == most else f"{least} to {most}")
    if figure.get("qualifier") == "more-than":
        return f"more than {least}"
    return f"{least} or more" if least else f"up to {most}" if most else "no number"


def bounds(claim: Any) -> tuple[float, float]:
    figure = claim.find("{*}figure")
    return float(figure.get("least", "-inf")), float(figure.get("most", "inf"))


def test_every_estimate_of_the_dead_is_a_claim_with_whoever_asserts_it(seed: Sealed) -> None:
    claims = seed.found(DEAD)
    assert len(claims) == 20
    by = {one.get("key"): (figure_of(one), asserters(seed, one)) for one in claims}
    assert all(who for _, who in by.values())
    assert by["dead-montazeri"] == ("2,800 to 3,800", ["Hussein-Ali Montazeri"])
    assert by["dead-amnesty-2500"] == ("more than 2,500", ["Amnesty International"])
    assert by["dead-nurizad"] == ("more than 33,000", ["Mohammad Nurizad"])
    assert by["dead-rajavi"] == ("about 30,000", ["Maryam Rajavi"])
    assert by["dead-eyewitness"] == ("5,000 to 6,000", ["an eyewitness who is not named"])
    assert by["dead-defectors"] == ("up to 30,000", ["Iranian defectors who are not named"])
    assert by["dead-provinces-study"][0] == "12,000"


def test_a_figure_is_a_number_or_the_words_of_whoever_asserts_it(seed: Sealed) -> None:
    assert seed.found(f"{DEAD}[not(r:figure/@least or r:figure/@most or r:figure/r:inWords)]") == []
    assert seed.found(f"{DEAD}[r:figure/r:inWords and (r:figure/@least or r:figure/@most)]") == []
    assert len(seed.found(f"{DEAD}[r:figure/r:inWords]")) == 8


def test_who_reports_a_figure_is_told_apart_from_who_asserts_it(seed: Sealed) -> None:
    assert seed.ask("//r:claim[@key = 'dead-former-adviser']/r:reportedBy") == ["the title of a link"]
    assert seed.found("//r:claim[r:reporter = 'lamb']/@key") == ["course-lifts-lamb"]


def test_those_put_to_death_are_victims_as_groups_without_a_figure_of_ours(seed: Sealed) -> None:
    groups = seed.found("//r:act[contains(r:kind, 'execution')]/r:victim/text()")
    assert groups == ["g-prisoners", "g-pmoi", "g-left"]
    assert seed.found("//r:group/r:figure") == [], "the figures are claims, and none of them is chosen"
    assert seed.ask("//r:act[r:victim = 'g-pmoi']/r:title") == ["Executions of supporters of the PMOI"]


def test_no_figure_of_the_dead_is_the_page_s_own_but_for_one(seed: Sealed) -> None:
    own = "the article, without a source in what is left of it"
    assert seed.found(f"{DEAD}[r:assertedBy = '{own}']/@key") == ["dead-members-thousands"]


def test_figures_contradict_each_other_where_no_number_can_satisfy_both_and_only_there(seed: Sealed) -> None:
    claims = seed.found(f"//r:claim[r:figure/r:unit = '{ALL_THE_DEAD}']")
    stated = {(one.get("key"), other.text) for one in claims for other in one.findall("{*}contradicts")}
    apart = {
        (one.get("key"), other.get("key"))
        for one, other in itertools.permutations(claims, 2)
        if bounds(one)[1] < bounds(other)[0] or bounds(other)[1] < bounds(one)[0]
    }
    assert stated == apart
    assert len(stated) == 46


def test_what_contradicts_is_contradicted(seed: Sealed) -> None:
    pairs = {(one.getparent().get("key"), one.text) for one in seed.found("//r:contradicts")}
    assert pairs == {(other, one) for one, other in pairs}
    assert {("commission-sixteen", "commission-four"), ("course-start", "course-nurizad")} <= pairs
    assert {("gov-denial", "gov-lawful"), ("motive-retaliation", "motive-not-retaliation")} <= pairs


def test_the_page_of_the_claims_says_what_the_record_says(seed: Sealed) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    told = [
        [
            f"`{one.get('key')}`",
            figure_of(one),
            one.findtext("{*}figure/{*}unit"),
            "; ".join(asserters(seed, one)),
        ]
        for one in seed.found(DEAD)
    ]
    assert rows == told


def test_the_decree_says_who_gave_it_when_and_what_came_of_it(seed: Sealed) -> None:
    (order,) = seed.found("//r:event[contains(r:title, 'decree')]")
    assert order.findtext("{*}date/{*}edtf") == "../1988-07-19"
    assert order.find("{*}date").get("certainty") == "presumed"
    about = f"[r:about = '{order.get('key')}']"
    assert seed.ask(f"//r:information{about}[r:material/@concept = 'sources:decree']/r:citation") != []
    assert seed.found(f"//r:information{about}[r:material/@concept = 'sources:decree']/@source") == ["khomeini"]
    assert "order-made-commissions" in seed.found(f"//r:claim{about}/@key")
    assert seed.found("//r:involvement[r:degree/@concept = 'involvement:ordered']/@who") == ["khomeini"] * 2
    assert seed.ask("//r:event[@key = 'order']/r:description[contains(., 'whom it was addressed is not said')]")
    assert seed.found("//r:reference[@key = 'ref-order'][r:passage]") != []


def test_the_commission_has_its_members_with_their_offices(seed: Sealed) -> None:
    members = "//r:person[r:position/@at = 'commission-tehran']/r:name[1]"
    elsewhere = "//r:person[r:name[1] = '{}']/r:position[not(@at = 'commission-tehran')]/r:title"
    offices = {name: seed.ask(elsewhere.format(name)) for name in seed.ask(members)}
    assert offices == {
        "Ebrahim Raisi": ["Deputy Prosecutor General", "President of Iran, elected in 2021"],
        "Mostafa Pourmohammadi": [
            "representative of the Intelligence Ministry in Evin Prison",
            "Minister of the Interior of Iran",
        ],
        "Morteza Eshraqi": ["Prosecutor of Tehran"],
        "Hossein-Ali Nayyeri": ["judge"],
        "Ali Mobasheri": [],
    }
    in_it = "//r:position[@at = 'commission-tehran']"
    assert seed.found(f"{in_it}[not(@held = 'then' and @certainty = 'reported')]") == []
    assert seed.found("//r:involvement[not(@certainty = 'reported') or not(r:note)]") == []
    assert seed.ask("//r:organisation[@key = 'commission-tehran']/r:name[@kind = 'variant']") == [
        "death committee",
        "death commission",
    ]


def test_the_two_accounts_of_the_commission_stand_side_by_side(seed: Sealed) -> None:
    sizes = "//r:claim[r:figure/r:unit = 'members of the commission in Tehran']/r:figure/@most"
    assert seed.found(sizes) == ["16", "4"]


def test_every_persian_name_of_the_document_is_in_the_record_in_its_script(seed: Sealed) -> None:
    (document,) = (SHARED / "seeds").glob("002_*")
    runs = re.findall(r"[\u0600-\u06ff](?:[\u0600-\u06ff\u200c _:-]*[\u0600-\u06ff])?", document.read_text("utf-8"))
    record = (seed.bag / "metadata" / "record.xml").read_text("utf-8")
    assert len(set(runs)) > 15
    assert [one for one in runs if one not in record and one not in NOT_A_NAME] == []
    assert set(seed.ask("//r:person/r:name[@xml:lang = 'fa']")) >= {
        "حسینعلی منتظری",
        "ابراهیم رئیسی",
        "مریم رجوی",
        "شيرين عبادى",
        "مهسا امینی",
    }


def test_inline_citations_and_further_reading_are_references_and_the_lost_list_is_missing(seed: Sealed) -> None:
    inline = seed.ask("//r:reference[@kind = 'citation'][contains(r:note, 'Inline citation')]/r:citation")
    assert [one.split(",")[0] for one in inline] == ["Abrahamian", "Abrahamian", "James Nickel"]
    assert len(seed.found("//r:reference[@kind = 'further-reading']")) == 6
    assert len(seed.found("//r:reference[@kind = 'link'][contains(r:note, 'xternal link')]")) == 9
    assert len(seed.found("//r:reference[@kind = 'link'][contains(r:note, 'Related article')]")) == 14
    assert seed.found("//r:reference[not(r:passage)]") == []
    (lost,) = seed.ask("//r:capture/r:missing[starts-with(., 'List of references')]")
    assert "empty" in lost
    near = "//r:part[@key = //r:capture/r:missing[starts-with(., 'List of references')]/@near]/r:title"
    assert seed.ask(near) == ["References"]
    books = "//r:reference[@kind = 'further-reading'][r:author and r:publisher and r:date]/r:title"
    assert seed.ask(books) == [
        "Tortured Confessions",
        "Death Plus Ten Years",
        "Torture and Modernity: Self, society and state in modern Iran",
    ]
    (heading,) = seed.found("//r:part[r:title = 'References']/r:passage")
    assert int(heading.get("end")) - int(heading.get("start")) == len("References")


def test_sections_are_parts_that_follow_each_other(seed: Sealed) -> None:
    titles = seed.ask("//r:part/r:title")
    assert len(titles) == 26
    assert {"Background", "Estimates of the number of fatalities", "Iran Tribunal", "Further reading"} <= set(
        titles
    )
    outer = seed.found("//r:part[not(@within)]/r:passage")
    spans = [(int(one.get("start")), int(one.get("end"))) for one in outer]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    inner = seed.found("//r:part[@within]")
    for one in inner:
        (whole,) = seed.found(f"//r:part[@key = '{one.get('within')}']/r:passage")
        place = one.find("{*}passage")
        assert int(whole.get("start")) <= int(place.get("start")) < int(place.get("end")) <= int(whole.get("end"))


def test_the_estimates_stand_where_the_section_says_or_are_said_elsewhere_too(seed: Sealed) -> None:
    (section,) = seed.found("//r:part[r:title = 'Estimates of the number of fatalities']/r:passage")
    start, end = section.get("start"), section.get("end")
    within = seed.found(f"{DEAD}[r:passage[@start >= {start} and @end <= {end}]]/@key")
    assert len(within) == 9
    assert len(seed.found(DEAD)) - len(within) == 11


def test_every_claim_has_its_asserter_its_subject_and_its_passage(seed: Sealed) -> None:
    assert seed.found("count(//r:claim)") == 99
    assert_every_claim_is_attributed(seed)
    assert seed.found("//r:claim[not(r:about)]/@key") == []


def test_a_person_reads_each_figure_with_whoever_asserts_it(seed: Sealed) -> None:
    out = shown(seed)
    for claim in seed.found(DEAD):
        whole = " ".join(claim.findtext("{*}paraphrase").split())
        by = out.split(f"{whole} asserted by: ")[1].split(" in: characters ")[0]
        assert all(one in by for one in asserters(seed, claim))
    name = "حسینعلی منتظری"
    assert f"\u2068{name}\u2069" in out, "right-to-left letters stand apart from what is around them"
    assert "missing: List of references" in out
    assert "Estimates of the number of fatalities" in out


def test_every_range_holds_the_passage_whose_digest_it_states(seed: Sealed) -> None:
    found = passages(seed)
    assert found
    assert found == [one.strip() for one in found], "a passage begins and ends with a letter or a mark"


def test_a_library_finds_names_places_and_dates(seed: Sealed) -> None:
    assert_valid(seed)
    assert set(seed.ask_dc("title")) == {"1988 executions of Iranian political prisoners"}
    assert set(seed.ask_dc("subject")) >= {
        "Hussein-Ali Montazeri",
        "حسینعلی منتظری",
        "Ervand Abrahamian",
        "Tudeh Party of Iran",
        "Amnesty International",
        "enforced disappearance",
    }
    assert set(seed.ask_dc("spatial")) >= {
        "Evin Prison, Tehran, Iran",
        "Gohar Dasht prison, Iran",
        "Khorram-Abad, Lorestan, Iran",
        "تهران",
    }
    assert set(seed.ask_dc("temporal")) >= {"1988", "1988-07-25", "1988-08-15", "2016-08-09", "2022-07"}
    assert set(seed.ask_dc("language")) == {"en", "fa"}
    assert set(seed.ask_dc("publisher")) == {"TheInfoList"}


def test_no_passage_of_the_document_is_repeated(seed: Sealed) -> None:
    assert repeats(seed, 7, FACTS) == []
