"""Small bags for tests, written by nothing but hashlib, so that they do not depend on what they try."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from bayegan.bags.check import BagReport, check_bag
from bayegan.bags.folder import FolderSource
from bayegan.bags.profile_facts import Glance, glance
from bayegan.model.progress import ended

PAYLOAD = {
    "data/report.txt": b"first document\n",
    "data/sub/image.bin": bytes(range(256)),
    "data/گزارش.txt": "متن فارسی\n".encode(),
}


def put(root: Path, path: str, content: bytes) -> None:
    """Write one file, with the folders that it needs."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def make_bag(
    root: Path,
    files: Mapping[str, bytes] = PAYLOAD,
    *,
    version: str = "1.0",
    algorithms: Sequence[str] = ("sha512",),
    encoding: str = "UTF-8",
    info: str | None = None,
) -> Path:
    """Make a valid bag; a test then breaks one thing in it."""
    (root / "data").mkdir(parents=True)
    for path, content in files.items():
        put(root, path, content)
    put(root, "bagit.txt", f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode())
    if info is None:
        info = f"Payload-Oxum: {sum(map(len, files.values()))}.{len(files)}\n"
    name = "package-info.txt" if version in ("0.93", "0.94", "0.95") else "bag-info.txt"
    put(root, name, f"Bagging-Date: 2026-01-01\n{info}".encode(encoding))
    for algorithm in algorithms:
        put(root, f"manifest-{algorithm}.txt", manifest(algorithm, files, encoding))
    retag(root, algorithms, encoding)
    return root


def manifest(algorithm: str, files: Mapping[str, bytes], encoding: str = "UTF-8") -> bytes:
    """Return the manifest of `files`, with CR, LF and % encoded."""
    rows = [
        f"{hashlib.new(algorithm, content).hexdigest()}  {encoded(path)}\n"
        for path, content in sorted(files.items())
    ]
    return "".join(rows).encode(encoding, "surrogateescape")


def encoded(path: str) -> str:
    """Return a path as a manifest of BagIt 1.0 has it."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def retag(root: Path, algorithms: Sequence[str] = ("sha512",), encoding: str = "UTF-8") -> None:
    """Write the tag manifests again, so that only what a test broke is broken."""
    files = {
        os.path.relpath(os.path.join(folder, name), root): Path(folder, name).read_bytes()
        for folder, _, names in os.walk(root)
        for name in names
        if not name.startswith("tagmanifest-") and not Path(folder, name).is_symlink()
    }
    tags = {path: content for path, content in files.items() if not path.startswith("data/")}
    for algorithm in algorithms:
        put(root, f"tagmanifest-{algorithm}.txt", manifest(algorithm, tags, encoding))


def change(root: Path, path: str, old: bytes, new: bytes, *, tags: bool = True) -> None:
    """Replace octets in a file, which must be there, and make the tag manifest right again."""
    content = (root / path).read_bytes()
    assert old in content
    put(root, path, content.replace(old, new))
    if tags:
        retag(root)


def append(root: Path, path: str, content: bytes) -> None:
    """Write octets at the end of a file, and make the tag manifest right again."""
    put(root, path, (root / path).read_bytes() + content if (root / path).exists() else content)
    retag(root)


def report_of(root: Path) -> BagReport:
    """Check a bag."""
    return ended(check_bag(FolderSource(root)))


def glance_at(root: Path, *tag_files: str) -> Glance:
    """Look at a bag as a profile does."""
    return ended(glance(FolderSource(root), tag_files))


def codes(report: BagReport) -> set[str]:
    """Return the codes of all findings."""
    return {one.code for one in report.findings}


def errors(report: BagReport) -> list[str]:
    """Return the codes of the errors, in order."""
    return sorted(one.code for one in report.findings if one.is_error)
