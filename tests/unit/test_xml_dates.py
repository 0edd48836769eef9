"""Dates in EDTF."""

import pytest

from bayegan.metadata.dates import date_problem
from bayegan.model.date_bounds import LONGEST, edtf_problem

GOOD = (
    "1988", "1988-07", "1988-07-22", "1988-07~", "1988?", "1988%", "198X", "19XX", "1988-XX-XX", "1988-21",
    "1988-07-22T23:59:59Z", "1988-07-22T12:00:00+03:30", "1988/1989", "1988-07-22/..", "../1988", "/1988", "1988/",
    "[1990-04-17,1990-04-27]", "{1990,1991}", "[..1990]", "2004-06~-11", "2004-?06-?11", "1950S2", "Y-170000002",
    "-0009", "0000", "-0004-02-29", "2004-02-29",
)  # fmt: skip
BAD = (
    "", " ", "1988 ", " 1988", "1988\n", "1988-13", "1988-00", "1988-02-30", "2003-02-29", "1990-04-31~",
    "1988-7-2", "2003-02-29~", "[1988,2003-02-29]", "1988/1900-02-29", "2003-02-?29",
    "22/07/1988", "1367/05/06", "July 1988", "۱۹۸۸", "unknown", "199u", "1988/open", "1988-07-22T25:00:00Z",
    "1988-07-22T12:00:00Z/1989", "[1990-02-30,1991]", "1988..1990", "19880722",
    "1989/1988", "2021-02-30", "1984-1X-",
)  # fmt: skip


@pytest.mark.parametrize("problem", [date_problem, edtf_problem])
@pytest.mark.parametrize("text", GOOD)
def test_a_date_in_edtf_is_taken(problem, text: str):
    assert problem(text) is None


@pytest.mark.parametrize("problem", [date_problem, edtf_problem])
@pytest.mark.parametrize("text", BAD)
def test_anything_else_is_refused_with_a_reason(problem, text: str):
    assert problem(text)


def test_a_date_of_any_length_is_answered_at_once():
    assert str(LONGEST) in (edtf_problem("[" + ",".join(["1988-07-22"] * 3000) + "]") or "")
