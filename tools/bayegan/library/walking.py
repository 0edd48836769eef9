"""What a person names: there and readable, or said to be not; a bag, or a tree of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags.tree import ClosedFolder, bags_below, is_bag_folder
from bayegan.errors import BayeganError, WrongUse
from bayegan.storage.plain_file import demand_ordinary

_ADVICE = "Check its permissions and the disk, then validate again."
_CLOSED = "Mend its permissions, or name what the link leads to; then validate again."


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read or judged, why, and what to do."""

    path: str
    reason: str
    advice: str = _ADVICE


@dataclass(frozen=True, slots=True)
class BarrenTree:
    """A folder that is no bag and holds none."""

    path: Path


Met = Path | Unread | BarrenTree
"""What is met on the way: something to be judged, or what is to be said of what cannot be."""


def walk(paths: Sequence[Path]) -> Iterator[Met]:
    """Yield each path, and in the place of a tree of bags the bags in it.

    What is not there, is no file or folder, or cannot be read does not stop the others; only where it is all that
    is named, WrongUse or CouldNot is raised.
    """
    for path in paths:
        try:
            demand_ordinary(path)
        except BayeganError as error:
            if len(paths) == 1:
                raise
            yield unread(path, error)
        else:
            yield from _below(path) if _is_tree(path) else [path]


def unread(path: Path, error: BayeganError) -> Unread:
    """Return that a path could not be read, as an exception says it."""
    thing = error.thing if str(path) in error.thing else f"{path}: {error.thing}"
    return Unread(thing, error.problem, error.advice)


def demand_more_than(paths: Sequence[Path], error: BayeganError) -> None:
    """Raise `error` again where it is the wrong use of the one path that is named."""
    if len(paths) == 1 and isinstance(error, WrongUse):
        raise error


def _is_tree(path: Path) -> bool:
    try:
        return path.is_dir() and not is_bag_folder(path)
    except OSError:
        return False


def _below(root: Path) -> Iterator[Met]:
    anything = False
    for one in bags_below(root):
        anything = True
        yield Unread(str(one.path), one.reason, _CLOSED) if isinstance(one, ClosedFolder) else one
    if not anything:
        yield BarrenTree(root)
