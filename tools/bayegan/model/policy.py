"""The policy of an archive, as bayegan.toml states it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bayegan.errors import WrongUse
from bayegan.model.audit import FixityPolicy
from bayegan.model.forms import Form
from bayegan.model.record import AccessLevel

DIGESTS = ("sha512", "sha384", "sha256")
"""The digest algorithms that a new bag may have manifests of. Each bag has the first: the ledger goes by it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an archive decides for itself.

    `archive_id` is a UUID made once by init. `organisation` becomes Source-Organization in every bag unless a
    submission names another. `default_access` is the level of items whose submission gives none. `digests` are the
    algorithms of new bags, SHA-512 first, as `digests_of` returns them. `vocabularies` are the archive's own, each
    with its path in the archive, and `forms` its own forms of metadata. `timestamp_url` is the
    authority that is asked for a time-stamp of each checkpoint; with None, nobody is. `fixity` says how often its
    files are read again.
    """

    archive_id: str
    organisation: str
    default_access: AccessLevel = AccessLevel.RESTRICTED
    identify_formats: bool = True
    digests: tuple[str, ...] = DIGESTS[:1]
    vocabularies: tuple[tuple[str, str], ...] = ()
    forms: tuple[Form, ...] = ()
    timestamp_url: str | None = None
    fixity: FixityPolicy = field(default_factory=FixityPolicy)


def digests_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the algorithms of new bags where `names` are asked for: SHA-512 first, each once, in their order.

    Raises WrongUse for a name that is not in DIGESTS.
    """
    for name in names:
        if name not in DIGESTS:
            is_weak = name in ("md5", "sha1")
            why = "too weak for a new bag (RFC 8493, 5.2)" if is_weak else "no digest algorithm of a new bag"
            raise WrongUse(name, f"this is {why}", f"There may stand: {', '.join(DIGESTS)}.")
    return tuple(dict.fromkeys((DIGESTS[0], *names)))
