"""Reckoning all open dossiers anew, many at once, as a changed calendar wants it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from onestop.errors import Refusal
from onestop.model.dossier import Dossier
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.deadline import Deadline
from onestop.rules.working_time import WorkingCalendar
from onestop.steps.circumstances import circumstances_of
from onestop.steps.recompute import Course, reckoned_from
from onestop.store import calendar, calendar_changes, interruptions, legs
from onestop.store.tx import Reading

AT_ONCE = 500
"""Dossiers read together: few enough for memory, many enough that asking for them costs little."""


class Again(NamedTuple):
    """An open dossier, what its date rests on, and when it is due by the calendar asked about.

    `deadline` is None where it cannot be reckoned; `trouble` is then the refusal's code.
    """

    dossier: Dossier
    course: Course
    known: WorkingCalendar
    deadline: Deadline | None
    trouble: str = ""

    @property
    def moves(self) -> bool:
        """Whether it would be due at another instant."""
        return self.deadline is not None and self.deadline.due_at != self.dossier.due_at


def reckon_open(reading: Reading, rows: Iterable[CalendarRow], ids: Sequence[str]) -> Iterator[list[Again]]:
    """Reckon open dossiers by today's calendar with more rows, in lots of the order of their ids.

    Nothing is written. One that cannot be reckoned keeps its date and is told with its trouble: it must not
    keep a whole province from its calendar.

    Args:
        reading: Where to look.
        rows: Days that count as known today besides those that are.
        ids: Of the dossiers, in order.
    """
    rows = tuple(rows)
    calendars = dict[str, WorkingCalendar]()
    for lot in lots(ids):
        page = calendar_changes.by_ids(reading, lot)
        for centre_id in {dossier.centre_id for dossier in page} - calendars.keys():
            calendars[centre_id] = calendar.calendar_with(reading, centre_id, rows)
        shares, asked = legs.legs_by_dossier(reading, lot), interruptions.by_dossier(reading, lot)
        given = circumstances_of(reading, page)
        yield [
            _again(
                dossier,
                Course(shares.get(dossier.id, []), *asked[dossier.id], given[dossier.id]),
                calendars[dossier.centre_id],
            )
            for dossier in page
        ]


def lots(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part ids into so many as are read, or written, together."""
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]


def _again(dossier: Dossier, course: Course, known: WorkingCalendar) -> Again:
    try:
        return Again(dossier, course, known, reckoned_from(dossier, course, known))
    except Refusal as refusal:
        return Again(dossier, course, known, None, refusal.code)
