"""A month of a campaign site: eight posts, many speakers, and officials with their positions then and now."""

import pytest

from seeds_asked import Sealed, assert_every_claim_is_attributed, assert_valid, passages, repeats, sealed
from shared import need_shared

pytestmark = need_shared
SITE = "The site, which the capture does not name"
POSTS = [
    "Lights of Liberty on the 30th Anniversary of 1988 Massacre",
    "Italian lawmakers & NGOs urge UN HumanRights to launch a ‘Commission of Inquiry’ […]",
    "Maryam Rajavi’s Message on the Anniversary of the 1988 Massacre",
    "Those Who Massacred PMOI Members Should Be Rewarded, Senior Iranian Official Says",
    "Nobel Laureates Condemn Executions in Iran, Call on UN",
    "ANALYSIS: Unveiling the secrets of Iran’s 1988 massacre",
    "Mukhtar Heydarzadeh",
    "Shamsedin Kazemi",
]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("seed") / "A", "004.json")


def positions(month: Sealed, name: str, held: str) -> list[str]:
    return month.ask(f"/*/r:person[r:name='{name}']/r:position[@held='{held}']/r:title")


def test_the_record_and_its_dublin_core_are_valid(month: Sealed) -> None:
    assert_valid(month)


def test_each_post_is_a_part_with_its_title(month: Sealed) -> None:
    assert month.ask("/*/r:part[not(@within)]/r:title") == POSTS
    assert month.ask("/*/r:part[not(@within)][not(r:passage)]/@key") == []


def test_posts_have_the_day_and_the_author_that_they_state_and_no_other(month: Sealed) -> None:
    assert month.ask("/*/r:part[not(@within)]/r:date/r:edtf") == ["2017-07-22"]
    assert month.ask("/*/r:part[r:date/r:edtf='2017-07-22']/r:author") == ["Heshmat Alavi"]
    assert month.ask("/*/r:part[not(@within)]/r:author") == ["Heshmat Alavi"]
    assert month.ask("/*/r:part[@within='p3']/r:author") == ["Maryam Rajavi"]
    assert month.ask("/*/r:date[@kind='issued']/r:edtf")[0] == "2017-07"


def test_the_ranges_of_the_posts_follow_one_another(month: Sealed) -> None:
    starts = [int(one) for one in month.ask("/*/r:part[not(@within)]/r:passage/@start")]
    ends = [int(one) for one in month.ask("/*/r:part[not(@within)]/r:passage/@end")]
    assert len(starts) == len(POSTS)
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))


def test_a_part_within_a_post_lies_within_its_range(month: Sealed) -> None:
    inner = month.ask("/*/r:part[@within]/@key")
    assert inner == ["p3-message", "p5-letter", "p6-interview"]
    for key in inner:
        (start,) = month.ask(f"/*/r:part[@key=/*/r:part[@key='{key}']/@within]/r:passage/@start")
        (end,) = month.ask(f"/*/r:part[@key=/*/r:part[@key='{key}']/@within]/r:passage/@end")
        bounds = month.ask(f"/*/r:part[@key='{key}']/r:passage/@*[name()='start' or name()='end']")
        assert all(int(start) <= int(bound) <= int(end) for bound in bounds)


@pytest.mark.parametrize(
    ("name", "then", "now"),
    [
        (
            "Mostafa Pour-Mohammadi",
            ["Member of the commission of 1988 (“Death Commission”)"],
            ["Minister of justice in the administration of Hassan Rouhani"],
        ),
        (
            "Ebrahim Raisi",
            ["Member of the commission of four of 1988 (“Death Commission”)"],
            ["Candidate in the presidential election of 19 May 2017, which he lost"],
        ),
        (
            "Mukhtar Heydarzadeh",
            [
                "Provincial prosecutor",
                "Prosecutor of the Islamic Revolutionary Court in Tabriz",
                "Member of the provincial commission of 1988 (“death committee”)",
            ],
            ["Head of the logistics section"],
        ),
        (
            "Shamsedin Kazemi",
            [
                "Director of “Samt” prison",
                "Member of the commission of 1988 (“death committee”) in Younesko prison",
            ],
            ["Unknown"],
        ),
        ("Ali Khamenei", [], ["Supreme Leader"]),
        ("Ali Avai", ["Prosecutor"], []),
    ],
)
def test_officials_have_their_positions_then_and_now(
    month: Sealed, name: str, then: list[str], now: list[str]
) -> None:
    assert positions(month, name, "then") == then
    assert positions(month, name, "now") == now


def test_an_unknown_position_is_not_a_position(month: Sealed) -> None:
    assert month.ask("/*/r:person[@key='kazemi']/r:position[r:title='Unknown']/@certainty") == ["unknown"]


def test_every_claim_names_who_asserts_it_and_where(month: Sealed) -> None:
    assert_every_claim_is_attributed(month)


