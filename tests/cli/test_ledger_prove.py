"""What `ledger prove` hands out is checked with openssl and the GNU core utilities alone; time-stamps too."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bayegan.library.archive import Archive
from bayegan.library.checkpoints import Attested, attest
from bayegan.metadata.json_schema import problems
from bayegan.model.ledger import LedgerEvent
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.registers import ledger as ledger_module
from running import Bayegan
from time_authority import Authority, time_authority

PROGRAMS = (
    *("sh", "openssl", "sha256sum", "sha512sum", "cat", "cut", "tr", "basenc", "base64", "head", "tail", "wc"),
    *("od", "basename", "dirname", "cmp"),
)
"""A shell, openssl, the core utilities; `cmp` is of the diffutils."""
ITEMS = [f"item-{number}" for number in range(7)]


@pytest.fixture
def path_of_programs(tmp_path: Path) -> str:
    """A PATH on which nothing else lies."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found is not None, name
        (folder / name).symlink_to(found)
    return str(folder)


@pytest.fixture
def filled(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive with seven items."""
    documents = tmp_path / "in"
    documents.mkdir()
    for item in ITEMS:
        (documents / f"{item}.txt").write_text(item)
    rows = [f"{item}.txt,{item},Title" for item in ITEMS]
    (documents / "submission.csv").write_text("\n".join(["filename,item,title", *rows]) + "\n")
    bayegan("ingest", "--archive", archive, documents / "submission.csv", "--no-identify")
    return archive


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with time_authority(tmp_path_factory.mktemp("tsa") / "tsa") as one:
        yield one


@pytest.fixture(autouse=True)
def fresh(authority: Authority) -> None:
    authority.asked.clear()
    authority.answer = None


def proved(bayegan: Bayegan, archive: Path, item: str, to: Path) -> dict[str, object]:
    bayegan("ledger", "checkpoint", "--archive", archive)
    bayegan("ledger", "prove", "--archive", archive, item, "--to", to)
    document = json.loads((to / "proof.json").read_bytes())
    assert problems("ledger-proof-1.0", document) == ()
    return document  # type: ignore[no-any-return]


def check(folder: Path, path: str, script: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run check.sh, or another script, with those programs alone."""
    words = ["sh", "check.sh"] if script is None else ["sh", "-euc", script]
    environment = {"PATH": path, "LC_ALL": "C"}
    shell = [f"{path}/sh", *words[1:]]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def commands_of(readme: str) -> str:
    """What the page shows to be typed: the lines that are set in by five."""
    return "\n".join(line[5:] for line in readme.splitlines() if line.startswith("     ")) + "\n"


@pytest.mark.parametrize("item", ITEMS)
def test_a_proof_is_checked_without_us(
    filled: Path, tmp_path: Path, bayegan: Bayegan, path_of_programs: str, item: str
) -> None:
    document = proved(bayegan, filled, item, tmp_path / "proof")
    lines = [json.loads(one.read_bytes()) for one in sorted((tmp_path / "proof" / "lines").iterdir())]
    assert [(one["type"], one["item"]) for one in lines] == [("creation", None), ("ingestion", item)]
    assert [one["seq"] for one in lines] == [one["number"] for one in document["lines"]]  # type: ignore[attr-defined]
    ran = check(tmp_path / "proof", path_of_programs)
    assert (ran.returncode, ran.stdout.count(": proved")) == (0, 2), ran.stderr
    readme = (tmp_path / "proof" / "README.txt").read_text("utf-8")
    ran = check(tmp_path / "proof", path_of_programs, commands_of(readme))
    assert (ran.returncode, ran.stdout.count(": proved")) == (0, 2), ran.stderr
    assert max(map(len, readme.splitlines())) <= 120
    assert len(readme.splitlines()) < 80


def change_a_line(proof: Path) -> None:
    line = sorted((proof / "lines").iterdir())[-1]
    line.write_bytes(line.read_bytes().replace(b"success", b"failure"))


def change_a_path(proof: Path) -> None:
    path = sorted((proof / "paths").iterdir())[-1]
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first[:-1] + ("0" if first[-1] != "0" else "1"), *rest]) + "\n")


