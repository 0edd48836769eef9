"""Ten thousand records, for the bench.

usage: records.py whole COUNT          build, serialise and validate that many
       records.py make COUNT FILE      write that many, one after another
       records.py validate FILE        validate them with lxml alone
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from bayegan.metadata.prove import prove_xml
from bayegan.metadata.record_json import record_from_json
from bayegan.metadata.record_xml import write_record
from bayegan.metadata.shipped import xsd
from bayegan.model.record import AccessLevel

SEPARATOR = b"\n<!-- next -->\n"


def item(number: int) -> dict[str, Any]:
    """The description of a short memorial entry, invented."""
    where = {"path": "data/entry.html", "start": number, "end": number + 40, "sha256": f"{number:064x}"}
    return {
        "id": f"item-{number}",
        "titles": [{"text": f"مدخل {number}", "lang": "fa"}, {"text": f"Entry {number}", "lang": "en"}],
        "descriptions": [
            {"text": "What is told of a person, of an act and of those who tell it. " * 4, "lang": "en"}
        ],
        "languages": ["fa", "en"],
        "people": [
            {
                "names": [{"text": f"نام {who}", "lang": "fa"}, {"text": f"Name {who}", "kind": "transliteration"}],
                "roles": ["victim" if who == 0 else "witness"],
                "key": f"p{who}",
                "birth": {"kind": "event", "edtf": f"19{40 + number % 50}~"},
                "nationalities": [{"text": "Iran", "certainty": "presumed"}],
                "religions": ["Unknown"],
                "civil_statuses": [{"text": "Married", "certainty": "reported"}],
            }
            for who in range(3)
        ],
        "organisations": [{"names": ["A court"], "key": "o1"}],
        "places": [{"names": ["A prison"], "within": ["A city", "A province", "Iran"], "key": "c1"}],
        "events": [{"title": "What happened", "key": "e1", "place": "c1"}],
        "acts": [
            {
                "kind": {"text": "execution", "concept": "acts:execution"},
                "key": "a1",
                "event": "e1",
                "victims": ["p0"],
                "place": "c1",
                "dates": [{"kind": "event", "edtf": f"1981-08-{1 + number % 28:02}", "text": "as it was written"}],
                "charges": ["One charge", "Another charge"],
                "judgment": "What was decided.",
            }
        ],
        "involvements": [{"who": "o1", "act": "a1", "degree": "gave the judgment"}],
        "claims": [
            {
                "paraphrase": f"It was told {times} times.",
                "kind": "figure",
                "asserters": ["p1"],
                "about": ["a1"],
                "figure": {"least": times, "most": number + times},
                "passages": [where],
            }
            for times in range(2)
        ],
        "parts": [{"title": "About this case", "passages": [where]}],
        "capture": {"address": "https://example.org/entry", "missing": ["pictures"]},
        "access": {"level": "restricted"},
    }


def whole(number: int) -> bytes:
    """Build, serialise and validate one record; return it."""
    said = item(number)
    out = BytesIO()
    write_record(record_from_json(said, said["id"], AccessLevel.RESTRICTED), out)
    content = out.getvalue()
    if findings := prove_xml(content, "record.xml"):
        raise SystemExit(json.dumps([one.found for one in findings]))
    return content


def validate(file: Path) -> None:
    """Parse and validate with lxml, and nothing else."""
    schema = xsd("record-1.0.xsd")
    for content in file.read_bytes().split(SEPARATOR):
        schema.assertValid(etree.fromstring(content))


def main() -> None:
    """Do what is asked for."""
    match sys.argv[1:]:
        case ["whole", count]:
            for number in range(int(count)):
                whole(number)
        case ["make", count, file]:
            Path(file).write_bytes(SEPARATOR.join(whole(number) for number in range(int(count))))
        case ["validate", file]:
            validate(Path(file))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
