"""Searching files for the restricted strings of an export."""

from pathlib import Path
from typing import BinaryIO, NamedTuple

from bayegan.export.document_texts import NotSearchable
from bayegan.export.file_texts import texts
from bayegan.export.sealed import could_not
from bayegan.export.text_orders import rearranged
from bayegan.export.text_readings import Reading
from bayegan.model.disclosure.mask import Mask
from bayegan.storage.digests import open_to_read

_ESCAPED = 8
_APART = 1 << 15


class Search(NamedTuple):
    """What a search came to: the restricted strings that were found, and why a part was not searched."""

    found: tuple[str, ...]
    not_searched: str | None


def _reach(mask: Mask) -> int:
    """Return how many octets a restricted string may take in a file: with escapes and markup between its words."""
    return _APART + _ESCAPED * mask.longest


def search_file(path: Path, mask: Mask) -> Search:
    """Search all text of a file. Raises CouldNot where it cannot be read."""
    try:
        with open_to_read(path) as source:
            return _searched(source, mask)
    except OSError as error:
        raise could_not(path, "searched", error) from error


def _searched(source: BinaryIO, mask: Mask) -> Search:
    found: set[str] = set()
    whole = ""
    try:
        for text in texts(source, _reach(mask)):
            if not mask.concerns(text):
                continue
            found.update(mask.said(text))
            if isinstance(text, Reading) and text.whole is not whole:
                whole = text.whole
                found.update(said for other in rearranged(whole) for said in mask.said(other))
    except NotSearchable as reason:
        return Search(tuple(sorted(found)), str(reason))
    return Search(tuple(sorted(found)), None)
