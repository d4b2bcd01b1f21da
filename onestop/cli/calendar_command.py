"""`onestop calendar apply`: a file of days in, the dates that it moves out."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from onestop.cli.import_report import both
from onestop.clock import local
from onestop.errors import FileUnreadable
from onestop.render.reasons import tell_reasons
from onestop.rules.access import SYSTEM
from onestop.store import calendar_changes
from onestop.store.database import Database
from onestop.use_cases import change_calendar
from onestop.use_cases.change_calendar import MOST, DaysFile, MovedDate

_MOST_BYTES = 4_000_000


def days_file(path: Path, known_on: date | None) -> DaysFile:
    """Read a file whole.

    Raises:
        FileUnreadable: It is not there, cannot be read, is no UTF-8 text, or is far too large for a calendar.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(file=str(path), line=0, reason="missing") from error
    except OSError as error:
        raise FileUnreadable(file=str(path), line=0, reason="unreadable") from error
    if len(raw) > _MOST_BYTES:
        raise FileUnreadable(file=str(path), line=0, reason="too-large")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileUnreadable(file=str(path), line=line, reason="not-utf8") from error
    return DaysFile(text=text, name=path.name, known_on=known_on)


def preview(database: Database, file: DaysFile) -> int:
    """List what a file would move, each dossier with the reasons that are new; nothing is written.

    Returns:
        The exit code: 0, or 1 where a dossier cannot be reckoned.

    Raises:
        Refusal: Whatever applying it would be refused with.
    """
    page = database.read_now(change_calendar.preview, file, limit=MOST)
    moves = list(page.moves)
    label = both("calendar.reckoning")
    with click.progressbar(length=page.open, label=label, file=sys.stderr) as bar:
        bar.update(page.examined)
        while page.next_cursor is not None:
            page = database.read_now(change_calendar.preview, file, cursor=page.next_cursor, limit=MOST)
            moves += page.moves
            bar.update(page.examined)
    click.echo(both("calendar.days", days=len(page.days), file=file.name))
    for row in page.days:
        day = both("calendar.day", day=row.on, kind=row.kind, name=row.name, known_on=row.known_on)
        click.echo(f"  {day}")
    for move in moves:
        click.echo(f"  {_told(move)}")
    stuck = sum(bool(move.trouble) for move in moves)
    click.echo(both("calendar.moves", moved=len(moves) - stuck, open=page.open))
    return 1 if stuck else 0


def apply(database: Database, file: DaysFile) -> int:
    """Apply a file, told on the terminal; give the exit code: 0, or 1 where a dossier keeps its date.

    Raises:
        Refusal: The file is no calendar, was applied before, or says nothing new; nothing was written.
    """
    waiting = database.read_now(calendar_changes.count_open)
    with click.progressbar(length=waiting, label=both("calendar.reckoning"), file=sys.stderr) as bar:
        foreseen = database.read_now(change_calendar.foresee, file, told=bar.update)
    with click.progressbar(length=waiting, label=both("calendar.writing"), file=sys.stderr) as bar:
        done = database.write_now(SYSTEM, change_calendar.apply, file, foreseen=foreseen, told=bar.update)
    click.echo(
        both(
            "calendar.applied",
            days=done.days,
            moved=done.moved,
            examined=done.examined,
            receipts=done.receipts,
            messages=done.messages,
        )
    )
    for code in done.left:
        click.echo(f"  {both('calendar.left', code=code, trouble='-')}")
    return 1 if done.left else 0


def _told(move: MovedDate) -> str:
    if move.after is None:
        return both("calendar.left", code=move.code, trouble=move.trouble)
    words = f"{move.code}: {_moment(move.before)} -> {_moment(move.after)}"
    why = "; ".join(f"{each['from']} {each['text']}" for each in tell_reasons(move.because))
    return f"{words}: {why}" if why else words


def _moment(at: datetime) -> str:
    return local(at).strftime("%H:%M %d/%m/%Y")
