"""The command `bayegan`, and its one way out: an exit code, a message, never a traceback."""

import gc
import io
import os
import sys

import click

from bayegan import __version__
from bayegan.cli.answer import EXIT_CODES, Answer, NotChecked, give, not_checked_lines
from bayegan.cli.lazy import LazyGroup
from bayegan.errors import BayeganError, WrongUse

_HELP = """Keep documents that must outlive you.

Bayegan packages source documents as BagIt bags with Dublin Core and a record of their own, proves every file
against its schema, re-reads every byte when you ask, and hands items to institutions.

\b
The way of a document:
  bayegan init A                                make an archive
  bayegan draft FOLDER -o FOLDER/submission.csv propose a table, to be completed by you
  bayegan ingest --archive A FOLDER/submission.csv
  bayegan fixity check --archive A
  bayegan export saf --archive A --to OUT

\b
Exit codes: 0 clean (warnings are said); 1 findings; 2 wrong use; 3 something could not be checked or done;
130 interrupted.
"""

_GROUPS = ("collection", "fixity", "ledger")
TRACEBACK = "BAYEGAN_TRACEBACK"
_REPORT = f"Report it with the command that you typed. With {TRACEBACK}=1 set, it says where it happened."

_MODULES = {
    "init": "bayegan.cli.init",
    "draft": "bayegan.cli.draft",
    "ingest": "bayegan.cli.ingest",
    "amend": "bayegan.cli.amend",
    "validate": "bayegan.cli.validate",
    "list": "bayegan.cli.list_items",
    "show": "bayegan.cli.show",
    "collection": "bayegan.cli.collection",
    "fixity": "bayegan.cli.fixity",
    "ledger": "bayegan.cli.ledger",
    "export": "bayegan.cli.export",
    "levels": "bayegan.cli.levels",
    "rebuild": "bayegan.cli.rebuild",
}


@click.group(cls=LazyGroup, modules=_MODULES, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bayegan")
def main() -> None:
    """Run a command."""


def run() -> None:
    """Run the command line and leave with the exit code of the design."""
    # Lists of a million names make no cycles; looking for them that often would cost a tenth of the time.
    gc.set_threshold(100_000, 50, 50)
    be_heard("--json" in sys.argv)
    code = execute(sys.argv[1:])
    gc.freeze()  # nor is it worth looking for them at the end
    sys.exit(code)


def be_heard(as_json: bool) -> None:
    """Have every answer come out whole, wherever it goes.

    Stdout that is not UTF-8 gets escapes for what it cannot hold, and JSON in UTF-8 all the same. A closed stdin or
    stderr is taken for an empty one, which also keeps their numbers from files that are opened.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  open as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        if as_json:
            sys.stdout.reconfigure(encoding="utf-8")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")


def execute(arguments: list[str]) -> int:
    """Run one command and return its exit code; what goes wrong is said, never raised."""
    as_json = "--json" in arguments
    try:
        return _run(arguments, as_json)
    except OSError as error:
        what = NotChecked("the answer", f"cannot be written ({error.strerror})", "Check where stdout goes.")
        return _failed(_named(arguments), what, "could-not", as_json=False)


def _run(arguments: list[str], as_json: bool) -> int:
    try:
        code = main(arguments, standalone_mode=False, prog_name="bayegan")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return EXIT_CODES["wrong-use"]
    except (Exception, KeyboardInterrupt) as error:
        if TRACEBACK in os.environ:
            raise
        command = _named(arguments)
        return _failed(command, *_failure(command, error), as_json=as_json)
    return code if isinstance(code, int) else 0


def _named(arguments: list[str]) -> str:
    """Return the command that was typed: its name, and that of a command in its group."""
    words = [word for word in arguments if not word.startswith("-")]
    if not words or words[0] not in _MODULES:
        return "bayegan"
    return " ".join(words[: 2 if words[0] in _GROUPS else 1])


def _failure(command: str, error: BaseException) -> tuple[NotChecked, str]:
    """Return what a person is told of `error`, and the outcome that it means."""
    match error:
        case click.UsageError():
            usage = error.ctx.get_usage() if error.ctx else "Usage: bayegan COMMAND"
            return NotChecked(command, error.format_message(), f"{usage} (--help explains it)"), "wrong-use"
        case WrongUse():
            return NotChecked(error.thing, error.problem, error.advice), "wrong-use"
        case BayeganError():
            return NotChecked(error.thing, error.problem, error.advice), "could-not"
        case OSError():
            what = str(error.filename or "the system")
            return NotChecked(
                what, error.strerror or str(error), "Check the disk and its permissions."
            ), "could-not"
        case KeyboardInterrupt() | click.Abort():
            advice = "What was done before stays done; run it again to go on."
            return NotChecked(command, "interrupted", advice), "interrupted"
        case _:
            reason = f"a mistake in bayegan itself: {type(error).__name__}: {error}"
            return NotChecked(command, reason, _REPORT), "could-not"


def _failed(command: str, what: NotChecked, failure: str, *, as_json: bool) -> int:
    """Say a failure: as an envelope on stdout for a program, on stderr for a person."""
    if as_json:
        return give(Answer(command, not_checked=[what], failure=failure), as_json=True)
    for line in not_checked_lines(what):
        click.echo(line, err=True)
    return EXIT_CODES[failure]
