"""Forms of an archive's own: further metadata files that it keeps in its bags, each held against its XSD."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

RESERVED = frozenset(("dc", "record", "premis"))
"""Names of the metadata files that are ours."""

_PLACE = re.compile(r"metadata/([a-z][a-z0-9-]*)[.]xml")


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of metadata file: `schema` is its XSD in the archive, `root` its element `{namespace}name`.

    Only files of a `public` form may be in the bag of an item that is public.
    """

    name: str
    schema: str
    root: str
    public: bool = False

    @property
    def place(self) -> str:
        """Where a file of this form lies in a bag."""
        return metadata_path(self.name)


def metadata_path(form: str) -> str:
    """Return where a file of a form lies in a bag."""
    return f"metadata/{form}.xml"


def forms_among(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the forms whose files are among the tag files of a bag, in order; ours are left out."""
    found = (match[1] for path in paths if (match := _PLACE.fullmatch(path)))
    return tuple(sorted(form for form in found if form not in RESERVED))
