"""The texts of a schedule: words reach their program as they are, whatever they hold."""

import re
import subprocess
from pathlib import Path

import pytest

from bayegan.errors import WrongUse
from bayegan.model.schedule import Schedule, cron_command, cron_line, service_text, timer_text

DAY = 86_400


def plan(root: str = "/srv/archive", program: str = "/opt/bayegan", **more: object) -> Schedule:
    return Schedule(
        "0d4a3f0e-6a0c-4f6e-9d3b-0c7a6f1e2b55", "An archive", root, (program,), "archivist", "/etc/x", **more
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [0, 1, 3])
@pytest.mark.parametrize("odd", ["plain", "with space", "100%", 'it\'s $HOME `id` "x" \\ ;&|', "بایگانی"])
def test_what_cron_runs_says_something_only_where_the_exit_code_is_not_0(
    tmp_path: Path, odd: str, code: int
) -> None:
    program = tmp_path / odd / "check"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$XDG_CONFIG_HOME" "$@"\necho to stderr >&2\nexit {code}\n')
    program.chmod(0o755)
    one = plan(str(tmp_path / odd), str(program))
    line = cron_line(one)
    assert "\n" not in line
    # What cron does: five fields, then the command, in which a % that is not escaped would end it.
    command = line.split(" ", 5)[5]
    assert re.search(r"(?<!\\)%", command) is None
    assert command.replace("\\%", "%") == cron_command(one)
    ran = subprocess.run(["sh", "-c", command.replace("\\%", "%")], capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert ran.stderr == ""
    if code == 0:
        assert ran.stdout == ""
    else:
        said = [f"exit code {code}", "/etc/x", "fixity", "check", "--due", "--archive", one.root, "to stderr"]
        assert ran.stdout.splitlines() == said


@pytest.mark.parametrize(
    ("every", "calendar", "times"),
    [
        (1800, "hourly", r"\d+ \* \* \* \*"),
        (5 * 3600, "*-*-* 00/4:00:00", r"\d+ \*/4 \* \* \*"),
        (DAY, "*-*-* 02:00:00", r"\d+ [1-4] \* \* \*"),
        (3 * DAY, "*-*-* 02:00:00", r"\d+ [1-4] \* \* \*"),
        (7 * DAY, "Sun *-*-* 02:00:00", r"\d+ [1-4] \* \* 0"),
        (90 * DAY, "*-*-01 02:00:00", r"\d+ [1-4] 1 \* \*"),
    ],
)
def test_it_runs_at_least_as_often_as_the_policy_says(every: int, calendar: str, times: str) -> None:
    one = plan(every=every)
    assert f"OnCalendar={calendar}\n" in timer_text(one)
    assert re.fullmatch(times, " ".join(cron_line(one).split(" ")[:5]))


def test_the_network_is_closed_unless_something_is_to_be_sent() -> None:
    assert "\nPrivateNetwork=yes\n" in service_text(plan())
    assert "PrivateNetwork" not in service_text(plan(needs_network=True))


def test_a_percent_and_a_quote_in_a_path_reach_systemd_escaped() -> None:
    text = service_text(plan('/srv/100% "a" \\ $b'))
    assert '--archive "/srv/100%% \\"a\\" \\\\ $$b"' in text
    assert 'ReadWritePaths="/srv/100%% \\"a\\" \\\\ $b"' in text


def test_an_organisation_cannot_add_a_line_to_a_unit() -> None:
    one = Schedule("id", "A\nExecStart=/bin/rm \\", "/srv/a", ("/opt/b",), "u", "/etc/x")
    assert "\nExecStart=/bin/rm" not in service_text(one)
    assert not any(line.endswith("\\") for line in service_text(one).splitlines())


def test_a_path_with_a_line_feed_is_refused() -> None:
    with pytest.raises(WrongUse):
        plan("/srv/a\nb")
