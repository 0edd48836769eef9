"""Carriers that go wrong, for tests of what becomes of their work."""

import os
import signal

from bayegan.library import carrying
from bayegan.metadata.proved_file import are_files_proved


def answer(task: tuple) -> tuple:
    """Carry as `carrying.answer`, but say of one file that it has 12 apples, and hold that against the schema."""
    done, formats, (markup, _, *others) = carrying.answer(task)
    at = markup.index(b"</size>")
    markup = markup[: markup.rindex(b">", 0, at) + 1] + b"12 apples" + markup[at:]
    return done, formats, (markup, are_files_proved(markup), *others)


def forgetful(task: tuple) -> tuple:
    """Carry as `carrying.answer`, but say nothing of the last file."""
    done, formats, described = carrying.answer(task)
    return done[:-1], formats, described


def killed(task: tuple) -> tuple:
    """Carry, and be killed before anybody is told, unless this is done in the process that asked for it."""
    answered = carrying.answer(task)
    if str(os.getpid()) != os.environ["BAYEGAN_TEST_PARENT"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return answered
