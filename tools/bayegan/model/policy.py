"""The policy of an archive, as bayegan.toml states it."""

from dataclasses import dataclass

from bayegan.model.record import AccessLevel


@dataclass(frozen=True, slots=True)
class Policy:
    """What an archive decides for itself.

    `archive_id` is a UUID made once by init. `organisation` becomes Source-Organization in every bag unless a
    submission names another. `default_access` is the level of items whose submission gives none.
    """

    archive_id: str
    organisation: str
    default_access: AccessLevel = AccessLevel.RESTRICTED
    identify_formats: bool = True
