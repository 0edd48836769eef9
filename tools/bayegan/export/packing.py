"""Writing a package: item by item in worker processes, then what stands for all, then the lint."""

import os
import pickle
import shutil
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from bayegan.errors import BayeganError
from bayegan.export.exporter import Exporter, Written, plan_of
from bayegan.export.open_item import open_item
from bayegan.export.sink import Sink, aside
from bayegan.export.tally import TALLY, forget, tallied
from bayegan.metadata.parser import XmlRefused
from bayegan.model.disclosure.mask import Mask
from bayegan.model.dissemination import ExportItem, Packed, package_listing_digest
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.listing import Kind
from bayegan.model.package_files import PackageFiles
from bayegan.model.progress import Progress
from bayegan.ports import Site
from bayegan.storage.crew import beside, is_ready, spread
from bayegan.storage.scan import scan

_WORK = "bayegan.export.packing:answer"
_LINT = "bayegan.export.packing:linted"
_TASK_ITEMS = 20


class _Done(NamedTuple):
    """Some items as written."""

    items: tuple[Written, ...]
    files: PackageFiles
    findings: tuple[Finding, ...]
    copied: int
    octets: int


class PackingBench:
    """Packs items with an exporter, in so many processes. With one, everything is done in this process."""

    def __init__(self, exporter: Exporter, options: Mapping[str, str], workers: int) -> None:
        self._exporter = exporter
        self._workers = workers
        self.options = options
        self.plan = plan_of(exporter, options)

    @property
    def name(self) -> str:
        """The word of the exporter on the command line."""
        return self._exporter.name

    def pack(
        self, items: Sequence[ExportItem], site: Site, secrets: Sequence[str] = ()
    ) -> Generator[Progress, None, Packed]:
        """Write one package and check it; after an error nothing is linted, since the package is not to be used.

        What an interrupted run had finished is not written again. Raises CouldNot.
        """
        files = PackageFiles()
        findings: list[Finding] = []
        written: list[Written] = []
        forget(site.folder.parent)
        within = partial(tallied, site.folder.parent)
        progress = Progress("writing", 0, len(items), 0, within)
        yield progress
        for done in self._written(items, site, secrets):
            files.take(done.files)
            findings.extend(done.findings)
            written.extend(done.items)
            count = progress.done + len(done.items)
            progress = Progress("writing", count, len(items), progress.octets + done.octets, within)
            yield progress
        if not has_errors(findings):
            if site.is_resumed:
                _remove_all_but(files, site.folder)
            sink = Sink(site.folder)
            self._exporter.finish(written, sink)
            files.take(sink.files)
            for path in sink.removed:
                files.pop(path, None)
            findings += sink.findings
            site.flush_ahead()
            yield Progress("checking", len(items), len(items), progress.octets)
            with self._linting(site.folder) as linted:
                digest = package_listing_digest(files)
                findings += linted()
            return Packed(files, tuple(findings), digest)
        return Packed(files, tuple(findings), package_listing_digest(files))

    @contextmanager
    def _linting(self, package: Path) -> Iterator[Callable[[], Iterable[Finding]]]:
        """Check the package, beside this process if somebody is there to do it; what is given returns the findings.

        Raises there what the exporter raises.
        """
        if not is_ready(_LINT):
            yield lambda: self._exporter.lint(package)
            return
        with beside(_LINT, pickle.dumps((self._exporter, package))) as answer:
            yield lambda: _believed(answer())

    def _written(self, items: Sequence[ExportItem], site: Site, secrets: Sequence[str]) -> Iterator[_Done]:
        tasks = [(start, items[start : start + _TASK_ITEMS]) for start in range(0, len(items), _TASK_ITEMS)]
        finished: set[int] = set()
        for start, said in site.finished().items():
            known: _Done = pickle.loads(said)  # noqa: S301  our own journal, beside the package
            if all(_is_there(f"{site.folder}/{path}", size) for path, (_, size) in known.files.items()):
                finished.add(start)
                yield known
        waiting = [task for task in tasks if task[0] not in finished]
        common = pickle.dumps((self._exporter, site.folder, tuple(secrets)))

        def sent(task: tuple[int, Sequence[ExportItem]]) -> tuple[int, bytes]:
            return task[0], pickle.dumps(task[1])

        def undo(task: tuple[int, Sequence[ExportItem]]) -> None:
            self._remove(site.folder, *task)

        if site.is_resumed:
            for task in waiting:
                undo(task)
        with closing(spread(_WORK, waiting, self._workers, sent, undo=undo, common=common)) as answered:
            for (start, _), said in answered:
                done: _Done = _believed(said)
                site.keep(start, said)
                yield done

    def _remove(self, package: Path, start: int, items: Sequence[ExportItem]) -> None:
        """Remove what was begun of some items and not finished, what they were prepared in too."""
        for number, item in enumerate(items, start + 1):
            place = self._exporter.place(item, number)
            for one in (package / place, aside(package, place)) if place else ():
                if one.is_dir():
                    shutil.rmtree(one)
                else:
                    one.unlink(missing_ok=True)


def _is_there(path: str, size: int) -> bool:
    """Say whether a plain file of that size is there."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size


def _remove_all_but(files: Mapping[str, object], package: Path) -> None:
    """Remove what stands for all items together: an interrupted run had begun it."""
    for entry in scan(package):
        if entry.kind is Kind.FILE and entry.path not in files:
            (package / entry.path).unlink()


def answer(task: tuple[int, bytes], common: bytes) -> bytes:
    """Write the items of a task: the work of a worker. The answer is pickled, since it is values of ours."""
    exporter, folder, mask = _unpickled(common)
    TALLY.begin(folder.parent)
    try:
        return pickle.dumps(_items_written(exporter, folder, mask, task[0], pickle.loads(task[1])))  # noqa: S301
    except (BayeganError, OSError) as error:
        return pickle.dumps(error)


def linted(task: bytes) -> bytes:
    """Return what an exporter finds wrong with a package, pickled: the work of a worker."""
    exporter, package = pickle.loads(task)  # noqa: S301  from the process that started us
    try:
        return pickle.dumps([*exporter.lint(package)])
    except (BayeganError, OSError) as error:
        return pickle.dumps(error)


def _believed(said: bytes) -> Any:
    """Return what a worker came to; raises what it met."""
    value = pickle.loads(said)  # noqa: S301  our own worker's
    if isinstance(value, Exception):
        raise value
    return value


@lru_cache(maxsize=1)
def _unpickled(common: bytes) -> tuple[Exporter, Path, Mask]:
    exporter, folder, secrets = pickle.loads(common)  # noqa: S301  from the process that started us
    return exporter, folder, Mask(secrets)


def _items_written(exporter: Exporter, folder: Path, mask: Mask, start: int, items: Sequence[ExportItem]) -> _Done:
    sink = Sink(folder)
    written: list[Written] = []
    for number, item in enumerate(items, start + 1):
        opened, found = open_item(item, mask)
        sink.findings.extend(found)
        if opened is None:
            continue
        part = sink.part()
        try:
            written.append(Written(number, item.identifier, item.folder, exporter.write_item(opened, number, part)))
        except XmlRefused as refused:
            code = "export-source-description"
            part.findings.append(finding(code, item=item.identifier, path="metadata", found=refused.problem))
        part.findings.extend(opened.bag.check_rest())
        sink.take(part)
    return _Done(tuple(written), sink.files, tuple(sink.findings), sink.copied, sink.octets)
