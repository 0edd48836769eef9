"""What every test may use."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

from running import Bayegan
from shared import REPOSITORY

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
os.environ.pop("BAYEGAN_ARCHIVE", None)
os.environ.pop("BAYEGAN_PASSPHRASE", None)
# Keys that tests make, in this process or one that it starts, never come to lie in the home of whoever runs them.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="bayegan-test-config-")
atexit.register(shutil.rmtree, os.environ["XDG_CONFIG_HOME"], ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-call", action="store_true", help="fault tests: every file-system call, not a sample of them"
    )
    parser.addoption("--every", type=int, help="fault tests: every so many-th file-system call")
    parser.addoption("--damages", type=int, default=40, help="seeded damages to a whole archive")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With BAYEGAN_NO_SKIPS set, a skipped test is a failure: whoever set it installed what tests need."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "BAYEGAN_NO_SKIPS" in os.environ and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def bayegan(capfd: pytest.CaptureFixture[str]) -> Bayegan:
    return Bayegan(capfd)


@pytest.fixture
def archive(tmp_path: Path, bayegan: Bayegan) -> Path:
    """A new archive."""
    bayegan("init", tmp_path / "A", "--organisation", "Test Archive")
    return tmp_path / "A"


@pytest.fixture
def accession() -> Path:
    """The tutorial accession, as it lies in the repository."""
    return REPOSITORY / "docs" / "tutorial" / "accession"
