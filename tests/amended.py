"""An item that is amended in a test: what is handed in, and what is asked of it afterwards."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from running import Bayegan, Ran

WHO = {"by": "A relative", "reason": "The civil status was wrong."}
PERSON = {"names": ["Ahmad N."], "roles": ["victim"], "civil_statuses": ["single"]}


def ingest(bayegan: Bayegan, archive: Path, folder: Path, **said: Any) -> None:
    """Seal the item `case-1` of three files."""
    files = {"page.txt": "first\n", "letters/a.txt": "a letter\n", "letters/نامه.txt": "نامه\n"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    listed = [{"filename": name} for name in files]
    listed[0]["title"] = "The page"
    item = {"id": "case-1", "titles": ["An entry"], "people": [PERSON], "files": listed, **said}
    write(folder / "submission.json", {"submission": "1.0", "items": [item]})
    bayegan("ingest", "--archive", archive, folder / "submission.json", "--no-identify")


def correction(path: Path, *, amendment: Mapping[str, Any] | None = None, **said: Any) -> Path:
    """Write a correction of `case-1`, and return where it lies; `said` replaces fields of the item."""
    person = {**PERSON, "civil_statuses": ["married"]}
    item = {"id": "case-1", "titles": ["An entry"], "people": [person], **said}
    stated = WHO if amendment is None else amendment
    return write(path, {"submission": "1.0", "amendment": stated, "items": [item]})


def write(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def amend(bayegan: Bayegan, archive: Path, submission: Path, *words: object, expect: int | None = 0) -> Ran:
    return bayegan("amend", "--archive", archive, "case-1", submission, "--no-identify", *words, expect=expect)


def version(archive: Path, number: int) -> Path:
    return next(archive.glob(f"archive/*/case-1/v{number}"))


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, and of everything else that it is a name."""
    return {
        str(path.relative_to(folder)): hashlib.sha512(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
    }


def payload(bag: Path) -> dict[str, str]:
    return {
        str(path.relative_to(bag / "data")): path.read_text(encoding="utf-8")
        for path in sorted((bag / "data").rglob("*"))
        if path.is_file()
    }
