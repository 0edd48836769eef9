"""A second opinion on a bag by the `bagit` library of the Library of Congress."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

    For bags that our own check has passed: `bagit` follows links. A bag without Payload-Oxum is looked at for
    completeness instead. An exception that is not `bagit`'s verdict is the opinion `erred`, never a failure.
    """
    with _silence():
        try:
            bag = bagit.Bag(str(root))
            bag.validate(fast=bag.has_oxum(), completeness_only=True)
        except bagit.BagError as error:
            return Opinion(SOFTWARE, "invalid", str(error))
        except Exception as error:
            return Opinion(SOFTWARE, "erred", f"{type(error).__name__}: {error}")
    return Opinion(SOFTWARE, "valid")


@contextmanager
def _silence() -> Iterator[None]:
    logger = logging.getLogger("bagit")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
