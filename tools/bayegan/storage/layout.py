"""Where everything lies in an archive folder."""

from dataclasses import dataclass
from pathlib import Path

from bayegan.model.identifiers import folder, shard

INGEST_LOCK = "ingest.lock"
"""The lock file that an ingest holds while it is at work."""
AUDIT_LOCK = "audit.lock"
"""The lock file that a recorded fixity check holds while it is at work."""

_HOLDINGS = "archive"


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of the archive at `root`; nothing is looked up on disk."""

    root: Path

    @property
    def policy(self) -> Path:
        """The policy of the archive; it makes a folder an archive."""
        return self.root / "bayegan.toml"

    @property
    def holdings(self) -> Path:
        """The bags."""
        return self.root / _HOLDINGS

    @property
    def submissions(self) -> Path:
        """Submissions as received."""
        return self.root / "manifests" / "submissions"

    @property
    def ledger(self) -> Path:
        """The segments of the ledger."""
        return self.root / "manifests" / "ledger"

    @property
    def fixity(self) -> Path:
        """One report per fixity check."""
        return self.root / "manifests" / "fixity"

    @property
    def dissemination(self) -> Path:
        """One report per export."""
        return self.root / "manifests" / "dissemination"

    @property
    def collections(self) -> Path:
        """Descriptions of collections as received."""
        return self.root / "manifests" / "collections"

    @property
    def schemas(self) -> Path:
        """The archive's own copy of the schemas."""
        return self.root / "schemas" / "bayegan_schemas"

    @property
    def vocabularies(self) -> Path:
        """The archive's own copy of the shipped vocabularies."""
        return self.schemas / "vocabularies"

    @property
    def staging(self) -> Path:
        """Bags that are being built; disposable."""
        return self.root / ".bayegan" / "staging"

    @property
    def audit(self) -> Path:
        """The journal of the fixity check at hand; disposable."""
        return self.root / ".bayegan" / "audit"

    @property
    def locks(self) -> Path:
        """Lock files; disposable."""
        return self.root / ".bayegan" / "locks"

    @property
    def tree(self) -> Path:
        """The ledger's Merkle tree and the index of its lines; disposable."""
        return self.root / ".bayegan" / "tree"

    def item(self, identifier: str) -> Path:
        """The folder of an item."""
        return self.root.joinpath(_HOLDINGS, shard(identifier), folder(identifier))

    def bag(self, identifier: str, version: str) -> Path:
        """The bag of one version of an item."""
        return self.root.joinpath(_HOLDINGS, shard(identifier), folder(identifier), version)
