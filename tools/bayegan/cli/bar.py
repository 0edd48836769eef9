"""A bar on a terminal that shows how far long work has come: files, octets, rate, time left."""

from collections.abc import Callable, Generator
from typing import TypeVar

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bayegan.model.progress import Progress

_Value = TypeVar("_Value")


def shown(step: Progress, work: Generator[Progress, None, _Value]) -> _Value:
    """Run `work`, which has come to `step`, to its end under a bar on stderr, and return its value."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[read]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}
        while True:
            if step.phase not in tasks:
                tasks[step.phase] = bar.add_task(step.phase, read="")
            task = tasks[step.phase]
            read = _read(step, bar.tasks[task].elapsed) if step.within is None else _Within(step.within)
            bar.update(task, completed=step.done, total=step.total, read=read)
            try:
                step = next(work)
            except StopIteration as end:
                value: _Value = end.value
                return value


class _Within:
    """What is done at the moment when the bar is drawn, which is often while one large item is written."""

    def __init__(self, within: Callable[[], tuple[int, int]]) -> None:
        self._within = within

    def __str__(self) -> str:
        files, octets = self._within()
        return f"{files:,} files, {decimal(octets)}" if files else ""


def _read(step: Progress, elapsed: float | None) -> str:
    if not step.octets:  # nothing yet, or no octets are counted in this phase
        return ""
    rate = f", {decimal(int(step.octets / elapsed))}/s" if elapsed else ""
    return f"{decimal(step.octets)}{rate}"
