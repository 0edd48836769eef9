"""Keys, checkpoints and verification from the command line: what is signed, and what shows against it."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bayegan.model.checkpoint import parsed
from bayegan.model.ledger_keys import public_from_pem
from bayegan.registers import ledger as ledger_module
from bayegan.storage.signing import read_key
from running import WITHOUT_POWERS, Bayegan, as_a_process

ITEMS = ("one", "two", "three")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for keys that is this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "bayegan"


@pytest.fixture
def filled(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive with three items, each sealed by a line of its own."""
    for item in ITEMS:
        put(bayegan, archive, tmp_path / f"in-{item}", item)
    return archive


def put(bayegan: Bayegan, archive: Path, folder: Path, item: str) -> None:
    folder.mkdir()
    (folder / f"{item}.txt").write_text(item)
    (folder / "submission.csv").write_text(f"filename,item,title\n{item}.txt,{item},Title\n")
    bayegan("ingest", "--archive", archive, folder / "submission.csv", "--no-identify")


def signed(bayegan: Bayegan, archive: Path, to: Path) -> dict[str, object]:
    return bayegan("ledger", "checkpoint", "--archive", archive, "--to", to).envelope["result"]


def segment(archive: Path) -> Path:
    return archive / "manifests" / "ledger" / "000000000001.jsonl"


def rewrite(archive: Path, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> None:
    """Change the events of a ledger and chain them anew, as somebody would who knows how."""
    import hashlib  # noqa: PLC0415

    events = change([json.loads(line) for line in segment(archive).read_bytes().splitlines()])
    prev, lines = "0" * 64, b""
    for number, event in enumerate(events, 1):
        event |= {"seq": number, "prev": prev}
        line = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        prev = hashlib.sha256(line).hexdigest()
        lines += line + b"\n"
    segment(archive).write_bytes(lines)


# Keys


def test_init_makes_a_key_outside_of_the_archive_that_only_its_owner_can_read(
    tmp_path: Path, bayegan: Bayegan, config: Path
) -> None:
    result = bayegan("init", tmp_path / "A").envelope["result"]
    file = config / f"{result['id']}.pem"
    assert result["key"] == str(file)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (file, config)] == [0o600, 0o700]
    assert [one.name for one in config.iterdir()] == [file.name]
    key = read_key(file.read_bytes(), "the key")
    event = json.loads(segment(tmp_path / "A").read_bytes())
    (public,) = (tmp_path / "A" / "manifests" / "ledger" / "keys").iterdir()
    assert public_from_pem(public.read_bytes()) == key.public
    assert event["detail"]["key"]["id"] == public.stem
    assert list(event["digests"]) == [f"manifests/ledger/keys/{public.name}"]
    everything = b"".join(one.read_bytes() for one in (tmp_path / "A").rglob("*") if one.is_file())
    assert b"PRIVATE" not in everything
    shown = subprocess.run(["openssl", "pkey", "-in", file, "-pubout"], check=True, capture_output=True)
    assert shown.stdout == public.read_bytes()


def test_an_archive_may_be_made_without_a_key_and_get_one_later(
    tmp_path: Path, bayegan: Bayegan, config: Path
) -> None:
    archive = tmp_path / "A"
    assert bayegan("init", archive, "--no-key").envelope["result"]["key"] is None
    assert not config.exists()
    _, out, _ = bayegan.text("ledger", "verify", "--archive", archive)
    assert "no signed checkpoint" in out
    assert bayegan("ledger", "checkpoint", "--archive", archive, expect=2).envelope["not_checked"] != []
    bayegan("ledger", "key", "--archive", archive, "--rotate", expect=2)
    made = bayegan("ledger", "key", "--archive", archive, "--make").envelope["result"]
    assert [one["since"] for one in made["keys"]] == [2]
    bayegan("ledger", "key", "--archive", archive, "--make", expect=2)
    bayegan("ledger", "checkpoint", "--archive", archive)
    assert bayegan("ledger", "verify", "--archive", archive).envelope["findings"] == []


