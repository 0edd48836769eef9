"""The floor of each row: a bare loop of the same system calls, without any of our checks.

usage: floors.py verify BAG | check ARCHIVE | copy SOURCE TARGET
"""

import hashlib
import json
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


def digest(path: Path) -> None:
    """Read a file once and digest it by SHA-256 and SHA-512."""
    hashes = [hashlib.sha256(), hashlib.sha512()]
    with open(path, "rb", buffering=0) as source:
        while chunk := source.read(1 << 20):
            for one in hashes:
                one.update(chunk)


def copy(source: Path, target: Path) -> None:
    """Copy a folder by two processes, digesting each file while it passes, write a manifest, and flush.

    The calls are those that a copy without checks of its meaning needs: every entry listed and looked at (lstat),
    each folder made, each file opened, looked at before and after (fstat), read, its copy made new, written, given
    its time, and closed. Nothing is planned, described, proved or registered.
    """
    folders = []
    for folder, _, names in os.walk(source):
        for name in names:
            os.lstat(f"{folder}/{name}")
        there = target / os.path.relpath(folder, source)
        there.mkdir(parents=True, exist_ok=True)
        folders.append((folder, str(there), names))
    command = [sys.executable, "-I", "-S", __file__, "part"]
    parts = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for number, part in enumerate(parts):
        json.dump(folders[number::2], part.stdin)
        part.stdin.close()
    (target / "manifest").write_text("".join(part.stdout.read() for part in parts))
    os.sync()
    sys.exit(max(part.wait() for part in parts))


def copy_part() -> None:
    """Copy the files that stdin names, and write their manifest to stdout."""
    lines = []
    for folder, there, names in json.load(sys.stdin):
        for name in names:
            found = hashlib.sha512()
            one = os.open(f"{folder}/{name}", os.O_RDONLY)
            other = os.open(f"{there}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            before = os.fstat(one)
            while chunk := os.read(one, 1 << 17):
                found.update(chunk)
                os.write(other, chunk)
            os.fstat(one)
            os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
            os.close(other)
            os.close(one)
            lines.append(f"{found.hexdigest()}  {there}/{name}\n")
    sys.stdout.write("".join(lines))


def main(words: list[str]) -> None:
    """Run one floor; the work is shared by two processes, as ours is."""
    if words[0] == "copy":
        copy(Path(words[1]), Path(words[2]))
    elif words[0] == "digest":
        digest(Path(words[1]))
    elif words[0] == "part":
        copy_part()
    elif len(words) == 2:
        command = [sys.executable, "-I", "-S", __file__, *words]
        halves = [subprocess.Popen([*command, str(half)]) for half in range(2)]
        sys.exit(max(half.wait() for half in halves))
    else:
        {"verify": verify, "check": check}[words[0]](Path(words[1]), int(words[2]), 2)


main(sys.argv[1:])
