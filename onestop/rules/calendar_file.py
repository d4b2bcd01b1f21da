"""A calendar as a CSV file: read whole, or refused at the line where it goes wrong."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from onestop.errors import FileUnreadable
from onestop.rules.calendar_row import CalendarRow, DayKind

COLUMNS = ("date", "kind", "name", "known_on", "source", "from_memory")
_OPTIONAL = {"source", "from_memory"}
_TRUTH = {"": False, "no": False, "yes": True}
_LONGEST_TEXT = 500
_ISO_LENGTH = len("2026-11-24")


def read_calendar(text: str, file: str, known_on: date | None = None) -> tuple[CalendarRow, ...]:
    """Read the rows of a calendar, in order of date and then of when they became known.

    Columns in any order: date, kind (statutory, compensatory, swapped_off, makeup_working), name, known_on,
    and optionally source and from_memory (yes or no). Dates are YYYY-MM-DD, local.

    Args:
        text: The file's content; a byte order mark before it is passed over.
        file: Its name, for the refusal.
        known_on: Local day on which the whole file became known, for rows that do not say it themselves.

    Raises:
        FileUnreadable: With the line, from 1 with the header, and a reason: `columns ...`, `not-csv`, `cells`,
            `date`, `kind`, `name`, `known_on`, `source`, `from_memory`, `repeated`, `no-rows`.
    """
    rows = dict[tuple[date, date], CalendarRow]()
    for line, cells in _records(text.removeprefix("\ufeff"), file, _optional(known_on)):
        try:
            row = _row(cells, known_on)
        except _Unfit as unfit:
            raise FileUnreadable(file=file, line=line, reason=str(unfit)) from None
        if (row.on, row.known_on) in rows:
            raise FileUnreadable(file=file, line=line, reason="repeated")
        rows[row.on, row.known_on] = row
    if not rows:
        raise FileUnreadable(file=file, line=0, reason="no-rows")
    return tuple(rows[key] for key in sorted(rows))


class _Unfit(ValueError):
    """A cell that is not what its column promises; its text is the column."""


def _optional(known_on: date | None) -> set[str]:
    return _OPTIONAL if known_on is None else {*_OPTIONAL, "known_on"}


def _records(text: str, file: str, optional: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read records with the line they end on; empty lines are passed over."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: Sequence[str] = ()
    try:
        for cells in reader:
            if not cells:
                continue
            if not header:
                header = _header(cells, file, reader.line_num, optional)
            elif len(cells) != len(header):
                raise FileUnreadable(file=file, line=reader.line_num, reason="cells")
            else:
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error:
        raise FileUnreadable(file=file, line=reader.line_num, reason="not-csv") from None


def _header(cells: Sequence[str], file: str, line: int, optional: set[str]) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in cells)
    odd = {*header} ^ {*COLUMNS}
    if len({*header}) != len(header) or odd - optional:
        wrong = ",".join(sorted(odd - optional) or sorted(header))
        raise FileUnreadable(file=file, line=line, reason=f"columns {wrong[:100]}")
    return header


def _row(cells: dict[str, str], known_on: date | None) -> CalendarRow:
    kind, mark = cells["kind"].strip(), cells.get("from_memory", "").strip()
    name, source = cells["name"].strip(), cells.get("source", "").strip()
    if kind not in {*DayKind}:
        raise _Unfit("kind")
    if not 0 < len(name) <= _LONGEST_TEXT:
        raise _Unfit("name")
    if len(source) > _LONGEST_TEXT:
        raise _Unfit("source")
    if mark not in _TRUTH:
        raise _Unfit("from_memory")
    on = _day(cells, "date")
    if known_on is None or cells.get("known_on", "").strip():
        known_on = _day(cells, "known_on")
    return CalendarRow(on, DayKind(kind), name, known_on, source, _TRUTH[mark])


def _day(cells: dict[str, str], column: str) -> date:
    """Read YYYY-MM-DD and nothing else: the library would also take 20261124 and 2026-W48-2."""
    text = cells[column].strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Unfit(column) from None
    if len(text) != _ISO_LENGTH or day.isoformat() != text:
        raise _Unfit(column)
    return day
