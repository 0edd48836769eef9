"""The ledger held against everything that was ever signed of it, offline."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bayegan.errors import CouldNot
from bayegan.model.checkpoint import IsSigned, SignedCheckpoint, key_id, origin_of, parsed
from bayegan.model.findings import Capped, Finding, finding
from bayegan.model.holdings import identifier_of, sealed_place
from bayegan.model.ledger import Head, Reading, StoredLine, verify
from bayegan.model.ledger_index import Known, mark_of
from bayegan.model.ledger_keys import FOLDER, Keys, LedgerKey, path_of, pem, public_from_pem
from bayegan.model.merkle import Roots, leaf_hash, root_of
from bayegan.ports import Holdings, Ledger, Witness

_LEDGER = "manifests/ledger"


@dataclass(frozen=True, slots=True)
class Given:
    """A checkpoint that somebody kept elsewhere: where it was read, its octets, and the public key if one came."""

    name: str
    content: bytes
    public: bytes | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A checkpoint, the key whose signature verifies (None where none does), and whether the ledger agrees.

    `counts` says that it may speak against the ledger.
    """

    path: str
    signed: SignedCheckpoint
    key: str | None
    agrees: bool
    counts: bool

    @property
    def size(self) -> int:
        """How many lines it is of."""
        return self.signed.checkpoint.size

    @property
    def time(self) -> str:
        """When it was signed, as it says."""
        return self.signed.checkpoint.time or ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger as it was read through, with what was signed of it. `root` is that over all its lines.

    `since` is the checkpoint that was given, where it could be read.
    """

    head: Head
    root: bytes
    keys: tuple[LedgerKey, ...]
    checkpoints: tuple[Judged, ...]
    since: Judged | None
    findings: tuple[Finding, ...]

    @property
    def latest(self) -> Judged | None:
        """The longest checkpoint of the archive that is signed by its key and agrees."""
        return next((one for one in reversed(self.checkpoints) if one.key and one.agrees), None)


@dataclass(frozen=True, slots=True)
class VerifyLedger:
    """The use case with its ports. `witnesses` may know lines that are gone; they are believed where proved.

    Where lines are damaged, so may be those that brought keys in: then what a key file verifies is not blamed.
    """

    archive: str
    ledger: Ledger
    holdings: Holdings
    checkpoints: Callable[[], Iterator[tuple[str, bytes]]]
    key_files: Callable[[], Mapping[str, bytes]]
    strays: Callable[[], Iterable[str]]
    witnesses: Sequence[Witness]
    is_signed: IsSigned

    def run(self, given: Given | None = None) -> Verified:
        """Read the whole ledger once; hold chain, keys, every checkpoint, and the one that is given, against it.

        Raises CouldNot where the ledger, a checkpoint or a key file cannot be read.
        """
        findings = Capped()
        files = self.key_files()
        read = [(path, one) for path, one in self._read(self.checkpoints(), findings)]
        since = [one for _, one in self._read([(given.name, given.content)] if given else [], findings)]
        roots = Roots(one.checkpoint.size for one in (*(one for _, one in read), *since))
        keys = Keys(self.archive)
        reading = verify(self.ledger.lines(), keys.take, roots.take)
        findings.extend(reading.findings)
        if reading.head.lines == 0 and not reading.findings:
            findings.append(finding("ledger-empty", path=_LEDGER, found="no line"))
        is_damaged = bool(reading.findings)
        findings.extend(keys.findings(self.is_signed, may_lack=is_damaged))
        findings.extend(_key_files(keys, files, self.archive if is_damaged else None))
        findings.extend(finding("ledger-stray", path=path, found="another file") for path in self.strays())
        judge = _Judge(self.archive, keys, files, roots.at, self.is_signed, findings, is_damaged)
        judged = tuple(judge.judged(path, one) for path, one in read)
        from_elsewhere = judge.judged_given(given, since[0]) if given and since else None
        against = [one for one in (*judged, *filter(None, [from_elsewhere])) if one.counts and not one.agrees]
        if against:
            findings.extend(self._contradicted(reading, against, judged))
        root = roots.tree.root()
        return Verified(reading.head, root, tuple(keys), judged, from_elsewhere, tuple(findings))

    def _read(
        self, files: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]], findings: Capped
    ) -> Iterator[tuple[str, SignedCheckpoint]]:
        """Yield the checkpoints that are in the form and of this ledger."""
        for path, content in files:
            try:
                one = parsed(content)
            except ValueError as error:
                findings.append(finding("ledger-checkpoint-form", path=path, found=str(error)))
                continue
            if one.checkpoint.origin == origin_of(self.archive):
                yield path, one
            else:
                expected = origin_of(self.archive)
                found = one.checkpoint.origin
                findings.append(finding("ledger-checkpoint-origin", path=path, expected=expected, found=found))

    def _contradicted(
        self, reading: Reading, against: Sequence[Judged], judged: Sequence[Judged]
    ) -> Iterator[Finding]:
        """Say what the checkpoints that do not agree tell, and which lines and items it is about."""
        lines = reading.head.lines
        cut = [one for one in against if one.size > lines]
        rewritten = [one for one in against if one.size <= lines]
        # Where lines are damaged, that is said of them, and the checkpoint is not to blame.
        path = _LEDGER if reading.findings else None
        if rewritten:
            yield _rewritten(rewritten, [one for one in judged if one.key and one.agrees], path)
        if cut:
            yield _cut(cut, lines, path)
        proved = self._proved_witness(against)
        if proved is None:
            yield from self._unknown_versions(against)
        else:
            yield from self._lines_told(*proved, against)

    def _proved_witness(self, against: Sequence[Judged]) -> tuple[Witness, int] | None:
        """Return what was kept of the ledger as it was signed, proved by its root, and of how many lines."""
        for one in sorted(against, key=lambda one: one.size, reverse=True):
            for witness in self.witnesses:
                try:
                    knows = witness.head().lines >= one.size
                    if knows and root_of(one.size, witness.subtree) == one.signed.checkpoint.root:
                        return witness, one.size
                except CouldNot:
                    continue
        return None

    def _lines_told(self, witness: Witness, size: int, against: Sequence[Judged]) -> Iterator[Finding]:
        """Say which lines are gone, which were never signed, and which were moved.

        Lines are told by what they say, wherever they stand now. A set of marks is kept, and no lines.
        """
        first = self._first_difference(witness, size)
        left, among, later = self._compared(witness, first, size)
        gone = set()
        for one in _until(witness.known_from(first), size):
            if one.mark in left:
                gone.add(one.number)
                yield _gone(one, against)
        # What follows the last line that was signed may have come later, but not what is in a gone line's place.
        among.update(number for number in later if number in gone)
        if among:
            for number, stored in enumerate(self.ledger.lines(), 1):
                if number in among:
                    yield _unsigned(stored, against)
        elif not gone and first <= size:
            yield _moved(next(witness.known_from(first)), first, against)

    def _compared(self, witness: Witness, first: int, size: int) -> tuple[set[bytes], set[int], list[int]]:
        """Return, from the first difference on, the marks of lines that are gone and the numbers of strangers.

        Those come in two: which stand before a line that was signed, and which after the last of them.
        """
        left: set[bytes] = set()
        twice: Counter[bytes] = Counter()
        for one in _until(witness.known_from(first), size):
            if one.mark in left:
                twice[one.mark] += 1
            left.add(one.mark)
        among: set[int] = set()
        later: list[int] = []
        for number, stored in enumerate(self.ledger.lines(), 1):
            if number < first:
                continue
            mark = mark_of(stored.content)
            if mark not in left:
                later.append(number)
                continue
            if twice[mark]:
                twice[mark] -= 1
            else:
                left.remove(mark)
            among.update(later)
            later.clear()
        return left, among, later

    def _first_difference(self, witness: Witness, size: int) -> int:
        number = 0
        for number, stored in enumerate(self.ledger.lines(), 1):
            if number > size or not stored.whole or leaf_hash(stored.content) != witness.subtree(0, number - 1):
                return number
        return number + 1

    def _unknown_versions(self, against: Sequence[Judged]) -> Iterator[Finding]:
        """Name the versions that lie in the archive and that no line of the ledger sealed."""
        sealed = {sealed_place(event) for event in self.ledger.events()}
        try:
            held = self.holdings.survey().versions
        except CouldNot:
            return
        for one in held:
            if (one.place, one.version) not in sealed:
                path, when = f"archive/{one.place}/{one.version}", _when(against, 0)
                item = identifier_of(one.place)
                found = f"no line seals it; lines are gone that stood in the ledger{when}"
                yield finding("ledger-version-unknown", item=item, path=path, found=found)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Holds checkpoints against keys and roots, and says what is wrong with them."""

    archive: str
    keys: Keys
    files: Mapping[str, bytes]
    roots: Mapping[int, bytes]
    is_signed: IsSigned
    findings: Capped
    may_lack_keys: bool = False

    def judged(self, path: str, one: SignedCheckpoint) -> Judged:
        """Judge a checkpoint of the archive: by the key of the ledger at that line, else by a key file."""
        said = one.checkpoint
        key = self.keys.at(said.size)
        if key is not None and any(line.key_id == key.id for line in one.signatures):
            return self._by(path, one, key.public)
        loose = list(self._loose_keys())
        is_by_a_file = any(one.signature_by(public, self.is_signed) for public in loose)
        if not self.may_lack_keys:
            self._say("ledger-checkpoint-key", path, one)
        elif not is_by_a_file:
            known = {key_id(one.checkpoint.origin, public) for public in loose} | {key.id for key in self.keys}
            is_known = any(line.key_id in known for line in one.signatures)
            self._say("ledger-checkpoint-key" if is_known else "ledger-checkpoint-unjudged", path, one)
        return Judged(path, one, None, self._agrees(one), counts=is_by_a_file)

    def judged_given(self, given: Given, one: SignedCheckpoint) -> Judged:
        """Judge a checkpoint from elsewhere. Where nobody knows its key, that is said, and it still counts."""
        if given.public is not None:
            if one.signature_by(given.public, self.is_signed) is None:
                self._say("ledger-checkpoint-signature", given.name, one)
                return Judged(given.name, one, None, self._agrees(one), counts=False)
            identifier = key_id(one.checkpoint.origin, given.public)
            return Judged(given.name, one, identifier, self._agrees(one), counts=True)
        key = self.keys.at(one.checkpoint.size)
        if key is not None and any(line.key_id == key.id for line in one.signatures):
            return self._by(given.name, one, key.public)
        self._say("ledger-checkpoint-key", given.name, one)
        return Judged(given.name, one, None, self._agrees(one), counts=True)

    def _by(self, path: str, one: SignedCheckpoint, public: bytes) -> Judged:
        found = one.signature_by(public, self.is_signed)
        if found is None:
            self._say("ledger-checkpoint-signature", path, one)
        return Judged(path, one, found.key_id if found else None, self._agrees(one), counts=found is not None)

    def _agrees(self, one: SignedCheckpoint) -> bool:
        return self.roots.get(one.checkpoint.size) == one.checkpoint.root

    def _loose_keys(self) -> Iterator[bytes]:
        for content in self.files.values():
            try:
                yield public_from_pem(content)
            except ValueError:
                continue

    def _say(self, code: str, path: str, one: SignedCheckpoint) -> None:
        found = f"signed by {', '.join(f'key {line.key_id}' for line in one.signatures)}"
        key = self.keys.at(one.checkpoint.size)
        expected = f"key {key.id}, of the ledger at line {one.checkpoint.size}" if key else None
        self.findings.append(finding(code, path=path, found=found, expected=expected))


