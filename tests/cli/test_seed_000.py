"""A memorial entry: one person, one execution, and the sources that tell of it."""

import pytest

from seeds_asked import (
    Sealed,
    assert_every_claim_is_attributed,
    assert_valid,
    passages,
    repeats,
    sealed,
)
from shared import need_shared

pytestmark = need_shared
EXECUTION = "/*/r:act[r:kind='Execution']"
SENTENCE = "/*/r:act[r:kind='Sentencing']"
PERSON = "/*/r:person[r:role='victim']"


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("seed") / "A", "000.json")


def test_the_record_and_its_dublin_core_are_valid(entry: Sealed) -> None:
    assert_valid(entry)


def test_the_person_has_what_the_entry_says_and_no_more(entry: Sealed) -> None:
    assert entry.ask(f"{PERSON}/r:name") == ["Ahmad Azizpur"]
    assert entry.ask(f"{PERSON}/r:nationality[not(@certainty)]") == ["Iran"]
    assert entry.ask(f"{PERSON}/r:religion[not(@certainty)]") == ["Islam"]
    assert entry.ask(f"{PERSON}/r:civilStatus[@certainty='unknown']") == ["Unknown"]
    assert entry.ask(f"{PERSON}/*[self::r:age or self::r:birth or self::r:sex]") == []


def test_the_execution_has_its_day_place_and_mode(entry: Sealed) -> None:
    assert entry.ask(f"{EXECUTION}/r:date/r:edtf") == ["1981-08-23"]
    assert entry.ask(f"/*/r:person[@key={EXECUTION}/r:victim]/r:name") == ["Ahmad Azizpur"]
    place = f"/*/r:place[@key={EXECUTION}/@place]"
    assert entry.ask(f"{place}/r:name") == ["Evin Prison"]
    assert entry.ask(f"{place}/r:within") == ["Tehran", "Tehran Province", "Iran"]
    assert entry.ask(f"{EXECUTION}/r:method") == ["Shooting"]


def test_each_charge_stands_by_itself(entry: Sealed) -> None:
    assert entry.ask(f"{EXECUTION}/r:charge") == [
        "Plotting to overthrow the Islamic Republic",
        "Robbery",
        "Armed rebellion against the Islamic Republic",
        "Membership of anti-regime guerilla group",
        "Possession of arms",
        "Bombing",
    ]


def test_charges_of_seven_people_are_uncertain_for_this_one(entry: Sealed) -> None:
    assert entry.ask(f"{SENTENCE}/r:charge[@certainty='reported']") == ["Rebellion against the Islamic Republic"]
    assert len(entry.ask(f"{SENTENCE}/r:charge[@certainty='uncertain']")) == 9


def test_the_judgment_is_that_of_the_court(entry: Sealed) -> None:
    (judgment,) = entry.ask(f"{SENTENCE}/r:judgment")
    assert [
        word for word in ("moharebeh", "corruption on earth", "rebellion", "death") if word not in judgment
    ] == []
    assert entry.ask(f"{SENTENCE}/r:court") == ["Central Islamic Revolutionary Tribunal"]
    assert entry.claims("tribunal") == ["c-verdict"]


def test_the_announcement_of_25_august_and_its_newspapers_are_sources(entry: Sealed) -> None:
    told = "/*/r:information[r:date/r:edtf='1981-08-25'][r:about=/*/r:act[r:kind='Execution']/@key]"
    names = [entry.ask(f"/*/r:organisation[@key='{key}']/r:name")[0] for key in entry.ask(f"{told}/@source")]
    assert names == ["Islamic Revolutionary Prosecutor’s Office", "Kayhan", "Jomhouri Eslami"]
    assert entry.ask(f"{told}/r:material") == ["Communiqué", "Newspaper", "Newspaper"]


def test_the_list_of_the_magazine_is_a_source_too(entry: Sealed) -> None:
    assert entry.ask("/*/r:information[contains(r:citation, 'Mojahed, no. 261')]/r:date/r:edtf") == ["1985"]
    assert entry.ask("/*/r:claim[r:figure/@least='12028']/@key") == ["c-12028"]


