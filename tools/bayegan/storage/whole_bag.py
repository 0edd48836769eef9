"""Whether sealed bags are wholly intact: the work of a worker, which loads this module and little else.

A bag is called whole only where a careful check would find every file intact and nothing else there. In all
other cases, and in every case of doubt, the answer is that somebody has to look closer. A file that could not be
read, or differed, is named: where it is intact when it is read again, that is told.
"""

import os
import stat
from collections.abc import Sequence
from hashlib import sha512

from bayegan.model.small import MOST_FILES, MOST_OCTETS
from bayegan.storage.digests import digest_path
from bayegan.storage.pace import PACE

_MANIFEST = b"manifest-sha512.txt"
_DATA = b"  data/"
_HEX, _DIGEST = 128, 64
_AT_ONCE = 1 << 20
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Sent = tuple[bytes, tuple[bytes, ...], bytes] | None
"""The root of a bag, the paths of its tag files, and their SHA-512 one after the other; None to be passed over."""
Whole = tuple[int, int]
Suspicion = tuple[str, bytes, str]
Answer = Whole | Suspicion | None
"""How many files a whole bag has, and how many octets. All else is to be looked at closer: where a reading went
wrong, SUSPICION, the path (empty: the bag itself) and what was wrong."""
SUSPICION = "suspicion"
DIFFERS = "its digest differs"


def answers(task: Sequence[Sent]) -> list[Answer]:
    """Return what was found of each bag, in order."""
    return [None if one is None else _answer(*one) for one in task]


def _answer(root: bytes, names: tuple[bytes, ...], digests: bytes) -> Answer:
    try:
        found = _files(root)
        expected = {name: digests[at * _DIGEST : (at + 1) * _DIGEST] for at, name in enumerate(names)}
        if found is None or expected.get(_MANIFEST) is None:
            return None
        return _compared(root, found, expected)
    except OSError as error:
        return SUSPICION, _below(root, error), f"cannot be listed ({error.strerror or error})"
    except ValueError:
        return None


def _below(root: bytes, error: OSError) -> bytes:
    """Return the folder of the bag that an error is about, empty for the bag itself."""
    path = error.filename
    return path[len(root) + 1 :].rstrip(b"/") if isinstance(path, bytes) and path.startswith(root + b"/") else b""


def _compared(root: bytes, found: Sequence[bytes], expected: dict[bytes, bytes]) -> Answer:
    """Read every file once; the manifest is believed once it is what the ledger says."""
    path = _MANIFEST
    try:
        manifest = _content(root + b"/" + path)
        if manifest is None:
            return None
        if sha512(manifest).digest() != expected[path]:
            return SUSPICION, path, DIFFERS
        if not _completed(expected, manifest, found):
            return None
        octets = len(manifest)
        for path, digest in expected.items():
            looked = _digest(root + b"/" + path) if path != _MANIFEST else (digest, 0)
            if looked is None or looked[0] != digest:
                return None if looked is None else (SUSPICION, path, DIFFERS)
            octets += looked[1]
    except OSError as error:
        return SUSPICION, path, error.strerror or str(error)
    return len(found), octets


def _completed(expected: dict[bytes, bytes], manifest: bytes, found: Sequence[bytes]) -> bool:
    """Add the payload to what is expected; say whether that is what was found, and nothing else."""
    listed = _listed(manifest)
    if listed is None or len(listed) + len(expected) != len(found):
        return False
    expected.update(listed)
    return expected.keys() == set(found)


def _digest(path: bytes) -> tuple[bytes, int] | None:
    """Return the digest of a file and its size; None where it is too large to be looked at here."""
    content = _content(path)
    if content is not None:
        return sha512(content).digest(), len(content)
    if os.lstat(path).st_size > MOST_OCTETS:
        return None
    (digest,), size = digest_path(path, ("sha512",))
    return digest, size


def _files(root: bytes) -> list[bytes] | None:
    """Return the files of a bag; None where a folder is none, or something else lies there, or too much.

    No link is followed on the way: what stands for version, item and shard has to be a folder itself.
    """
    item = root.rpartition(b"/")[0]
    for folder in (item.rpartition(b"/")[0], item, root):
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return None
    found: list[bytes] = []
    waiting = [b""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(root + b"/" + prefix) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(prefix + entry.name + b"/")
                elif entry.is_file(follow_symlinks=False):
                    found.append(prefix + entry.name)
                else:
                    return None
        if len(found) + len(waiting) > 2 * MOST_FILES:
            return None
    return found


def _content(path: bytes) -> bytes | None:
    """Return the content of a plain file in one reading; None where it is no such file, large, or still growing."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if status.st_size >= _AT_ONCE or not stat.S_ISREG(status.st_mode):
            return None
        content = os.read(descriptor, status.st_size + 1)
        PACE.spend(len(content))
        return content if len(content) == status.st_size else None
    finally:
        os.close(descriptor)


def _listed(manifest: bytes) -> dict[bytes, bytes] | None:
    """Return the digests of a payload manifest by path; None where a line is not as we write it, with no `%`.

    What is read here, the careful reading reads in the same way. A path that leads elsewhere is harmless: none is
    opened that was not found in the bag.
    """
    manifest.decode("utf-8")
    if manifest[-1:] not in (b"", b"\n") or any(octet in manifest for octet in (b"%", b"\\", b"\r", b"\0")):
        return None
    lines = manifest.split(b"\n")[:-1]
    listed: dict[bytes, bytes] = {}
    for line in lines:
        digest = bytes.fromhex(line[:_HEX].decode("ascii"))
        if len(digest) != _DIGEST or line[_HEX : _HEX + len(_DATA)] != _DATA:
            return None
        listed[line[_HEX + 2 :]] = digest
    return listed if len(listed) == len(lines) else None
