"""The forms of tar that are read: plain, and packed in one of four ways."""

from pathlib import Path

from bayegan.bags.bounds import Bounds
from bayegan.bags.source import ArchiveSource
from bayegan.bags.tar_source import TarSource
from bayegan.bags.unpacking import unpacked_bzip2, unpacked_gzip, unpacked_xz, unpacked_zstd


def plain(path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
    """Return a tar file as it is."""
    return TarSource(path, stem, "application/tar", None, bounds)


def gzipped(path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
    """Return a tar file packed by gzip."""
    return TarSource(path, stem, "application/gzip", unpacked_gzip, bounds)


def bzipped(path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
    """Return a tar file packed by bzip2."""
    return TarSource(path, stem, "application/x-bzip2", unpacked_bzip2, bounds)


def xz(path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
    """Return a tar file packed by xz."""
    return TarSource(path, stem, "application/x-xz", unpacked_xz, bounds)


def zstandard(path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
    """Return a tar file packed by Zstandard; reading it needs the package zstandard."""
    return TarSource(path, stem, "application/zstd", unpacked_zstd, bounds)
