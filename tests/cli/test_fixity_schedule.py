"""bayegan fixity schedule: units that systemd takes, and a line that cron can run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from running import Bayegan

need_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


@pytest.fixture
def odd(tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive whose path and name are awkward."""
    folder = tmp_path / 'my 100% "archive" $x'
    bayegan("init", folder, "--organisation", "آرشیو %n 50%")
    return folder


@need_systemd
def test_systemd_takes_the_units(odd: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    units = tmp_path / "units"
    units.mkdir()
    ran = bayegan("fixity", "schedule", "--archive", odd, "--write", units)
    names = sorted(path.name for path in units.iterdir())
    stem = ran.envelope["result"]["name"]
    assert names == [f"{stem}.cron", f"{stem}.service", f"{stem}.timer"]
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(units / f"{stem}.service"), str(units / f"{stem}.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, [line for line in checked.stderr.splitlines() if stem in line]) == (0, [])
    broken = units / f"{stem}.service"
    broken.write_text(broken.read_text().replace("Type=oneshot", "Type=onesot"))
    wrong = subprocess.run(["systemd-analyze", "verify", str(broken)], capture_output=True, text=True, check=False)
    assert stem in wrong.stderr, "a fault in a unit has to show, or this test shows nothing"


@need_systemd
@pytest.mark.parametrize("every", ["30m", "5h", "1d", "7d", "40d"])
def test_systemd_understands_the_calendar(every: str, archive: Path, bayegan: Bayegan) -> None:
    policy = archive / "bayegan.toml"
    policy.write_text(policy.read_text().replace("[fixity]\n", f'[fixity]\nevery = "{every}"\n'))
    timer = bayegan("fixity", "schedule", "--archive", archive).envelope["result"]["timer"]
    calendar = next(line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCalendar="))
    subprocess.run(["systemd-analyze", "calendar", calendar], check=True, capture_output=True)


def test_the_line_for_cron_checks_the_archive(archive: Path, accession: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    line = bayegan("fixity", "schedule", "--archive", archive).envelope["result"]["cron"]
    command = line.split(" ", 5)[5].replace("\\%", "%")

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd="/")

    policy = archive / "bayegan.toml"
    policy.write_text(policy.read_text().replace('sample = "1%"', 'sample = "100%"'))
    quiet = run()
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert len(list((archive / "manifests" / "fixity").iterdir())) == 1
    victim = next(archive.glob("archive/*/BT-1/v1/data/*/*"))
    victim.write_bytes(victim.read_bytes() + b"!")
    loud = run()
    assert (loud.returncode, loud.stdout.splitlines()[0]) == (1, "exit code 1")
    assert "fixity-altered" in loud.stdout


def test_it_is_for_the_owner_of_the_archive_with_his_configuration(archive: Path, bayegan: Bayegan) -> None:
    result = bayegan("fixity", "schedule", "--archive", archive).envelope["result"]
    assert f"XDG_CONFIG_HOME={os.environ['XDG_CONFIG_HOME']}" in result["service"]
    assert result["command"][-2:] == ["--archive", str(archive)]
    assert all(Path(word).is_absolute() for word in (result["command"][0], result["command"][-1]))


def test_an_unknown_user_and_an_absent_folder_are_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("fixity", "schedule", "--archive", archive, "--user", "nobody-by-this-name", expect=2)
    bayegan("fixity", "schedule", "--archive", archive, "--write", tmp_path / "none", expect=2)


def test_text_holds_all_three(archive: Path, bayegan: Bayegan) -> None:
    code, out, _ = bayegan.text("fixity", "schedule", "--archive", archive)
    assert code == 0
    assert "[Service]" in out
    assert "OnCalendar=" in out
    assert "fixity check --due --archive" in out.splitlines()[-1]
