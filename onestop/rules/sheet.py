"""A table that an office brings in: columns known by their titles, rows by their line, each with an outcome."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from onestop.errors import FileUnreadable, Malformed, Refusal, SheetRefused
from onestop.rules.text import clean, fold

MOST_ROWS = 5_000
"""Rows of one table: all officers of a province, with room."""
_MOST_NAMED = 20
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES = frozenset({"x", "co", "yes", "y", "1", "true", "dung"})
_NO = frozenset({"", "khong", "no", "n", "0", "false", "sai"})


class SheetOutcome(StrEnum):
    """What becomes of a row, or would."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class SheetColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column: the key that a program knows it by, its titles in every language, whether it must be there."""

    key: str
    titles: tuple[str, ...]
    needed: bool = False


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that bears anything: its line in the file, from 1, and its cells by the columns' keys."""

    line: int
    cells: dict[str, str]


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a row: the fields that differ, or the code and facts of why it was refused."""

    line: int
    name: str
    outcome: SheetOutcome
    id: str = ""
    fields: tuple[str, ...] = ()
    code: str = ""
    facts: dict[str, str] = {}


class SheetReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a table, row by row; `kept` tells whether anything was written."""

    kept: bool
    lines: tuple[SheetLine, ...]

    def count(self, outcome: SheetOutcome) -> int:
        """Count the rows of an outcome."""
        return sum(line.outcome == outcome for line in self.lines)


class NotKept(Exception):
    """A table was looked at and is not to be written: raised at the end of a transaction, which undoes it."""

    def __init__(self, report: SheetReport) -> None:
        super().__init__("not kept")
        self.report = report


def brought_in(
    rows: Sequence[SheetRow], key: str, carry_out: Callable[[SheetRow], SheetLine], *, keep: bool
) -> SheetReport:
    """Carry out a table row by row inside a transaction, and tell what became of each.

    Args:
        rows: The rows.
        key: The column by which a row is known; two rows of one are a mistake.
        carry_out: Writes one row and tells its outcome, or refuses it.
        keep: Whether it is to be written; a look at it is the same, undone.

    Raises:
        SheetRefused: It was to be written, and rows were refused: none is, then.
        NotKept: It was only looked at; the report tells what would be.
    """
    seen: set[str] = set()
    lines: list[SheetLine] = []
    for row in rows:
        name = row.cells.get(key, "")
        try:
            if fold(name) in seen:
                raise Malformed(field=key, reason="twice")
            seen.add(fold(name))
            lines.append(carry_out(row))
        except Refusal as refusal:
            facts = {fact: str(value) for fact, value in refusal.facts.items()}
            refused = SheetOutcome.REFUSED
            lines.append(SheetLine(line=row.line, name=name, outcome=refused, code=refusal.code, facts=facts))
    report = SheetReport(kept=keep, lines=tuple(lines))
    if not keep:
        raise NotKept(report)
    wrong = [str(line.line) for line in lines if line.outcome == SheetOutcome.REFUSED]
    if wrong:
        raise SheetRefused(refused=len(wrong), rows=wrong[:_MOST_NAMED])
    return report


def sheet_rows(
    table: Iterable[tuple[int, Sequence[str]]], columns: Sequence[SheetColumn], *, file: str
) -> list[SheetRow]:
    """Read the rows of a table by the titles in its first row, in whatever order and language they stand.

    Columns that nobody knows are passed over, and so are rows without any letter. A column that is not
    there is not in the cells, which is not the same as an empty cell.

    Raises:
        FileUnreadable: Nothing in it (`empty`), no row after the first (`no-rows`), more than five thousand
            (`too-large`), a column twice (`column-twice: …`), or one that must be there is not
            (`column-missing: …`).
    """
    lines = iter(table)
    first = next((line for line in lines if any(cell.strip() for cell in line[1])), None)
    if first is None:
        raise FileUnreadable(file=file, line=1, reason="empty")
    places = _places(first, columns, file)
    rows: list[SheetRow] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise FileUnreadable(file=file, line=number, reason="too-large")
        found = {key: plain(cells[place]) if place < len(cells) else "" for key, place in places.items()}
        rows.append(SheetRow(line=number, cells=found))
    if not rows:
        raise FileUnreadable(file=file, line=first[0], reason="no-rows")
    return rows


def plain(text: str) -> str:
    """Read a cell: trimmed, in NFC, without the apostrophe that keeps a spreadsheet from reckoning it."""
    text = clean(text)
    return text[1:] if text.startswith("'") and text[1:].startswith(_LEADS_A_FORMULA) else text


def yes_or_no(text: str) -> bool | None:
    """Read a yes or no in either language; None for anything else."""
    said = fold(text)
    return True if said in _YES else False if said in _NO else None


def listed(text: str) -> list[str]:
    """Read a list in a cell: parted by commas, semicolons or line ends."""
    return [one.strip() for one in text.replace(";", ",").replace("\n", ",").split(",") if one.strip()]


def _places(first: tuple[int, Sequence[str]], columns: Sequence[SheetColumn], file: str) -> Mapping[str, int]:
    number, titles = first
    named = {fold(title): column.key for column in columns for title in (*column.titles, column.key)}
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        key = named.get(fold(title))
        if key is None:
            continue
        if key in places:
            raise FileUnreadable(file=file, line=number, reason=f"column-twice: {title}")
        places[key] = place
    missing = [column.titles[0] for column in columns if column.needed and column.key not in places]
    if missing:
        raise FileUnreadable(file=file, line=number, reason=f"column-missing: {', '.join(missing)}")
    return places
