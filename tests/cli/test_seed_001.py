"""A press article about a report: who speaks, who is spoken of, and a site that is gone."""

import pytest

from seeds_asked import Sealed, assert_every_claim_is_attributed, assert_valid, passages, repeats, sealed
from shared import need_shared

pytestmark = need_shared
WITNESSES = [
    "Mohammad Hussein Sobhani",
    "Farhad Javaheri-Yar",
    "Ali Ghashghavi",
    "Alireza Mirasgari",
    "Akbar Akbari",
    "Abbas Sadeghinejad",
]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("seed") / "A", "001.json")


def test_the_record_and_its_dublin_core_are_valid(article: Sealed) -> None:
    assert_valid(article)


def test_it_was_published_on_20_may_2005_and_sent_from_paris(article: Sealed) -> None:
    assert article.ask("/*/r:date[@kind='issued']/r:edtf") == ["2005-05-20"]
    assert article.ask("/*/r:date[@kind='created']/r:text") == ["20 May"]
    dateline = "/*/r:claim[r:date[@kind='created']/r:edtf='2005-05-20']"
    place = f"/*/r:place[@key={dateline}/r:about]"
    assert article.ask(f"{place}/r:name | {place}/r:within") == ["Paris", "France"]
    assert article.ask(f"{dateline}/r:asserter") == ["ips"]


def test_the_report_that_it_is_about_is_a_reference(article: Sealed) -> None:
    report = "/*/r:reference[r:date/r:edtf='2005-05-19']"
    (citation,) = article.ask(f"{report}/r:citation")
    assert citation.startswith("Human Rights Watch, No Exit: Human Rights Abuses Inside the MKO Camps")
    pages = "/*/r:claim[r:figure[@least='28' and @most='28']/r:unit='pages']"
    assert article.ask(f"/*/r:reference[@key={pages}/r:about]/r:citation") == [citation]
    publisher = article.ask("/*/r:information[r:date/r:edtf='2005-05-19']/@source")
    assert article.ask(f"/*/r:organisation[@key='{publisher[0]}']/r:name") == ["Human Rights Watch"]


def test_the_report_has_its_title_publisher_length_and_day(article: Sealed) -> None:
    report = "/*/r:reference[@kind='subject']"
    assert article.ask(f"{report}/r:title") == ["No Exit: Human Rights Abuses Inside the MKO Camps"]
    assert article.ask(f"{report}/r:publisher") == ["Human Rights Watch"]
    assert article.ask(f"{report}/r:extent") == ["28 pages"]
    assert article.ask(f"{report}/r:date/r:edtf") == ["2005-05-19"]


def test_what_witnesses_told_for_the_report_is_reported_by_its_publisher(article: Sealed) -> None:
    assert article.ask("/*/r:claim[r:reporter='hrw']/@key") == ["c-two-deaths", "c-purpose"]
    assert article.ask("/*/r:claim[@key='c-two-deaths']/r:assertedBy") == ["The witnesses of the report"]


def test_the_twelve_who_testified_are_a_group_of_whom_five_are_named(article: Sealed) -> None:
    group = "/*/r:group[r:role='witness']"
    assert article.ask(f"{group}/r:figure/@least | {group}/r:figure/r:inWords") == ["12", "a dozen"]
    members = [article.ask(f"/*/r:person[@key='{key}']/r:name")[0] for key in article.ask(f"{group}/r:member")]
    assert members == WITNESSES[1:]


def test_numbers_keep_the_words_that_qualify_them(article: Sealed) -> None:
    assert article.ask("/*/r:claim[r:figure/@qualifier='almost']/@key") == ["c-7000"]
    assert article.ask("/*/r:claim[r:figure/@qualifier='more-than']/@key") == ["c-3000"]
    assert article.ask("/*/r:claim[@key='c-dozens']/r:figure/r:inWords") == ["dozens"]


def test_its_witnesses_are_people_with_roles(article: Sealed) -> None:
    assert article.ask("/*/r:person[r:role='witness']/r:name") == WITNESSES
    assert article.ask("/*/r:person[r:role='witness' and r:role='victim']/r:name") == WITNESSES
    testified = article.ask("/*/r:information[r:material/@concept='sources:testimony']/@source")
    assert [article.ask(f"/*/r:person[@key='{key}']/r:name")[0] for key in testified] == WITNESSES[1:]


