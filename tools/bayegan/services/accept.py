"""Accepting a submission: all that can be wrong with it is found before anything is written."""

from collections.abc import Callable, Generator, Iterator

from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.passages import Text, passage_findings, texts_of
from bayegan.model.planning import Plan, PlannedFile, PlannedItem, Received, checksum_findings, make_plan
from bayegan.model.progress import Progress
from bayegan.ports import Documents


def accept(
    received: Received,
    documents: Documents,
    *,
    allow_unnamed: bool = False,
    amended: Callable[[Plan], Plan] | None = None,
) -> Generator[Progress, None, Plan]:
    """Plan a submission, and read what it says of documents: passages, and digests that their donor stated.

    Returns the plan with all findings, those of reading the manifest included. Where there are errors only
    documents with passages are read, since the manifest will change. Raises CouldNot where one cannot be read.

    `amended` makes of the plan that of a later version; without it, only first versions are accepted.
    """
    is_whole = not has_errors(received.findings)
    plan = make_plan(received.submission, received.deposit, allow_unnamed=allow_unnamed, is_whole=is_whole)
    plan = Plan(plan.submission, plan.items, (*received.findings, *plan.findings))
    plan = amended(plan) if amended else Plan(plan.submission, plan.items, (*plan.findings, *_amending(received)))
    passages = yield from _passages(plan, documents)
    plan = Plan(plan.submission, plan.items, (*plan.findings, *passages))
    if has_errors(plan.findings):
        return plan
    stated = [(item, file) for item in plan.items for file in (*item.files, *item.kept) if _is_stated(file)]
    findings: list[Finding] = []
    octets = 0
    for done, (item, file) in enumerate(stated, start=1):
        algorithms = sorted({checksum.algorithm for checksum in file.checksums})
        findings.extend(checksum_findings(item, file, documents.digests(file.source, algorithms)))
        octets += file.size
        yield Progress("verifying stated digests", done, len(stated), octets)
    return Plan(plan.submission, plan.items, (*plan.findings, *findings))


def _passages(plan: Plan, documents: Documents) -> Generator[Progress, None, list[Finding]]:
    """Hold every passage of every record against the document that it stands in."""
    findings: list[Finding] = []
    wanted: list[tuple[PlannedItem, Text]] = []
    for item in plan.items:
        texts, wrong = texts_of(item)
        findings += wrong
        wanted += ((item, text) for text in texts)
    for done, (item, text) in enumerate(wanted, start=1):
        findings.extend(passage_findings(item, text, documents.pieces(text.source)))
        yield Progress("checking passages", done, len(wanted), 0)
    return findings


def _is_stated(file: PlannedFile) -> bool:
    """Say whether a donor states digests of a file; what is held has one more, and is checked with its bag."""
    return len(file.checksums) > int(file.is_held)


def _amending(received: Received) -> Iterator[Finding]:
    if received.submission.amendment is not None:
        yield finding("amendment-for-ingest", pointer="/amendment", found="an amendment")
    for item in received.submission.items:
        if item.record.amendments:
            found = f"{len(item.record.amendments)} amendments"
            at = item.at
            yield finding(
                "amendment-for-ingest", item=item.record.identifier, row=at.row, pointer=at.pointer, found=found
            )
