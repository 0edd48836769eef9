"""What the linter of E-ARK packages does not ask again of a METS like another, it would have found nothing with."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.export import eark_lint, eark_plan
from bayegan.metadata import mets_reader
from bayegan.metadata.mets_shapes import Shapes
from bayegan.model.findings import Finding
from eark_made import made

METS = "METS.xml"
REP = "representations/rep1/METS.xml"
ATTRIBUTE = re.compile(r'(?<= )([A-Za-z:]+)="([^"<>&]*)"')
OPEN = {"SIZE", "CHECKSUM", "CREATED", "CREATEDATE", "OBJID", "LABEL", "MIMETYPE", "OWNERID", "xlink:href"}
MARKS = (
    "",
    " ",
    "7",
    "CSIP",
    "Metadata",
    "Schemas",
    "Documentation",
    "Representations/rep1",
    "text/plain",
    "CURRENT",
)
Change = tuple[float, str]
"""Where in a document an attribute is given another value, from 0 to 1, and which."""


@dataclass
class Held:
    """A package in memory."""

    files: dict[str, bytes]
    name: str

    def paths(self) -> Iterable[str]:
        return self.files

    def size(self, path: str) -> int | None:
        return len(self.files[path]) if path in self.files else None

    def digest(self, path: str, algorithm: str) -> str:
        return hashlib.new(algorithm, self.files[path]).hexdigest()

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.files[path])


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Held]:
    def held(kind: str) -> Held:
        root, findings = made(tmp_path_factory.mktemp(kind), kind)
        assert not [one for one in findings if one.is_error]
        files = [path for path in root.rglob("*") if path.is_file()]
        return Held({path.relative_to(root).as_posix(): path.read_bytes() for path in files}, root.name)

    return {kind: held(kind) for kind in ("sip", "aip", "dip")}


def changed(text: str, changes: Sequence[Change], *, open_only: bool) -> str:
    """Give attributes of a document other values: any of a list, or what another attribute of it says."""
    for where, value in changes:
        found = [one for one in ATTRIBUTE.finditer(text) if not open_only or one[1] in OPEN]
        one = found[min(int(where * len(found)), len(found) - 1)]
        new = found[len(value) * 7 % len(found)][2] if value.startswith("=") else value
        text = f'{text[: one.start()]}{one[1]}="{new}"{text[one.end() :]}'
    return text


def found_in(several: Sequence[Held]) -> Iterator[tuple[Finding, ...]]:
    return (tuple(eark_lint._lint(one, None, "an-item")) for one in several)


places = st.floats(0, 1, exclude_max=True)
some_values = st.sampled_from(MARKS) | st.text("abc:/. ", max_size=4) | st.text("=", min_size=1, max_size=9)
changes = st.lists(st.tuples(places, some_values), max_size=3)


@given(st.sampled_from(("sip", "aip", "dip")), changes, st.lists(changes, min_size=3, max_size=6))
def test_documents_of_one_shape_are_found_as_right_or_wrong_as_each_alone(
    packages: dict[str, Held], kind: str, of_all: list[Change], of_each: list[list[Change]]
) -> None:
    good = packages[kind]
    several = []
    for each in of_each:
        files = dict(good.files)
        for mets in (METS, REP):
            text = changed(good.files[mets].decode("utf-8"), of_all, open_only=False)
            files[mets] = changed(text, each, open_only=True).encode("utf-8")
        several.append(Held(files, good.name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mets_reader, "_SHAPES", Shapes(lambda _: None))
        alone = [*found_in(several)]
        patch.setattr(mets_reader, "_SHAPES", Shapes(mets_reader._read_whole))
        assert [*found_in(several)] == alone


def test_what_differs_in_no_document_is_not_asked_again(packages: dict[str, Held]) -> None:
    plans: list[eark_plan.Plan | None] = []

    def noted(*of: object) -> eark_plan.Plan | None:
        plans.append(eark_plan.plan_of(*of))  # type: ignore[arg-type]
        return plans[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mets_reader, "_SHAPES", Shapes(mets_reader._read_whole))
        patch.setattr(eark_lint, "plan_of", noted)
        assert [*found_in([packages["sip"]] * 2)][1] == ()
    every = [check.clause for _, checks in eark_plan.all_checks(True, "SIP") for check, _ in checks]
    asked = [{check.clause for _, checks in one.of_document for check, _ in checks} for one in plans if one]
    assert len(asked) == 2
    of_the_package = {"CSIP24", "CSIP27", "CSIP29", "CSIP60", "CSIP105", "CSIP113", "CSIPSTR10"}
    assert of_the_package <= asked[0]
    assert asked[0].isdisjoint(("CSIP2", "CSIP9", "CSIP22", "CSIP81", "CSIP90"))
    assert len(asked[0]) < len(every) / 3
