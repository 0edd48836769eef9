"""What bayegan ingest answers."""

from bayegan.cli.answer import Answer
from bayegan.cli.wording import counted, shortened
from bayegan.library.ingesting import IngestOutcome
from bayegan.model.findings import capped, has_errors
from bayegan.model.names import shown


def answer(outcome: IngestOutcome, dry_run: bool) -> Answer:
    """Return what is said of an ingest, to a person and as JSON."""
    result = outcome.result
    counts = {
        "items": len(outcome.plan.items) if outcome.plan else 0,
        "sealed": len(result.sealed),
        "skipped": len(result.skipped),
    }
    value = {
        "submission": result.submission,
        "dry_run": dry_run,
        "sealed": [
            {"item": one.identifier, "version": one.version, "files": one.files, "octets": one.octets}
            for one in result.sealed
        ],
        "skipped": list(result.skipped),
    }
    return Answer("ingest", _lines(outcome, dry_run), capped(result.findings), counts=counts, result=value)


def _lines(outcome: IngestOutcome, dry_run: bool) -> list[str]:
    result = outcome.result
    if has_errors(result.findings) and not result.sealed:
        return ["Refused. Nothing was sealed."]
    if dry_run and outcome.plan is not None:
        return [
            f"Would seal {counted(len(outcome.plan.items) - len(result.skipped), 'item')}. Nothing was written."
        ]
    lines = [
        f"sealed   {shown(one.identifier)} {one.version}  {counted(one.files, 'file')}" for one in result.sealed
    ]
    lines += [f"skipped  {shown(one)}  sealed before by this submission" for one in result.skipped]
    lines = shortened(lines)
    lines.append(f"{counted(len(result.sealed), 'item')} sealed, {len(result.skipped)} skipped.")
    return lines
