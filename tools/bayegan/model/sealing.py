"""Decisions about the sealing of an item: its bag-info, its events, its line in the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bayegan.model.donor_bag import Origin, summary
from bayegan.model.findings import Finding
from bayegan.model.ledger import LedgerEvent
from bayegan.model.planning import PlannedItem
from bayegan.model.policy import Policy
from bayegan.model.preservation import DIGEST_NAMES, Agent, Event, EventOutcome, EventType, FileObject
from bayegan.model.submission import Submission

PROFILE = "urn:bayegan:bagit-profile:1.0"
FIRST_VERSION = "v1"
SUBMISSION_TAG = "Bayegan-Submission"
_MOST = 1000
"""Accepted findings that an event spells out."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What somebody else's software says of a bag of ours. It is recorded and not obeyed."""

    software: str
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class ClosedBag:
    """A bag with its manifests: SHA-512 of every tag file, what is wrong with it, a second opinion."""

    tag_digests: Mapping[str, str]
    findings: tuple[Finding, ...]
    opinion: SecondOpinion


@dataclass(frozen=True, slots=True)
class SealedItem:
    """A version that stands in its place."""

    identifier: str
    version: str
    files: int
    octets: int


@dataclass(frozen=True, slots=True)
class BuiltItem:
    """A version that stands in staging, in a folder of its own, and the event that will tell of it."""

    folder: Path
    sealed: SealedItem
    event: LedgerEvent


@dataclass(frozen=True, slots=True)
class Described:
    """The metadata files of a bag: the digests of each, by path and algorithm, and what is wrong with them."""

    digests: Mapping[str, Mapping[str, str]]
    findings: tuple[Finding, ...]


def submission_tag(digest: str) -> str:
    """Return how a bag names the submission that it came from."""
    return f"sha256:{digest}"


def bag_info(
    item: PlannedItem, submission: Submission, policy: Policy, agent: Agent, sealed: datetime
) -> tuple[tuple[str, str], ...]:
    """Return the bag-info tags of a new bag (RFC 8493, 2.2.2), Payload-Oxum excepted."""
    return (
        ("Source-Organization", submission.source_organization or policy.organisation),
        ("External-Identifier", item.identifier),
        ("External-Description", " ".join(item.record.titles[0].value.split())),
        ("Bagging-Date", f"{sealed:%Y-%m-%d}"),
        ("Bag-Software-Agent", agent.label),
        ("BagIt-Profile-Identifier", PROFILE),
        (SUBMISSION_TAG, submission_tag(submission.digest)),
    )


def events_until_sealing(
    item: PlannedItem,
    submission: Submission,
    files: Sequence[FileObject],
    software: Agent,
    identifier: Agent | None,
    now: datetime,
    digests: Sequence[str],
) -> tuple[Event, ...]:
    """Return the PREMIS events of an item up to its sealing: what was done to all of its files.

    `digests` are the algorithms (hashlib's names) that every file was read with.
    """
    names = " and ".join(DIGEST_NAMES[one] for one in digests)
    came_from = "submission" if item.origin is None else "bag"
    events = [
        Event(
            EventType.INGESTION,
            now,
            EventOutcome.SUCCESS,
            f"copied from the {came_from} {submission.name} (SHA-256 {submission.digest})",
            software,
        ),
        Event(
            EventType.MESSAGE_DIGEST_CALCULATION,
            now,
            EventOutcome.SUCCESS,
            f"{names} of {len(files)} files, computed while they were copied",
            software,
        ),
        *(_described(item, software, now) if item.origin is None else _verified(item.origin, software, now)),
    ]
    if identifier is not None:
        unknown = [file.path for file in files if file.format is None or file.format.puid is None]
        outcome = EventOutcome.WARNING if unknown else EventOutcome.SUCCESS
        note = f"no match for {len(unknown)} of {len(files)} files" if unknown else None
        detail = "formats identified by their PRONOM signatures"
        events.insert(2, Event(EventType.FORMAT_IDENTIFICATION, now, outcome, detail, identifier, note))
    return tuple(events)


def _described(item: PlannedItem, software: Agent, now: datetime) -> Iterator[Event]:
    stated = sum(len(file.checksums) for file in item.files)
    detail = "description valid against the submission schema; " + (
        f"{stated} stated digests match" if stated else "the donor stated no digests"
    )
    yield Event(EventType.VALIDATION, now, EventOutcome.SUCCESS, detail, software)


def _verified(origin: Origin, software: Agent, now: datetime) -> Iterator[Event]:
    outcome = EventOutcome.SUCCESS if origin.is_valid else EventOutcome.WARNING
    note = "; ".join(("the archivist accepted", *summary(origin.accepted, _MOST))) if origin.accepted else None
    by = ", ".join(origin.manifests) or "no manifest"
    checked = f"{origin.verified} payload files verified against {by} while they were copied"
    yield Event(EventType.FIXITY_CHECK, now, outcome, checked, software, note)
    verdict = "valid" if origin.is_valid else "not valid"
    detail = f"the donor's bag is {verdict} by BagIt {origin.version or 'of no known version'}"
    yield Event(EventType.VALIDATION, now, outcome, detail, software)


def origin_detail(origin: Origin | None, digest: str) -> dict[str, object]:
    """Return the bag that an item comes from as the ledger keeps it; nothing where there is none."""
    if origin is None:
        return {}
    bag: dict[str, object] = {
        "name": origin.name,
        "digest": submission_tag(digest),
        "version": origin.version,
        "manifests": list(origin.manifests),
        "taken_over": origin.taken_over,
    }
    return {"bag": bag | ({"accepted": summary(origin.accepted, _MOST)} if origin.accepted else {})}


def ingestion_event(
    sealed: SealedItem,
    tag_digests: Mapping[str, str],
    submission: str,
    agent: Agent,
    now: datetime,
    detail: Mapping[str, object],
) -> LedgerEvent:
    """Return the ledger's event for a version that stands in its place.

    `digests` are the SHA-512 of every tag file, tag manifests included, so that a tag file is judged by the
    ledger first.
    """
    return LedgerEvent(
        EventType.INGESTION,
        EventOutcome.SUCCESS,
        now,
        agent.label,
        item=sealed.identifier,
        version=sealed.version,
        digests=tag_digests,
        detail={"files": sealed.files, "octets": sealed.octets, "submission": submission, **detail},
    )


def opinion_detail(opinion: SecondOpinion) -> dict[str, object]:
    """Return a second opinion as the ledger keeps it."""
    said = {"software": opinion.software, "verdict": opinion.verdict}
    return {"second_opinion": said | ({"note": opinion.note} if opinion.note else {})}
