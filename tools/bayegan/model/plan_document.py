"""The plan of a submission as the JSON document that is kept with it."""

import dataclasses
from datetime import datetime

from bayegan.model.findings import as_document
from bayegan.model.ledger import utc
from bayegan.model.planning import Plan, PlannedItem
from bayegan.model.record.item import FIRST_VERSION


def plan_document(plan: Plan, accepted: datetime, agent: str) -> dict[str, object]:
    """Return plan.json as values: which file of the submission went into which bag, and what was said."""
    submission = plan.submission
    return {
        "plan": "1.0",
        "submission": {"name": submission.name, "sha256": submission.digest},
        "declared": dataclasses.asdict(submission.declared),
        "agent": agent,
        "accepted": utc(accepted),
        "items": [
            {
                "item": item.identifier,
                "row": item.at.row,
                "pointer": item.at.pointer,
                "files": [
                    {"source": file.source, "payload": file.payload, "size": file.size} for file in item.files
                ],
                **_metadata(item),
                **({} if item.version == FIRST_VERSION else {"version": item.version}),
            }
            for item in plan.items
        ],
        "findings": [as_document(one) for one in plan.findings],
    }


def _metadata(item: PlannedItem) -> dict[str, object]:
    if item.origin is not None or not item.kept:
        return {}
    return {"metadata": [{"source": one.source, "place": one.payload, "size": one.size} for one in item.kept]}
