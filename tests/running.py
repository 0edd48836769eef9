"""Running the command line in a test, and reading what it answers."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bayegan.cli.main import execute
from bayegan.metadata.json_schema import problems


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and its JSON envelope."""

    code: int
    envelope: dict[str, Any]

    @property
    def codes(self) -> list[str]:
        return [one["code"] for one in self.envelope["findings"]]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [one for one in self.envelope["findings"] if one["severity"] == "error"]

    def said(self) -> str:
        return json.dumps(self.envelope, ensure_ascii=False)


class Bayegan:
    """Runs commands in this process with --json; every answer is held against the shipped schema."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *words: object, expect: int | None = 0) -> Ran:
        self._capfd.readouterr()
        code = execute([*map(str, words), "--json"])
        out, err = self._capfd.readouterr()
        assert "Traceback" not in out + err
        envelope = json.loads(out)
        assert problems("envelope-1.0", envelope) == ()
        if expect is not None:
            assert code == expect, json.dumps(envelope, ensure_ascii=False, indent=1)
        return Ran(code, envelope)

    def text(self, *words: object) -> tuple[int, str, str]:
        """Run as a person does; return the exit code, stdout and stderr."""
        self._capfd.readouterr()
        code = execute([*map(str, words)])
        out, err = self._capfd.readouterr()
        return code, out, err


WITHOUT_POWERS = () if os.geteuid() else ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Put before a command so that permissions hold for it, though the tests may run as root."""


def as_a_process(
    *words: object, cwd: Path | None = None, before: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [*before, sys.executable, "-m", "bayegan", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={**os.environ, **environment},
    )
