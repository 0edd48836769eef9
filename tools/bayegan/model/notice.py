"""What is sent where a fixity check found something: counts and the path of the report, and no name.

Items, files and persons are named only where the policy says so: a message passes through machines that nobody here
knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bayegan.model.names import shown

_MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """The table [notify] of bayegan.toml: whether files are named, and whether a clean check is told of, too."""

    names_items: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a check ended: `outcome` as exit codes have it, counts by word, and each file that is not intact.

    A check that could not be made at all has a `failure`.
    """

    archive_id: str
    outcome: str
    ended: str
    counts: Mapping[str, int]
    report: str | None = None
    not_intact: Sequence[tuple[str, str, str, str]] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message. `is_good` says that nothing was found."""

    title: str
    body: str
    is_good: bool


_TITLES = {
    "clean": "Fixity check: nothing found",
    "findings": "Fixity check: FINDINGS",
    "could-not": "Fixity check: not everything could be checked",
}


def notice_of(check: Ended, policy: NoticePolicy) -> Notice | None:
    """Return what is to be sent, None where nothing is: after a clean check, unless the policy asks for it."""
    is_good = check.outcome == "clean"
    if is_good and not policy.always:
        return None
    lines = [f"The fixity check of the archive {check.archive_id} ended at {check.ended}.", ""]
    lines += [f"{word}: {number:,}" for word, number in check.counts.items()]
    if check.failure:
        lines.append(
            "The check could not be made."
            if not policy.names_items
            else f"The check could not be made: {check.failure}"
        )
    lines.append(f"report: {check.report}" if check.report else "No report was written.")
    if policy.names_items and check.not_intact:
        lines += ["", *(shown(" ".join(one)) for one in check.not_intact[:_MOST_NAMED])]
        more = len(check.not_intact) - _MOST_NAMED
        lines += [f"... and {more:,} more; the report lists them."] if more > 0 else []
    title = _TITLES.get(check.outcome, "Fixity check: not made")
    return Notice(f"{title} ({check.archive_id[:8]})", "\n".join(lines) + "\n", is_good)
