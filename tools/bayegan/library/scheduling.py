"""A schedule for the fixity checks of an archive, for this machine."""

import os
import pwd
import sys
from collections.abc import Mapping
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.notifying import tells_somebody
from bayegan.model.schedule import Schedule, unit_files
from bayegan.storage.config_home import config_home
from bayegan.storage.flush import replace_durably


def schedule(archive: Archive, environment: Mapping[str, str], user: str | None = None) -> Schedule:
    """Return the schedule of an archive: for `user`, or for whom the archive belongs to.

    Raises WrongUse where the machine knows no such user.
    """
    root = archive.layout.root.resolve()
    person = _person(root, user)
    mine = environment if person.pw_uid == os.geteuid() else {"HOME": person.pw_dir}
    policy = archive.policy
    return Schedule(
        policy.archive_id,
        policy.organisation,
        str(root),
        _program(),
        person.pw_name,
        str(config_home(mine)),
        policy.fixity.every,
        needs_network=tells_somebody(archive, mine) or bool(policy.timestamp_url),
    )


def write_schedule(plan: Schedule, folder: Path) -> list[Path]:
    """Write the units and the line for cron into a folder, in the place of earlier ones; return their paths."""
    if not folder.is_dir():
        raise WrongUse(str(folder), "there is no such folder", "Make it, or name another.")
    written: list[Path] = []
    for name, text in unit_files(plan):
        try:
            replace_durably(folder / name, text.encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise CouldNot(
                str(folder / name), f"cannot be written ({error.strerror})", "Check the folder."
            ) from error
        written.append(folder / name)
    return written


def _person(root: Path, user: str | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(root.stat().st_uid) if user is None else pwd.getpwnam(user)
    except KeyError:
        who = user or f"the owner of {root}"
        raise WrongUse(who, "this machine knows no such user", "Name one with --user.") from None


def _program() -> tuple[str, ...]:
    """Return how this installation is called, by absolute paths."""
    script = Path(sys.executable).parent / "bayegan"
    return (str(script),) if script.is_file() else (sys.executable, "-m", "bayegan")
