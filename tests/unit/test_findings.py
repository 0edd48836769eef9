"""Of one code so many findings are told, the others are counted, and nothing is hidden."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bags_made import make_bag
from bayegan.bags.declaration import Declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.tag_file import read_bag_info
from bayegan.model.findings import (
    MOST_OF_A_CODE,
    Finding,
    Severity,
    as_document,
    capped,
    finding,
    has_errors,
    number_of,
)
from running import Bayegan

CODES = ("bag-missing", "bag-altered", "bag-manifest-stray-line")
FINDINGS = st.lists(
    st.builds(
        lambda code, severity, path: finding(code, severity=severity, path=path),
        st.sampled_from(CODES),
        st.sampled_from(Severity),
        st.text(max_size=3),
    ),
    max_size=30,
)


def counts(findings: tuple[Finding, ...] | list[Finding]) -> Counter[tuple[str, Severity]]:
    found: Counter[tuple[str, Severity]] = Counter()
    for one in findings:
        found[one.code, one.severity] += one.stands_for
    return found


@given(FINDINGS, st.integers(1, 5))
def test_counts_by_code_and_severity_are_exact_and_the_first_are_told(findings: list[Finding], most: int) -> None:
    told = capped(findings, most)
    assert counts(told) == counts(findings)
    assert number_of(told) == len(findings)
    assert has_errors(told) == has_errors(findings)
    assert [one for one in told if "more of this code" not in one.found] == [
        one
        for place, one in enumerate(findings)
        if sum((one.code, one.severity) == (other.code, other.severity) for other in findings[:place]) < most
    ]


@given(FINDINGS, st.integers(1, 5), st.integers(1, 5))
def test_what_was_counted_once_stays_counted_when_it_is_counted_again(
    findings: list[Finding], first: int, second: int
) -> None:
    assert counts(capped(capped(findings, first), second)) == counts(findings)


def test_few_findings_are_told_as_they_are() -> None:
    few = [finding("bag-missing", path=str(number)) for number in range(MOST_OF_A_CODE)]
    assert capped(few) == tuple(few)
    assert "stands_for" not in as_document(few[0])


def test_the_one_that_speaks_for_others_says_how_many() -> None:
    many = [finding("bag-missing", path=str(number)) for number in range(25)]
    last = capped(many, 10)[-1]
    assert (last.code, last.path, last.stands_for, as_document(last)["stands_for"]) == ("bag-missing", None, 15, 15)
    assert "15 more" in last.found


@pytest.mark.parametrize("reading", [read_bag_info, read_fetch])
def test_a_tag_file_that_is_wrong_in_every_line_does_not_fill_the_memory(reading: object) -> None:
    _, findings = reading(b"x\n" * 30_000, Declaration())  # type: ignore[operator]
    assert len(findings) == MOST_OF_A_CODE + 1
    assert number_of(findings) == 30_000


def test_a_bag_with_more_wrong_than_is_told_has_exact_counts(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag")
    listed = "".join(f"{'0' * 128}  data/gone/{number}\n" for number in range(MOST_OF_A_CODE + 234))
    with open(bag / "manifest-sha512.txt", "a") as manifest:
        manifest.write(listed)
    ran = bayegan("validate", bag, expect=1)
    gone = [one for one in ran.errors if one["code"] == "bag-missing"]
    assert (len(gone), gone[-1]["stands_for"]) == (MOST_OF_A_CODE + 1, 234)
    assert ran.envelope["counts"]["missing"] == MOST_OF_A_CODE + 234
    code, out, _ = bayegan.text("validate", bag)
    assert code == 1
    assert f"{len(ran.errors) - 1 + 234:,} errors" in out
