"""bayegan fixity schedule."""

import os
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, json_option
from bayegan.library.scheduling import schedule, write_schedule
from bayegan.model.names import shown
from bayegan.model.schedule import Schedule, cron_line, service_text, timer_text


@click.command("schedule", short_help="A systemd timer or a line for cron that runs the checks.")
@archive_option
@click.option("--user", metavar="NAME", help="Whom the checks run as. Without it: the owner of the archive.")
@click.option("--write", "folder", type=FOLDER, metavar="DIR", help="Write the files into DIR, do not print them.")
@json_option
def command(archive: Path | None, user: str | None, folder: Path | None, as_json: bool) -> int:
    """Print a systemd service with its timer, and a line for cron, for the fixity checks of this archive.

    Take the timer or the line, not both. They run `bayegan fixity check --due`, as often as the policy says; what
    a run may use stands there, too. Exit codes other than 0 show: as a failed unit, or as mail from cron.

    \b
    Example:
      bayegan fixity schedule --archive /srv/archive --write /etc/systemd/system
      systemctl enable --now bayegan-fixity-ID.timer
    """
    plan = schedule(open_archive(archive), os.environ, user)
    written = [] if folder is None else write_schedule(plan, folder)
    result = {
        "name": plan.name,
        "user": plan.user,
        "needs_network": plan.needs_network,
        "command": list(plan.command),
        "service": service_text(plan),
        "timer": timer_text(plan),
        "cron": cron_line(plan),
        "written": [str(path) for path in written],
    }
    lines = [f"wrote {shown(str(path))}" for path in written] if folder else _printed(plan)
    return give(Answer("fixity schedule", lines, result=result), as_json)


def _printed(plan: Schedule) -> list[str]:
    return [
        f"# /etc/systemd/system/{plan.name}.service",
        *service_text(plan).splitlines(),
        "",
        f"# /etc/systemd/system/{plan.name}.timer",
        *timer_text(plan).splitlines(),
        "",
        f"# in the crontab of {plan.user} (crontab -e), in place of both",
        cron_line(plan),
    ]
