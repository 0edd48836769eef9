"""Serialised bags for tests: sound ones by the standard library, hostile ones octet by octet."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import zstandard

from bags_made import PAYLOAD, make_bag

PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    ".tar": lambda octets: octets,
    ".tar.gz": gzip.compress,
    ".tgz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
    ".tar.zst": zstandard.compress,
}
ENDINGS = (".zip", *PACKED)


def bag_files(folder: Path, files: Mapping[str, bytes] = PAYLOAD, **of: object) -> dict[str, bytes]:
    """Return every file of a sound bag by its path; `folder` is a scratch folder that is not there yet."""
    root = make_bag(folder, files, **of)  # type: ignore[arg-type]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar_of(members: Mapping[str, bytes], *more: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar file of these members, and `more` without octets."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in more:
            archive.addfile(info)
    return out.getvalue()


def below(top: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files as members below a folder."""
    return {f"{top}/{path}": content for path, content in files.items()}


def archive_of(ending: str, members: Mapping[str, bytes]) -> bytes:
    """Return an archive of the form that an ending names."""
    return zip_of(members) if ending == ".zip" else PACKED[ending](tar_of(members))


def raw_zip(members: list[dict[str, object]]) -> bytes:
    """Return a zip file that says what it is told to say, true or not.

    Of each member: `name` and `data` in octets; and if they are to be other than true: `flags`, `method`, `size`,
    `crc`, `packed`, `mode`, `extra`, `local_name`, `local_extra`, `at`, `behind` (octets that follow it).
    """
    out, directory = bytearray(), bytearray()
    for one in members:
        name, data = bytes(one["name"]), bytes(one["data"])  # type: ignore[call-overload]
        flags, method = one.get("flags", 0), one.get("method", 0)
        packed = one.get("packed", data)
        crc, size = one.get("crc", zlib.crc32(data)), one.get("size", len(data))
        local, extra = one.get("local_name", name), one.get("extra", b"")
        padding = bytes(one.get("local_extra", b""))  # type: ignore[call-overload]
        at = one.get("at", len(out))
        sizes = (crc, len(packed), size)  # type: ignore[arg-type]
        if "at" not in one:
            out += struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 33, *sizes, len(local), len(padding))  # type: ignore[arg-type]
            out += local + padding + packed + one.get("behind", b"")  # type: ignore[operator]
        head = (b"PK\1\2", 3 << 8 | 20, 20, flags, method, 0, 33, *sizes, len(name), len(extra), 0, 0, 0)  # type: ignore[arg-type]
        directory += struct.pack("<4s6H3L5H2L", *head, int(one.get("mode", 0)) << 16, at)  # type: ignore[call-overload]
        directory += name + extra  # type: ignore[operator]
    end = (b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + struct.pack("<4s4H2LH", *end))


def raw_members(files: Mapping[str, bytes], top: str = "bag") -> list[dict[str, object]]:
    """Return files as members for `raw_zip`."""
    return [{"name": f"{top}/{path}".encode(), "data": content} for path, content in files.items()]


class Pipe(io.RawIOBase):
    """A target that only takes octets, so that sizes and digests follow each member."""

    def __init__(self) -> None:
        self.octets = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, octets: object, /) -> int:
        self.octets += bytes(octets)  # type: ignore[call-overload]
        return len(bytes(octets))  # type: ignore[call-overload]
