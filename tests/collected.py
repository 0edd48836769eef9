"""A small archive that is arranged: a fonds in two languages, a series, a file, and items in them."""

import json
from pathlib import Path

from running import Bayegan

DESCRIBED: list[dict[str, object]] = [
    {
        "id": "F-1",
        "level": "fonds",
        "titles": [{"text": "Papers of a family", "lang": "en"}, {"text": "کاغذهای یک خانواده", "lang": "fa"}],
        "access": {"level": "public"},
        "dates": [{"kind": "created", "edtf": "1979/1990", "text": "1979 to 1990"}],
        "extents": [{"text": "3 boxes", "lang": "en"}, {"text": "۳ جعبه", "lang": "fa"}],
        "people": [{"names": [{"text": "Mother Openname", "lang": "en"}, {"text": "مادر", "lang": "fa"}]}],
        "histories": [{"text": "Kept by the family until 2004.", "lang": "en"}],
        "descriptions": [{"text": "Letters, and | one bar.", "lang": "en"}],
        "arrangements": [{"text": "By year.", "lang": "en"}],
        "languages": ["fa"],
        "subjects": [{"text": "letters", "lang": "en"}],
        "notes": [{"text": "=A remark", "lang": "en"}],
    },
    {"id": "F-1/S 1", "level": "series", "titles": ["Letters"], "within": "F-1", "access": {"level": "public"}},
    {
        "id": "پروندهٔ ۲",
        "level": "file",
        "titles": [{"text": "نامه‌های ۱۳۶۷", "lang": "fa"}],
        "within": "F-1/S 1",
        "access": {"level": "public"},
    },
]


def in_collection(identifier: str, *collections: str, **more: object) -> dict[str, object]:
    """Return an item of a submission, with a file of its own, that is part of collections."""
    terms = [{"term": "isPartOf", "text": one} for one in collections]
    item = {"id": identifier, "titles": [f"Item {identifier}"], "access": {"level": "public"}, "terms": terms}
    return {**item, "files": [{"filename": f"{identifier}.txt"}], **more}


def hand_in(folder: Path, archive: Path, bayegan: Bayegan, items: list[dict[str, object]]) -> None:
    """Ingest items, each with a text file of its name."""
    folder.mkdir(parents=True)
    for item in items:
        (folder / f"{item['id']}.txt").write_text(f"{item['id']}\n", encoding="utf-8")
    (folder / "submission.json").write_text(json.dumps({"submission": "1.0", "items": items}), encoding="utf-8")
    bayegan("ingest", "--archive", archive, folder / "submission.json")


def described(file: Path, collections: list[dict[str, object]]) -> Path:
    """Write a file of descriptions."""
    file.write_text(json.dumps({"collections": "1.0", "described": collections}), encoding="utf-8")
    return file