def test_the_site_is_closed_since_january_2009(article: Sealed) -> None:
    assert article.ask("/*/r:capture/r:siteStatus") == ["closed"]
    assert article.ask("/*/r:capture/r:closed/r:edtf") == ["2009-01"]
    assert article.ask("/*/r:capture/r:site") == ["Iran Press Service"]
    assert len(article.ask("/*/r:claim[@key='c-closed']/r:passage")) == 2


def test_closed_comments_are_missing_context(article: Sealed) -> None:
    assert len(article.ask("/*/r:capture/r:missing[starts-with(., 'Comments')]")) == 1
    assert len(article.ask("/*/r:capture/r:missing[starts-with(., 'Headline')]")) == 1


def test_every_range_holds_the_passage_of_its_digest(article: Sealed) -> None:
    by_digest = dict(zip(article.ask("//r:passage/@sha256"), passages(article), strict=True))
    claimed = {
        key: by_digest[article.ask(f"/*/r:claim[@key='{key}']/r:passage/@sha256")[0]]
        for key in ("c-quarter", "c-7000", "c-comments", "c-dateline")
    }
    assert "quarter of a million" in claimed["c-quarter"]
    assert "7,000" in claimed["c-7000"]
    assert "closed" in claimed["c-comments"]
    assert claimed["c-dateline"].startswith("Paris")


def test_every_claim_names_who_asserts_it_and_where(article: Sealed) -> None:
    assert_every_claim_is_attributed(article)


def test_speakers_are_told_apart_from_the_press_service(article: Sealed) -> None:
    assert article.claims("stork") == ["c-price", "c-grim", "c-record", "c-mistake"]
    assert article.claims("hrw") == ["c-subjected", "c-details"]
    assert article.claims("taheri") == ["c-quarter", "c-hundreds", "c-border", "c-in-turn"]
    assert article.ask("/*/r:claim[@key='c-purpose']/r:asserter") == [
        *("javaheri", "ghashghavi", "mirasgari", "akbari", "sadeghinejad")
    ]
    spoken = {key for who in ("stork", "hrw", "taheri", "ncr", "tancredo", "bush") for key in article.claims(who)}
    assert spoken.isdisjoint(article.claims("ips"))


def test_speakers_without_a_name_are_named_in_words(article: Sealed) -> None:
    assert article.ask("/*/r:claim[not(r:asserter)]/r:assertedBy") == [
        "The witnesses of the report",
        "Former members, not named",
        "Serving and former senior security officials of the United States, not named",
        "Dissidents of the organisation, not named",
    ]


def test_numbers_stand_as_they_were_claimed(article: Sealed) -> None:
    assert article.ask("/*/r:claim[@key='c-quarter']/r:figure/@*") == ["250000"]
    assert article.ask("/*/r:claim[@key='c-7000']/r:figure/@most") == ["7000"]
    assert article.ask("/*/r:claim[@key='c-1988' or @key='c-dozens']/r:figure/@*") == []


def test_acts_that_are_alleged_say_so(article: Sealed) -> None:
    alleged = "/*/r:involvement[@who='mko']"
    assert set(article.ask(f"{alleged}/@certainty")) >= {"reported"}
    assert article.ask(f"/*/r:act[@key={alleged}/@act][not(@certainty='reported')]/@key") == []
    assert article.ask("/*/r:act[@key='a-solitary']/r:date/r:edtf") == ["1992-09/2001-01"]


def test_a_library_finds_names_places_and_dates(article: Sealed) -> None:
    assert {*WITNESSES, "Human Rights Watch", "Joe Stork"} <= set(article.ask_dc("subject"))
    assert {"Paris, France", "Abu Ghraib prison, Iraq", "Iran"} <= set(article.ask_dc("spatial"))
    assert article.ask_dc("issued") == ["2005-05-20"]
    assert {"2005-05-19", "1992-09/2001-01"} <= set(article.ask_dc("temporal"))
    assert {"Iran Press Service"} <= set(article.ask_dc("publisher"))


def test_the_record_repeats_nothing_of_the_article(article: Sealed) -> None:
    assert repeats(article) == []
