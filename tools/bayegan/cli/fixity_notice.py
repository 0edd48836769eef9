"""Telling somebody how a fixity check ended."""

import dataclasses
import os

import click

from bayegan.cli.answer import Answer
from bayegan.errors import BayeganError, Locked, WrongUse
from bayegan.library.archive import Archive, utc_now
from bayegan.library.notifying import tell
from bayegan.model.fixity_run import FixityRun
from bayegan.model.ledger import utc
from bayegan.model.names import shown
from bayegan.model.notice import Ended


def with_notice(archive: Archive, run: FixityRun, answer: Answer) -> Answer:
    """Tell who is to be told how a check ended; what kept that from being done is a warning in the answer."""
    not_intact = [
        (version.item, version.version, shown(file.path), file.outcome.value)
        for version in run.versions
        if version.is_troubled
        for file in version.not_intact
    ]
    ended = Ended(archive.policy.archive_id, answer.outcome, utc(run.ended), run.counts, run.report, not_intact)
    told = tell(archive, os.environ, ended)
    return dataclasses.replace(answer, findings=(*answer.findings, *told))


def tell_failure(archive: Archive, error: Exception) -> None:
    """Tell that a check could not be made at all; another check at work is no failure."""
    if isinstance(error, Locked | WrongUse):
        return
    reason = error.problem if isinstance(error, BayeganError) else str(error)
    ended = Ended(archive.policy.archive_id, "could-not", utc(utc_now()), {}, failure=reason)
    for one in tell(archive, os.environ, ended):
        click.echo(f"warning: {one.path}: {one.found} [{one.code}]", err=True)