def test_where_no_key_can_be_written_no_archive_is_made(
    tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    ran = bayegan("init", tmp_path / "A", expect=3)
    assert "--no-key" in ran.said()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file"]


def test_keys_are_not_made_in_the_archive_itself(
    tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "A" / "config"))
    bayegan("init", tmp_path / "A", expect=2)
    assert not (tmp_path / "A").exists()


def test_a_relative_place_for_keys_is_ignored_as_the_standard_says(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": "relative", "HOME": str(tmp_path / "home")}
    ran = as_a_process("init", "A", cwd=tmp_path, **environment)
    assert ran.returncode == 0, ran.stderr
    assert len(list((tmp_path / "home" / ".config" / "bayegan").glob("*.pem"))) == 1


def test_a_key_that_others_can_read_is_a_warning(filled: Path, bayegan: Bayegan, config: Path) -> None:
    next(config.iterdir()).chmod(0o644)
    ran = bayegan("ledger", "checkpoint", "--archive", filled)
    assert ran.codes == ["ledger-key-open"]
    assert bayegan("ledger", "key", "--archive", filled).codes == ["ledger-key-open"]


def test_a_rotated_key_is_signed_for_by_the_one_before_and_signs_from_then_on(
    filled: Path, tmp_path: Path, bayegan: Bayegan, config: Path
) -> None:
    before = signed(bayegan, filled, tmp_path / "old.txt")
    old = {one.name: one.read_bytes() for one in config.iterdir()}
    keys = bayegan("ledger", "key", "--archive", filled, "--rotate").envelope["result"]["keys"]
    assert [(one["since"], one["until"]) for one in keys] == [(1, 5), (5, None)]
    assert {name: (config / name).read_bytes() for name in old} == old
    after = signed(bayegan, filled, tmp_path / "new.txt")
    assert (before["keys"], after["keys"]) == ([keys[0]["id"]], [keys[1]["id"]])
    for since in ("old.txt", "new.txt"):
        assert bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / since).codes == []


def test_a_new_key_that_the_old_one_did_not_sign_for_is_an_error(filled: Path, bayegan: Bayegan) -> None:
    bayegan("ledger", "key", "--archive", filled, "--rotate")
    rewrite(filled, lambda events: [drop(one, "endorsement") for one in events])
    assert bayegan("ledger", "verify", "--archive", filled, expect=1).codes == ["ledger-key-event"]


def drop(event: dict[str, object], name: str) -> dict[str, object]:
    detail = event["detail"]
    assert isinstance(detail, dict)
    detail.pop(name, None)
    return event


def test_a_lost_key_is_survived_and_the_ledger_says_so_for_ever(
    filled: Path, tmp_path: Path, bayegan: Bayegan, config: Path
) -> None:
    signed(bayegan, filled, tmp_path / "old.txt")
    put(bayegan, filled, tmp_path / "in-four", "four")
    shutil.rmtree(config)
    ran = bayegan("ledger", "checkpoint", "--archive", filled, expect=3)
    assert "--lost" in ran.said()
    bayegan("ledger", "key", "--archive", filled, "--rotate", expect=3)
    bayegan("ledger", "key", "--archive", filled, "--lost")
    signed(bayegan, filled, tmp_path / "new.txt")
    for since in ("old.txt", "new.txt"):
        ran = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / since)
        assert ran.codes == ["ledger-key-lost"]
    last = json.loads(segment(filled).read_bytes().splitlines()[-1])
    assert (last["outcome"], last["detail"]["lost"]) == ("warning", True)


def test_the_key_before_does_not_sign_for_lines_after_it(
    filled: Path, tmp_path: Path, bayegan: Bayegan, config: Path
) -> None:
    """Whoever stole a key that was replaced signs what came later with it."""
    stolen = next(config.iterdir()).read_bytes()
    bayegan("ledger", "key", "--archive", filled, "--lost")
    signed(bayegan, filled, tmp_path / "sound.txt")
    key = read_key(stolen, "stolen")
    from bayegan.model.checkpoint import signed as with_signature  # noqa: PLC0415

    said = parsed((tmp_path / "sound.txt").read_bytes()).checkpoint
    (tmp_path / "forged.txt").write_bytes(with_signature(said, key.public, key.sign(said.text())))
    ran = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "forged.txt", expect=1)
    assert ran.codes == ["ledger-key-lost", "ledger-checkpoint-key"]


