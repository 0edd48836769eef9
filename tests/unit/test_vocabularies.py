"""The shipped vocabularies are sound, and RDF; one that is not sound is refused, with the place."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from bayegan.metadata.vocabularies import (
    HURIDOCS_CODE,
    Vocabularies,
    concept_findings,
    concepts_in,
    read_vocabulary,
    shipped_names,
    shipped_vocabulary,
    vocabulary_bytes,
)
from bayegan.model.record import Certainty, Role
from bayegan.model.record_checks import OUR_VOCABULARIES
from bayegan.model.vocabularies import broader_than, labels_said_again, labels_used_twice

SKOS = "http://www.w3.org/2004/02/skos/core#"
PERSIAN = range(0x0600, 0x0700)


@pytest.fixture(params=shipped_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_vocabularies_that_records_need_are_shipped() -> None:
    assert shipped_names() == (
        "acts",
        "certainty",
        "charges",
        "civil-status",
        "counsel",
        "courts",
        "detention",
        "involvement",
        "methods",
        "outcomes",
        "parts",
        "perpetrators",
        "religion",
        "rights",
        "roles",
        "sex",
        "sources",
    )


def test_a_shipped_vocabulary_is_one_that_we_would_take(name: str) -> None:
    assert read_vocabulary(vocabulary_bytes(name), name, name) == (shipped_vocabulary(name), ())


def test_every_concept_has_its_labels_and_a_meaning(name: str) -> None:
    vocabulary = shipped_vocabulary(name)
    assert set(vocabulary.titles) == {"en", "fa"}
    assert vocabulary.descriptions["en"]
    for concept in vocabulary.concepts.values():
        assert set(concept.labels) == {"en", "fa"}
        assert concept.definitions["en"].endswith(".")
        persian = [concept.labels["fa"], *concept.alternatives.get("fa", ())]
        assert all(any(ord(letter) in PERSIAN for letter in label) for label in persian)


def test_persian_labels_are_written_with_persian_letters(name: str) -> None:
    labels = [
        label
        for concept in shipped_vocabulary(name).concepts.values()
        for label in (concept.labels["fa"], *concept.alternatives.get("fa", ()))
    ]
    assert [label for label in labels if set(label) & set("يكىة٠١٢٣٤٥٦٧٨٩ـ") or label != label.strip()] == []


def test_no_label_means_two_concepts(name: str) -> None:
    vocabulary = shipped_vocabulary(name)
    assert list(labels_used_twice(vocabulary)) == []
    assert [one for concept in vocabulary.concepts.values() for one in labels_said_again(concept)] == []


def test_no_concept_is_wider_than_itself(name: str) -> None:
    vocabulary = shipped_vocabulary(name)
    assert [one for one in vocabulary.concepts if one in broader_than(vocabulary, one)] == []


def test_every_match_has_the_form_of_a_huridocs_code() -> None:
    concepts = [one for name in shipped_names() for one in shipped_vocabulary(name).concepts.values()]
    matches = [to for one in concepts for to in (*one.exact_matches, *one.broad_matches)]
    assert len(matches) == len(set(matches)) == 10
    assert [to for to in matches if not HURIDOCS_CODE.fullmatch(to)] == []


def test_every_charge_is_said_to_be_quoted() -> None:
    special = {"charges:against-security", "charges:about-religion", "charges:sexual-conduct"}
    special |= {"charges:unspecified-charge", "charges:no-charge"}
    for one in shipped_vocabulary("charges").concepts.values():
        assert one.definitions["en"].startswith("Quoted: ") or one.name in special


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("roles", [one.value for one in Role]),
        ("certainty", [one.value for one in Certainty]),
    ],
)
def test_words_of_the_record_have_their_labels(name: str, words: list[str]) -> None:
    assert list(shipped_vocabulary(name).concepts) == [f"{name}:{word}" for word in words]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_what_we_read_is_what_an_rdf_library_reads(name: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=vocabulary_bytes(name), format="json-ld")
    vocabulary, start = shipped_vocabulary(name), f"urn:bayegan:vocabulary:{name}"

    def address(concept: str) -> Any:
        return rdflib.URIRef(concept.replace("huridocs:", "urn:bayegan:huridocs:").replace(f"{name}:", f"{start}:"))

    expected = {
        (rdflib.URIRef(start), rdflib.RDF.type, rdflib.URIRef(SKOS + "ConceptScheme")),
        (rdflib.URIRef(start), rdflib.OWL.versionInfo, rdflib.Literal(vocabulary.version)),
    }
    for term, texts in (("title", vocabulary.titles), ("description", vocabulary.descriptions)):
        said = {rdflib.Literal(text, lang=language) for language, text in texts.items()}
        expected |= {(rdflib.URIRef(start), rdflib.DCTERMS[term], one) for one in said}
    for one in vocabulary.concepts.values():
        subject = address(one.name)
        expected |= {
            (subject, rdflib.RDF.type, rdflib.URIRef(SKOS + "Concept")),
            (subject, rdflib.URIRef(SKOS + "inScheme"), rdflib.URIRef(start)),
        }
        texts = [("prefLabel", *said) for said in one.labels.items()]
        texts += [("altLabel", lang, label) for lang, labels in one.alternatives.items() for label in labels]
        texts += [("definition", *said) for said in one.definitions.items()]
        texts += [("scopeNote", *said) for said in one.notes.items()]
        expected |= {
            (subject, rdflib.URIRef(SKOS + key), rdflib.Literal(text, lang=lang)) for key, lang, text in texts
        }
        links = [("broader", one.broader), ("exactMatch", one.exact_matches), ("broadMatch", one.broad_matches)]
        expected |= {(subject, rdflib.URIRef(SKOS + key), address(to)) for key, all_to in links for to in all_to}
    assert set(graph) == expected


def test_a_label_is_given_in_the_language_that_is_asked_for() -> None:
    known = Vocabularies()
    assert known.label("acts:execution", "fa", "en") == "اعدام"
    assert known.label("acts:execution", "de", "en") == "Execution"
    assert known.label("acts:execution") == "Execution"
    assert known.label("acts:nothing", "en") is known.label("nothing:acts", "en") is None


OWN: dict[str, Any] = {
    **json.loads(vocabulary_bytes("sex")),
    "id": "urn:example:words",
    "concepts": [
        {"id": "words:one", "type": "Concept", "prefLabel": {"en": "One"}},
        {"id": "words:two", "type": "Concept", "prefLabel": {"en": "Two"}, "broader": ["words:one"]},
    ],
}
OWN["@context"] = {key: to for key, to in OWN["@context"].items() if key != "sex"} | {"words": "urn:example:words#"}


def test_an_archive_may_have_one_of_its_own() -> None:
    vocabulary, findings = read_vocabulary(json.dumps(OWN).encode(), "own.jsonld", "words")
    assert findings == ()
    assert vocabulary is not None
    known = Vocabularies({"words": vocabulary})
    assert known.names()[-1] == "words"
    assert known.label("words:two", "fa", "en") == "Two"
    assert list(concept_findings([("/x", "words:two"), ("/y", "sex:male")], known)) == []


def _set(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        (_set("@context", to="https://example.org/context"), "vocabulary-form", "/@context"),
        (_set("@context", "broader", to="skos:narrower"), "vocabulary-form", "/@context/broader"),
        (_set("@context", to={}), "vocabulary-form", "/@context"),
        (_set("type", to="Scheme"), "vocabulary-form", "/type"),
        (_set("concepts", to=[]), "vocabulary-form", "/concepts"),
        (_set("concepts", 0, "prefLabel", to={}), "vocabulary-form", "/concepts/0/prefLabel"),
        (_set("concepts", 0, "prefLabel", to={"en": " "}), "vocabulary-form", "/concepts/0/prefLabel/en"),
        (_set("concepts", 0, "narrower", to=["words:two"]), "vocabulary-form", "/concepts/0/narrower"),
        (_set("concepts", 0, "id", to="words:Ein Wort"), "vocabulary-form", "/concepts/0/id"),
        (_set("@context", "words", to="urn:example:others#"), "vocabulary-name", "/@context"),
        (_set("concepts", 0, "id", to="other:one"), "vocabulary-name", "/concepts/0/id"),
        (_set("concepts", 1, "id", to="words:one"), "vocabulary-concept-twice", "/concepts/1/id"),
        (_set("concepts", 1, "prefLabel", to={"en": "One"}), "vocabulary-label-twice", "/concepts/1"),
        (_set("concepts", 0, "altLabel", to={"en": ["Two"]}), "vocabulary-label-twice", "/concepts/1"),
        (_set("concepts", 0, "altLabel", to={"en": ["One"]}), "vocabulary-label-twice", "/concepts/0"),
        (_set("concepts", 0, "broader", to=["words:two"]), "vocabulary-broader", "/concepts/0/broader/0"),
        (_set("concepts", 0, "broader", to=["words:one"]), "vocabulary-broader", "/concepts/0/broader/0"),
        (_set("concepts", 0, "broader", to=["sex:male"]), "vocabulary-broader", "/concepts/0/broader/0"),
        (_set("concepts", 0, "exactMatch", to=["loc:x"]), "vocabulary-match", "/concepts/0/exactMatch/0"),
        (_set("concepts", 0, "exactMatch", to=["id:x"]), "vocabulary-match", "/concepts/0/exactMatch/0"),
        (_set("concepts", 0, "broadMatch", to=["huridocs:4:1"]), "vocabulary-match", "/concepts/0/broadMatch/0"),
    ],
)
def test_one_that_is_not_sound_is_refused_with_the_place(
    change: Callable[[dict[str, Any]], None], code: str, pointer: str
) -> None:
    value = copy.deepcopy(OWN)
    change(value)
    vocabulary, findings = read_vocabulary(json.dumps(value).encode(), "own.jsonld", "words")
    assert vocabulary is None
    assert (code, pointer) in [(one.code, one.pointer) for one in findings]
    assert all(one.path == "own.jsonld" and one.found for one in findings)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b'{"id": 1, "id": 2}', b"[" * 100_000, b"NaN1"], ids=lambda one: repr(one[:12])
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    vocabulary, findings = read_vocabulary(content, "own.jsonld", "words")
    assert vocabulary is None
    assert [one.code for one in findings] == ["vocabulary-json"]


@pytest.mark.parametrize("content", [b"null", b"[]", b"1", b'{"@context": 1}'])
def test_other_json_is_refused(content: bytes) -> None:
    assert {one.code for one in read_vocabulary(content, "own.jsonld", "words")[1]} == {"vocabulary-form"}


def test_every_concept_of_a_description_is_found_with_its_pointer() -> None:
    item = {"acts": [{"kind": {"text": "x", "concept": "acts:arrest"}}, {"kind": {"concept": "acts:no/thing"}}]}
    assert list(concepts_in(item)) == [
        ("/acts/0/kind/concept", "acts:arrest"),
        ("/acts/1/kind/concept", "acts:no/thing"),
    ]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("acts:arest", "record-concept-unknown", "a concept of that vocabulary; most like it: acts:arrest"),
        ("acts:", "record-concept-unknown", "acts:arrest"),
        ("acts", "record-vocabulary-unknown", "acts, certainty"),
        ("deeds:arrest", "record-vocabulary-unknown", "acts, certainty"),
        ("", "record-vocabulary-unknown", "acts, certainty"),
        ("../acts:arrest", "record-vocabulary-unknown", "acts, certainty"),
    ],
)
def test_a_concept_that_no_vocabulary_holds_is_a_finding(name: str, code: str, expected: str) -> None:
    (found,) = concept_findings([("/acts/0/kind/concept", name)], Vocabularies(), item="a", row=3)
    assert (found.code, found.pointer, found.item, found.row) == (code, "/acts/0/kind/concept", "a", 3)
    assert expected in found.expected
    assert found.is_error


def test_every_vocabulary_of_ours_belongs_to_a_field_of_the_record() -> None:
    assert set(shipped_names()) == OUR_VOCABULARIES
