"""Days announced late: what they would move, and then, once, the days with every date that they move."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from onestop import chance
from onestop.clock import local
from onestop.errors import CalendarAppliedBefore
from onestop.events import CalendarApplied
from onestop.model.interruption import CalendarChange
from onestop.rules.access import Right, require
from onestop.rules.calendar_change import digest_of, new_rows, news
from onestop.rules.calendar_file import read_calendar
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.reason import Reason
from onestop.steps import foresee_moves
from onestop.steps.foresee_moves import Move
from onestop.steps.move_dates import Moves, move_dates
from onestop.steps.reckon_due import read_back
from onestop.steps.reckon_open import Again, lots, reckon_open
from onestop.store import calendar_changes, places
from onestop.store.tx import Reading, Tx

AT_ONCE = 500
"""Dossiers looked at for one page of a preview, where nobody says otherwise."""
MOST = 2_000
_LONGEST_NAME = 200


class DaysFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of days as it was sent: its text, its name, and the day it became known where rows do not say."""

    text: str
    name: str = "calendar.csv"
    known_on: date | None = None


class MovedDate(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier whose date would move, and the reasons that are new; `trouble` where it cannot be reckoned."""

    code: str
    centre_id: str
    state: str
    promised_at: datetime
    before: datetime
    after: datetime | None
    because: tuple[Reason, ...] = ()
    trouble: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would do: its new days, and a page of the dossiers that it would move.

    `open` is how many dossiers there are to look at, `examined` how many this page looked at; the next page
    begins at `next_cursor`, None after the last.
    """

    digest: str
    days: tuple[CalendarRow, ...]
    open: int
    examined: int
    moves: tuple[MovedDate, ...]
    next_cursor: str | None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What a file did. `left` are the codes of dossiers that could not be reckoned and keep their date."""

    id: str
    digest: str
    days: int
    examined: int
    moved: int
    receipts: int
    messages: int
    left: tuple[str, ...]


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What a file will do to every dossier that was open at one moment, by id, worked out before it is applied.

    A move holds as long as its dossier has the version that was read; all of them as long as the day, the
    file and the `grounds` (days, hours, names) are the same.
    """

    digest: str = ""
    day: date | None = None
    grounds: str = ""
    moves: dict[str, Move] = {}

    def holds(self, tx: Tx, digest: str) -> bool:
        """Tell whether what it rests on is as it was."""
        return (self.digest, self.day) == (digest, tx.today) and self.grounds == calendar_changes.grounds(tx)


NOTHING = Foreseen()


def preview(reading: Reading, file: DaysFile, *, cursor: str = "", limit: int = AT_ONCE) -> Preview:
    """Tell what a file of days would move, a page at a time; nothing is written.

    Args:
        reading: Where to look.
        file: The file.
        cursor: What the page before gave.
        limit: Dossiers to look at, 1 to 2,000; those that do not move are not in the page.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no calendar.
        FileUnreadable: It is no calendar, with the line.
        CalendarAppliedBefore: These days were applied before.
        DayNotKnownYet: A row becomes known after today.
        DayKnownOtherwise: A row contradicts one that is known.
        NothingToApply: Every row is known already.
    """
    require(reading.actor, Right.KEEP_CALENDAR)
    digest, rows = _rows(reading, file)
    limit = max(1, min(limit, MOST))
    ids = calendar_changes.open_ids(reading, cursor, limit)
    examined = [each for lot in reckon_open(reading, rows, ids) for each in lot]
    return Preview(
        digest=digest,
        days=rows,
        open=calendar_changes.count_open(reading),
        examined=len(examined),
        moves=tuple(_moved_date(each) for each in examined if each.moves or each.trouble),
        next_cursor=examined[-1].dossier.id if len(examined) == limit else None,
    )


def foresee(reading: Reading, file: DaysFile, *, told: Callable[[int], None] = lambda _: None) -> Foreseen:
    """Work out, while everybody goes on working, all that applying a file will write.

    Args:
        reading: Where to look.
        file: The file.
        told: Called with how many more dossiers were looked at.

    Returns:
        What `apply` takes; nothing for a file that was applied before, since `apply` is to say so.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no calendar.
        FileUnreadable: It is no calendar, with the line.
        DayNotKnownYet: A row becomes known after today.
        DayKnownOtherwise: A row contradicts one that is known.
        NothingToApply: Every row is known already.
    """
    require(reading.actor, Right.KEEP_CALENDAR)
    try:
        digest, rows = _rows(reading, file)
    except CalendarAppliedBefore:
        return NOTHING
    moves = dict[str, Move]()
    for lot in reckon_open(reading, rows, calendar_changes.open_ids(reading)):
        moves |= foresee_moves.foresee(reading, lot)
        told(len(lot))
    return Foreseen(digest=digest, day=reading.today, grounds=calendar_changes.grounds(reading), moves=moves)


def apply(
    tx: Tx, file: DaysFile, *, foreseen: Foreseen = NOTHING, told: Callable[[int], None] = lambda _: None
) -> Applied:
    """Apply a file of days, once: the days and every open dossier's date, or nothing at all.

    Each dossier that moves says so in its centre's journal, its receipt is issued again, and whoever gave an
    e-mail address is owed a message. What was printed stays printed, and what has ended keeps its standing.

    Args:
        tx: The transaction.
        file: The file.
        foreseen: What was worked out before; what does not hold any more is worked out again.
        told: Called with how many more dossiers were written.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no calendar.
        NotFound: The tables hold no province yet.
        FileUnreadable: It is no calendar, with the line.
        CalendarAppliedBefore: These days were applied before.
        DayNotKnownYet: A row becomes known after today.
        DayKnownOtherwise: A row contradicts one that is known.
        NothingToApply: Every row is known already.

    Rule:
        Civil Code 91/2015/QH13, art. 148.5; Labour Code 45/2019/QH14, art. 112: days off are announced, also
        after a date was promised.
    """
    require(tx.actor, Right.KEEP_CALENDAR)
    calendar_changes.hold_calendar(tx)
    province = places.province(tx)
    digest, rows = _rows(tx, file)
    moves = Moves()
    known = foreseen.moves if foreseen.holds(tx, digest) else {}
    calendar_changes.put_days(tx, rows)
    for ids in lots(calendar_changes.open_ids(tx)):
        lot = _held(tx, rows, ids, known)
        move_dates(tx, lot, moves)
        told(len(lot))

    change = CalendarChange(
        id=chance.new_id(),
        digest=digest,
        file=file.name[:_LONGEST_NAME],
        days=len(rows),
        moved=moves.moved,
        officer_id=tx.actor.id,
        applied_at=tx.now,
    )
    calendar_changes.put(tx, change)

    tx.emit(
        CalendarApplied(
            centre_id=province,
            subject_id=change.id,
            digest=digest,
            days=len(rows),
            examined=moves.examined,
            moved=moves.moved,
            calendar_version=max(row.known_on for row in rows).isoformat(),
        )
    )
    return Applied(
        id=change.id,
        digest=digest,
        days=len(rows),
        examined=moves.examined,
        moved=moves.moved,
        receipts=moves.receipts,
        messages=moves.messages,
        left=tuple(moves.left),
    )


def _held(tx: Tx, rows: Sequence[CalendarRow], ids: Sequence[str], known: Mapping[str, Move]) -> list[Move]:
    """Hold dossiers, and give their moves: as they were foreseen, or worked out now where a dossier changed."""
    versions = calendar_changes.hold_open(tx, ids)
    moves = {
        each: known[each] for each in versions if each in known and known[each].version == versions[each]
    }
    for lot in reckon_open(tx, rows, [each for each in versions if each not in moves]):
        moves |= foresee_moves.foresee(tx, lot)
    return [moves[each] for each in versions]


def _rows(reading: Reading, file: DaysFile) -> tuple[str, tuple[CalendarRow, ...]]:
    """Give the file's digest and its rows that are new, or refuse it."""
    rows: Sequence[CalendarRow] = read_calendar(file.text, file.name, file.known_on)
    digest = digest_of(rows)
    before = calendar_changes.find(reading, digest)
    if before is not None:
        raise CalendarAppliedBefore(
            digest=digest,
            file=before.file,
            applied_at=local(before.applied_at).isoformat(timespec="minutes"),
            officer=before.officer,
            days=before.days,
            moved=before.moved,
        )
    return digest, new_rows(rows, calendar_changes.days(reading), today=reading.today, file=file.name)


def _moved_date(again: Again) -> MovedDate:
    dossier, deadline = again.dossier, again.deadline
    return MovedDate(
        code=dossier.code,
        centre_id=dossier.centre_id,
        state=dossier.state,
        promised_at=dossier.promised_at,
        before=dossier.due_at,
        after=deadline.due_at if deadline else None,
        because=news(read_back(dossier.because), deadline.because) if deadline else (),
        trouble=again.trouble,
    )