def change_what_was_signed(proof: Path) -> None:
    for name in ("signed.txt", "checkpoint.txt"):
        (proof / name).write_text((proof / name).read_text("utf-8").replace("\ntime 2", "\ntime 3"), "utf-8")


def change_the_checkpoint_alone(proof: Path) -> None:
    path = proof / "checkpoint.txt"
    path.write_text(path.read_text("utf-8").replace("\ntime 2", "\ntime 3"), "utf-8")


def change_the_key(proof: Path) -> None:
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", proof / "other"], check=True)
    subprocess.run(["openssl", "pkey", "-in", proof / "other", "-pubout", "-out", proof / "key.pem"], check=True)


@pytest.mark.parametrize(
    "damage",
    [change_a_line, change_a_path, change_what_was_signed, change_the_checkpoint_alone, change_the_key],
)
def test_a_proof_that_was_tampered_with_does_not_pass(
    filled: Path, tmp_path: Path, bayegan: Bayegan, path_of_programs: str, damage: Callable[[Path], None]
) -> None:
    proved(bayegan, filled, "item-3", tmp_path / "proof")
    damage(tmp_path / "proof")
    assert check(tmp_path / "proof", path_of_programs).returncode != 0


def covering(archive: Path, ranges: str) -> int:
    """Write the event of a fixity check that says what it covered; return the number of its line."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    detail = {"covered": {"2026-11-22T02:00:00Z": ranges, "2026-11-22T03:00:00Z": "900"}}
    event = LedgerEvent(EventType.FIXITY_CHECK, EventOutcome.SUCCESS, now, "bayegan", detail=detail)
    return Archive.open(archive).ledger().append([event]).lines


def numbers(document: dict[str, object]) -> list[int]:
    return [one["number"] for one in document["lines"]]  # type: ignore[attr-defined]


def test_a_proof_holds_the_last_check_that_read_each_version(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    covering(filled, "2-8")
    last = covering(filled, "2 4-5")
    covering(filled, "2-3 6 8")
    assert numbers(proved(bayegan, filled, "item-2", tmp_path / "proof")) == [1, 4, last]


def test_later_events_are_named_as_not_proved(filled: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("ledger", "prove", "--archive", filled, "item-0", "--to", tmp_path / "early", expect=2)
    assert "bayegan ledger checkpoint" in ran.said()
    bayegan("ledger", "checkpoint", "--archive", filled)
    words = ("export", "bag", "--archive", filled, "--audience", "archive", "--to", tmp_path / "out", "item-0")
    bayegan(*words)
    ran = bayegan("ledger", "prove", "--archive", filled, "item-0", "--to", tmp_path / "proof")
    assert [(one["code"], one["found"]) for one in ran.envelope["findings"]] == [
        ("ledger-event-unproved", "line 10")
    ]
    bayegan("ledger", "prove", "--archive", filled, "unknown", "--to", tmp_path / "none", expect=2)
    bayegan("ledger", "prove", "--archive", filled, "item-0", "--to", tmp_path / "proof", expect=2)
    assert sorted(one.name for one in tmp_path.glob("[!A]*")) == ["in", "out", "proof"]


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda tree: flip(tree / "level-00", 33),
        lambda tree: flip(tree / "level-02", 5),
        lambda tree: (tree / "level-01").unlink(),
        lambda tree: (tree / "level-00").write_bytes((tree / "level-00").read_bytes()[:70]),
        lambda tree: (tree / "index.sqlite").write_bytes(b"no database" * 100),
        lambda tree: (tree / "index.sqlite").unlink(),
        lambda tree: flip(tree / "index.sqlite", 18),
        lambda tree: (tree / "head.json").write_text('{"lines": "many"}'),
        lambda tree: (tree / "head.json").unlink(),
        shutil.rmtree,
    ],
)
def test_a_damaged_cache_is_noticed_and_made_anew(
    filled: Path, tmp_path: Path, bayegan: Bayegan, path_of_programs: str, damage: Callable[[Path], None]
) -> None:
    bayegan("ledger", "checkpoint", "--archive", filled)
    damage(filled / ".bayegan" / "tree")
    bayegan("ledger", "prove", "--archive", filled, "item-5", "--to", tmp_path / "proof")
    assert check(tmp_path / "proof", path_of_programs).returncode == 0
    bayegan("ledger", "prove", "--archive", filled, "item-6", "--to", tmp_path / "again")


def test_a_proof_reads_a_small_part_of_a_long_ledger(
    filled: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Octets that the process reads, as the kernel counts them: of the ledger, of the cache, of everything."""
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 50_000)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    ledger = Archive.open(filled).ledger()
    for start in range(0, 20_000, 100):
        ledger.append([_event(f"other-{number}", now) for number in range(start, start + 100)])
    size = sum(one.stat().st_size for one in (filled / "manifests" / "ledger").glob("0*.jsonl"))
    assert size > 25_000_000
    bayegan("ledger", "checkpoint", "--archive", filled)
    bayegan("ledger", "prove", "--archive", filled, "item-0", "--to", tmp_path / "warm")
    for item in ("item-3", "other-10000", "other-19999"):
        before = octets_read()
        bayegan("ledger", "prove", "--archive", filled, item, "--to", tmp_path / item)
        assert octets_read() - before < size / 40


