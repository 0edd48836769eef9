"""Looking at items before they leave the archive, and at packages before they are given: by worker processes."""

import errno
import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from bayegan.bags.tag_file import values_of
from bayegan.errors import BayeganError
from bayegan.export.format_words import is_of_formats
from bayegan.export.leak_search import search_file
from bayegan.library.sealed_bags import BagReader, Noted
from bayegan.model.disclosure.closed import stated, why_closed
from bayegan.model.disclosure.disclose import disclosed
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.opening import opened
from bayegan.model.disclosure.words import words_of
from bayegan.model.dissemination import ExportItem, Leak, Looked
from bayegan.model.findings import Finding
from bayegan.model.fixity import version_findings
from bayegan.model.holdings import SealedFacts
from bayegan.model.listing import Kind
from bayegan.model.outcome import FileOutcome, Outcome, judge
from bayegan.model.preservation import FileObject
from bayegan.storage.crew import spread
from bayegan.storage.digests import digest_path
from bayegan.storage.scan import kinds_below

_WORK = "bayegan.library.disclosing:answer"
_TASK = 20
_DIGEST = ("sha512",)
_FILES_A_TASK = 200
_ORGANISATION = "Source-Organization"
_IN_CONTENT = "a restricted string of this export stands in it"


class DisclosingBench:
    """Looks in so many processes; `today` is the day by which embargoes are judged."""

    def __init__(self, today: date, workers: int) -> None:
        self._today = today
        self._workers = workers

    def look(self, items: Sequence[tuple[ExportItem, SealedFacts]], is_public: bool) -> Iterator[Looked]:
        """Yield for each item what keeps it, or parts of it, from leaving, in order. Raises CouldNot."""
        yield from self._answered("look", _parts(items, _TASK), (self._today, is_public))

    def disclose(
        self, items: Sequence[ExportItem], secrets: Sequence[str]
    ) -> Iterator[tuple[Disclosed | None, tuple[str, ...]]]:
        """Yield what the public is given of each item, and the files of it that could not be searched."""
        yield from self._answered("disclose", _parts(items, _TASK), (self._today, tuple(secrets)))

    def leaks(self, package: Path, secrets: Sequence[str]) -> Iterator[Leak]:
        """Yield every file of a package in which, or in whose path, a restricted string stands."""
        files = [path for path, kind in kinds_below(os.fspath(package)).items() if kind is Kind.FILE]
        yield from self._answered("leaks", _parts(files, _FILES_A_TASK), (package, tuple(secrets)))

    def _answered(self, kind: str, tasks: Iterator[Any], common: tuple[Any, Any]) -> Iterator[Any]:
        shared = pickle.dumps((kind, *common))
        with closing(spread(_WORK, tasks, self._workers, pickle.dumps, common=shared)) as answered:
            for _, said in answered:
                answers = pickle.loads(said)  # noqa: S301  our own worker's
                if isinstance(answers, Exception):
                    raise answers
                yield from answers


def answer(task: bytes, common: bytes) -> bytes:
    """Look at the items or files of a task: the work of a worker."""
    several = pickle.loads(task)  # noqa: S301  from the process that started us
    kind, first, second = _common(common)
    try:
        if kind == "look":
            return pickle.dumps([_looked(item, facts, first, second) for item, facts in several])
        if kind == "disclose":
            return pickle.dumps([_given(item, first, second) for item in several])
        return pickle.dumps([leak for path in several for leak in _leak(first, path, second)])
    except (BayeganError, OSError) as error:
        return pickle.dumps(error)


def _parts(several: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(several), size):
        yield several[start : start + size]


@lru_cache(maxsize=1)
def _common(shared: bytes) -> tuple[str, Any, Any]:
    """Return the kind of the tasks and what they have in common, the restricted strings ready for a search."""
    kind, first, second = pickle.loads(shared)  # noqa: S301  from the process that started us
    return kind, first, second if kind == "look" else Mask(second)


def _looked(item: ExportItem, facts: SealedFacts, today: date, is_public: bool) -> Looked:
    """Look at an item: access levels are believed only where every tag file is as the ledger knows it."""
    versions = (*item.earlier, (facts, item))
    untrue = tuple(found for known, version in versions for found in _untrue(version.bag, known))
    if untrue or not is_public:
        return Looked(untrue)
    noted = _noted(item, today)
    access = noted.record.access
    seen = opened(noted.record, (), today, noted.numbers)
    secrets = _without_organisation(seen.secrets, item.bag) if seen.withheld else None
    return Looked(withheld=stated(access.level, access.embargo, today), secrets=secrets)


def _without_organisation(secrets: Sequence[str], bag: Path) -> tuple[str, ...]:
    """Take out the name of the organisation of the bag: it stands in every package, whoever else bears it."""
    spoken = {words_of(one) for one in values_of(tuple(BagReader().info(bag).items()), _ORGANISATION)}
    return tuple(one for one in secrets if words_of(one) not in spoken)


def _untrue(bag: Path, facts: SealedFacts) -> Iterator[Finding]:
    """Yield the tag files that are not as the ledger knows them."""
    root = os.fspath(bag)
    for path, expected in facts.tag_digests.items():
        try:
            found = digest_path(f"{root}/{path}", _DIGEST)[0][0].hex()
            if found == expected:
                continue
            outcome = judge(path, expected, found)
        except FileNotFoundError:
            outcome = FileOutcome(path, Outcome.MISSING)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ELOOP):
                raise
            outcome = FileOutcome(path, Outcome.ALTERED, "a plain file", "a link, or no file")
        yield from version_findings(facts.identifier, facts.place, facts.version, [outcome])


def _noted(item: ExportItem, today: date) -> Noted:
    """Return the record of an item with those notes on single files alone that are closed."""
    return BagReader().noted(item.bag, lambda note: why_closed(note, today) is not None)


class _Paths:
    """The paths of the payload files of an item, read anew each time: there may be a hundred thousand."""

    def __init__(self, bag: Path) -> None:
        self._bag = bag

    def __iter__(self) -> Iterator[str]:
        return (file.path for file in BagReader().files(self._bag))


def _given(item: ExportItem, today: date, mask: Mask) -> tuple[Disclosed | None, tuple[str, ...]]:
    """Return what the public is given of an item: its files are searched, but for those that are closed anyway."""
    noted = _noted(item, today)
    unsearched: list[str] = []

    def unfit(file: FileObject) -> str | None:
        search = search_file(item.bag / file.path, mask)
        if search.found:
            return _IN_CONTENT
        if search.not_searched is not None:
            unsearched.append(f"{file.path}: {search.not_searched}")
        return None

    first = opened(noted.record, _Paths(item.bag), today, noted.numbers)
    also: list[Withheld] = []
    for path, digest in BagReader().further(item.bag).items():
        search = search_file(item.bag / path, mask)
        if search.found or mask.found(path):
            also.append(Withheld(Kept.FILE, path, _IN_CONTENT, digest))
        elif search.not_searched is not None:
            unsearched.append(f"{path}: {search.not_searched}")
    given = disclosed(first, BagReader().files(item.bag), noted.notes(), mask, unfit, also)
    return given, tuple(unsearched)


def _leak(package: Path, path: str, mask: Mask) -> Iterator[Leak]:
    search = search_file(package / path, mask)
    found = sorted({*search.found, *mask.said(path)})
    if found:
        of_format = tuple(one for one in found if is_of_formats(one))
        yield Leak(path, tuple(one for one in found if one not in of_format), of_format)
