"""Running the fixity checks of an archive by themselves: a systemd service with its timer, and a line for cron.

Texts only; nothing is looked up. The exit code of the check is what both act on: systemd calls a service that exits
with 1 (findings) or 3 (could not be checked) failed; cron mails what a command prints, so that the line for cron
prints what was found where the exit code is not 0, and nothing else.
"""

import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from bayegan.errors import WrongUse

_HOUR, _DAY = 3600, 86_400
_HOURS = (12, 8, 6, 4, 3, 2, 1)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@+=:,./_-")


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to be run, for whom, and how often.

    `program` is the command with its first arguments, `root` the archive and `config` the folder of the keys and of
    who is told ($XDG_CONFIG_HOME), all absolute. `every` is how many seconds lie between two runs at most, and
    `needs_network` whether a run sends anything.
    """

    archive_id: str
    organisation: str
    root: str
    program: tuple[str, ...]
    user: str
    config: str
    every: int = _DAY
    needs_network: bool = False

    def __post_init__(self) -> None:
        """Refuse what neither systemd nor cron can hold on a line. Raises WrongUse."""
        for text in (self.root, self.config, *self.program, self.user):
            if any(ord(one) < 32 or ord(one) == 127 for one in text):
                problem = "neither systemd nor cron can be told of a path with control characters"
                raise WrongUse(text, problem, "Move the archive to a folder without them.")

    @property
    def name(self) -> str:
        """The name of the units: of this archive and no other."""
        return f"bayegan-fixity-{self.archive_id}"

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the check. The bounds of a run are in the policy, and hold from the next run on."""
        return *self.program, "fixity", "check", "--due", "--archive", self.root


def service_text(plan: Schedule) -> str:
    """Return the service: one check of what is due, with nothing but the archive to write to."""
    network = (
        "# Somebody is told of findings, or checkpoints are time-stamped: the network is needed for that."
        if plan.needs_network
        else "PrivateNetwork=yes"
    )
    temporary = "" if plan.root.startswith(("/tmp/", "/var/tmp/")) else "PrivateTmp=yes\n"  # noqa: S108
    return f"""\
# Made by `bayegan fixity schedule`. Make it anew when the archive or bayegan moves.
[Unit]
Description=Fixity check of the archive {_line(plan.organisation)}
RequiresMountsFor={_quoted(plan.root)}

[Service]
Type=oneshot
User={_specified(plan.user)}
Environment={_quoted(f"XDG_CONFIG_HOME={plan.config}")}
ExecStart={" ".join(_quoted(word).replace("$", "$$") for word in plan.command)}
# Exit code 1 means findings, 3 that something could not be checked: both show in `systemctl --failed`.
# A check takes as long as it takes; it is stopped as if by Ctrl-C, and the next one goes on with it.
TimeoutStartSec=infinity
KillSignal=SIGINT
TimeoutStopSec=5min
Nice=10
IOSchedulingClass=idle
UMask=0022
{network}
NoNewPrivileges=yes
{temporary}PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={_quoted(plan.root)}
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
LockPersonality=yes
"""


def timer_text(plan: Schedule) -> str:
    """Return the timer: at night, spread, and made up for where the machine was off."""
    return f"""\
# Made by `bayegan fixity schedule`.
[Unit]
Description=Timer of the fixity checks of the archive {_line(plan.organisation)}

[Timer]
OnCalendar={_calendar(plan.every)}
RandomizedDelaySec={_delay(plan.every)}
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def cron_line(plan: Schedule) -> str:
    """Return the line for a crontab; its minute comes from the archive's identifier, which spreads archives."""
    return f"{_cron_times(plan)} {cron_command(plan).replace('%', chr(92) + '%')}"


def cron_command(plan: Schedule) -> str:
    """Return what cron gives to `sh -c`. It is silent at exit code 0, and exits as the check does."""
    words = " ".join(shlex.quote(word) for word in plan.command)
    check = f"XDG_CONFIG_HOME={shlex.quote(plan.config)} {words}"
    return f'said=$({check} 2>&1) || {{ code=$?; echo "exit code $code"; echo "$said"; exit $code; }}'


def _calendar(every: int) -> str:
    """Return how often, in the words of systemd.time(7): at least as often as the policy says."""
    if every < _DAY:
        hours = _hours(every)
        return "hourly" if hours == 1 else f"*-*-* 00/{hours}:00:00"
    if every < 7 * _DAY:
        return "*-*-* 02:00:00"
    return "Sun *-*-* 02:00:00" if every < 31 * _DAY else "*-*-01 02:00:00"


def _cron_times(plan: Schedule) -> str:
    drawn = int.from_bytes(hashlib.sha256(plan.archive_id.encode()).digest()[:4], "big")
    minute, hour = drawn % 60, 1 + drawn // 60 % 4
    if plan.every < _DAY:
        hours = _hours(plan.every)
        return f"{minute} {'*' if hours == 1 else f'*/{hours}'} * * *"
    if plan.every < 7 * _DAY:
        return f"{minute} {hour} * * *"
    return f"{minute} {hour} * * 0" if plan.every < 31 * _DAY else f"{minute} {hour} 1 * *"


def _hours(every: int) -> int:
    return next((hours for hours in _HOURS if hours * _HOUR <= every), 1)


def _delay(every: int) -> str:
    return "10min" if every < 6 * _HOUR else "1h"


def _quoted(word: str) -> str:
    """Return a word as systemd reads it back: quoted where it has to be, `%` doubled (systemd.syntax(7))."""
    if word and _PLAIN.issuperset(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_specified(escaped)}"'


def _specified(text: str) -> str:
    return text.replace("%", "%%")


def _line(text: str) -> str:
    """Return a text for one line of a description."""
    printable = "".join(one if ord(one) >= 32 else " " for one in text).rstrip("\\")
    return _specified(printable)


def unit_files(plan: Schedule) -> Sequence[tuple[str, str]]:
    """Return the files of the schedule by name."""
    return (
        (f"{plan.name}.service", service_text(plan)),
        (f"{plan.name}.timer", timer_text(plan)),
        (f"{plan.name}.cron", f"{cron_line(plan)}\n"),
    )
