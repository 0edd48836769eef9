"""What documents that are not searched as they lie have in common: PDF, and mail."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

Inner = Callable[[BinaryIO], Iterator[str]]
"""Yields the texts of what is packed in a document."""


class NotSearchable(Exception):
    """A file, or a part of it, that no text can be had of; the message says why."""
