"""A drafted submission as CSV."""

import csv
import io
from collections.abc import Iterable

from bayegan.model.drafting import COLUMNS, DraftRow


def draft_csv(rows: Iterable[DraftRow]) -> bytes:
    """Return the table in UTF-8 with a byte-order mark, without which Excel shows Persian as noise."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.cells() for row in rows)
    return out.getvalue().encode("utf-8-sig")
