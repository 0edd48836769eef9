"""What the services ask of the world: small protocols, each with one reason to change.

The library (`bayegan.library`) gives the services real ones; tests may give others that keep the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bayegan.model.copying import Brought, Carried, ToCopy
from bayegan.model.findings import Finding
from bayegan.model.holdings import SealedFacts, Survey
from bayegan.model.ledger import Head, LedgerEvent, StoredLine
from bayegan.model.ledger_index import Known
from bayegan.model.listing import Entry
from bayegan.model.offline import Place
from bayegan.model.preservation import Agent, DescribedFiles, Event, FileObject, Format, PreservationRecord
from bayegan.model.progress import Progress
from bayegan.model.record import Record
from bayegan.model.record.item import FIRST_VERSION

if TYPE_CHECKING:  # an ingest or an export has these; nothing else needs to load them
    from bayegan.model.collection import Collection
    from bayegan.model.disclosure.disclosed import Disclosed
    from bayegan.model.dissemination import ExportItem, Leak, Looked, Packed, Receipt
    from bayegan.model.hierarchy import Arrangement
    from bayegan.model.planning import Plan, PlannedItem
    from bayegan.model.sealing import BuiltItem, ClosedBag, Described
    from bayegan.model.submission import Submission

_Key = TypeVar("_Key")

Clock = Callable[[], datetime]
"""Returns the time now, aware and in UTC."""

Keep = Callable[[Path], None]
"""Writes a submission as it was received, byte for byte, into a folder."""


class Originals(Protocol):
    """Files that are taken in: of a documents folder, or of a bag in whatever form it came. They are only read."""

    def digests_of(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield path and digests of each file, with the algorithms wanted of it, in the order that suits best."""

    def copies(self, wanted: Iterable[ToCopy]) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Copy each file to a new one; yield path, digests and size of what was written, as it suits best."""


class Documents(Originals, Protocol):
    """A folder of source documents. It is only read, and nothing is followed out of it."""

    def listing(self) -> tuple[Entry, ...]:
        """Return every entry below the folder."""

    def digests(self, path: str, algorithms: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of one document."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the octets of one document in pieces."""


class Carrier(Protocol):
    """Brings many documents into a bag: copied, identified, and described for premis.xml on the way."""

    def carried(self, wanted: Iterable[ToCopy], bag: Path, item: str) -> Iterator[Carried]:
        """Copy each file to a new one in `bag`; yield what became of some at a time, in order."""


class FormatIdentifier(Protocol):
    """Says what format a file has."""

    @property
    def agent(self) -> Agent:
        """The software that identifies."""

    def identify(self, paths: Sequence[Path]) -> tuple[Format, ...]:
        """Return the format of each file, in order."""

    def identify_each(self, files: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, Format]]:
        """Yield each key with the format of the file at the path beside it, in order."""


class Staging(Protocol):
    """Where bags are built before anyone can see them."""

    def was_interrupted(self) -> bool:
        """Say whether an earlier run did not come to its end."""

    def begin(self) -> Path:
        """Return an empty folder for this run."""

    def clear(self) -> int:
        """Remove all that is staged; return how many items that was."""


class Describing(Protocol):
    """The metadata files of a bag that are being written."""

    def add(self, files: DescribedFiles) -> None:
        """Take the next files, as premis.xml describes them and manifests list them."""

    def end(self, preservation: PreservationRecord) -> Described:
        """Write what is left, and say what is wrong. Where no files were added they are those of `preservation`."""

    def close(self, kept: Mapping[str, Mapping[str, str]], info: Sequence[tuple[str, str]]) -> ClosedBag:
        """Write declaration, bag-info and manifests; check our profile, and ask for a second opinion.

        `kept` maps the tag files that are in the bag already, the metadata too, to their digests, by algorithm.
        """


class BagMaker(Protocol):
    """Builds one bag in staging, proving each part as it is written."""

    def open_bag(self, bag: Path, payload: Iterable[str]) -> None:
        """Make the folders of a new bag."""

    def describing(self, bag: Path, record: Record, files: int) -> AbstractContextManager[Describing]:
        """Write and prove dc.xml, record.xml and premis.xml of a bag of so many files, and close it."""

    def adopt(self, bag: Path, tag_files: Mapping[str, str]) -> ClosedBag:
        """Ask for a second opinion on a bag that is whole already, with the SHA-512 of its tag files."""


