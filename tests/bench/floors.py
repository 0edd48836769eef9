"""The floor of each row: a bare loop of the same system calls, without any of our checks.

usage: floors.py verify BAG | copy SOURCE TARGET
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path


def verify(bag: Path, part: int, parts: int) -> None:
    """Read and digest every file of the manifest that is ours, and compare."""
    os.chdir(bag)
    with open("manifest-sha512.txt", "rb") as manifest:
        for number, line in enumerate(manifest):
            if number // 256 % parts != part:
                continue
            digest, path = line.rstrip(b"\n").split(b"  ", 1)
            found = hashlib.sha512()
            descriptor = os.open(path, os.O_RDONLY)
            while chunk := os.read(descriptor, 1 << 17):
                found.update(chunk)
            os.close(descriptor)
            if found.hexdigest().encode() != digest:
                sys.exit(f"{path!r} differs")


def copy(source: Path, target: Path) -> None:
    """Copy a folder, digesting each file while it passes, write the manifest, and flush."""
    lines = []
    for folder, _, names in os.walk(source):
        there = target / os.path.relpath(folder, source)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            found = hashlib.sha512()
            with open(f"{folder}/{name}", "rb", buffering=0) as one, open(there / name, "xb", buffering=0) as other:
                while chunk := one.read(1 << 17):
                    found.update(chunk)
                    other.write(chunk)
            lines.append(f"{found.hexdigest()}  {there / name}\n")
    (target / "manifest").write_text("".join(lines))
    os.sync()


def main(words: list[str]) -> None:
    """Run one floor; verifying is shared by two processes, as ours is."""
    if words[0] == "copy":
        copy(Path(words[1]), Path(words[2]))
    elif len(words) == 2:
        command = [sys.executable, "-I", "-S", __file__, "verify", words[1]]
        halves = [subprocess.Popen([*command, str(half)]) for half in range(2)]
        sys.exit(max(half.wait() for half in halves))
    else:
        verify(Path(words[1]), int(words[2]), 2)


main(sys.argv[1:])
