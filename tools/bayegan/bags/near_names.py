"""Which of a bag's names have to be looked at for what may not survive a journey."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from bayegan.bags.file_table import FileTable
from bayegan.model.folding import folded
from bayegan.model.names import entries


def worth_a_look(files: Mapping[str, int], gone: Collection[str] = ()) -> Collection[str]:
    """Return the names of which `naming` may have something to say, of files that are there and that are gone.

    Where the folders were not looked at while they were listed, these are all.
    """
    if not isinstance(files, FileTable):
        return [*files, *gone]
    return list(dict.fromkeys(chain(files.suspects(), _near(files, gone) if gone else (), gone)))


def _near(files: FileTable, gone: Collection[str]) -> Iterator[str]:
    """Yield the files that may be taken for one that is gone, or that lie in a folder which may."""
    there = set(entries(files.folders()))
    keys = {_key(entry) for entry in entries(gone) if entry not in there}
    last, alike = "", False
    for path in files:
        folder = path.rpartition("/")[0]
        if folder != last:
            last, alike = folder, any(_key(entry) in keys for entry in entries([folder]))
        if alike or _key(path) in keys:
            yield path


def _key(path: str) -> str:
    """Return what all names share that are equal once case, normalisation and look-alike letters are folded."""
    return folded(path.casefold()).casefold()
