"""Telling somebody of what a fixity check found. Nothing is sent unless the archivist has named who is told."""

from collections.abc import Iterator, Mapping

from bayegan.errors import BayeganError
from bayegan.library.archive import Archive
from bayegan.model.findings import Finding, finding
from bayegan.model.notice import Ended, notice_of
from bayegan.storage.notices import send
from bayegan.storage.notify_file import notify_path, read_notify_file
from bayegan.storage.policy_tables import notice_policy


def tell(archive: Archive, environment: Mapping[str, str], check: Ended) -> tuple[Finding, ...]:
    """Send what is to be sent of a check; what keeps it from being sent is a warning. Never raises."""
    try:
        return tuple(_told(archive, environment, check))
    except (BayeganError, OSError) as error:
        return (finding("notice-not-sent", found=str(error)),)


def tells_somebody(archive: Archive, environment: Mapping[str, str]) -> bool:
    """Say whether a check of this archive may send something."""
    return notify_path(archive.policy.archive_id, environment).exists()


def _told(archive: Archive, environment: Mapping[str, str], check: Ended) -> Iterator[Finding]:
    file = read_notify_file(notify_path(archive.policy.archive_id, environment))
    if file is None:
        return
    notice = notice_of(check, notice_policy(archive.layout.policy))
    if notice is None:
        return
    path = str(file.path)
    if file.problem:
        yield finding("notice-not-sent", path=path, found=file.problem)
    elif not file.is_private:
        yield finding("notice-file-open", path=path, found=f"mode {file.mode:04o}")
    else:
        for named, problem in send(notice, file.lines):
            yield finding("notice-not-sent", path=path, found=f"{named}: {problem}".removeprefix(": "))
