"""An archive on disk, opened or made."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from bayegan import __version__
from bayegan.errors import WrongUse
from bayegan.model.checkpoint import key_id, origin_of
from bayegan.model.identifiers import problem_with
from bayegan.model.ledger import LedgerEvent
from bayegan.model.ledger_keys import digests_of, key_detail, pem
from bayegan.model.policy import Policy
from bayegan.model.preservation import Agent, EventOutcome, EventType
from bayegan.model.record import AccessLevel
from bayegan.ports import Clock, Scene
from bayegan.registers.checkpoints import CheckpointRegister
from bayegan.registers.ledger import LedgerRegister
from bayegan.storage.folders import ensure_folder
from bayegan.storage.key_store import KeyStore
from bayegan.storage.layout import Layout
from bayegan.storage.parcel import FolderParcel
from bayegan.storage.policy_file import policy_text, read_policy
from bayegan.storage.signing import make_key

SOFTWARE = Agent("bayegan", "software", __version__)
VARIABLE = "BAYEGAN_ARCHIVE"


def utc_now() -> datetime:
    """Return the time now, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive. `named` says that the caller named it, and did not merely stand in it."""

    layout: Layout
    policy: Policy
    scene: Scene
    named: bool = True

    @classmethod
    def open(cls, path: Path, *, named: bool = True, clock: Clock = utc_now) -> "Archive":
        """Open the archive at `path`; raises WrongUse where there is none or its policy is not sound."""
        layout = Layout(path.absolute())
        if not layout.policy.is_file():
            raise WrongUse(
                str(path), "this is no archive (it has no bayegan.toml)", "Make one with `bayegan init`."
            )
        return cls(layout, read_policy(layout.policy), Scene(SOFTWARE, clock), named)

    @classmethod
    def find(
        cls, named: Path | None, environment: Mapping[str, str], here: Path, *, clock: Clock = utc_now
    ) -> "Archive":
        """Open the archive that is named, or that BAYEGAN_ARCHIVE names, or that `here` lies in."""
        if named is not None:
            return cls.open(named, clock=clock)
        if VARIABLE in environment:
            return cls.open(Path(environment[VARIABLE]), named=False, clock=clock)
        for folder in (here, *here.parents):
            if Layout(folder).policy.is_file():
                return cls.open(folder, named=False, clock=clock)
        advice = f"Name it with --archive, set {VARIABLE}, or go into it. `bayegan init` makes one."
        raise WrongUse(str(here), "no archive is named, and this folder lies in none", advice)

    @classmethod
    def create(
        cls,
        path: Path,
        organisation: str,
        default_access: AccessLevel,
        *,
        clock: Clock = utc_now,
        keys: Mapping[str, str] | None = None,
        passphrase: bytes | None = None,
    ) -> "Archive":
        """Make an archive in a new or an empty folder, whole or not at all, and open it.

        `keys` is the environment that says where the user's private keys lie: the key that signs checkpoints is
        made there, encrypted where there is a passphrase. With None the archive has no key yet.

        Raises WrongUse where the folder is in use or lies in another archive, and for an organisation that is not
        one line of text; CouldNot where the key cannot be written.
        """
        if problem := problem_with(organisation):
            raise WrongUse(organisation, problem, "Name the organisation in one line.")
        scene = Scene(SOFTWARE, clock)
        policy = Policy(str(uuid.uuid4()), organisation, default_access)
        target = path.resolve()
        if any(Layout(folder).policy.exists() for folder in target.parents):
            raise WrongUse(str(path), "it lies in another archive", "Choose a folder apart.")
        ensure_folder(target.parent)
        parcel = FolderParcel(target)
        key = None if keys is None else make_key()
        try:
            _furnish(Layout(parcel.begin()), policy, scene, None if key is None else key.public)
            if key is not None and keys is not None:
                _finish_with_key(parcel, KeyStore(policy.archive_id, target, keys), key.pem(passphrase))
            else:
                parcel.finish()
        finally:
            parcel.discard()
        return cls.open(path, clock=clock)

    def demand_writing(self) -> None:
        """Raise WrongUse where this is a source checkout that the caller did not name: it is not written to."""
        if not self.named and (self.layout.root / "pyproject.toml").exists():
            problem = "this is a source checkout, and its collection is not written to by chance"
            raise WrongUse(str(self.layout.root), problem, "Name it with --archive if you mean it.")

    def ledger(self) -> LedgerRegister:
        """Return the ledger of this archive."""
        return LedgerRegister(self.layout.ledger, self.layout.locks, is_begun=True)


def _finish_with_key(parcel: FolderParcel, store: KeyStore, private: bytes) -> None:
    """Write the private key, then name the archive: an archive never stands there without its key.

    Where the archive did not come to be, nor does the key; a kill in between leaves a key of no archive.
    """
    path = store.write(private, "", is_first=True)
    try:
        parcel.finish()
    except BaseException:
        if not parcel.is_finished():
            path.unlink()
        raise


def _furnish(layout: Layout, policy: Policy, scene: Scene, public: bytes | None) -> None:
    for folder in (
        layout.holdings,
        layout.submissions,
        layout.ledger,
        layout.fixity,
        layout.schemas,
        layout.staging,
    ):
        folder.mkdir(parents=True)
    layout.policy.write_text(policy_text(policy), encoding="utf-8")
    for source in files("bayegan_schemas").iterdir():
        if source.is_file() and source.name.endswith((".xsd", ".json")):
            (layout.schemas / source.name).write_bytes(source.read_bytes())
    layout.vocabularies.mkdir()
    for source in files("bayegan_schemas").joinpath("vocabularies").iterdir():
        (layout.vocabularies / source.name).write_bytes(source.read_bytes())
    now = scene.clock()
    agent = scene.agent.label
    detail: dict[str, object] = {"archive": policy.archive_id, "organisation": policy.organisation}
    digests: dict[str, str] = {}
    if public is not None:
        detail["key"] = key_detail(policy.archive_id, public)
        digests = digests_of(policy.archive_id, public)
        identifier = key_id(origin_of(policy.archive_id), public)
        CheckpointRegister(layout.ledger).write_key(identifier, pem(public))
    first = LedgerEvent(EventType.CREATION, EventOutcome.SUCCESS, now, agent, digests=digests, detail=detail)
    LedgerRegister(layout.ledger, layout.locks).append([first])
