"""The keys that sign checkpoints: made, looked up, replaced. A private key never lies in the archive."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.model.checkpoint import key_id, origin_of
from bayegan.model.findings import Finding
from bayegan.model.ledger import LedgerEvent
from bayegan.model.ledger_keys import Keys, LedgerKey, digests_of, endorsement_text, key_detail, pem
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.registers.checkpoints import CheckpointRegister
from bayegan.storage.folders import ensure_folder
from bayegan.storage.key_store import KeyStore
from bayegan.storage.lock import locked
from bayegan.storage.signing import KeyLocked, SigningKey, make_key, read_key

Ask = Callable[[str], bytes | None]
"""Returns the passphrase of the key file at a path, None where nobody can be asked."""

LOCK = "checkpoint.lock"
LOCK_SECONDS = 60.0
PASSPHRASE = "BAYEGAN_PASSPHRASE"  # noqa: S105  the name of a variable
_NO_KEY = "Make one: `bayegan ledger key --make`."


@dataclass(frozen=True, slots=True)
class KeyState:
    """The keys of a ledger, and the file of the private key that signs now, where it is at hand."""

    keys: tuple[LedgerKey, ...]
    file: Path | None
    findings: tuple[Finding, ...]


def key_state(archive: Archive, environment: Mapping[str, str]) -> KeyState:
    """Return the keys that the ledger names, and whether the current one is at hand; nothing is decrypted."""
    keys = _keys(archive)
    store = _store(archive, environment)
    files = store.find(keys.current.id) if keys.current else []
    return KeyState(tuple(keys), files[0] if files else None, store.openness(files[0]) if files else ())


def add_key(
    archive: Archive, how: str, environment: Mapping[str, str], ask: Ask, passphrase: bytes | None = None
) -> tuple[str, Path]:
    """Bring a new key in, and return its id and its file. `how` is `make`, `rotate` or `lost`.

    The private key is written first, then its public key, then the event: an interruption leaves the old key in
    force, and at most two files of a key that no event names. Raises WrongUse where the ledger has a key already
    (`make`) or has none (otherwise), CouldNot where a key cannot be read or written.
    """
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with locked(archive.layout.locks / LOCK, "the keys of the ledger", LOCK_SECONDS):
        last = _keys(archive).current
        _demand(archive, how, last)
        new = make_key()
        detail: dict[str, object] = {"key": key_detail(archive.policy.archive_id, new.public)}
        if last is not None:
            detail |= _succession(archive, last, new, environment, ask, is_lost=how == "lost")
        return _introduce(archive, new, detail, environment, passphrase)


def signing_key(
    archive: Archive, key: LedgerKey, environment: Mapping[str, str], ask: Ask
) -> tuple[SigningKey, tuple[Finding, ...]]:
    """Return the private key of `key`, and what is to be said of its file.

    Raises KeyLocked where it has a passphrase that is not given, CouldNot where it is not at hand.
    """
    store = _store(archive, environment)
    locked_out: KeyLocked | None = None
    for path in store.find(key.id):
        content = store.read(path)
        try:
            found = _read(content, path, ask)
        except KeyLocked as error:
            locked_out = error
            continue
        if found.public == key.public:
            return found, store.openness(path)
    if locked_out is not None:
        raise locked_out
    problem = f"the private key {key.id} of the ledger is not at hand"
    advice = f"Put its file into {store.folder}. If it is lost for good: `bayegan ledger key --lost`."
    raise CouldNot(str(store.folder), problem, advice)


def _read(content: bytes, path: Path, ask: Ask) -> SigningKey:
    try:
        return read_key(content, str(path))
    except KeyLocked:
        passphrase = ask(str(path))
        if passphrase is None:
            raise
        return read_key(content, str(path), passphrase)


def _store(archive: Archive, environment: Mapping[str, str]) -> KeyStore:
    return KeyStore(archive.policy.archive_id, archive.layout.root, environment)


def _keys(archive: Archive) -> Keys:
    keys = Keys(archive.policy.archive_id)
    for event in archive.ledger().events():
        keys.take(event)
    return keys


def _demand(archive: Archive, how: str, last: LedgerKey | None) -> None:
    root = str(archive.layout.root)
    if archive.ledger().head().lines == 0:
        raise CouldNot(root, "its ledger is lost: it has no line", "Run `bayegan rebuild`.")
    if how == "make" and last is not None:
        advice = "Replace it with --rotate, or with --lost where its private key is gone."
        raise WrongUse(root, f"its ledger has a key already, {last.id}", advice)
    if how != "make" and last is None:
        raise WrongUse(root, "its ledger has no key yet", _NO_KEY)


def _succession(
    archive: Archive, last: LedgerKey, new: SigningKey, environment: Mapping[str, str], ask: Ask, *, is_lost: bool
) -> dict[str, object]:
    if is_lost:
        return {"replaces": last.id, "lost": True}
    old, _ = signing_key(archive, last, environment, ask)
    endorsement = old.sign(endorsement_text(archive.policy.archive_id, last.id, new.public))
    return {"replaces": last.id, "endorsement": base64.b64encode(endorsement).decode("ascii")}


def _introduce(
    archive: Archive,
    new: SigningKey,
    detail: Mapping[str, object],
    environment: Mapping[str, str],
    passphrase: bytes | None,
) -> tuple[str, Path]:
    identifier = key_id(origin_of(archive.policy.archive_id), new.public)
    path = _store(archive, environment).write(new.pem(passphrase), identifier, is_first=False)
    CheckpointRegister(archive.layout.ledger).write_key(identifier, pem(new.public))
    outcome = EventOutcome.WARNING if detail.get("lost") else EventOutcome.SUCCESS
    event = LedgerEvent(
        EventType.CREATION,
        outcome,
        archive.scene.clock(),
        archive.scene.agent.label,
        digests=digests_of(archive.policy.archive_id, new.public),
        detail=detail,
    )
    archive.ledger().append([event])
    return identifier, path