def test_claims_are_those_of_their_speakers_and_not_of_the_site(month: Sealed) -> None:
    speakers = {
        "gingrich": "c1-",
        "chavez": "c1-",
        "giuliani": "c1-",
        "ridge": "c1-",
        "zamparutti": "c2-",
        "terzi": "c2-",
        "maryam": "c3-",
        "massoud": "c3-",
        "khatami": "c4-",
        "laureates": "c5-",
        "roberts": "c5-",
        "alavi": "c6-",
        "fallahian": "c6-",
    }
    for who, post in speakers.items():
        said = month.claims(who)
        assert said
        assert all(key.startswith(post) for key in said)
    assert sorted(set(month.ask("/*/r:claim/r:asserter"))) == sorted(speakers)
    assert month.ask(f"/*/r:claim[r:asserter][r:assertedBy='{SITE}']/@key") == []
    assert all(key.startswith(("c7-", "c8-")) for key in month.ask("/*/r:claim[r:access]/@key"))


def test_each_number_of_the_dead_stands_by_itself_with_its_speaker(month: Sealed) -> None:
    dead = "/*/r:claim[r:figure/@least='30000']"
    assert {key: month.ask(f"/*/r:claim[@key='{key}']/r:asserter") for key in month.ask(f"{dead}/@key")} == {
        "c1-30000": [],
        "c1-gingrich-30000": ["gingrich"],
        "c2-30000": [],
        "c3-30000": ["maryam"],
        "c4-30000": [],
        "c5-roberts": ["roberts"],
        "c5-30000": [],
        "c6-30000": ["alavi"],
    }
    assert set(month.ask(f"{dead}[not(r:asserter)]/r:assertedBy")) == {SITE}
    assert month.ask(f"{dead}[not(r:figure/@most)]/@key") == ["c4-30000", "c5-roberts", "c5-30000", "c6-30000"]
    assert month.ask("/*/r:claim[@key='c7-tabriz' or @key='c7-ardebil']/r:figure/@least") == ["200", "79"]


def test_every_range_holds_the_passage_of_its_digest(month: Sealed) -> None:
    found = passages(month)
    by_digest = dict(zip(month.ask("//r:passage/@sha256"), found, strict=True))
    for key in month.ask("/*/r:claim[r:figure/@least='30000']/@key"):
        (digest,) = month.ask(f"/*/r:claim[@key='{key}']/r:passage/@sha256")
        assert "30,000" in by_digest[digest]
    assert any("\u00a0" in passage for passage in found)


def test_people_accused_without_a_source_are_restricted(month: Sealed) -> None:
    restricted = month.ask("/*/r:person[r:access/@level='restricted']/@key")
    assert restricted == ["heydarzadeh", "kazemi", "aghazadeh", "mohammadi", "avai", "naser"]
    assert month.ask("/*/r:part[r:access/@level='restricted']/r:title") == POSTS[-2:]
    assert month.ask("/*/r:access/@level") == ["restricted"]


def test_involvements_are_reported_and_never_plain(month: Sealed) -> None:
    assert month.ask("/*/r:involvement")
    assert month.ask("/*/r:involvement[not(@certainty='reported') or not(r:note)]/@who") == []


def test_what_the_capture_lacks_is_told(month: Sealed) -> None:
    missing = month.ask("/*/r:capture/r:missing")
    assert any(one.startswith("Name, address and publisher") for one in missing)
    assert any(one.startswith("Days and authors of the posts") for one in missing)


def test_a_library_finds_names_places_and_dates(month: Sealed) -> None:
    assert {"Maryam Rajavi", "Heshmat Alavi"} <= set(month.ask_dc("creator"))
    assert {"Ali Fallahian", "Ahmad Khatami", "Ebrahim Raisi"} <= set(month.ask_dc("subject"))
    assert {"Tabriz, East Azarbaijan, Iran", "Younesko prison, Dezful, Iran"} <= set(month.ask_dc("spatial"))
    assert month.ask_dc("issued") == ["2017-07", "2017-07-22"]
    assert {"2017-07-01", "2017-07-26", "1988-07-19"} <= set(month.ask_dc("temporal"))


def test_the_record_repeats_nothing_of_the_page(month: Sealed) -> None:
    assert repeats(month) == []


def test_what_a_speaker_said_in_an_interview_is_reported_by_the_article(month: Sealed) -> None:
    assert month.ask("/*/r:claim[r:asserter='fallahian'][not(r:reporter='alavi')]/@key") == []
    assert month.ask("/*/r:claim[r:asserter='massoud']/r:reporter") == ["maryam"]


def test_positions_then_and_now_say_where_they_stand(month: Sealed) -> None:
    for name in ("Mukhtar Heydarzadeh", "Shamsedin Kazemi"):
        held = f"/*/r:person[r:name='{name}']/r:position"
        assert month.ask(f"{held}[not(r:passage)]/r:title") == []
        assert set(month.ask(f"{held}/@held")) == {"then", "now"}


def test_the_victims_of_two_towns_are_groups_with_the_figures_of_the_site(month: Sealed) -> None:
    tabriz = "/*/r:group[@key=/*/r:act[@key='a-tabriz']/r:victim]/r:figure"
    assert month.ask(f"{tabriz}/@least | {tabriz}/@qualifier") == ["200", "more-than"]
    assert month.ask("/*/r:group[@key=/*/r:act[@key='a-ardebil']/r:victim]/r:figure/@most") == ["79"]


def test_an_act_may_have_several_places(month: Sealed) -> None:
    act = "/*/r:act[r:furtherPlace]"
    places = [month.ask(f"/*/r:place[@key={act}/{one}]/r:name")[0] for one in ("@place", "r:furtherPlace")]
    assert places == ["Camp Ashraf", "Camp Liberty"]