def _key_files(keys: Keys, files: Mapping[str, bytes], lacking: str | None) -> Iterator[Finding]:
    """Hold the files of keys against the keys of the ledger; of the archive `lacking` it may have lost some."""
    wanted = {path_of(one.id): pem(one.public) for one in keys}
    for path, content in wanted.items():
        if files.get(path) != content:
            found = "another content" if path in files else "no such file"
            yield finding("ledger-key-file", path=path, found=found)
    for path in sorted(files.keys() - wanted.keys()):
        if lacking is not None and _is_as_named(path, files[path], lacking):
            continue
        yield finding(
            "ledger-key-file", path=path, expected=f"in {FOLDER}, keys of the ledger", found="an unknown key"
        )


def _is_as_named(path: str, content: bytes, archive: str) -> bool:
    """Say whether a file holds the key that it is named for."""
    try:
        public = public_from_pem(content)
    except ValueError:
        return False
    return pem(public) == content and path_of(key_id(origin_of(archive), public)) == path


def _rewritten(against: Sequence[Judged], agreeing: Sequence[Judged], path: str | None) -> Finding:
    first = min(against, key=lambda one: one.size)
    sound = max((one for one in agreeing if one.size < first.size), key=lambda one: one.size, default=None)
    start = sound.size + 1 if sound else 1
    found = f"another: in {_lines(start, first.size)}, what stood there{_when(against, 0)} was changed later"
    found += f"; lines 1 to {sound.size} are as signed{_on(sound)}" if sound else ""
    expected = f"over {first.size} lines the root that was signed{_on(first)}"
    return finding("ledger-rewritten", path=path or first.path, expected=expected, found=found)


