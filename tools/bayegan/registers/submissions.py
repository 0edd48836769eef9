"""Submissions as received, byte for byte, each with the plan that was made of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bayegan.errors import CouldNot
from bayegan.metadata.json_schema import problems
from bayegan.model.plan_document import plan_document
from bayegan.model.planning import Plan
from bayegan.model.record.item import FIRST_VERSION
from bayegan.ports import Keep
from bayegan.storage.digests import read_whole
from bayegan.storage.flush import flush_file_system, write_durably
from bayegan.storage.folders import ensure_folder

_PLAN = "plan.json"
_SCHEMA = "plan-1.0"


class SubmissionRegister:
    """manifests/submissions: one folder a submission, named for when it came and what it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def planned(self, digest: str, item: str, version: str = FIRST_VERSION) -> Sequence[Mapping[str, int]]:
        """Return what plans of the submission of this SHA-256 say of a version of an item: sizes by path."""
        return [
            {file["payload"]: file["size"] for file in one["files"]}
            for _, plan in self._plans(digest)
            for one in plan["items"]
            if one["item"] == item and one.get("version", FIRST_VERSION) == version
        ]

    def _plans(self, digest: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the sound plans of a submission, by the names of their folders; others count as not frozen."""
        for folder in sorted(self._folder.glob(f"*-{digest[:12]}")):
            try:
                plan = json.loads(read_whole(folder / _PLAN)[0])
            except (OSError, ValueError, RecursionError):
                continue
            if not problems(_SCHEMA, plan) and plan["submission"]["sha256"] == digest:
                yield folder.name, plan

    def freeze(self, plan: Plan, keep: Keep, now: datetime, agent: str) -> str:
        """Write what was received and the plan down, flushed, and return the name of their folder.

        A submission that was frozen before with the same plan is not written again. Raises CouldNot where the disk
        refuses.
        """
        document = plan_document(plan, now, agent)
        for name, known in self._plans(plan.submission.digest):
            if known["items"] == document["items"]:
                return name
        name = self._free_name(plan.submission.digest, now)
        try:
            self._write(self._folder / name, keep, _text(document).encode("utf-8"))
        except OSError as error:
            thing = f"manifests/submissions/{name}"
            raise CouldNot(thing, f"cannot be written ({error.strerror})", "Check the disk.") from error
        return name

    def _free_name(self, digest: str, now: datetime) -> str:
        """Return a folder name that no plan has: two plans of one submission may come within a second."""
        while True:
            name = f"{now:%Y%m%dT%H%M%SZ}-{digest[:12]}"
            if not (self._folder / name / _PLAN).exists():
                return name
            now += timedelta(seconds=1)

    def _write(self, folder: Path, keep: Keep, plan: bytes) -> None:
        """Write the plan last: a folder without one was interrupted, and is written over."""
        received = folder / "received"
        ensure_folder(received)
        keep(received)
        flush_file_system(folder)
        write_durably(folder / _PLAN, plan)


def _text(document: Mapping[str, Any]) -> str:
    """Return a plan as JSON with a line for each item: quick to write, and a person can still read it."""
    head = {key: value for key, value in document.items() if key != "items"}
    lines = ",\n".join(_json(one) for one in document["items"])
    return f'{_json(head)[:-1]}, "items": [\n{lines}\n]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