class Workshop(Protocol):
    """Builds the items of a submission in staging, alone or with worker processes."""

    def built(
        self, items: Sequence[PlannedItem], submission: Submission, site: Path
    ) -> Generator[Brought | BuiltItem | tuple[Finding, ...], None, None]:
        """Yield each item as it stands in a folder of its own below `site`, in order, or what is wrong with it.

        Of an item that takes long, what is in its bag so far is yielded before it.
        Items may be built before they are asked for; when this is closed, nobody is at work below `site`.
        """


class Holdings(Protocol):
    """The bags of the archive, by place."""

    def is_offline(self) -> bool:
        """Say whether the holdings look like a disk that is not mounted."""

    def places(self, shards: Iterable[str]) -> tuple[Place, dict[str, Place]]:
        """Return how the folder of the holdings and each of these shards look now."""

    def file_system(self) -> str | None:
        """Return what the system calls the file system of the holdings; None where it does not say."""

    def survey(self) -> Survey:
        """Return every version, what belongs to none, and what could not be listed."""

    def versions_of(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an item, oldest first."""

    def bag(self, identifier: str, version: str) -> Path:
        """Return where a version lies, or would lie."""

    def listing(self, bag: Path) -> tuple[Entry, ...] | None:
        """Return every entry of a bag; None where it is not there; the link alone where one is in its place."""

    def flush(self) -> None:
        """Flush everything written so far."""

    def place(self, staged: Sequence[tuple[str, str, Path]]) -> None:
        """Rename flushed versions into place, each from a folder that holds it, and flush that."""


class SealedBags(Protocol):
    """Reads what a sealed bag says of itself."""

    def info(self, bag: Path) -> Mapping[str, str]:
        """Return the tags of bag-info.txt, the last of each label."""

    def record(self, bag: Path) -> Record:
        """Return the record of the item."""

    def files(self, bag: Path) -> Iterator[FileObject]:
        """Yield the payload files as premis.xml knows them."""

    def events(self, bag: Path) -> tuple[Event, ...]:
        """Return the events until its sealing as premis.xml knows them."""

    def manifest(self, bag: Path) -> tuple[str, Mapping[str, str]]:
        """Return the SHA-512 of the manifest, and of every payload file by path, as it states them."""

    def premis(self, bag: Path) -> tuple[str, Mapping[str, str]]:
        """Return the SHA-512 of premis.xml, and of every payload file by path, as it states them."""

    def tag_digests(self, bag: Path) -> Mapping[str, str]:
        """Return the SHA-512 of every tag file, tag manifests included, as computed now."""

    def verify(self, bag: Path) -> tuple[Finding, ...]:
        """Return all that is wrong with a bag, every file re-read."""

    def digest(self, path: Path) -> str:
        """Return the SHA-512 of a file; raises OSError where it cannot be read."""


class Ledger(Protocol):
    """The event ledger."""

    def lines(self) -> Iterator[StoredLine]:
        """Yield every line as it lies on disk."""

    def events(self) -> Iterator[Mapping[str, object]]:
        """Yield every event that can be read."""

    def head(self) -> Head:
        """Return the end of the ledger; raises CouldNot where nothing could be appended to it."""

    def append(self, events: Sequence[LedgerEvent]) -> Head:
        """Append events, flushed, whole or not at all."""


class Witness(Protocol):
    """What was kept of the ledger as it once was: its tree, and what its lines said. It is a hint until proved."""

    def head(self) -> Head:
        """Return up to where it goes; START where nothing is known."""

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; raises CouldNot where it has none."""

    def known_from(self, first: int) -> Iterator[Known]:
        """Yield what it knows of the lines from a number on."""


class Submissions(Protocol):
    """Submissions as received."""

    def planned(self, digest: str, item: str, version: str = FIRST_VERSION) -> Sequence[Mapping[str, int]]:
        """Return what plans of the submission of this SHA-256 say of a version of an item: sizes by path."""

    def freeze(self, plan: Plan, keep: Keep, now: datetime, agent: str) -> str:
        """Write a submission down, once, and return its name."""


class CollectionFiles(Protocol):
    """Descriptions of collections as received."""

    def read(self, events: Iterable[Mapping[str, object]]) -> Arrangement:
        """Return what the files that these events of the ledger vouch for say."""

    def collections_in(self, content: bytes, name: str) -> tuple[Mapping[str, Collection], tuple[Finding, ...]]:
        """Return the collections that a file describes, by JSON Pointers, and what is wrong with it."""

    def write(self, content: bytes) -> tuple[str, str]:
        """Write a file as it was received, flushed; return its path and SHA-512."""


class Reports(Protocol):
    """Fixity reports."""

    def named(self, report: Mapping[str, object], ended: datetime) -> tuple[str, str]:
        """Return the path in the archive that a report will have, and its SHA-512."""

    def write(self, report: Mapping[str, object], ended: datetime) -> tuple[str, str]:
        """Write a report, flushed; return its path and SHA-512. The same report again changes nothing."""


class Journals(Protocol):
    """The journal of the fixity check at hand. All of it is disposable; each method raises CouldNot."""

    def read(self) -> tuple[list[Mapping[str, Any]], int] | None:
        """Return the sound lines of the journal, and how many others there are; None where there is none."""

    def begin(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Begin a journal with these lines."""

    def go_on(self) -> None:
        """Open the journal that is there, to add lines."""

    def add(self, line: Mapping[str, Any], *, flush: bool = False) -> None:
        """Add a line."""

    def close(self) -> None:
        """Leave the journal as it is."""

    def end(self, parts: Iterable[Mapping[str, Any]]) -> None:
        """Remove the journal, and keep these parts of large versions for the next check."""

    def parts(self) -> list[Mapping[str, Any]]:
        """Return the parts that the last check left."""

    def set_aside(self, stamp: str) -> str:
        """Give the journal another name, and return that."""


class Site(Protocol):
    """Where a package is being written: work that was finished before an interruption is known here."""

    @property
    def folder(self) -> Path:
        """The folder of the package."""

    @property
    def is_resumed(self) -> bool:
        """Whether an interrupted run of the same plan began the package."""

    def finished(self) -> Mapping[int, bytes]:
        """Return what was kept of earlier work on the same package, by its number."""

    def keep(self, number: int, answer: bytes) -> None:
        """Note that a piece of the work is done; it is on disk before the note is."""

    def flush_ahead(self) -> None:
        """Begin to flush, while the package is looked at, what has to be on disk before it gets its name."""


class Packer(Protocol):
    """Writes packages in the form of one destination. It is given items that may leave; it selects nothing."""

    @property
    def name(self) -> str:
        """The word on the command line."""

    @property
    def options(self) -> Mapping[str, str]:
        """The options that were chosen."""

    @property
    def plan(self) -> Mapping[str, str]:
        """What decides how is written: the options, and digests of the files that they name."""

    def pack(
        self, items: Sequence[ExportItem], site: Site, secrets: Sequence[str]
    ) -> Generator[Progress, None, Packed]:
        """Write one package of `items` and check what was written; `secrets` are the restricted strings.

        Everything comes from the sealed bags alone, and every copied file is compared with its bag's manifest
        while it is copied. After an error the package is not to be used. Raises CouldNot where a file cannot be
        read or written.
        """


class Disclosing(Protocol):
    """Looks at items before they leave, and at packages before they are given."""

    def look(self, items: Sequence[tuple[ExportItem, SealedFacts]]) -> Iterator[Looked]:
        """Yield for each item what keeps it, or parts of it, from going to the public, in order."""

    def check(self, items: Sequence[tuple[ExportItem, SealedFacts]]) -> Iterator[tuple[Finding, ...]]:
        """Yield for each item the tag files of its versions that are not as the ledger knows them, in order."""

    def disclose(
        self, items: Sequence[ExportItem], secrets: Sequence[str]
    ) -> Iterator[tuple[Disclosed | None, tuple[str, ...]]]:
        """Yield what the public is given of each item, and the files of it that could not be searched.

        None stands for an item that cannot be given at all, since its identifier holds a restricted string.
        """

    def leaks(self, package: Path, secrets: Sequence[str]) -> Iterator[Leak]:
        """Yield every file of a package in which, or in whose path, a restricted string stands."""


class DisseminationReports(Protocol):
    """Reports of exports."""

    def write(self, receipt: Receipt) -> tuple[str, str]:
        """Write a report, flushed; return its path and SHA-512."""


class Parcel(Protocol):
    """A destination folder that appears whole or not at all."""

    def begin(self, plan: str) -> Site:
        """Return where to write the package of this plan; what an interrupted run left of the same is kept."""

    def is_there(self, package: str) -> bool:
        """Say whether the destination holds a package of this digest already."""

    def finish(self, package: str) -> None:
        """Flush what was written, a package of this digest, and give it its name."""

    def discard(self) -> None:
        """Remove what was written and has no name yet."""

    def leave(self) -> None:
        """Let go of the place; what was finished of a package waits for the next run of the same plan."""

    def retract(self) -> None:
        """Remove what was finished."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, and when: the software as an agent, and the clock."""

    agent: Agent
    clock: Clock