def test_a_passphrase_is_needed_where_one_was_given(
    tmp_path: Path, bayegan: Bayegan, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "A"
    bayegan("init", archive, "--passphrase", expect=2)
    assert not archive.exists()
    monkeypatch.setenv("BAYEGAN_PASSPHRASE", "راز")
    bayegan("init", archive, "--passphrase")
    assert b"ENCRYPTED" in next(config.iterdir()).read_bytes()
    bayegan("ledger", "checkpoint", "--archive", archive)
    bayegan("ledger", "key", "--archive", archive, "--rotate", "--passphrase")
    monkeypatch.delenv("BAYEGAN_PASSPHRASE")
    assert "BAYEGAN_PASSPHRASE" in bayegan("ledger", "checkpoint", "--archive", archive, expect=3).said()
    monkeypatch.setenv("BAYEGAN_PASSPHRASE", "wrong")
    assert "passphrase" in bayegan("ledger", "checkpoint", "--archive", archive, expect=3).said()
    assert bayegan("ledger", "verify", "--archive", archive).codes == []


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_file_is_said_and_never_replaced(
    filled: Path, bayegan: Bayegan, config: Path, content: bytes
) -> None:
    file = next(config.iterdir())
    file.write_bytes(content)
    bayegan("ledger", "checkpoint", "--archive", filled, expect=3)
    bayegan("ledger", "key", "--archive", filled, "--lost")
    assert file.read_bytes() == content
    bayegan("ledger", "checkpoint", "--archive", filled)


# Checkpoints


def test_a_checkpoint_is_printed_kept_and_not_signed_twice(filled: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    first = signed(bayegan, filled, tmp_path / "mailed.txt")
    assert (first["size"], first["is_new"]) == (4, True)
    kept = filled / "manifests" / "ledger" / "checkpoints" / "000000000004.txt"
    assert kept.read_bytes() == (tmp_path / "mailed.txt").read_bytes() == str(first["text"]).encode()
    again = bayegan("ledger", "checkpoint", "--archive", filled).envelope["result"]
    assert (again["is_new"], again["text"]) == (False, first["text"])
    put(bayegan, filled, tmp_path / "in-four", "four")
    assert signed(bayegan, filled, tmp_path / "later.txt")["size"] == 5
    bayegan("ledger", "checkpoint", "--archive", filled, "--to", tmp_path / "later.txt", expect=3)
    _, out, _ = bayegan.text("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt")
    assert "2 checkpoints, 2 signed and in agreement; the last: line 5" in out
    assert "the first 4 lines are those of" in out


def test_a_checkpoint_that_a_mail_has_wrapped_in_other_line_ends_is_read(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    content = (tmp_path / "mailed.txt").read_bytes()
    (tmp_path / "mailed.txt").write_bytes(b"\r\n" + content.replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt").codes == []


def test_nothing_is_signed_that_does_not_agree_with_what_was_signed(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    rewrite(filled, lambda events: [*events[:1], *events[2:]])
    put(bayegan, filled, tmp_path / "in-four", "four")
    put(bayegan, filled, tmp_path / "in-five", "five")
    ran = bayegan("ledger", "checkpoint", "--archive", filled, expect=1)
    assert "ledger-rewritten" in ran.codes
    assert ran.envelope["result"] is None
    assert len(list((filled / "manifests" / "ledger" / "checkpoints").iterdir())) == 1


# What a checkpoint kept elsewhere tells


def change_a_line(archive: Path) -> None:
    rewrite(archive, lambda events: [one | {"version": "v2"} if one["item"] == "two" else one for one in events])


def remove_a_line(archive: Path) -> None:
    rewrite(archive, lambda events: [one for one in events if one["item"] != "two"])


def swap_two_lines(archive: Path) -> None:
    rewrite(archive, lambda events: [events[0], events[2], events[1], events[3]])


def add_a_line(archive: Path) -> None:
    rewrite(archive, lambda events: [*events[:2], {**events[2], "item": "planted"}, *events[2:]])


def cut_the_tail(archive: Path) -> None:
    segment(archive).write_bytes(b"".join(segment(archive).read_bytes().splitlines(keepends=True)[:2]))


def told(ran: object) -> set[tuple[str, str | None, int | None]]:
    return {(one["code"], one["item"], one["row"]) for one in ran.envelope["findings"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("cache", ["cache", "no cache"])
@pytest.mark.parametrize(
    ("tamper", "general", "exactly"),
    [
        (change_a_line, "ledger-rewritten", {("ledger-line-gone", "two", 3), ("ledger-line-unsigned", None, 3)}),
        (remove_a_line, "ledger-cut", {("ledger-line-gone", "two", 3)}),
        (swap_two_lines, "ledger-rewritten", {("ledger-line-moved", "one", 2)}),
        (add_a_line, "ledger-rewritten", {("ledger-line-unsigned", None, 3)}),
        (cut_the_tail, "ledger-cut", {("ledger-line-gone", "two", 3), ("ledger-line-gone", "three", 4)}),
    ],
)
@pytest.mark.parametrize("kept", ["kept elsewhere", "in the archive"])
def test_a_ledger_chained_anew_does_not_agree_with_what_was_signed(
    filled: Path,
    tmp_path: Path,
    bayegan: Bayegan,
    tamper: Callable[[Path], None],
    general: str,
    exactly: set[tuple[str, str | None, int | None]],
    cache: str,
    kept: str,
) -> None:
    """Named with item, line and until when it stood; where the cache is gone, what the folders still tell."""
    time = signed(bayegan, filled, tmp_path / "mailed.txt")["time"]
    tamper(filled)
    since = ["--since", tmp_path / "mailed.txt"]
    if kept == "kept elsewhere":
        shutil.rmtree(filled / "manifests" / "ledger" / "checkpoints")
    else:
        since = []
    if cache == "no cache":
        shutil.rmtree(filled / ".bayegan")
    ran = bayegan("ledger", "verify", "--archive", filled, *since, expect=1)
    assert general in ran.codes
    assert all(code.startswith("ledger-") and code != "ledger-chain" for code in ran.codes)
    if cache == "cache":
        assert told(ran) >= exactly
        assert len(told(ran)) == len(exactly) + 1
        gone = [one for one in ran.envelope["findings"] if one["code"] == "ledger-line-gone"]
        assert all(time in one["expected"] for one in gone)
    else:
        unknown = {item for code, item, _ in told(ran) if code == "ledger-version-unknown"}
        lost = {item for code, item, _ in exactly if code == "ledger-line-gone"}
        assert unknown == lost
    assert time in ran.said()


def test_a_ledger_replaced_by_an_older_copy_is_sound_by_itself_and_not_for_whoever_has_a_later_checkpoint(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "early.txt")
    shutil.copytree(filled / "manifests", tmp_path / "older")
    put(bayegan, filled, tmp_path / "in-four", "four")
    late = signed(bayegan, filled, tmp_path / "late.txt")
    shutil.rmtree(filled / "manifests")
    shutil.copytree(tmp_path / "older", filled / "manifests")
    assert bayegan("ledger", "verify", "--archive", filled).codes == []
    assert bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "early.txt").codes == []
    ran = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "late.txt", expect=1)
    assert told(ran) == {("ledger-cut", None, None), ("ledger-line-gone", "four", 5)}
    assert str(late["time"]) in ran.said()


def test_what_the_cache_knew_survives_a_proof_that_was_asked_for_in_between(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    remove_a_line(filled)
    bayegan("ledger", "prove", "--archive", filled, "three", "--to", tmp_path / "proof", expect=3)
    ran = bayegan("ledger", "verify", "--archive", filled, expect=1)
    assert ("ledger-line-gone", "two", 3) in told(ran)


def test_a_ledger_made_anew_with_a_key_of_its_own_does_not_pass_for_the_old_one(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    (public,) = (filled / "manifests" / "ledger" / "keys").iterdir()
    shutil.copy(public, tmp_path / "public.pem")
    other = tmp_path / "B"
    bayegan("init", other)
    policy = (other / "bayegan.toml").read_text()
    there, here = (bayegan("ledger", "key", "--archive", one).envelope["result"]["file"] for one in (other, filled))
    assert policy != (filled / "bayegan.toml").read_text()
    shutil.rmtree(filled / "manifests" / "ledger")
    shutil.copytree(other / "manifests" / "ledger", filled / "manifests" / "ledger")
    assert there != here
    ran = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt", expect=1)
    assert "ledger-key-event" in ran.codes
    assert {"ledger-checkpoint-key", "ledger-cut"} <= set(ran.codes)
    with_key = ("--since", tmp_path / "mailed.txt", "--key", tmp_path / "public.pem")
    ran = bayegan("ledger", "verify", "--archive", filled, *with_key, expect=1)
    assert "ledger-cut" in ran.codes
    assert "ledger-checkpoint-key" not in ran.codes


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text.replace("\n4\n", "\n3\n"), "ledger-checkpoint-signature"),
        (lambda text: text.replace("time 2", "time 3"), "ledger-checkpoint-signature"),
        (lambda text: text.replace("bayegan/", "bayegan/x", 1), "ledger-checkpoint-origin"),
        (lambda text: text.replace("\n\n", "\n"), "ledger-checkpoint-form"),
        (lambda text: text.replace("\n4\n", "\n04\n"), "ledger-checkpoint-form"),
        (lambda _: "", "ledger-checkpoint-form"),
    ],
)
def test_a_checkpoint_that_was_tampered_with_proves_nothing_and_is_told(
    filled: Path, tmp_path: Path, bayegan: Bayegan, damage: Callable[[str], str], code: str
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    (tmp_path / "mailed.txt").write_text(damage((tmp_path / "mailed.txt").read_text("utf-8")), "utf-8")
    ran = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt", expect=1)
    assert ran.codes == [code]


def test_a_public_key_file_that_was_replaced_is_told(filled: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("init", tmp_path / "B")
    (ours,), (theirs,) = ((one / "manifests" / "ledger" / "keys").iterdir() for one in (filled, tmp_path / "B"))
    shutil.copy(theirs, ours)
    shutil.copy(theirs, ours.with_name(theirs.name))
    signed(bayegan, filled, tmp_path / "mailed.txt")
    ran = bayegan("ledger", "verify", "--archive", filled)
    assert ran.codes == ["ledger-key-file", "ledger-key-file"]


def test_verifying_writes_nothing(filled: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    before = {one: one.stat().st_mtime_ns for one in filled.rglob("*")}
    bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt")
    assert {one: one.stat().st_mtime_ns for one in filled.rglob("*")} == before


def test_segments_make_no_difference(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 1500)
    for item in ("one", "two", "three", "four", "five"):
        put(bayegan, archive, tmp_path / f"in-{item}", item)
    assert len(list((archive / "manifests" / "ledger").glob("0*.jsonl"))) > 2
    signed(bayegan, archive, tmp_path / "mailed.txt")
    assert bayegan("ledger", "verify", "--archive", archive, "--since", tmp_path / "mailed.txt").codes == []
    for item in ("one", "three", "five"):
        bayegan("ledger", "prove", "--archive", archive, item, "--to", tmp_path / f"proof-{item}")


def test_an_archive_that_cannot_be_written_to_is_verified_and_proved(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    signed(bayegan, filled, tmp_path / "mailed.txt")
    shutil.rmtree(filled / ".bayegan")
    subprocess.run(["chmod", "-R", "a-w", filled], check=True)
    ran = as_a_process(
        *("ledger", "prove", "--archive", filled, "two", "--to", tmp_path / "proof"), before=WITHOUT_POWERS
    )
    subprocess.run(["chmod", "-R", "u+w", filled], check=True)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "proof" / "lines" / "000000000003.json").is_file()
    assert not (filled / ".bayegan").exists()


def test_the_reference_collection_has_no_checkpoint_and_that_is_no_error(bayegan: Bayegan) -> None:
    from shared import REPOSITORY  # noqa: PLC0415

    _, out, _ = bayegan.text("ledger", "verify", "--archive", REPOSITORY)
    assert "no signed checkpoint" in out
    assert os.environ["XDG_CONFIG_HOME"]