def _cut(against: Sequence[Judged], lines: int, path: str | None) -> Finding:
    longest = max(against, key=lambda one: one.size)
    found = f"{lines} lines, {longest.size - lines} fewer than stood there{_on(longest)}"
    expected = f"{longest.size} lines or more, as signed{_on(longest)}"
    return finding("ledger-cut", path=path or longest.path, expected=expected, found=found)


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _gone(one: Known, against: Sequence[Judged]) -> Finding:
    expected = f"the line about {_about(one)} that stood there{_when(against, one.number)}"
    found = "it is gone, or says something else"
    return finding("ledger-line-gone", item=one.item, path=_LEDGER, row=one.number, expected=expected, found=found)


def _until(lines: Iterator[Known], size: int) -> Iterator[Known]:
    return takewhile(lambda one: one.number <= size, lines)


def _moved(one: Known, first: int, against: Sequence[Judged]) -> Finding:
    expected = f"the line about {_about(one)} as line {one.number}{_when(against, one.number)}"
    return finding("ledger-line-moved", item=one.item, path=_LEDGER, row=first, expected=expected, found="another")


def _unsigned(stored: StoredLine, against: Sequence[Judged]) -> Finding:
    found = stored.content[:200].decode("utf-8", "replace")
    expected = f"no such line: there was none{_when(against, 0)}"
    return finding("ledger-line-unsigned", path=stored.segment, row=stored.number, expected=expected, found=found)


def _about(one: Known) -> str:
    return f"the {one.type or 'unknown'} of {one.item}" if one.item else f"a {one.type or 'unknown event'}"


def _when(against: Sequence[Judged], number: int) -> str:
    """Return until when a line is known to have stood as signed: the time of the latest checkpoint that says so."""
    times = [one.time for one in against if one.size >= number and one.time]
    return f" on {max(times)}" if times else ""


def _on(one: Judged) -> str:
    return f" on {one.time}" if one.time else ""
