"""The report of an import: counts and the rows that matter on the terminal, every row in a CSV file."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from onestop import chance
from onestop.errors import FolderUnwritable
from onestop.render.wording import say
from onestop.rules.portal_import import ImportedRow, Outcome
from onestop.rules.procedure_shapes import Reading

COLUMNS = ("file", "row", "code", "outcome", "changed", "reason", "found", "doubts", "name", "explained")
_SHOWN_NAME = 60


def both(key: str, **facts: object) -> str:
    """Say something in Vietnamese, and in English in brackets."""
    return f"{say(f'imports.{key}', 'vi', **facts)} ({say(f'imports.{key}', 'en', **facts)})"


def lines(reading: Reading, rows: Sequence[ImportedRow]) -> Iterator[str]:
    """Tell the counts, then every row that was changed or refused, or kept though the portal differs."""
    yield both("read", procedures=reading.procedure_rows, channels=reading.channel_rows)
    counts = Counter(row.outcome for row in rows)
    for outcome in Outcome:
        yield f"  {both(f'outcome.{outcome}'):<42}{counts[outcome]:>7}"
    doubtful = sum(bool(row.doubts) for row in rows)
    if doubtful:
        yield both("doubtful", count=doubtful)
    if not counts[Outcome.ADDED] + counts[Outcome.CHANGED]:
        yield both("nothing_changed")
    for row in rows:
        told = row.outcome in {Outcome.CHANGED, Outcome.REFUSED}
        if told or (row.outcome == Outcome.KEPT and row.changed):
            yield _line(row)


def _line(row: ImportedRow) -> str:
    where = f"{Path(row.file).name}, {both('row', row=row.row)}"
    name = f" {row.name[:_SHOWN_NAME]}" if row.name else ""
    return f"  {both(f'outcome.{row.outcome}')}: {where}: {row.code}{name}: {explained(row)}"


def explained(row: ImportedRow) -> str:
    """Say why: the fields that differ, or the reason of a refusal and what was found."""
    parts = [both(f"field.{field}") for field in row.changed]
    if row.reason:
        parts.append(both(f"reason.{row.reason}"))
    return "; ".join(parts) + (f" “{row.found}”" if row.found else "")


@contextmanager
def report_file(path: Path | None) -> Iterator[Callable[[Iterable[ImportedRow]], None]]:
    """Make ready to write the report; the file appears whole when its rows are given, or not at all.

    Raises:
        FolderUnwritable: Its folder cannot be written; told before anything is imported.
    """
    if path is None:
        yield lambda _: None
        return
    draft = path.with_name(f".{path.name}.{chance.new_id()}")
    try:
        draft.write_bytes(b"")
    except OSError as error:
        raise FolderUnwritable(folder=str(path.parent)) from error

    def write(rows: Iterable[ImportedRow]) -> None:
        # With a byte order mark: without one a spreadsheet program takes Vietnamese for another encoding.
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows(_cells(row) for row in rows)
        draft.replace(path)

    try:
        yield write
    finally:
        draft.unlink(missing_ok=True)


def _cells(row: ImportedRow) -> tuple[object, ...]:
    return (
        row.file,
        row.row,
        row.code,
        row.outcome.value,
        " ".join(row.changed),
        row.reason,
        row.found,
        " ".join(row.doubts),
        row.name,
        explained(row),
    )
