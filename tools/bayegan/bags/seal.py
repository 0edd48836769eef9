"""Closing a bag that is being built: its tag files, written from digests that are already known."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from bayegan.bags import declaration, percent, tag_file
from bayegan.bags.algorithms import Algorithm, algorithm
from bayegan.bags.manifest import is_tag_manifest, manifest_line, manifest_name, tag_manifest_name
from bayegan.bags.oxum import LABEL, oxum
from bayegan.bags.tag_file import values_of, write_bag_info
from bayegan.errors import CouldNot, WrongUse
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import escapes
from bayegan.model.preservation import FileObject
from bayegan.storage.copying import write_new

_LEDGER = "sha512"
_ADVICE = "Give each file once, with its digests and its path in the bag."


Lines = Sequence[Sequence[bytes]]
"""The lines of payload files in each manifest of a bag, in the order of its algorithms."""


def payload_lines(payload: Iterable[FileObject], algorithms: Sequence[str]) -> Lines:
    """Return the lines of files, each of which needs its digest by each of `algorithms` (hashlib's spelling).

    Raises WrongUse for what no payload can hold.
    """
    kinds = [_known(name) for name in algorithms]
    lines: list[list[bytes]] = [[] for _ in kinds]
    for one in payload:
        _octets(one.path)
        if not one.path.startswith(PAYLOAD) or escapes(one.path):
            raise WrongUse(ascii(one.path), "this cannot be a payload file of a bag", _ADVICE)
        digests = dict(one.digests)
        for kind, of in zip(kinds, lines, strict=True):
            of.append(manifest_line(_digest(one.path, digests, kind.hashlib_name), one.path))
    return lines


def write_bag_tags(
    root: Path,
    payload: Iterable[FileObject],
    tag_files: Mapping[str, Mapping[str, str]],
    bag_info: Sequence[tuple[str, str]],
    algorithms: Sequence[str] = (_LEDGER,),
) -> dict[str, str]:
    """Do as `write_tags` for a payload whose files are given, each with its digest by each of `algorithms`."""
    octets = 0

    def weighed() -> Iterator[FileObject]:
        nonlocal octets
        for one in payload:
            octets += one.size
            yield one

    lines = payload_lines(weighed(), algorithms)
    return write_tags(root, lines, octets, tag_files, bag_info, algorithms)


def write_tags(
    root: Path,
    lines: Lines,
    octets: int,
    tag_files: Mapping[str, Mapping[str, str]],
    bag_info: Sequence[tuple[str, str]],
    algorithms: Sequence[str] = (_LEDGER,),
) -> dict[str, str]:
    """Write bagit.txt, bag-info.txt, manifests and tag manifests into `root`; return the SHA-512 of each tag file.

    The payload, of so many `octets`, and `tag_files` (path to digests by algorithm) are in the bag already; they
    are believed and not read again. `lines` are those of the payload for each of `algorithms` (hashlib's spelling),
    in any order: a manifest has them in that of their paths. Every tag file needs its digest by each of them, and
    by SHA-512. Payload-Oxum is computed and put last. Nothing is overwritten and nothing is flushed to disk.

    Raises WrongUse, before anything is written, for what a bag cannot hold, and CouldNot where writing fails.
    """
    kinds = [_known(name) for name in algorithms]
    _refuse(tag_files, bag_info)
    info = (*bag_info, (LABEL, oxum(octets, len(lines[0]))))
    written = {declaration.NAME: declaration.write_declaration(), tag_file.NAME: write_bag_info(info)}
    for kind, of in zip(kinds, lines, strict=True):
        written[manifest_name(kind)] = b"".join(_in_order(of, kind))
    known = {path: dict(of) for path, of in tag_files.items()}
    names = {kind.hashlib_name for kind in kinds} | {_LEDGER}
    known |= {name: _digests(content, names) for name, content in written.items()}
    listed = sorted(known.items(), key=lambda one: _octets(one[0]))
    for kind in kinds:
        content = _manifest(listed, kind)
        written[tag_manifest_name(kind)] = content
        known[tag_manifest_name(kind)] = _digests(content, {_LEDGER})
    for name, content in written.items():
        _write(f"{root}/{name}", content)
    return {path: _digest(path, of, _LEDGER) for path, of in known.items()}


def _known(name: str) -> Algorithm:
    found = algorithm(name)
    if found is None:
        raise WrongUse(name, "this digest algorithm is not known", "Use sha512 or sha256.")
    return found


def _octets(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError as error:
        raise WrongUse(ascii(path), "no file can have such a name", _ADVICE) from error


def _in_order(lines: Sequence[bytes], kind: Algorithm) -> list[bytes]:
    """Return the lines of one manifest in the order of their paths. Raises WrongUse where a path is there twice."""
    start = 2 * kind.size + 2
    ordered = sorted(lines, key=lambda line: _path(line[start:-1]))
    for one, other in pairwise(ordered):
        if one[start:] == other[start:]:
            raise WrongUse(ascii(os.fsdecode(one[start:-1])), "this file is given twice", _ADVICE)
    return ordered


def _path(written: bytes) -> bytes:
    """Return the octets that a path in a manifest has on disk."""
    return os.fsencode(percent.decoded(os.fsdecode(written))) if b"%" in written else written


def _refuse(tag_files: Mapping[str, object], bag_info: Sequence[tuple[str, str]]) -> None:
    for path in tag_files:
        if path.startswith(PAYLOAD) or escapes(path) or is_tag_manifest(path):
            raise WrongUse(ascii(path), "this cannot be a tag file that a tag manifest lists", _ADVICE)
    if values_of(bag_info, LABEL):
        raise WrongUse(LABEL, "it is computed and must not be given (RFC 8493, 2.2.2)", "Leave it out.")


def _manifest(files: Iterable[tuple[str, Mapping[str, str]]], kind: Algorithm) -> bytes:
    return b"".join(manifest_line(_digest(path, of, kind.hashlib_name), path) for path, of in files)


def _digest(path: str, digests: Mapping[str, str], name: str) -> str:
    if name not in digests:
        raise WrongUse(ascii(path), f"its {name} digest is not given", _ADVICE)
    return digests[name].lower()


def _digests(content: bytes, names: Iterable[str]) -> dict[str, str]:
    return {name: hashlib.new(name, content, usedforsecurity=False).hexdigest() for name in names}


def _write(path: str, content: bytes) -> None:
    try:
        write_new(path, content)
    except FileExistsError as error:
        advice = "Remove it, or build the bag in an empty folder."
        raise CouldNot(path, "it is there already, and nothing is overwritten", advice) from error
    except OSError as error:
        problem = f"cannot be written ({error.strerror})"
        raise CouldNot(path, problem, "Check the disk, and try again.") from error
