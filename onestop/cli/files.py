"""`onestop import`: files in, a report out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from onestop.cli import import_report
from onestop.cli.csv_file import rows_of, size_of
from onestop.cli.start import load_catalogue_once
from onestop.rules.access import SYSTEM
from onestop.rules.portal_import import Outcome
from onestop.rules.procedure_file import CHANNEL_COLUMNS, PROCEDURE_COLUMNS, read_procedures
from onestop.rules.procedure_shapes import Reading
from onestop.store.database import Database
from onestop.use_cases import import_procedures as use_case


def import_procedures(database: Database, file: Path, channels: Path | None, report: Path | None) -> int:
    """Load procedures, told on the terminal; give the exit code: 0, or 1 when rows were refused.

    Raises:
        FileUnreadable: One of the files as a whole; nothing was written.
        FolderUnwritable: The report has no place; nothing was written.
        DatabaseUnreachable: The database did not answer; nothing was written.
    """
    reading = _read(file, channels)
    with import_report.report_file(report) as write_report:
        if load_catalogue_once(database):
            click.echo(import_report.both("start_loaded"), err=True)
        with _bar("writing", len(reading.procedures)) as told:
            rows = database.write_now(SYSTEM, use_case.load, reading, told=told)
        for line in import_report.lines(reading, rows):
            click.echo(line)
        write_report(rows)
    if report is not None:
        click.echo(import_report.both("report", path=report))
    return 1 if any(row.outcome == Outcome.REFUSED for row in rows) else 0


def _read(file: Path, channels: Path | None) -> Reading:
    sizes = size_of(file) + (size_of(channels) if channels else 0)
    with _bar("reading", sizes) as told:
        return read_procedures(
            rows_of(file, PROCEDURE_COLUMNS, told),
            rows_of(channels, CHANNEL_COLUMNS, told) if channels else None,
            file=str(file),
            channels_file=str(channels),
        )


@contextmanager
def _bar(key: str, length: int) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=length, label=import_report.both(key), file=sys.stderr) as bar:
        yield bar.update
