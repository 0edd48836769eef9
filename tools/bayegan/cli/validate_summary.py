"""What `bayegan validate` says of many things: one line each, and the totals."""

import dataclasses
from collections import Counter
from dataclasses import dataclass

from bayegan.bags.scope import Checked, Level
from bayegan.cli.answer import NotChecked
from bayegan.library.validating import Validation
from bayegan.model.findings import Finding, has_errors, number_of
from bayegan.model.names import shown

_MOST_ROWS = 30
_HEADS = ("verdict", "kind", "files", "errors", "warnings", "path")


@dataclass(frozen=True, slots=True)
class _Row:
    """One validation without its findings."""

    path: str
    kind: str
    verdict: str
    counts: tuple[tuple[str, int], ...]
    errors: int
    warnings: int
    checked: Checked | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing was wrong, as far as it was to be checked."""
        return self.verdict in ("valid", "passed")


class Summary:
    """Takes validations one by one. It keeps all findings, and the totals.

    Of what is sound it keeps as many rows as a table has, so that memory does not grow with the number of bags;
    with `all_rows`, for programs, every row.
    """

    def __init__(self, all_rows: bool) -> None:
        self.not_checked: list[NotChecked] = []
        self._all_rows = all_rows
        self._rows: list[_Row] = []
        self._found: list[tuple[str, Finding]] = []
        self._verdicts: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._checked: Checked | None = None
        self._sound = 0

    def take(self, one: Validation) -> None:
        """Take one validation."""
        row = _row(one)
        self._verdicts[row.verdict] += 1
        self._totals.update(one.counts)
        self._sound += row.is_sound
        if one.checked is not None:
            self._checked = one.checked if self._checked is None else self._checked.plus(one.checked)
        if self._all_rows or not row.is_sound or self._sound <= _MOST_ROWS:
            self._rows.append(row)
        self._found += [(one.path, wrong) for wrong in one.findings]
        self.not_checked += [NotChecked(unread.path, unread.reason, unread.advice) for unread in one.not_checked]

    @property
    def is_of_several(self) -> bool:
        """Whether more than one thing was validated."""
        return self._verdicts.total() > 1

    @property
    def result(self) -> list[dict[str, object]]:
        """What a program reads: every row."""
        return [
            {
                "path": shown(row.path),
                "kind": row.kind,
                "sound": row.is_sound,
                "verdict": row.verdict,
                "counts": dict(row.counts),
                "checked": _for_programs(row.checked),
            }
            for row in self._rows
        ]

    def findings(self, several: bool) -> list[Finding]:
        """Return all findings; where there are several things, each with the path of its own."""
        return [_at(path, wrong) if several else wrong for path, wrong in self._found]

    def counts(self, several: bool) -> dict[str, int]:
        """Return the totals; where there are several things, also how many have each verdict but valid."""
        counts = {"validated": self._verdicts.total(), "sound": self._sound}
        if several:
            counts |= {verdict: number for verdict, number in self._verdicts.items() if verdict != "valid"}
        return counts | dict(self._totals)

    def lines(self, several: bool) -> list[str]:
        """Return what a person reads: one line, or a table and the totals; and how far bags were checked."""
        lines = self._table() if several else [_line(row) for row in self._rows]
        return lines if self._checked is None else [*lines, self._checked.said()]

    def _table(self) -> list[str]:
        validated = self._verdicts.total()
        rows = self._rows
        if validated > _MOST_ROWS:
            rows = sorted(rows, key=lambda row: row.is_sound)[:_MOST_ROWS]
        cells = [
            (row.verdict, row.kind, _files(row), f"{row.errors:,}", f"{row.warnings:,}", row.path) for row in rows
        ]
        from bayegan.cli.table import table  # noqa: PLC0415  one bag needs no table

        lines = table(_HEADS, cells, (2, 3, 4))
        if len(rows) < validated:
            lines.append(f"... and {validated - len(rows):,} more; --json lists all of them.")
        said = ", ".join(f"{number:,} {verdict}" for verdict, number in self._verdicts.items())
        return [*lines, f"{validated:,} validated: {said}."]


def _row(one: Validation) -> _Row:
    errors = number_of(wrong for wrong in one.findings if wrong.is_error)
    warnings = number_of(one.findings) - errors
    return _Row(one.path, one.kind, _verdict(one), tuple(one.counts.items()), errors, warnings, one.checked)


def _line(row: _Row) -> str:
    """Return a row as one line; counts of zero are left out."""
    details = [row.kind, *(f"{number:,} {word}" for word, number in row.counts if number)]
    return f"{row.verdict:9} {shown(row.path)}  ({', '.join(details)})"


def _files(row: _Row) -> str:
    counts = dict(row.counts)
    return f"{counts.get('listed', counts.get('documents', 0)):,}"


def _verdict(one: Validation) -> str:
    if has_errors(one.findings):
        return "invalid"
    if one.not_checked:
        return "unchecked"
    return "passed" if one.checked and one.checked.scope.level is not Level.FULL else "valid"


def _for_programs(checked: Checked | None) -> dict[str, object] | None:
    if checked is None:
        return None
    scope = checked.scope
    sampled = {"percent": scope.percent, "seed": scope.seed} if scope.level is Level.SAMPLE else {}
    return {
        "level": scope.level.value,
        **sampled,
        "files_listed": checked.files_listed,
        "digests_verified": checked.digests_verified,
        "left_out": checked.left_out,
        "said": checked.said(),
    }


def _at(path: str, wrong: Finding) -> Finding:
    return dataclasses.replace(wrong, path=shown(f"{path}/{wrong.path}" if wrong.path else path))
