"""The members of an archive, each with all that is said of it: names, fields, comments, owners, links."""

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, cast

from bayegan.export.document_texts import NotSearchable
from bayegan.export.zip_search import zip_members

_PIECE = 1 << 18


def members_of_zip(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Yield what is said of each member of a zip file, with its content; raises as `zip_members` does."""
    return ((_said(said), content) for said, content in zip_members(source))


def _said(octets: bytes) -> str:
    """Return what a name, a field or a comment says, in every way that it may be read."""
    readings = [octets.decode(encoding, "replace") for encoding in ("utf-8", "cp1256")]
    if b"\0" in octets:
        readings += [octets[start:].decode("utf-16-le", "replace") for start in (0, 1)]
    return "\n".join(dict.fromkeys(readings))


def members_of_tar(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Yield what is said of each member of a tar file, with its content.

    Raises NotSearchable where it cannot be read, and where something follows its end.
    """
    try:
        with tarfile.open(fileobj=source, mode="r:") as archive:
            while (entry := archive.next()) is not None:
                cast(Any, archive).members.clear()
                said = (entry.name, entry.linkname, entry.uname, entry.gname, *entry.pax_headers.values())
                member = archive.extractfile(entry) if entry.isfile() else None
                named = "\n".join(dict.fromkeys(filter(None, said)))
                yield named, io.BytesIO() if member is None else cast(BinaryIO, member)
            source.seek(archive.offset)
        if any(piece.strip(b"\0") for piece in iter(partial(source.read, _PIECE), b"")):
            raise NotSearchable("something follows the end of the tar file")
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise NotSearchable(f"it is a tar file that cannot be read ({type(error).__name__})") from error
