"""Whatever is amended, and however often, what was sealed before keeps every octet."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit
from hypothesis import given, settings
from hypothesis import strategies as st

from amended import WHO, payload, tree, write
from bayegan.library.amending import AmendRequest, amend
from bayegan.library.archive import Archive
from bayegan.library.ingesting import IngestOutcome, IngestRequest, ingest
from bayegan.model.record import AccessLevel

NAMES = ("a.txt", "b/c.txt", "نامه.txt")
steps = st.fixed_dictionaries(
    {
        "title": st.sampled_from(("One", "Two", "سه")),
        "written": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("x", "y\n", "ی" * 9)), max_size=3),
        "left_out": st.sets(st.sampled_from(NAMES), max_size=2),
        "links": st.booleans(),
    }
)


def done(going):
    while True:
        try:
            next(going)
        except StopIteration as end:
            return end.value


def amended(archive: Archive, folder: Path, step) -> IngestOutcome:
    for name, text in step["written"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    item = {"id": "case-1", "titles": [step["title"]], "files": [{"filename": name} for name in step["written"]]}
    if not step["written"]:
        del item["files"]
    stated = {**WHO, "left_out": sorted(step["left_out"])}
    path = write(folder / "c.json", {"submission": "1.0", "amendment": stated, "items": [item]})
    return done(amend(archive, AmendRequest("case-1", path, identify=False, links=step["links"])))


@settings(max_examples=6)
@given(st.lists(steps, min_size=1, max_size=4))
def test_sealed_versions_keep_every_octet(sequence):
    with TemporaryDirectory() as name:
        root = Path(name)
        archive = Archive.create(root / "A", "An archive", AccessLevel.RESTRICTED)
        (root / "in").mkdir()
        (root / "in" / "a.txt").write_text("first")
        item = {"id": "case-1", "titles": ["One"], "files": [{"filename": "a.txt"}]}
        manifest = write(root / "in" / "s.json", {"submission": "1.0", "items": [item]})
        done(ingest(archive, IngestRequest(manifest, identify=False)))
        expected = {"a.txt": "first"}
        for number, step in enumerate(sequence):
            folder = archive.layout.item("case-1")
            before = {one.name: tree(one) for one in folder.iterdir()}
            outcome = amended(archive, root / f"c{number}", step)
            assert {one: tree(folder / one) for one in before} == before
            if outcome.result.sealed:
                expected = {**expected, **step["written"]}
                for left in step["left_out"]:
                    del expected[left]
                latest = folder / outcome.result.sealed[0].version
                assert latest.name == f"v{len(before) + 1}"
                assert payload(latest) == expected
                assert bagit.Bag(str(latest)).is_valid()
            else:
                assert {one.name for one in folder.iterdir()} == set(before)
                assert outcome.result.skipped or outcome.result.findings


def test_the_property_is_about_amendments_that_are_sealed(tmp_path):
    """A strategy whose every amendment is refused would prove nothing."""
    archive = Archive.create(tmp_path / "A", "An archive", AccessLevel.RESTRICTED)
    manifest = tmp_path / "s.json"
    (tmp_path / "a.txt").write_text("first")
    item = {"id": "case-1", "titles": ["One"], "files": [{"filename": "a.txt"}]}
    manifest.write_text(json.dumps({"submission": "1.0", "items": [item]}))
    done(ingest(archive, IngestRequest(manifest, identify=False, allow_unnamed=True)))
    step = {"title": "Two", "written": {"b/c.txt": "x"}, "left_out": {"a.txt"}, "links": False}
    outcome = amended(archive, tmp_path / "c", step)
    assert [one.version for one in outcome.result.sealed] == ["v2"]
