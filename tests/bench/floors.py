"""The floor of each row: a bare loop of the same system calls, without any of our checks.

usage: floors.py verify BAG | check ARCHIVE | copy SOURCE TARGET
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path


def verify(bag: Path, part: int, parts: int) -> None:
    """Make the system calls that a check of a bag must make, as one of `parts` processes.

    Every folder of the bag is listed, and every file in it asked for its kind and size (lstat), by the first
    process alone: completeness is looked at from both sides. The manifest is read and digested, for its tag
    manifest has to vouch for it. Each file that it lists is opened, asked for its kind (fstat: what was listed may
    be another by now), read to its end, digested, closed and compared; the processes share them 256 at a time.
    """
    os.chdir(bag)
    if part == 0:
        listed(".")
        digest_of(b"manifest-sha512.txt")
    with open("manifest-sha512.txt", "rb") as manifest:
        for number, line in enumerate(manifest):
            if number // 256 % parts != part:
                continue
            digest, path = line.rstrip(b"\n").split(b"  ", 1)
            if digest_of(path) != digest:
                sys.exit(f"{path!r} differs")


def check(archive: Path, part: int, parts: int) -> None:
    """List every bag of an archive and read and digest every file in it, comparing nothing."""
    bags = sorted(archive.glob("archive/*/*/v*"))
    for bag in bags[part::parts]:
        for path in listed(str(bag)):
            digest_of(os.fsencode(path))


def listed(root: str) -> list[str]:
    """List every folder below `root`, and ask every file for its kind and size; return the files."""
    files = []
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    files.append(entry.path)
    return files


def digest_of(path: bytes) -> bytes:
    """Open a file, ask for its kind, read and digest it; return the hexadecimal digits."""
    found = hashlib.sha512()
    descriptor = os.open(path, os.O_RDONLY)
    os.fstat(descriptor)
    while chunk := os.read(descriptor, 1 << 17):
        found.update(chunk)
    os.close(descriptor)
    return found.hexdigest().encode()


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
