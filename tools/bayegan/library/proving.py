"""A folder that proves, to whoever has openssl and sha256sum, what the ledger says about an item."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.checkpoints import refreshed_tree
from bayegan.metadata.json_schema import problems
from bayegan.model.checkpoint import SignedCheckpoint, parsed
from bayegan.model.findings import Finding, finding
from bayegan.model.holdings import sealed_place
from bayegan.model.ledger import event_of
from bayegan.model.ledger_index import is_within
from bayegan.model.ledger_keys import Keys, LedgerKey, pem
from bayegan.model.merkle import inclusion, root_of
from bayegan.model.preservation import EventType
from bayegan.model.proof import ProvedLine, check_script, proof_document, readme
from bayegan.registers.checkpoints import CheckpointRegister, path_of_checkpoint
from bayegan.registers.ledger import LedgerRegister
from bayegan.registers.ledger_tree import LedgerTree
from bayegan.storage.parcel import FolderParcel
from bayegan.storage.signing import is_signed

_VERIFY = "Run `bayegan ledger verify`: it says what is not as it was signed."


@dataclass(frozen=True, slots=True)
class Proof:
    """What was written: the folder, the document in it, and what it does not hold."""

    folder: Path
    document: dict[str, object]
    findings: tuple[Finding, ...]


def prove_item(archive: Archive, item: str, to: Path) -> Proof:
    """Write a folder with the item's events, their proofs of inclusion, and the last signed checkpoint.

    Of the ledger only the segments of these lines are read, and what the cache under .bayegan lacks. Everything
    is verified against the signed root before it is written. Raises WrongUse where the ledger knows no such item,
    there is no checkpoint of it, or the folder is in use; CouldNot where the ledger is not what was signed.
    """
    parcel = FolderParcel(to)
    parcel.check()
    if not CheckpointRegister(archive.layout.ledger).sizes():
        raise _unsigned(archive)
    with TemporaryDirectory(prefix="bayegan-") as scratch:
        tree = _tree(archive, Path(scratch) / "tree")
        try:
            proof = _proved_or_none(archive, item, tree)
            if proof is None:
                tree.remove()
                tree.refresh(archive.ledger())
                proof = _proved(archive, item, tree)
        finally:
            tree.close()
    if proof is None:
        problem = "the ledger is not what its checkpoint was signed of"
        raise CouldNot(str(archive.layout.ledger), problem, _VERIFY)
    return _written(archive, item, proof, parcel, to)


def _tree(archive: Archive, scratch: Path) -> LedgerTree:
    """Return the tree of the ledger, from the cache; made anew in `scratch` where there cannot be one."""
    try:
        return refreshed_tree(archive)
    except CouldNot:
        tree = LedgerTree(scratch)
        tree.refresh(archive.ledger())
        return tree


def _proved_or_none(archive: Archive, item: str, tree: LedgerTree) -> "_Found | None":
    """Take a cache that is damaged, or does not know the item, for one that does not hold."""
    try:
        return _proved(archive, item, tree)
    except CouldNot:
        return None


@dataclass(frozen=True, slots=True)
class _Found:
    """What goes into the folder."""

    signed: SignedCheckpoint
    key: LedgerKey
    lines: tuple[ProvedLine, ...]
    later: tuple[int, ...]


def _proved(archive: Archive, item: str, tree: LedgerTree) -> _Found | None:
    """Return lines with their proofs; None where one of them does not hold: cache or ledger are not as signed."""
    ledger = archive.ledger()
    about = tree.of_item(item)
    if not about:
        raise WrongUse(item, "the ledger knows no such item", "`bayegan list` shows the identifiers.")
    one, key = _last_checkpoint(archive, ledger, tree)
    size = one.checkpoint.size
    signed = [number for number in about if number <= size]
    if not signed:
        advice = "Run `bayegan ledger checkpoint`, then prove it again."
        raise WrongUse(item, f"it came after the last checkpoint, of {size} lines", advice)
    if tree.head().lines < size or root_of(size, tree.subtree) != one.checkpoint.root:
        return None
    wanted = {*_first_lines(tree, size), *signed, *_last_read(ledger, tree, signed, size)}
    lines = []
    for number in sorted(wanted):
        line = ProvedLine(number, _line(ledger, number), inclusion(number - 1, size, tree.subtree))
        if not line.holds(size, one.checkpoint.root):
            return None
        lines.append(line)
    return _Found(one, key, tuple(lines), tuple(number for number in about if number > size))


def _last_checkpoint(
    archive: Archive, ledger: LedgerRegister, tree: LedgerTree
) -> tuple[SignedCheckpoint, LedgerKey]:
    """Return the longest checkpoint that the ledger's key signed, and that key."""
    keys = Keys(archive.policy.archive_id)
    for number in tree.of_type(EventType.CREATION.value):
        keys.take(event_of(_line(ledger, number)) or {})
    register = CheckpointRegister(archive.layout.ledger)
    for size in reversed(register.sizes()):
        key = keys.at(size)
        try:
            one = parsed(register.read(size))
        except ValueError:
            continue
        if key is not None and one.checkpoint.size == size and one.signature_by(key.public, is_signed):
            return one, key
    raise _unsigned(archive)


