"""The floor of each row: a bare loop of the same system calls, without any of our checks.

usage: floors.py verify BAG | check ARCHIVE | ledger ARCHIVE
       floors.py copy SOURCE TARGET | large SOURCE TARGET | bags SOURCE TARGET
"""

import fcntl
import hashlib
import json
import mmap
import os
import subprocess
import sys
from contextlib import suppress
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


def copy_large(source: Path, target: Path, part: int, parts: int) -> None:
    """Copy large files as one of `parts` processes, straight to the disk, digesting them by SHA-256 and SHA-512."""
    room = memoryview(mmap.mmap(-1, 2 << 20))
    for name in sorted(path.name for path in source.iterdir())[part::parts]:
        hashes = [hashlib.sha256(), hashlib.sha512()]
        one = os.open(source / name, os.O_RDONLY)
        other = os.open(target / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        flags = fcntl.fcntl(other, fcntl.F_GETFL)
        with suppress(OSError):
            fcntl.fcntl(other, fcntl.F_SETFL, flags | os.O_DIRECT)
        before = os.fstat(one)
        while done := os.readv(one, [room]):
            for found in hashes:
                found.update(room[:done])
            if done % 4096:
                fcntl.fcntl(other, fcntl.F_SETFL, flags)
            os.write(other, room[:done])
        os.fstat(one)
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        os.close(other)
        os.close(one)


def ledger(archive: Path) -> None:
    """Decode every line of a ledger as JSON, and digest it three times: for the chain, a leaf and a node."""
    for segment in sorted((archive / "manifests" / "ledger").glob("0*.jsonl")):
        with open(segment, "rb") as lines:
            for line in lines:
                json.loads(line)
                for _ in range(3):
                    hashlib.sha256(line).digest()


METADATA = {
    "metadata/dc.xml": 300,
    "metadata/record.xml": 200,
    "metadata/premis.xml": 6300,
    "bagit.txt": 55,
    "bag-info.txt": 320,
    "manifest-sha512.txt": 150,
    "tagmanifest-sha512.txt": 880,
}
"""The files of a bag of ours beside its payload, and about how long they are."""


def bags(source: Path, target: Path, part: int, parts: int) -> None:
    """Make a bag of each file as one of `parts` processes: its folders, its copy, and files as long as ours.

    Each is made aside and renamed into a shard, every 250 are flushed before; nothing is described or proved.
    """
    staged: list[str] = []
    for name in sorted(path.name for path in source.glob("*.bin"))[part::parts]:
        aside = f"{target}/run/{name}"
        for folder in ("", "/v1", "/v1/data", "/v1/metadata"):
            os.mkdir(aside + folder)  # noqa: PTH102  a bare loop
        found = hashlib.sha512()
        one = os.open(source / name, os.O_RDONLY)
        other = os.open(f"{aside}/v1/data/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        before = os.fstat(one)
        chunk = os.read(one, before.st_size + 1)
        found.update(chunk)
        os.write(other, chunk)
        os.fstat(one)
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        os.close(other)
        os.close(one)
        for path, size in METADATA.items():
            content = b"x" * size
            hashlib.sha512(content)
            written = os.open(f"{aside}/v1/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            os.write(written, content)
            os.close(written)
        staged.append(name)
        if len(staged) == 250:
            place(target, staged)
    place(target, staged)


def place(target: Path, staged: list[str]) -> None:
    """Flush, rename, flush, as a batch of items is put in its place."""
    os.sync()
    for name in staged:
        shard = f"{target}/{hashlib.sha256(name.encode()).hexdigest()[:2]}"
        os.makedirs(shard, exist_ok=True)
        os.rename(f"{target}/run/{name}", f"{shard}/{name}")  # noqa: PTH104  a bare loop
    os.sync()
    staged.clear()


def main(words: list[str]) -> None:
    """Run one floor; the work is shared by two processes, as ours is."""
    if words[0] == "copy":
        copy(Path(words[1]), Path(words[2]))
    elif words[0] == "digest":
        digest(Path(words[1]))
    elif words[0] == "ledger":
        ledger(Path(words[1]))
    elif words[0] == "part":
        copy_part()
    elif words[0] in ("large", "bags"):
        both(words)
    elif len(words) == 2:
        halved(words)
    else:
        {"verify": verify, "check": check}[words[0]](Path(words[1]), int(words[2]), 2)


def both(words: list[str]) -> None:
    """Run a floor that writes, as two processes, or as the one of them that `words` say; flush at the end."""
    source, target = Path(words[1]), Path(words[2])
    if len(words) == 4:
        {"large": copy_large, "bags": bags}[words[0]](source, target, int(words[3]), 2)
        return
    (target / "run").mkdir(parents=True)
    halved(words)


def halved(words: list[str]) -> None:
    """Run this program twice, each for its half of the work, flush, and end as the worse of them."""
    command = [sys.executable, "-I", "-S", __file__, *words]
    halves = [subprocess.Popen([*command, str(half)]) for half in range(2)]
    worst = max(half.wait() for half in halves)
    if words[0] == "large":
        os.sync()
    sys.exit(worst)


main(sys.argv[1:])
