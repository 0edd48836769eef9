"""Decisions about the sealing of an item: its bag-info, its events, its line in the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bayegan.model.amends import Amends
from bayegan.model.donor_bag import Origin, summary
from bayegan.model.findings import Finding
from bayegan.model.ledger import LedgerEvent
from bayegan.model.names import shown
from bayegan.model.payload import Payload
from bayegan.model.planning import PlannedItem
from bayegan.model.policy import Policy
from bayegan.model.preservation import DIGEST_NAMES, Agent, Event, EventOutcome, EventType
from bayegan.model.record.item import FIRST_VERSION
from bayegan.model.submission import Submission

PROFILE = "urn:bayegan:bagit-profile:1.0"
SUBMISSION_TAG = "Bayegan-Submission"
VERSION_TAG = "Bayegan-Version"
AMENDS = "amends"
"""What the ledger calls the version that is amended."""
_MOST = 1000
"""Accepted findings, and names of files, that an event spells out."""


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
        *(() if item.version == FIRST_VERSION else ((VERSION_TAG, item.version),)),
    )


def events_until_sealing(
    item: PlannedItem,
    submission: Submission,
    payload: Payload,
    software: Agent,
    identifier: Agent | None,
    now: datetime,
    digests: Sequence[str],
) -> tuple[Event, ...]:
    """Return the PREMIS events of an item up to its sealing: what was done to all of its files.

    `digests` are the algorithms (hashlib's names) that every file was read with.
    """
    names = " and ".join(DIGEST_NAMES[one] for one in digests)
    done = "copied" if item.amends is None else "taken over"
    detail = f"{names} of {payload.files} files, computed while they were {done}"
    return (
        *_came(item, submission, software, now),
        Event(EventType.MESSAGE_DIGEST_CALCULATION, now, EventOutcome.SUCCESS, detail, software),
        *([] if identifier is None else [_identified(payload, identifier, now)]),
        *(_described(item, software, now) if item.origin is None else _verified(item.origin, software, now)),
    )


def _came(item: PlannedItem, submission: Submission, software: Agent, now: datetime) -> Iterator[Event]:
    if item.amends is not None:
        yield from item.amends.events
        yield from _amended(item, item.amends, submission, software, now)
        return
    came_from = "submission" if item.origin is None else "bag"
    detail = f"copied from the {came_from} {submission.name} (SHA-256 {submission.digest})"
    yield Event(EventType.INGESTION, now, EventOutcome.SUCCESS, detail, software)


def _identified(payload: Payload, identifier: Agent, now: datetime) -> Event:
    unknown = payload.unknown
    outcome = EventOutcome.WARNING if unknown else EventOutcome.SUCCESS
    note = f"no match for {unknown} of {payload.files} files" if unknown else None
    detail = "formats identified by their PRONOM signatures"
    return Event(EventType.FORMAT_IDENTIFICATION, now, outcome, detail, identifier, note)


def _amended(
    item: PlannedItem, amends: Amends, submission: Submission, software: Agent, now: datetime
) -> Iterator[Event]:
    """Yield what is done to a version to make the next. Who asked for it, and why, stands in the record alone."""

    def event(type_: EventType, detail: str, note: str | None = None) -> Event:
        return Event(type_, now, EventOutcome.SUCCESS, detail, software, note)

    made = f"{item.version} made of {amends.version} and the submission {submission.name}"
    detail = f"{made} (SHA-256 {submission.digest}); who and why: the amendments in metadata/record.xml"
    yield event(EventType.METADATA_MODIFICATION, detail)
    if amends.changes_files:
        changes = (("added", amends.added), ("replaced", amends.replaced), ("left out", amends.left_out))
        counts = ", ".join(f"{len(paths)} {word}" for word, paths in changes)
        named = "; ".join(f"{word}: {shown(path)}" for word, paths in changes for path in paths[:_MOST])
        yield event(EventType.MODIFICATION, f"files of the item: {counts}", named)
    held = sum(file.is_held for file in (*item.files, *item.kept))
    yield event(EventType.FIXITY_CHECK, f"{held} files of {amends.version} verified while they were taken over")


def _described(item: PlannedItem, software: Agent, now: datetime) -> Iterator[Event]:
    stated = sum(len(file.checksums) - file.is_held for file in item.files)
    detail = "description valid against the submission schema; " + (
        f"{stated} stated digests match" if stated else "the donor stated no digests"
    )
    detail = "; ".join((detail, *item.proved))
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
    ledger first. Where `detail` says what the version amends, the event is that of an amendment.
    """
    return LedgerEvent(
        EventType.METADATA_MODIFICATION if AMENDS in detail else EventType.INGESTION,
        EventOutcome.SUCCESS,
        now,
        agent.label,
        item=sealed.identifier,
        version=sealed.version,
        digests=tag_digests,
        detail={"files": sealed.files, "octets": sealed.octets, "submission": submission, **detail},
    )


def formats_detail(payload: Payload) -> dict[str, object]:
    """Return files and octets by format (PRONOM identifier, empty where none matched) as the ledger keeps them.

    Files whose format was not looked for are left out, and where that is all of them there is nothing to keep.
    """
    found: dict[str, list[int]] = {}
    for size, of in zip(payload.sizes, payload.formats, strict=True):
        if of is not None:
            amount = found.setdefault(of.puid or "", [0, 0])
            amount[0] += 1
            amount[1] += size
    return {"formats": found} if found else {}


def amends_detail(version: str | None) -> dict[str, object]:
    """Return the version that is amended as the ledger keeps it; nothing where there is none."""
    return {} if version is None else {AMENDS: version}


def opinion_detail(opinion: SecondOpinion) -> dict[str, object]:
    """Return a second opinion as the ledger keeps it."""
    said = {"software": opinion.software, "verdict": opinion.verdict}
    return {"second_opinion": said | ({"note": opinion.note} if opinion.note else {})}