def _unsigned(archive: Archive) -> WrongUse:
    advice = "Sign one: `bayegan ledger checkpoint`."
    return WrongUse(str(archive.layout.root), "its ledger has no signed checkpoint", advice)


def _first_lines(tree: LedgerTree, size: int) -> Iterator[int]:
    """Yield the lines that say how the archive began and which keys sign."""
    yield from (number for number in tree.of_type(EventType.CREATION.value) if number <= size)


def _last_read(ledger: LedgerRegister, tree: LedgerTree, about: list[int], size: int) -> Iterator[int]:
    """Yield for each version of the item the last fixity check that covered it."""
    left = {number for number in about if sealed_place(event_of(_line(ledger, number)) or {})}
    for number, covered in tree.covering():
        if not left:
            return
        if number <= size and (found := {one for one in left if is_within(covered, one)}):
            left -= found
            yield number


def _line(ledger: LedgerRegister, number: int) -> bytes:
    """Return a line; empty where there is none, which no proof is of."""
    stored = next(ledger.lines_from(number), None)
    return stored.content if stored is not None else b""


def _written(archive: Archive, item: str, proof: _Found, parcel: FolderParcel, to: Path) -> Proof:
    size = proof.signed.checkpoint.size
    stamp = CheckpointRegister(archive.layout.ledger).timestamp(size)
    key, lines, is_stamped = proof.key.id, proof.lines, stamp is not None
    document = proof_document(archive.policy.archive_id, item, proof.signed, key, lines, is_stamped)
    for problem in problems("ledger-proof-1.0", document):
        raise ValueError(f"a proof breaks its schema at {problem.pointer}: {problem.found}")
    signature = proof.signed.signature_by(proof.key.public, is_signed)
    page = readme(item, archive.policy.organisation, proof.signed, key, lines, is_stamped)
    files = {
        "README.txt": page.encode("utf-8"),
        "check.sh": check_script().encode("utf-8"),
        "checkpoint.txt": proof.signed.content,
        "signed.txt": proof.signed.text,
        "signature.bin": signature.octets if signature else b"",
        "key.pem": pem(proof.key.public),
        "proof.json": json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n",
        **({"checkpoint.tsr": stamp} if stamp is not None else {}),
        **{f"lines/{line.name}.json": line.content for line in lines},
        **{f"paths/{line.name}.txt": line.steps(size).encode("ascii") for line in lines},
    }
    _write(files, parcel, to)
    path = path_of_checkpoint(size)
    later = [finding("ledger-event-unproved", item=item, path=path, found=f"line {one}") for one in proof.later]
    return Proof(to, document, tuple(later))


def _write(files: dict[str, bytes], parcel: FolderParcel, to: Path) -> None:
    try:
        folder = parcel.begin()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        parcel.finish()
    except OSError as error:
        raise CouldNot(str(to), f"cannot be written ({error.strerror})", "Check the disk.") from error
    finally:
        parcel.discard()
