"""A reading that fails once is told by `validate`, though the file is intact."""

import os
from pathlib import Path
from typing import Any

import pytest

from bags_made import make_bag
from running import Bayegan


@pytest.mark.parametrize("fault", ["an error", "other octets"])
def test_a_file_that_was_intact_the_second_time_only_is_named(
    tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{number}.txt": b"%d" % number for number in range(40)})
    assert bayegan("validate", bag).codes == []
    met: list[str] = []
    really, read = os.open, os.read

    def once(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if os.fsdecode(path).endswith("17.txt") and not met:
            met.append(os.fsdecode(path))
            if fault == "an error":
                raise OSError(5, "Input/output error")
            monkeypatch.setattr(os, "read", flipped)
        return really(path, flags, mode, dir_fd=dir_fd)

    def flipped(descriptor: int, size: int) -> bytes:
        monkeypatch.setattr(os, "read", read)
        return b"?" + read(descriptor, size)[1:]

    monkeypatch.setattr(os, "open", once)
    ran = bayegan("validate", bag, "--jobs", 1, expect=3)
    assert len(met) == 1
    assert ran.codes == ["bag-second-reading"]
    assert "17.txt" in ran.envelope["not_checked"][0]["what"]