def test_the_sections_of_the_narrative_are_parts(entry: Sealed) -> None:
    concepts = entry.ask("/*/r:part/r:kind/@concept")
    assert concepts == [
        "parts:case-summary",
        "parts:arrest-and-detention",
        "parts:trial",
        "parts:charges",
        "parts:evidence",
        "parts:defence",
        "parts:judgment",
        "parts:notes",
    ]
    assert entry.ask("/*/r:part[@within='p-case']/r:title") == ["[Footnote]"]


def test_every_range_holds_the_passage_of_its_digest(entry: Sealed) -> None:
    found = passages(entry)
    assert len(found) == len(entry.ask("//r:passage"))
    assert entry.ask("/*/r:act[not(r:passage)]/@key | /*/r:event[not(r:passage)]/@key") == []
    judgment = entry.ask("/*/r:part[r:title='[Judgment]']/r:passage/@sha256")
    assert judgment
    text = found[[*entry.ask("//r:passage/@sha256")].index(judgment[0])]
    assert "August 23, 1981" in text
    assert "firing squad" in text


def test_every_claim_names_who_asserts_it_and_where(entry: Sealed) -> None:
    assert_every_claim_is_attributed(entry)


def test_the_thirteen_others_are_victims_as_a_group(entry: Sealed) -> None:
    group = "/*/r:group[r:role='victim']"
    assert entry.ask(f"{group}/r:figure[r:unit='people']/@least") == ["13"]
    act = f"/*/r:act[r:victim={group}/@key]"
    assert entry.ask(f"{act}/r:kind/@concept") == ["acts:capital-punishment"]
    assert entry.ask(f"{act}[not(r:date)]/@certainty") == ["reported"]


def test_a_figure_in_words_has_no_number(entry: Sealed) -> None:
    assert entry.ask("/*/r:claim/r:figure[not(@*)]/r:inWords") == [
        "thousands",
        "the number is unknown",
        "thousands",
        "thousands",
    ]


def test_what_the_communique_says_is_not_said_by_the_memorial(entry: Sealed) -> None:
    assert entry.claims("prosecutor") == [
        "c-announced",
        "c-hirelings",
        "c-rebellion",
        "c-joint",
        "c-thirty",
        "c-seventeen",
        "c-eight",
    ]
    assert set(entry.claims("prosecutor")).isdisjoint(entry.claims("abc"))
    assert set(entry.ask("/*/r:claim[r:asserter='prosecutor']/@certainty")) == {"reported"}


def test_numbers_that_the_entry_calls_unknown_have_no_bounds(entry: Sealed) -> None:
    assert entry.ask("/*/r:claim[@key='c-casualties']/@certainty") == ["unknown"]
    assert entry.ask("/*/r:claim[@key='c-casualties' or @key='c-1988']/r:figure/@*") == []


def test_what_the_capture_lacks_is_told(entry: Sealed) -> None:
    missing = " ".join(entry.ask("/*/r:capture/r:missing"))
    assert all(word in missing for word in ("Images", "Headings", "Age", "form", "Date of publication"))
    assert entry.ask("/*/r:capture/r:siteStatus") == ["unknown"]


def test_a_library_finds_person_place_and_days(entry: Sealed) -> None:
    assert {"Ahmad Azizpur", "Central Islamic Revolutionary Tribunal", "Kayhan"} <= set(entry.ask_dc("subject"))
    assert "Evin Prison, Tehran, Tehran Province, Iran" in entry.ask_dc("spatial")
    assert {"1981-08-23", "1981-08-25", "1985"} <= set(entry.ask_dc("temporal"))
    assert entry.ask_dc("publisher") == ["Abdorrahman Boroumand Center for Human Rights in Iran"]


def test_the_record_repeats_nothing_of_the_entry(entry: Sealed) -> None:
    assert repeats(entry) == []
