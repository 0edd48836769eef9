"""The ledger's Merkle tree and the index of its lines, kept under .bayegan: a cache, extended from where it stands.

It can be thrown away at any time, and is where it is no prefix of the ledger. Nobody believes it: what is taken
from it is verified against a signed root, or is a hint and called one.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.ledger import START, Head, StoredLine, after, event_of
from bayegan.model.ledger_index import Known, known
from bayegan.model.merkle import Tree, leaf_hash
from bayegan.registers.ledger import LedgerRegister
from bayegan.storage.digests import read_whole
from bayegan.storage.flush import flush_folder, replace_durably
from bayegan.storage.folders import ensure_folder

_HASH = 32
_BATCH = 10_000
_TABLES = (
    "CREATE TABLE line (number INTEGER PRIMARY KEY, item TEXT, type TEXT NOT NULL, mark BLOB, covered TEXT)",
    "CREATE INDEX line_of_item ON line (item, number) WHERE item IS NOT NULL",
    "CREATE INDEX line_of_none ON line (number) WHERE item IS NULL",
)


class LedgerTree:
    """`tree/`: a file for each level of complete subtrees, 32 octets a hash; `index.sqlite`; and `head.json`.

    `head.json` says how much of the others counts. It is taken away before they are extended and put back when they
    are flushed: where it is missing, something was interrupted, and all is made anew. So SQLite needs no journal.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._levels: dict[int, int] = {}

    def head(self) -> Head:
        """Return up to where of the ledger the cache goes; START where there is none, or a damaged one."""
        try:
            value = json.loads(read_whole(self._head)[0])
            head = Head(int(value["lines"]), str(value["digest"]))
        except (OSError, ValueError, TypeError, KeyError):
            return START
        for level in range(head.lines.bit_length()):
            path = self._level(level)
            if not path.is_file() or path.stat().st_size < (head.lines >> level) * _HASH:
                return START
        return head

    def is_of(self, ledger: LedgerRegister) -> bool:
        """Say whether the cache is a prefix of the ledger, as far as its head tells, or there is none."""
        head = self.head()
        return head.lines == 0 or _holds(ledger, head)

    def refresh(self, ledger: LedgerRegister) -> Head:
        """Extend the cache to the end of the ledger, and return up to where it goes; raises CouldNot, OSError.

        Where it is no prefix of the ledger, it is set aside (what it knows may tell what is gone) and made anew.
        """
        head = self.head()
        if not self.is_of(ledger):
            self.set_aside()
            head = START
        if not head.lines:
            self.remove()
        lines = (one for one in ledger.lines_from(head.lines + 1) if one.whole)
        first = next(lines, None)
        if first is None:
            return head
        ensure_folder(self._folder)
        self._head.unlink(missing_ok=True)
        flush_folder(self._folder)
        head = self._extend(chain((first,), lines), head)
        for path in (self._database, *(self._level(level) for level in range(head.lines.bit_length()))):
            _flush(path)
        replace_durably(self._head, json.dumps(asdict(head)).encode("ascii"))
        return head

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; raises CouldNot where the cache has none."""
        try:
            if level not in self._levels:
                self._levels[level] = os.open(self._level(level), os.O_RDONLY | os.O_CLOEXEC)
            found = os.pread(self._levels[level], _HASH, index * _HASH)
        except OSError as error:
            raise _broken(self._folder, error.strerror or "") from error
        if len(found) != _HASH:
            raise _broken(self._folder, "it is too short")
        return found

    def of_item(self, item: str) -> list[int]:
        """Return the numbers of the lines about an item."""
        return [row[0] for row in self._rows("SELECT number FROM line WHERE item = ? ORDER BY number", item)]

    def of_type(self, kind: str) -> list[int]:
        """Return the numbers of the lines of a type that are about no item."""
        query = "SELECT number FROM line WHERE item IS NULL AND type = ? ORDER BY number"
        return [row[0] for row in self._rows(query, kind)]

    def covering(self) -> Iterator[tuple[int, str]]:
        """Yield the lines of fixity checks that say what they covered, the latest first."""
        query = "SELECT number, covered FROM line WHERE item IS NULL AND covered IS NOT NULL ORDER BY number DESC"
        yield from self._rows(query)

    def known_from(self, first: int) -> Iterator[Known]:
        """Yield what the index knows of the lines from a number on."""
        query = "SELECT number, item, type, mark, covered FROM line WHERE number >= ? ORDER BY number"
        yield from (Known(*row) for row in self._rows(query, first))

    def close(self) -> None:
        """Let go of the files."""
        for descriptor in self._levels.values():
            os.close(descriptor)
        self._levels.clear()

    def remove(self) -> None:
        """Throw the cache away."""
        self.close()
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def set_aside(self) -> None:
        """Keep a cache that is no prefix of the ledger beside, unless one is kept there already."""
        self.close()
        if not set_aside_of(self._folder).exists():
            self._folder.rename(set_aside_of(self._folder))

    @property
    def _head(self) -> Path:
        return self._folder / "head.json"

    @property
    def _database(self) -> Path:
        return self._folder / "index.sqlite"

    def _level(self, level: int) -> Path:
        return self._folder / f"level-{level:02d}"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._database)) as database:
                yield database
        except sqlite3.Error as error:
            raise _broken(self._folder, str(error)) from error

    def _rows(self, query: str, *values: object) -> Iterator[tuple]:  # type: ignore[type-arg]
        with self._open() as database:
            yield from database.execute(query, values)

    def _extend(self, lines: Iterator[StoredLine], head: Head) -> Head:
        """Take the lines after `head`, and return the new one."""
        tree = Tree(head.lines, self.subtree)
        with self._open() as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            for table in () if head.lines else _TABLES:
                database.execute(table)
            batch: list[Known] = []
            levels: dict[int, list[bytes]] = {}
            for stored in lines:
                for level, one in enumerate(tree.append(leaf_hash(stored.content))):
                    levels.setdefault(level, []).append(one)
                head = after(head, stored.content)
                batch.append(known(head.lines, stored.content, event_of(stored.content)))
                if len(batch) == _BATCH:
                    self._take(database, batch, levels, tree.size)
            self._take(database, batch, levels, tree.size)
            database.commit()
        return head

    def _take(
        self, database: sqlite3.Connection, batch: list[Known], levels: dict[int, list[bytes]], size: int
    ) -> None:
        database.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?)", batch)
        batch.clear()
        for level, hashes in levels.items():
            with open(os.open(self._level(level), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644), "wb") as out:
                out.seek(((size >> level) - len(hashes)) * _HASH)
                out.write(b"".join(hashes))
        levels.clear()


def set_aside_of(folder: Path) -> Path:
    """Return where a cache that is no prefix of the ledger is kept."""
    return folder.with_name(f"{folder.name}-set-aside")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _holds(ledger: LedgerRegister, head: Head) -> bool:
    """Say whether line number `head.lines` of the ledger is the last one that the cache knows."""
    stored = next(ledger.lines_from(head.lines), None)
    return stored is not None and stored.whole and after(START, stored.content).digest == head.digest


def _broken(folder: Path, why: str) -> CouldNot:
    problem = f"the cache of the ledger's tree is damaged ({why})"
    return CouldNot(str(folder), problem, "Remove this folder; it is made anew from the ledger.")
