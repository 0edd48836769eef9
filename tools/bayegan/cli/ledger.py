"""bayegan ledger."""

import base64
import os
from collections.abc import Sequence
from pathlib import Path

import click

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, json_option
from bayegan.cli.passphrase import asking, new_passphrase
from bayegan.cli.wording import counted
from bayegan.library.checkpoints import Evidence, Made, Stamp, make_checkpoint, verify_evidence
from bayegan.library.drafting import write_new_file
from bayegan.library.ledger_keys import KeyState, add_key, key_state
from bayegan.library.proving import prove_item
from bayegan.model.checkpoint import as_document
from bayegan.model.names import shown
from bayegan.services.verify_ledger import Judged, Verified

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("ledger", short_help="The event ledger, and what is signed of it.")
def command() -> None:
    """The ledger: every event of the archive, each line bound to the one before, and all of them signed for."""


@command.command("verify")
@archive_option
@click.option("--since", type=_FILE, metavar="FILE", help="A checkpoint that was kept elsewhere.")
@click.option("--key", type=_FILE, metavar="PEM", help="The public key of that checkpoint, kept elsewhere.")
@click.option("--authority", type=_FILE, metavar="PEM", help="Certificates that prove the time-stamps.")
@json_option
def verify(
    archive: Path | None, since: Path | None, key: Path | None, authority: Path | None, as_json: bool
) -> int:
    """Hold the whole ledger against itself and against all that was ever signed of it. Nothing is sent anywhere.

    Every line is bound to the one before it, and every checkpoint signed the root over the lines up to it. Only a
    checkpoint that was kept elsewhere (--since) can tell that the whole ledger was replaced, or its end cut off
    together with the checkpoints of it. Without one, keep the head elsewhere at least, on paper or in a letter.

    \b
    Example:
      bayegan ledger verify --archive /srv/archive
      bayegan ledger verify --archive /srv/archive --since mail/000000000812.txt
    """
    if key is not None and since is None:
        raise click.UsageError("--key is of a checkpoint that --since names")
    evidence = verify_evidence(open_archive(archive), since, key, authority)
    head = evidence.verified.head
    result = _verified_document(evidence)
    counts = {"lines": head.lines, "checkpoints": len(evidence.verified.checkpoints)}
    answer = Answer("ledger verify", _verified_lines(evidence), evidence.findings, counts=counts, result=result)
    return give(answer, as_json)


@command.command("checkpoint")
@archive_option
@click.option("--to", type=_FILE, metavar="FILE", help="Write it to a new file, too.")
@click.option("--timestamp", metavar="URL", help="Have it time-stamped by this authority (RFC 3161).")
@json_option
def checkpoint(archive: Path | None, to: Path | None, timestamp: str | None, as_json: bool) -> int:
    """Sign how long the ledger is and what its tree's root is, and print that: a few lines, to be kept elsewhere.

    Mail it, print it, give it to another archive. Whoever has it can tell later whether any line up to it was
    changed, removed or added. The whole ledger is read first, and what does not agree with an earlier checkpoint is
    not signed. A digest is sent to a time-stamp authority only where one is named here or in bayegan.toml.

    \b
    Example:
      bayegan ledger checkpoint --archive /srv/archive
    """
    made = make_checkpoint(open_archive(archive), os.environ, asking(as_json=as_json), timestamp)
    if made.signed is not None and to is not None:
        write_new_file(to, made.signed.content)
    not_checked = [NotChecked(error.thing, error.problem, error.advice) for error in made.not_done]
    result = None
    if made.signed is not None:
        result = {"path": made.path, "is_new": made.is_new, "timestamp": made.timestamp, **as_document(made.signed)}
    lines = _checkpoint_lines(made, to)
    return give(Answer("ledger checkpoint", lines, made.findings, not_checked, result=result), as_json)


@command.command("prove")
@click.argument("item")
@click.option("--to", type=FOLDER, required=True, metavar="DIR", help="A new or empty folder.")
@archive_option
@json_option
def prove(item: str, to: Path, archive: Path | None, as_json: bool) -> int:
    """Write a small folder that proves what the ledger says about ITEM, to whoever has openssl and sha256sum.

    It holds the item's events, their proofs of inclusion, the last signed checkpoint with its key and time-stamp,
    and one page that explains how to check it without this software. The events name files of the item: think of
    who may read them.

    \b
    Example:
      bayegan ledger prove --archive /srv/archive interview-12 --to proof
    """
    proof = prove_item(open_archive(archive), item, to)
    lines = proof.document["lines"]
    number = len(lines) if isinstance(lines, list) else 0
    said = (
        f"{counted(number, 'line')} of the ledger proved in {shown(str(to))}.",
        "README.txt says how to check it.",
    )
    return give(Answer("ledger prove", said, proof.findings, result=proof.document), as_json)


