"""The policy of an archive, as bayegan.toml states it."""

from dataclasses import dataclass

from bayegan.model.forms import Form
from bayegan.model.record import AccessLevel


@dataclass(frozen=True, slots=True)
class Policy:
    """What an archive decides for itself.

    `archive_id` is a UUID made once by init. `organisation` becomes Source-Organization in every bag unless a
    submission names another. `default_access` is the level of items whose submission gives none. `vocabularies` are
    the archive's own, each with its path in the archive, and `forms` its own forms of metadata.
    """

    archive_id: str
    organisation: str
    default_access: AccessLevel = AccessLevel.RESTRICTED
    identify_formats: bool = True
    vocabularies: tuple[tuple[str, str], ...] = ()
    forms: tuple[Form, ...] = ()
