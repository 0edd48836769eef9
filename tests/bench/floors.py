"""The floor of each row: a bare loop of the same system calls, without any of our checks.

usage: floors.py verify BAG | check ARCHIVE | copy SOURCE TARGET
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


def check(archive: Path, part: int, parts: int) -> None:
    """List every bag of an archive and read and digest every file in it, comparing nothing."""
    bags = sorted(archive.glob("archive/*/*/v*"))
    for bag in bags[part::parts]:
        waiting = [str(bag)]
        while waiting:
            with os.scandir(waiting.pop()) as found:
                entries = list(found)
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    digest(entry.path)


def digest(path: str) -> bytes:
    """Read a file as the check does, and digest it."""
    found = hashlib.sha512()
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    os.fstat(descriptor)
    while chunk := os.read(descriptor, 1 << 16):
        found.update(chunk)
    os.close(descriptor)
    return found.digest()


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
    """Run one floor; reading is shared by two processes, as ours is."""
    if words[0] == "copy":
        copy(Path(words[1]), Path(words[2]))
    elif len(words) == 2:
        command = [sys.executable, "-I", "-S", __file__, *words]
        halves = [subprocess.Popen([*command, str(half)]) for half in range(2)]
        sys.exit(max(half.wait() for half in halves))
    else:
        {"verify": verify, "check": check}[words[0]](Path(words[1]), int(words[2]), 2)


main(sys.argv[1:])
