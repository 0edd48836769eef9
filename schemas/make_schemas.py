"""Make the schemas of the record anew from the model: run by `make schemas`.

A schema that has sealed something is never changed; until release 1.0 those of version 1.0 may be, and CHANGELOG
says so.
"""

from pathlib import Path

from making.collection_schema import collection_schema
from making.record_xsd import record_xsd
from making.submission_schema import submission_schema

SHIPPED = Path(__file__).resolve().parent / "bayegan_schemas"
MADE = {
    "record-1.0.xsd": record_xsd,
    "submission-1.0.schema.json": submission_schema,
    "collection-1.0.schema.json": collection_schema,
}


def main() -> None:
    """Write each schema that is made."""
    for name, make in MADE.items():
        (SHIPPED / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
