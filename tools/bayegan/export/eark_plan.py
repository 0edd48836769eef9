"""Which checks have to be asked of a METS document, and which gave the same answer for all others like it.

Documents of one template differ in the values that it leaves open. A check that reads none of these, and nothing of
the package, finds the same in each of them. That is not said by whoever wrote the check, but seen: it is run once
on a document that tells what is read of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bayegan.export.eark_checks import DOCUMENT_CHECKS, FILE_CHECKS
from bayegan.export.eark_facts import Check, Facts, Select
from bayegan.export.eark_kinds import FOLDER_CHECKS, KIND_CHECKS
from bayegan.export.eark_structure import STRUCTURE_CHECKS
from bayegan.metadata.mets_node import MetsNode
from bayegan.metadata.mets_shapes import Known
from bayegan.metadata.mets_template import Template

Asked = tuple[Check, tuple[int, ...] | None]
"""A check, and of which of the elements that it is about it is asked; None for all of them."""
_OPEN_TO_ALL = frozenset(("view", "base", "identity", "referenced", "identifiers", "group_of", "_asked"))
"""What of the facts is not of the document."""


class Plan(NamedTuple):
    """What is asked of a document, checks that follow on the same elements together, and of each of its files."""

    of_document: tuple[tuple[Select, tuple[Asked, ...]], ...]
    of_files: tuple[tuple[Check, ...], ...]


@lru_cache(maxsize=16)
def all_checks(is_package: bool, kind: str) -> tuple[tuple[Select, tuple[Asked, ...]], ...]:
    """Return all checks of a document in their order, each of all elements that it is about."""
    of_package = (*FOLDER_CHECKS, *KIND_CHECKS.get(kind, ())) if is_package else ()
    every = (*DOCUMENT_CHECKS, *STRUCTURE_CHECKS, *of_package)
    return tuple((of, tuple((one, None) for one in checks)) for of, checks in groupby(every, key=attrgetter("of")))


_PLANS: WeakKeyDictionary[Template, dict[tuple[bool, str], Plan | None]] = WeakKeyDictionary()


def plan_of(known: Known, facts: Facts, kind: str) -> Plan | None:
    """Return what is to be asked of a document of a known shape; None where it gives an identifier twice, or may:
    then all is asked. Of the facts only those of the package are there yet.
    """
    plans = _PLANS.setdefault(known.template, {})
    key = facts.is_package, kind
    if key not in plans:
        plans[key] = _planned(known, facts, kind)
    return plans[key]


def _planned(known: Known, facts: Facts, kind: str) -> Plan | None:
    watched = _Watched(facts.view, facts.base, kind, facts.identity, set(), is_package=facts.is_package)
    watched.root, files = known.template.watched(known.values, watched.touch)
    nodes = [watched.root, *(file for file, _ in files)]
    for one in nodes:
        nodes += one.below  # those are looked at after it
    identifiers = [one.given["ID"] for one in nodes if "ID" in one.given]
    if watched.is_touched or len(set(identifiers)) < len(identifiers):
        return None
    of_files = tuple(tuple(check for check in FILE_CHECKS if _is_open(watched, check, file)) for file, _ in files)
    of_document = [(of, _left(watched, of, checks)) for of, checks in all_checks(facts.is_package, kind)]
    return Plan(tuple((of, checks) for of, checks in of_document if checks), of_files)


def _left(watched: "_Watched", of: Select, checks: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return the checks of some elements that have to be asked of every document, each with those elements."""
    watched.is_touched = False
    nodes = watched.select(of)
    if watched.is_touched:
        return tuple(checks)
    asked = (
        (check, tuple(number for number, node in enumerate(nodes) if _is_open(watched, check, node)))
        for check, _ in checks
    )
    return tuple(one for one in asked if one[1])


def _is_open(watched: "_Watched", check: Check, node: MetsNode) -> bool:
    """Say whether a check reads what another document may not say, or finds something."""
    watched.is_touched = False
    return bool(check.judge(node, watched)) or watched.is_touched


@dataclass(slots=True)
class _Watched(Facts):
    """Facts that notice when something is asked for that is open, or not of the document."""

    is_package: bool = False  # what of the package decides which checks there are
    is_touched: bool = False
    _touching: dict[Select, bool] = field(default_factory=dict)

    def touch(self) -> None:
        """Note that something was asked for."""
        self.is_touched = True

    def __getattribute__(self, name: str) -> object:
        if name in _OPEN_TO_ALL:
            object.__setattr__(self, "is_touched", True)
        return object.__getattribute__(self, name)

    def select(self, of: Select) -> Sequence[MetsNode]:
        """Return the elements; that what is open decided which they are is noted each time."""
        if of not in self._touching:
            before, self.is_touched = self.is_touched, False
            self.selected[of] = of(self)
            self._touching[of] = self.is_touched
            self.is_touched = before
        self.is_touched = self.is_touched or self._touching[of]
        return self.selected[of]

    def uses(self) -> dict[str, str]:
        """Return the use of each group, looked up each time."""
        self._uses = None
        return Facts.uses(self)
