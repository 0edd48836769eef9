"""Builds items as workers do, but for a worker, that is killed when it has built the first of its task."""

import os
import pickle
import signal

from bayegan.library import bag_building


def answers(task: bag_building.Task, common: bytes) -> list[bytes | str]:
    """Build the items of a task where we live."""
    if os.getpid() != int(os.environ["BAYEGAN_TEST_PARENT"]):
        site, items = task
        bag_building.answers((site, pickle.dumps(pickle.loads(items)[:1])), common)  # noqa: S301
        os.kill(os.getpid(), signal.SIGKILL)
    return bag_building.answers(task, common)
