"""A news brief about a group, whose list of names the capture lost: what its sealed record answers."""

import pytest

from seeds_asked import Sealed, assert_every_claim_is_attributed, assert_valid, passages, repeats, sealed, shown
from shared import need_shared

pytestmark = need_shared
FACTS = frozenset(("title", "name", "citation", "address", "organisationName"))
"""What may be as it is in the document: titles, names, citations."""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("seed") / "A", "003.json")


def test_the_group_is_the_subject_and_the_two_are_named(seed: Sealed) -> None:
    assert seed.ask("//r:organisation[r:role = 'subject' and r:role = 'victim']/r:name[1]") == ["Ayyaran"]
    assert seed.ask("//r:person[r:role = 'subject' and r:role = 'victim']/r:name[1]") == [
        "Safi Gholi Ashrafi",
        "Rouhollah Ashrafian",
    ]
    assert seed.found("string(//r:organisation[@key = //r:organisation[r:name = 'Ayyaran']/@partOf]/r:name)") == (
        "People’s Mojahedin Organization of Iran"
    )


def test_the_act_says_what_was_done_to_the_two_where_how_and_on_which_charges(seed: Sealed) -> None:
    hanging = "//r:act[r:method/@concept = 'methods:public-hanging']"
    assert seed.ask(f"//r:person[@key = {hanging}/r:victim]/r:name[1]") == [
        "Safi Gholi Ashrafi",
        "Rouhollah Ashrafian",
    ]
    assert seed.ask(f"//r:place[@key = {hanging}/@place]/r:within") == ["Sorkh Hesar", "Iran"]
    assert seed.ask(f"{hanging}/r:charge") == ["acting against national security", "drug smuggling"]
    assert seed.ask(f"{hanging}/r:charge[@certainty = 'disputed']") == ["drug smuggling"]
    assert seed.found(f"string({hanging}/@certainty)") == "reported"


def test_the_claim_of_thirty_thousand_has_its_figure_and_its_asserter(seed: Sealed) -> None:
    claims = seed.found("//r:claim[@kind = 'figure'][r:figure/@least = 30000]")
    spans = [
        (one.get("key"), one.find("{*}figure").get("least"), one.find("{*}figure").get("most")) for one in claims
    ]
    assert spans == [
        ("thirty-thousand", "30000", "30000"),
        ("not-smugglers", "30000", "30000"),
        ("more-than-thirty-thousand", "30000", None),
    ]
    assert (
        seed.ask("//r:claim[r:figure/@least = 30000]/r:assertedBy") == ["the page, whose author is not named"] * 3
    )
    assert seed.found("//r:claim[r:figure/@least = 30000][not(r:passage)]") == []


def test_what_others_say_is_theirs_and_not_the_page_s(seed: Sealed) -> None:
    by = "//r:claim[r:asserter = //r:organisation[r:name = '{}']/@key]/@key"
    assert seed.found(by.format("Amnesty International")) == ["thousands-ordered"]
    assert seed.found(by.format("Iranian regime")) == ["called-smugglers", "announcement", "two-announced"]


def test_the_authorities_and_the_page_contradict_each_other_on_the_smugglers(seed: Sealed) -> None:
    pairs = {(one.getparent().get("key"), one.text) for one in seed.found("//r:contradicts")}
    assert pairs == {("called-smugglers", "not-smugglers"), ("not-smugglers", "called-smugglers")}


def test_the_officials_have_their_office_and_the_page_s_word_for_their_part(seed: Sealed) -> None:
    assert seed.ask("//r:position[@held = 'now']/r:title") == [
        "Minister of Justice of Iran",
        "head of the judiciary of Iran",
    ]
    assert seed.found("//r:involvement[@who = 'avaei' or @who = 'raisi'][not(@certainty = 'reported')]") == []
    assert seed.ask("//r:involvement[@who = 'khomeini']/r:degree[@concept = 'involvement:ordered']") != []


def test_the_list_that_the_capture_lacks_is_recorded_as_missing(seed: Sealed) -> None:
    (lost,) = seed.ask("//r:capture/r:missing[starts-with(., 'List of the other leading members')]")
    assert "nothing follows" in lost
    lost = "//r:group[contains(r:note, 'lost with the list')]"
    assert seed.ask(f"//r:act[r:victim = {lost}/@key]/r:title") == [
        "Executions of other leading members of the Ayyaran"
    ]
    near = "//r:claim[@key = //r:capture/r:missing[starts-with(., 'List of the other leading')]/@near]"
    assert len(seed.found(f"{near}/r:passage")) == 1
    assert seed.found("//r:group[contains(r:description, 'arrested')]/r:figure/@least") == ["80"]


def test_every_claim_has_its_asserter_and_its_passage(seed: Sealed) -> None:
    assert seed.found("count(//r:claim)") == 19
    assert_every_claim_is_attributed(seed)


def test_a_person_reads_the_group_the_two_and_what_is_missing(seed: Sealed) -> None:
    out = shown(seed)
    assert "execution in public (as “Execution”): Safi Gholi Ashrafi, Rouhollah Ashrafian" in out
    assert "asserted by: the page, whose author is not named" in out
    assert "asserted by: Iranian regime" in out
    assert "position: head of the judiciary of Iran (held now, reported)" in out
    assert "missing: List of the other leading members of the Ayyaran" in out


def test_every_range_holds_the_passage_whose_digest_it_states(seed: Sealed) -> None:
    found = passages(seed)
    assert found
    assert found == [one.strip() for one in found], "a passage begins and ends with a letter or a mark"


def test_a_library_finds_names_places_and_dates(seed: Sealed) -> None:
    assert_valid(seed)
    assert set(seed.ask_dc("title")) == {"Who Were the Ayyaran in Iran?"}
    assert set(seed.ask_dc("subject")) >= {
        "Safi Gholi Ashrafi",
        "Rouhollah Ashrafian",
        "Ayyaran",
        "Amnesty International",
        "public executions",
    }
    assert set(seed.ask_dc("spatial")) >= {
        "Sorkh Hesar, Iran",
        "football field of Sorkh Hesar, Sorkh Hesar, Iran",
        "Iran",
    }
    assert set(seed.ask_dc("temporal")) >= {"1989-01", "1988-22", "1980/1989"}
    assert set(seed.ask_dc("language")) == {"en"}


def test_no_passage_of_the_document_is_repeated(seed: Sealed) -> None:
    assert repeats(seed, 7, FACTS) == []