@command.command("key")
@archive_option
@click.option("--make", "how", flag_value="make", help="Make a key for a ledger that has none.")
@click.option("--rotate", "how", flag_value="rotate", help="Make a new key, signed for by the present one.")
@click.option("--lost", "how", flag_value="lost", help="Make a new key because the present one is lost.")
@click.option("--passphrase", is_flag=True, help="Encrypt the new key; asked for, or from BAYEGAN_PASSPHRASE.")
@json_option
def key(archive: Path | None, how: str | None, passphrase: bool, as_json: bool) -> int:
    """Show the keys that sign checkpoints, or make a new one. What becomes of keys is an event of the ledger.

    Private keys lie in $XDG_CONFIG_HOME/bayegan (~/.config/bayegan), never in the archive; no file there is ever
    overwritten. Keep a copy of them in another place, and the public key with whoever has your checkpoints.

    \b
    Example:
      bayegan ledger key --archive /srv/archive --rotate
    """
    if passphrase and how is None:
        raise click.UsageError("--passphrase is of a new key: --make, --rotate or --lost")
    opened = open_archive(archive)
    lines: list[str] = []
    if how is not None:
        new = new_passphrase(is_wanted=passphrase, as_json=as_json)
        identifier, path = add_key(opened, how, os.environ, asking(as_json=as_json), new)
        lines = [f"Made the key {identifier}.", f"  private key  {shown(str(path))}"]
        lines += ["Keep a copy of it elsewhere, and sign with it now: bayegan ledger checkpoint"]
    state = key_state(opened, os.environ)
    result = {
        "keys": [{"id": one.id, "since": one.since, "until": one.until} for one in state.keys],
        "file": None if state.file is None else str(state.file),
    }
    return give(Answer("ledger key", [*lines, *_key_lines(state)], state.findings, result=result), as_json)


def _checkpoint_lines(made: Made, to: Path | None) -> list[str]:
    if made.signed is None:
        return ["Nothing was signed: the ledger does not agree with itself, or with what was signed before."]
    lines = [*made.signed.content.decode("utf-8").rstrip("\n").split("\n"), ""]
    lines += [f"{'Signed now' if made.is_new else 'Signed before'}: {made.path}"]
    lines += [f"Written to {shown(str(to))}."] if to is not None else []
    lines += [f"time-stamp: {made.timestamp}"] if made.timestamp else []
    return lines


def _verified_lines(evidence: Evidence) -> list[str]:
    verified = evidence.verified
    head, root = verified.head, base64.b64encode(verified.root).decode("ascii")
    lines = [f"{head.lines:,} lines read.", f"head: {head.lines} {head.digest}", f"root: {root}"]
    lines += [_signed_line(verified)]
    lines += [_stamps_line(evidence.stamps)] if evidence.stamps else []
    lines += [_since_line(verified.since)] if verified.since else []
    return lines


def _signed_line(verified: Verified) -> str:
    last = verified.latest
    number = len(verified.checkpoints)
    if number == 0:
        return (
            "no signed checkpoint: nobody but this ledger says what it was. `bayegan ledger checkpoint` signs one."
        )
    if last is None:
        return f"{counted(number, 'checkpoint')}; none is signed by a key of this ledger and agrees with it."
    sound = sum(1 for one in verified.checkpoints if one.key and one.agrees)
    signed = f"{counted(number, 'checkpoint')}, {sound} signed and in agreement"
    return f"{signed}; the last: line {last.size}, {last.time}, key {last.key}"


def _stamps_line(stamps: Sequence[Stamp]) -> str:
    proved = [one for one in stamps if one.is_proved]
    if not any(one.time for one in stamps):
        return (
            f"{counted(len(stamps), 'time-stamp')}, not proved: --authority names the certificates that prove them."
        )
    last = f"; the last says {proved[-1].time}" if proved else ""
    return f"{counted(len(stamps), 'time-stamp')}, {len(proved)} proved{last}."


def _since_line(since: Judged) -> str:
    who = f"signed by key {since.key}" if since.key else "whose signature nobody here can vouch for"
    if since.agrees:
        return f"{shown(since.path)}: the first {since.size:,} lines are those of {since.time}, {who}."
    return f"{shown(since.path)}: the ledger is not the one of {since.time}, {who}."


def _verified_document(evidence: Evidence) -> dict[str, object]:
    verified = evidence.verified
    return {
        "lines": verified.head.lines,
        "head": verified.head.digest,
        "root": base64.b64encode(verified.root).decode("ascii"),
        "keys": [{"id": one.id, "since": one.since, "until": one.until} for one in verified.keys],
        "checkpoints": [_judged_document(one) for one in verified.checkpoints],
        "timestamps": [{"path": one.path, "time": one.time, "is_proved": one.is_proved} for one in evidence.stamps],
        "since": None if verified.since is None else _judged_document(verified.since),
    }


def _judged_document(one: Judged) -> dict[str, object]:
    said = one.signed.checkpoint
    return {"path": one.path, "size": said.size, "time": said.time, "key": one.key, "agrees": one.agrees}


def _key_lines(state: KeyState) -> list[str]:
    if not state.keys:
        return ["This ledger has no key. `bayegan ledger key --make` makes one."]
    lines = []
    for one in state.keys:
        until = f" to {one.until - 1}" if one.until else " on"
        lines.append(f"key {one.id}: from line {one.since}{until}")
    where = shown(str(state.file)) if state.file else "not at hand"
    return [*lines, f"private key: {where}"]
