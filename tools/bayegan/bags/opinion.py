"""A second opinion on a bag by the `bagit` library of the Library of Congress."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import bagit

SOFTWARE = f"bagit-python {bagit.VERSION}"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another program thinks of a bag; `note` is its reason, in its own words."""

    software: str
    verdict: Literal["valid", "invalid", "erred"]
    note: str = ""


def second_opinion(root: Path) -> Opinion:
    """Let `bagit` look at the structure and Payload-Oxum of a bag; no digest is computed.

    For bags that we have written, and that so hold no link: `bagit` follows links. A bag without Payload-Oxum is
    looked at for completeness instead. An exception that is not `bagit`'s verdict is the opinion `erred`, never a
    failure.
    """
    with _silence():
        try:
            bag = _BagWithoutLinks(str(root))
            bag.validate(fast=bag.has_oxum(), completeness_only=True)
        except bagit.BagError as error:
            return Opinion(SOFTWARE, "invalid", str(error))
        except Exception as error:
            return Opinion(SOFTWARE, "erred", f"{type(error).__name__}: {error}")
    return Opinion(SOFTWARE, "valid")


def answer(root: bytes) -> tuple[str, str, str]:
    """Return the fields of the opinion: the work of a worker."""
    opinion = second_opinion(Path(os.fsdecode(root)))
    return opinion.software, opinion.verdict, opinion.note


class _BagWithoutLinks(bagit.Bag):  # type: ignore[misc]
    """A bag in which a path leads where it says, and in which nobody writes meanwhile.

    `bagit` resolves each path, and the bag's own, link by link, which takes four fifths of its time; where there is
    no link, the path alone tells the same. It asks four times for a manifest of each algorithm that there is; here
    the folder is listed once. And it asks of each file how it is reached from the bag, where its folder tells.
    """

    @cached_property
    def _names(self) -> frozenset[str]:
        with os.scandir(self.path) as found:
            return frozenset(entry.name for entry in found if entry.is_file())

    def manifest_files(self) -> Iterator[str]:
        return self._of_each_algorithm("manifest")

    def tagmanifest_files(self) -> Iterator[str]:
        return self._of_each_algorithm("tagmanifest")

    def _of_each_algorithm(self, kind: str) -> Iterator[str]:
        for algorithm in bagit.CHECKSUM_ALGOS:
            if (name := f"{kind}-{algorithm}.txt") in self._names:
                yield os.path.join(self.path, name)

    def payload_files(self) -> Iterator[str]:
        for folder, _, names in os.walk(os.path.join(self.path, "data")):
            inner = os.path.relpath(folder, self.path)
            for name in names:
                path = f"{inner}/{name}"
                self.normalized_filesystem_names[bagit.normalize_unicode(path)] = path
                yield path

    def _path_is_dangerous(self, path: str) -> bool:
        if path.startswith(("/", "~")):
            return True
        plain = os.path.normpath(path)
        return plain == ".." or plain.startswith("../")


@contextmanager
def _silence() -> Iterator[None]:
    logger = logging.getLogger("bagit")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
