"""Checkpoints: made where the ledger agrees with all that was signed before, and held against it for ever after."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from bayegan.errors import BayeganError, CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.ledger_keys import LOCK, LOCK_SECONDS, PASSPHRASE, Ask, signing_key
from bayegan.model.checkpoint import Checkpoint, SignedCheckpoint, origin_of, parsed, signed
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.ledger import utc
from bayegan.model.ledger_keys import public_from_pem
from bayegan.model.rebuilding import LOST, REPLACES
from bayegan.model.rules.evidence import EVIDENCE_RULES
from bayegan.registers.checkpoints import CheckpointRegister, path_of_timestamp
from bayegan.registers.ledger_tree import LedgerTree, set_aside_of
from bayegan.services.verify_ledger import Given, Verified, VerifyLedger
from bayegan.storage.digests import digest_file
from bayegan.storage.folders import ensure_folder
from bayegan.storage.holdings import Holdings
from bayegan.storage.lock import locked
from bayegan.storage.plain_file import read_plain_file
from bayegan.storage.signing import is_signed
from bayegan.storage.timestamps import request_timestamp, timestamp_time, verified_time

TREE_LOCK = "tree.lock"


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a checkpoint: where it lies and what it says, whether it is new, and its time-stamp.

    Where the ledger does not agree with what was signed before, there is none, and `findings` say why. `not_done`
    is what failed after the checkpoint was written: its time-stamp, or the cache for proofs.
    """

    path: str | None
    signed: SignedCheckpoint | None
    is_new: bool
    timestamp: str | None
    not_done: tuple[CouldNot, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamp: its path, the time that it states, and whether that is proved."""

    path: str
    time: str | None
    is_proved: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verification found: the ledger, and the time-stamps beside its checkpoints."""

    verified: Verified
    stamps: tuple[Stamp, ...]
    findings: tuple[Finding, ...]


def verify_evidence(
    archive: Archive, since: Path | None = None, key: Path | None = None, authority: Path | None = None
) -> Evidence:
    """Read the whole ledger and hold all that was signed of it against it; nothing is written, nothing is sent.

    `since` is a checkpoint kept elsewhere, `key` a public key that came with it, `authority` certificates that
    time-stamps are proved by. Raises WrongUse for a file that is not there, CouldNot where one cannot be read.
    """
    public = None if key is None else _public_key(key)
    given = None if since is None else Given(str(since), _content(since), public)
    authorities = None if authority is None else _content(authority)
    verified = _use_case(archive).run(given)
    stamps, findings = _stamps(archive, authorities)
    return Evidence(verified, stamps, (*verified.findings, *findings, *_begun_anew(archive)))


def make_checkpoint(
    archive: Archive, environment: Mapping[str, str], ask: Ask, timestamp_url: str | None = None
) -> Made:
    """Sign what the ledger is now, unless that is signed already, and have it time-stamped where that is asked for.

    The whole ledger is read first: what does not agree with a checkpoint signed before is never signed. Raises
    WrongUse where the ledger has no key, KeyLocked or CouldNot where that cannot be used.
    """
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with locked(archive.layout.locks / LOCK, "the checkpoints of the ledger", LOCK_SECONDS):
        verified = _use_case(archive).run()
        if has_errors(verified.findings):
            return Made(None, None, False, None, (), verified.findings)
        register = CheckpointRegister(archive.layout.ledger)
        path, one, said = _standing(verified) or _signed_now(archive, register, verified, environment, ask)
        not_done = _keep_tree(archive)
        try:
            stamp = _stamped(register, one, timestamp_url or archive.policy.timestamp_url)
        except CouldNot as error:
            stamp, not_done = None, (*not_done, error)
        return Made(path, one, said is not None, stamp, not_done, (*verified.findings, *(said or ())))


@dataclass(frozen=True, slots=True)
class Attested:
    """What became of the checkpoint at the end of an audit: made or not, and why not.

    A key that is not at hand, or locked, and an authority that does not answer are warnings among the `findings`;
    what the disk refused is among `refused`. Where the ledger is not as it was signed, the findings say so.
    """

    made: Made | None = None
    findings: tuple[Finding, ...] = ()
    refused: tuple[str, ...] = ()


def attest(archive: Archive, environment: Mapping[str, str] = os.environ) -> Attested:
    """Make a checkpoint at the end of an audit, without asking anybody anything; never raise what befalls it.

    An archive that has no key is left alone.
    """
    try:
        made = make_checkpoint(archive, environment, from_environment(environment))
    except WrongUse:
        return Attested()
    except (BayeganError, OSError) as error:
        if _is_of_the_disk(error):
            return Attested(refused=(str(error),))
        return Attested(findings=(finding("ledger-not-signed", path="manifests/ledger", found=str(error)),))
    found = [one for one in made.findings if one.code in EVIDENCE_RULES]
    others = [error for error in made.not_done if not _is_of_the_disk(error)]
    found += [finding("ledger-not-stamped", path=made.path, found=str(error)) for error in others]
    refused = tuple(str(error) for error in made.not_done if error not in others)
    return Attested(made, tuple(found), refused)


def held_against(archive: Archive) -> Attested:
    """Hold the ledger against what was signed of it, as `attest` does, and sign nothing; never raise."""
    try:
        verified = _use_case(archive).run()
    except (BayeganError, OSError) as error:
        return Attested(refused=(str(error),))
    return Attested(findings=tuple(one for one in verified.findings if one.code in EVIDENCE_RULES))


def _is_of_the_disk(error: BaseException) -> bool:
    """Say whether a disk refused something, and not an authority elsewhere."""
    cause = error if isinstance(error, OSError) else error.__cause__
    is_elsewhere = isinstance(cause, URLError | ConnectionError | TimeoutError)
    return isinstance(cause, OSError | sqlite3.Error) and not is_elsewhere


def from_environment(environment: Mapping[str, str]) -> Ask:
    """Return what gives a passphrase from the environment alone."""
    said = environment.get(PASSPHRASE)
    return lambda _: said.encode("utf-8") if said else None


def refreshed_tree(archive: Archive) -> LedgerTree:
    """Return the tree and the index of the ledger, extended to its end; raises CouldNot."""
    tree = LedgerTree(archive.layout.tree)
    try:
        ensure_folder(archive.layout.locks)
        with locked(archive.layout.locks / TREE_LOCK, "the tree of the ledger", LOCK_SECONDS):
            tree.refresh(archive.ledger())
    except OSError as error:
        tree.close()
        problem = f"the tree of the ledger cannot be kept ({error.strerror})"
        raise CouldNot(str(archive.layout.tree), problem, "Check the disk and its permissions.") from error
    return tree


def _begun_anew(archive: Archive) -> Iterator[Finding]:
    """Say of a ledger that took the place of another that it did, and what became of what was set aside."""
    first = next(archive.ledger().events(), {})
    detail = first.get("detail")
    before = detail.get(REPLACES) if isinstance(detail, dict) else None
    if not isinstance(before, dict):
        return
    found = f"begun anew on {first.get('time')}; the one before it lies in {before.get('folder')}"
    expected = f"its report, {before.get('report')}"
    yield finding("ledger-begun-anew", path="manifests/ledger", row=1, expected=expected, found=found)
    digests = first.get("digests")
    for path, digest in sorted(digests.items()) if isinstance(digests, dict) else ():
        if path.startswith((f"{LOST}/", "manifests/ledger/rebuilt/")):
            yield from _set_aside(archive.layout.root, path, digest)


def _set_aside(root: Path, path: str, digest: str) -> Iterator[Finding]:
    try:
        now = digest_file(root / path, ["sha512"])["sha512"]
    except FileNotFoundError:
        now = "no such file"
    except OSError as error:
        raise CouldNot(path, f"cannot be read ({error.strerror})", "Check its permissions.") from error
    if now != digest:
        yield finding("ledger-set-aside-changed", path=path, expected=digest, found=now)


def _use_case(archive: Archive) -> VerifyLedger:
    register = CheckpointRegister(archive.layout.ledger)
    tree = archive.layout.tree
    return VerifyLedger(
        archive.policy.archive_id,
        archive.ledger(),
        Holdings(archive.layout),
        register.all,
        register.key_files,
        register.strays,
        (LedgerTree(tree), LedgerTree(set_aside_of(tree))),
        is_signed,
    )


def _standing(verified: Verified) -> tuple[str, SignedCheckpoint, None] | None:
    """Return the checkpoint that is signed of the whole ledger already."""
    last = verified.latest
    if last is None or last.size != verified.head.lines:
        return None
    return last.path, last.signed, None


def _signed_now(
    archive: Archive, register: CheckpointRegister, verified: Verified, environment: Mapping[str, str], ask: Ask
) -> tuple[str, SignedCheckpoint, tuple[Finding, ...]]:
    size = verified.head.lines
    if not verified.keys:
        advice = "Make one: `bayegan ledger key --make`."
        raise WrongUse(str(archive.layout.root), "its ledger has no key to sign with", advice)
    key, said = signing_key(archive, verified.keys[-1], environment, ask)
    origin = origin_of(archive.policy.archive_id)
    checkpoint = Checkpoint(origin, size, verified.root, utc(archive.scene.clock()))
    content = signed(checkpoint, key.public, key.sign(checkpoint.text()))
    return register.write(size, content), parsed(content), said


def _keep_tree(archive: Archive) -> tuple[CouldNot, ...]:
    """Extend the cache, so that a proof finds what it needs; return what kept it from being done."""
    try:
        refreshed_tree(archive).close()
    except CouldNot as error:
        return (error,)
    return ()


def _stamped(register: CheckpointRegister, one: SignedCheckpoint, url: str | None) -> str | None:
    """Return where the time-stamp of a checkpoint lies, there already or asked for now; raises CouldNot."""
    size = one.checkpoint.size
    if register.timestamp(size) is not None:
        return path_of_timestamp(size)
    return None if url is None else register.write_timestamp(size, request_timestamp(url, register.read(size)))


def _stamps(archive: Archive, authorities: bytes | None) -> tuple[tuple[Stamp, ...], tuple[Finding, ...]]:
    """Hold every time-stamp against its checkpoint; without certificates it is only said that there is one."""
    register = CheckpointRegister(archive.layout.ledger)
    stamps: list[Stamp] = []
    findings: list[Finding] = []
    for size in register.sizes():
        response = register.timestamp(size)
        if response is None:
            continue
        path = path_of_timestamp(size)
        if authorities is None:
            stamps.append(Stamp(path, None, is_proved=False))
            continue
        try:
            time = verified_time(response, register.read(size), authorities)
            stamps.append(Stamp(path, utc(time), is_proved=True))
        except ValueError as error:
            findings.append(finding("ledger-timestamp", path=path, found=str(error)))
            stamps.append(Stamp(path, _stated(response), is_proved=False))
    return tuple(stamps), tuple(findings)


def _stated(response: bytes) -> str | None:
    try:
        return utc(timestamp_time(response))
    except ValueError:
        return None


def _public_key(path: Path) -> bytes:
    try:
        return public_from_pem(_content(path))
    except ValueError as error:
        advice = "A public key of this archive lies in manifests/ledger/keys of every copy of it."
        raise WrongUse(str(path), str(error), advice) from error


def _content(path: Path) -> bytes:
    try:
        return read_plain_file(path)
    except FileNotFoundError as error:
        raise WrongUse(str(path), "there is no such file", "Check the path.") from error
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error
