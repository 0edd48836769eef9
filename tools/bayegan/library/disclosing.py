"""Looking at items before they leave the archive, and at packages before they are given: by worker processes."""

import errno
import hashlib
import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from bayegan.bags.declaration import Declaration
from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.bags.tag_file import read_bag_info, values_of
from bayegan.errors import BayeganError, CouldNot
from bayegan.export.format_words import is_of_formats
from bayegan.library.sealed_bags import BagReader, Noted
from bayegan.model.disclosure.closed import stated, why_closed
from bayegan.model.disclosure.disclose import disclosed
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.opening import opened
from bayegan.model.disclosure.words import words_of
from bayegan.model.dissemination import ExportItem, Leak, Looked
from bayegan.model.findings import Finding
from bayegan.model.fixity import RECORD, version_findings
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

    def look(self, items: Sequence[tuple[ExportItem, SealedFacts]]) -> Iterator[Looked]:
        """Yield for each item what keeps it, or parts of it, from going to the public, in order. Raises CouldNot.

        What is believed is as the ledger knows it: the record, and bag-info.txt where something is closed.
        """
        asked = (_asked(item, facts) for item, facts in items)
        yield from self._answered("look", _parts(asked, _TASK), (self._today, None))

    def check(self, items: Sequence[tuple[ExportItem, SealedFacts]]) -> Iterator[tuple[Finding, ...]]:
        """Yield for each item the tag files of its versions that are not as the ledger knows them, in order.

        Raises CouldNot.
        """
        yield from self._answered("check", _parts(items, _TASK), (self._today, None))

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
            return pickle.dumps([_looked(asked, first) for asked in several])
        if kind == "check":
            return pickle.dumps([_checked(item, facts) for item, facts in several])
        if kind == "disclose":
            return pickle.dumps([_given(item, first, second) for item in several])
        return pickle.dumps([leak for path in several for leak in _leak(first, path, second)])
    except (BayeganError, OSError) as error:
        return pickle.dumps(error)


def _parts(several: Iterable[Any], size: int) -> Iterator[Sequence[Any]]:
    waiting = iter(several)
    while part := tuple(islice(waiting, size)):
        yield part


@lru_cache(maxsize=1)
def _common(shared: bytes) -> tuple[str, Any, Any]:
    """Return the kind of the tasks and what they have in common, the restricted strings ready for a search."""
    kind, first, second = pickle.loads(shared)  # noqa: S301  from the process that started us
    return kind, first, second if second is None else Mask(second)


class _Asked(NamedTuple):
    """An item to look at: the place of its bag, and what the ledger says of the files that are believed."""

    bag: str
    place: str
    identifier: str
    version: str
    record: str
    info: str


def _asked(item: ExportItem, facts: SealedFacts) -> _Asked:
    of = facts.tag_digests
    known = facts.place, facts.identifier, facts.version, of.get(RECORD, ""), of.get(BAG_INFO, "")
    return _Asked(os.fspath(item.bag), *known)


def _looked(asked: _Asked, today: date) -> Looked:
    """Look at an item: access levels are believed only where the record is as the ledger knows it."""
    bag = Path(asked.bag)
    try:
        noted = _noted(bag, today)
    except CouldNot:
        if wrong := _altered(asked, RECORD, asked.record):
            return Looked(wrong)
        raise
    if (found := noted.digest.hex()) != asked.record:
        return Looked(_judged(asked, RECORD, asked.record, found))
    access = noted.record.access
    seen = opened(noted.record, (), today, noted.numbers)
    secrets = None
    if seen.withheld:
        try:
            content = BagReader().info_file(bag)
        except CouldNot:
            if wrong := _altered(asked, BAG_INFO, asked.info):
                return Looked(wrong, secrets=seen.secrets)
            raise
        if wrong := _judged(asked, BAG_INFO, asked.info, hashlib.sha512(content).hexdigest()):
            return Looked(wrong, secrets=seen.secrets)
        secrets = _without_organisation(seen.secrets, content)
    return Looked(withheld=stated(access.level, access.embargo, today), secrets=secrets)


def _altered(asked: _Asked, path: str, expected: str) -> tuple[Finding, ...]:
    known = SealedFacts(asked.place, asked.identifier, asked.version, {path: expected}, 0, 0)
    return tuple(untrue(Path(asked.bag), known))


def _checked(item: ExportItem, facts: SealedFacts) -> tuple[Finding, ...]:
    versions = (*item.earlier, (facts, item))
    return tuple(found for known, version in versions for found in untrue(version.bag, known))


def _judged(asked: _Asked, path: str, expected: str, found: str) -> tuple[Finding, ...]:
    """Return a finding where what was read is not as the ledger knows it; another reading may say otherwise."""
    if found == expected:
        return ()
    return version_findings(asked.identifier, asked.place, asked.version, [judge(path, expected, found)])


def _without_organisation(secrets: Sequence[str], content: bytes) -> tuple[str, ...]:
    """Take out the name of the organisation of the bag: it stands in every package, whoever else bears it."""
    spoken = {words_of(one) for one in values_of(read_bag_info(content, Declaration())[0], _ORGANISATION)}
    return tuple(one for one in secrets if words_of(one) not in spoken)


def untrue(bag: Path, facts: SealedFacts) -> Iterator[Finding]:
    """Yield the tag files that are not as the ledger knows them."""
    root = os.fspath(bag)
    for path, expected in facts.tag_digests.items():
        try:
            found = digest_path(f"{root}/{path}", _DIGEST)[0][0].hex()
            if found == expected:
                continue
            outcome = judge(path, expected, found)
        except (FileNotFoundError, NotADirectoryError):
            outcome = FileOutcome(path, Outcome.MISSING)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ELOOP):
                raise
            outcome = FileOutcome(path, Outcome.ALTERED, "a plain file", "a link, or no file")
        yield from version_findings(facts.identifier, facts.place, facts.version, [outcome])


def _noted(bag: Path, today: date) -> Noted:
    """Return the record of an item with those notes on single files alone that are closed."""
    return BagReader().noted(bag, lambda note: why_closed(note, today) is not None)


class _Paths:
    """The paths of the payload files of an item, read anew each time: there may be a hundred thousand."""

    def __init__(self, bag: Path) -> None:
        self._bag = bag

    def __iter__(self) -> Iterator[str]:
        return (file.path for file in BagReader().files(self._bag))


def _given(item: ExportItem, today: date, mask: Mask) -> tuple[Disclosed | None, tuple[str, ...]]:
    """Return what the public is given of an item: its files are searched, but for those that are closed anyway."""
    from bayegan.export.leak_search import search_file  # noqa: PLC0415  most exports have nothing to look for

    noted = _noted(item.bag, today)
    if noted.digest.hex() != item.vouched.get(RECORD, noted.digest.hex()):
        raise CouldNot(str(item.bag / RECORD), "it is not as the ledger knows it", "Run `bayegan fixity check`.")
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
    from bayegan.export.leak_search import search_file  # noqa: PLC0415

    search = search_file(package / path, mask)
    found = sorted({*search.found, *mask.said(path)})
    if found:
        of_format = tuple(one for one in found if is_of_formats(one))
        yield Leak(path, tuple(one for one in found if one not in of_format), of_format)