def _event(item: str, now: datetime) -> LedgerEvent:
    digests = {f"file-{number}": f"{number:0128x}" for number in range(8)}
    return LedgerEvent(
        EventType.DISSEMINATION, EventOutcome.SUCCESS, now, "bayegan", item, "v1", digests=digests, detail={}
    )


def octets_read() -> int:
    found = re.search(r"rchar: ([0-9]+)", Path("/proc/self/io").read_text())
    assert found is not None
    return int(found[1])


def octets_written() -> int:
    found = re.search(r"wchar: ([0-9]+)", Path("/proc/self/io").read_text())
    assert found is not None
    return int(found[1])


def test_appending_reads_and_writes_as_much_in_a_long_ledger_as_in_a_short_one(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 50_000)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    ledger = Archive.open(archive).ledger()
    costs = []
    for start in range(0, 10_000, 100):
        before = octets_read(), octets_written()
        ledger.append([_event(f"other-{number}", now) for number in range(start, start + 100)])
        costs.append((octets_read() - before[0], octets_written() - before[1]))
    assert len(list((archive / "manifests" / "ledger").glob("0*.jsonl"))) > 30
    for early, late in zip(zip(*costs[2:22], strict=True), zip(*costs[-20:], strict=True), strict=True):
        assert max(late) <= max(early) * 1.1


# Time-stamps


def test_a_checkpoint_is_time_stamped_where_that_is_asked_for_and_the_stamp_is_checked_without_us(
    filled: Path, tmp_path: Path, bayegan: Bayegan, path_of_programs: str, authority: Authority
) -> None:
    words = ("ledger", "checkpoint", "--archive", filled)
    assert bayegan(*words).envelope["result"]["timestamp"] is None
    assert authority.asked == []
    result = bayegan(*words, "--timestamp", authority.url).envelope["result"]
    assert result["timestamp"] == "manifests/ledger/checkpoints/000000000008.tsr"
    assert len(authority.asked) == 1
    bayegan(*words, "--timestamp", authority.url)
    assert len(authority.asked) == 1
    bayegan("ledger", "prove", "--archive", filled, "item-1", "--to", tmp_path / "proof")
    shutil.copy(authority.root, tmp_path / "proof" / "authority.pem")
    ran = check(tmp_path / "proof", path_of_programs)
    assert ran.returncode == 0, ran.stderr
    assert "Verification: OK" in ran.stdout
    readme = (tmp_path / "proof" / "README.txt").read_text("utf-8")
    assert check(tmp_path / "proof", path_of_programs, commands_of(readme)).returncode == 0
    (tmp_path / "proof" / "checkpoint.tsr").write_bytes(b"none")
    assert check(tmp_path / "proof", path_of_programs).returncode != 0
    _, out, _ = bayegan.text("ledger", "verify", "--archive", filled)
    assert "1 time-stamp, not proved" in out
    ran_again = bayegan("ledger", "verify", "--archive", filled, "--authority", authority.root)
    assert [one["is_proved"] for one in ran_again.envelope["result"]["timestamps"]] == [True]


