"""Running contenders in turn on the same files, and what each took."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.02


@dataclass(frozen=True)
class Taken:
    """One run: wall seconds, and the peak of the memory of all its processes together, in octets."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Row:
    """A row of the table: what was done by whom, and how long each run took."""

    work: str
    runs: Mapping[str, Sequence[Taken]]

    def seconds(self, who: str) -> float:
        """The median of a contender's runs."""
        return statistics.median(one.seconds for one in self.runs[who])

    def memory(self, who: str) -> int:
        """The largest peak of a contender's runs."""
        return max(one.memory for one in self.runs[who])

    def ratio(self, one: str, *others: str) -> float:
        """The median of the ratios to the slower of `others`, round by round: it holds where the speed drifts."""
        rounds = zip(self.runs[one], *(self.runs[other] for other in others), strict=True)
        return statistics.median(a.seconds / max(b.seconds for b in rest) for a, *rest in rounds)


Contender = Callable[[Path], str]
"""Given a fresh folder of its own, returns the shell command to be timed."""


def in_turn(
    work: str, contenders: Mapping[str, Contender], folder: Path, rounds: int, *, warms_up: bool = True
) -> Row:
    """Run every contender once for warming up, then `rounds` times in turn, each in a fresh folder.

    Where memory alone counts nobody has to warm up.

    Nothing is deleted meanwhile: a copy made just after a deletion takes several times longer. Raises
    CalledProcessError where a contender fails.
    """
    runs: dict[str, list[Taken]] = {name: [] for name in contenders}
    for number in range(0 if warms_up else 1, rounds + 1):
        for name, contender in contenders.items():
            fresh = folder / f"{work}-{name}-{number}".replace(" ", "-").replace("/", "-")
            fresh.mkdir(parents=True)
            taken = timed(contender(fresh))
            if number:
                runs[name].append(taken)
    return Row(work, runs)


def timed(command: str) -> Taken:
    """Run a shell command in a process group of its own and measure it; its output is thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(
        ["bash", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    peak = _Peak(process.pid)
    peak.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - started
    peak.stop()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Taken(seconds, peak.octets)


class _Peak(threading.Thread):
    """Watches the resident memory of a process and of all that come of it; pages that they share count in each.

    It asks for them alone, and so takes a hundredth of a processor: what is measured may need all that there are.
    """

    def __init__(self, first: int) -> None:
        super().__init__(daemon=True)
        self._first = first
        self._ended = threading.Event()
        self.octets = 0

    def run(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.octets = max(self.octets, page * sum(map(_pages, _family(self._first))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _family(first: int) -> Iterator[int]:
    """Yield a process and all that come of it."""
    yield first
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{first}/task"):
            for child in Path(f"/proc/{first}/task/{thread}/children").read_text().split():
                yield from _family(int(child))


def _pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
