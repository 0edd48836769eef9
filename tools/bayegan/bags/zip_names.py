"""What the names in a zip file mean (APPNOTE 4.4.4 and appendix D).

A name with the UTF-8 flag, or with a Unicode Path field, is UTF-8. One without is code page 437 by the standard;
many programs write UTF-8 or the code page of their country there all the same. The manifests tell which.
"""

from collections.abc import Callable, Collection, Iterable

from bayegan.bags import percent
from bayegan.bags.archive_names import split
from bayegan.bags.zip_directory import UTF8, Entry

_PAGES = ("cp437", "cp1256", "cp720")
"""The standard's code page, then those of Arabic and Persian Windows and DOS."""


def is_open(entry: Entry) -> bool:
    """Say whether the reading of a name is open: it has no mark of its own, and is more than ASCII."""
    return not entry.flags & UTF8 and entry.unicode_name is None and not entry.name.isascii()


def name_of(entry: Entry, reading: str) -> str:
    """Return the name of an entry, those that are open by `reading`."""
    if entry.unicode_name is not None:
        return entry.unicode_name.decode("utf-8", "surrogateescape")
    return decoded(entry.name, reading if is_open(entry) else "utf-8")


def decoded(name: bytes, reading: str) -> str:
    """Return a name by one reading; octets that do not fit are kept as surrogate escapes."""
    return name.decode(reading, "surrogateescape")


def reading_for(names: Collection[bytes], manifests: Callable[[], Iterable[bytes]]) -> str:
    """Return the reading of open `names` by which most of them are listed; without any, UTF-8 where they are that.

    `manifests` gives the octets of the manifests of the bag.
    """
    utf8 = all(_is_utf8(name) for name in names)
    readings = ["utf-8", *_PAGES] if utf8 else [_PAGES[0], "utf-8", *_PAGES[1:]]
    listed = {line.split(None, 1)[-1] for content in manifests() for line in content.splitlines()}
    return max(readings, key=lambda reading: sum(_listed(decoded(name, reading), listed) for name in names))


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _listed(name: str, listed: Collection[bytes]) -> bool:
    return percent.encoded(split(name)[1]).encode("utf-8", "surrogateescape") in listed