def test_a_time_stamp_of_something_else_or_by_somebody_else_is_told(
    filled: Path, tmp_path: Path, bayegan: Bayegan, authority: Authority
) -> None:
    bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url)
    other = Authority(tmp_path / "other")
    ran = bayegan("ledger", "verify", "--archive", filled, "--authority", other.root, expect=1)
    assert ran.codes == ["ledger-timestamp"]
    bayegan("export", "bag", "--archive", filled, "--audience", "archive", "--to", tmp_path / "out", "item-0")
    bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url)
    first, second = sorted((filled / "manifests" / "ledger" / "checkpoints").glob("*.tsr"))
    shutil.copy(first, second)
    ran = bayegan("ledger", "verify", "--archive", filled, "--authority", authority.root, expect=1)
    assert [(one["code"], one["path"]) for one in ran.envelope["findings"]] == [
        ("ledger-timestamp", "manifests/ledger/checkpoints/000000000010.tsr")
    ]


@pytest.mark.parametrize("answer", [b"", b"no time-stamp", b"0\x030\x01\x02"])
def test_an_authority_that_gives_none_leaves_the_checkpoint_and_is_told(
    filled: Path, bayegan: Bayegan, authority: Authority, answer: bytes
) -> None:
    authority.answer = answer
    ran = bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url, expect=3)
    assert ran.envelope["result"]["is_new"]
    assert ran.envelope["result"]["timestamp"] is None
    authority.answer = None
    assert bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url).codes == []


def test_an_answer_to_another_request_is_no_time_stamp(
    filled: Path, bayegan: Bayegan, authority: Authority
) -> None:
    bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url)
    stamp = filled / "manifests" / "ledger" / "checkpoints" / "000000000008.tsr"
    authority.answer = stamp.read_bytes()
    stamp.unlink()
    ran = bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", authority.url, expect=3)
    assert "another request" in ran.said()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "nonsense"])
def test_only_an_address_of_http_is_asked(filled: Path, bayegan: Bayegan, url: str) -> None:
    bayegan("ledger", "checkpoint", "--archive", filled, "--timestamp", url, expect=2)


def test_the_policy_names_an_authority_for_every_checkpoint(filled: Path, authority: Authority) -> None:
    policy = filled / "bayegan.toml"
    policy.write_text(policy.read_text().replace('timestamp_url = ""', f'timestamp_url = "{authority.url}"'))
    attested = attest(Archive.open(filled), os.environ)
    made, findings = attested.made, attested.findings
    assert made is not None
    assert (made.timestamp, findings) == ("manifests/ledger/checkpoints/000000000008.tsr", ())
    authority.answer = b"busy"
    covering(filled, "2-8")
    attested = attest(Archive.open(filled), os.environ)
    made, findings = attested.made, attested.findings
    assert [one.code for one in findings] == ["ledger-not-stamped"]


# The end of an audit


def test_an_audit_ends_with_a_checkpoint_or_with_a_warning_and_never_with_a_failure(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    archive = Archive.open(filled)
    attested = attest(archive)
    made, findings = attested.made, attested.findings
    assert made is not None
    assert (made.path, findings) == ("manifests/ledger/checkpoints/000000000008.txt", ())
    covering(filled, "2-8")
    attested = attest(archive, {"XDG_CONFIG_HOME": str(tmp_path / "nowhere")})
    made, findings = attested.made, attested.findings
    assert (made, [one.code for one in findings]) == (None, ["ledger-not-signed"])
    assert not any(one.is_error for one in findings)
    bayegan("init", tmp_path / "B", "--no-key")
    assert attest(Archive.open(tmp_path / "B")) == Attested()


def test_an_audit_of_a_ledger_that_was_rewritten_says_so(filled: Path) -> None:
    archive = Archive.open(filled)
    attest(archive)
    segment = filled / "manifests" / "ledger" / "000000000001.jsonl"
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:-1]))
    attested = attest(archive)
    made, findings = attested.made, attested.findings
    assert made is not None
    assert made.signed is None
    assert [one.code for one in findings] == ["ledger-cut", "ledger-line-gone"]
