"""Payload-Oxum, the octets and files of the payload (RFC 8493, 2.2.2)."""

import re
from collections.abc import Iterator

from bayegan.bags.bag import Bag
from bayegan.bags.tag_file import values_of
from bayegan.bags.text import shortened
from bayegan.model.findings import Finding, finding

LABEL = "Payload-Oxum"


def oxum(octets: int, files: int) -> str:
    """Return the value of Payload-Oxum."""
    return f"{octets}.{files}"


def payload_oxum(bag: Bag) -> Iterator[Finding]:
    """Yield what is wrong with Payload-Oxum, where the bag has one.

    Files still to be fetched count with the size that fetch.txt states; where that or a part of the payload
    is unknown, nothing can be said.
    """
    values = [value.strip(" \t") for value in values_of(bag.info, LABEL)]
    if len(values) > 1:
        yield finding("bag-oxum-repeated", path=bag.info_name, found=shortened(", ".join(values)))
    found = _found(bag)
    for value in dict.fromkeys(values):
        if not re.fullmatch("[0-9]{1,30}[.][0-9]{1,30}", value):
            yield finding("bag-oxum-form", path=bag.info_name, found=shortened(f"{LABEL}: {value}"))
        elif found is not None and found != tuple(int(part) for part in value.split(".")):
            expected, held = f"{LABEL}: {value}", f"{LABEL}: {oxum(*found)}"
            yield finding("bag-oxum-mismatch", path=bag.info_name, expected=expected, found=held)


def _found(bag: Bag) -> tuple[int, int] | None:
    if bag.contents.cut or any(folder == "data" or folder.startswith("data/") for folder in bag.contents.closed):
        return None
    octets, files = bag.contents.payload
    for entry in bag.waiting().values():
        if entry.size is None:
            return None
        octets, files = octets + entry.size, files + 1
    return octets, files
