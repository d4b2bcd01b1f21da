"""Reckoning all open dossiers anew, many at once, as a changed calendar wants it."""

from collections.abc import Iterable, Iterator
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


def reckon_open(
    reading: Reading, rows: Iterable[CalendarRow], *, after: str = "", most: int | None = None
) -> Iterator[list[Again]]:
    """Reckon open dossiers of all centres by today's calendar with more rows, in lots of the order of ids.

    Nothing is written; within a transaction they are held. One that cannot be reckoned keeps its date and is
    told with its trouble: it must not keep a whole province from its calendar.

    Args:
        reading: Where to look.
        rows: Days that count as known today besides those that are.
        after: The id after which to begin.
        most: How many at the most; None is all.
    """
    rows = tuple(rows)
    calendars = dict[str, WorkingCalendar]()
    left = most
    while left is None or left > 0:
        size = AT_ONCE if left is None else min(AT_ONCE, left)
        page = calendar_changes.open_page(reading, after, size)
        if not page:
            return
        for centre_id in {dossier.centre_id for dossier in page} - calendars.keys():
            calendars[centre_id] = calendar.calendar_with(reading, centre_id, rows)
        ids = [dossier.id for dossier in page]
        shares, asked = legs.legs_by_dossier(reading, ids), interruptions.by_dossier(reading, ids)
        given = circumstances_of(reading, page)
        yield [
            _again(
                dossier,
                Course(shares.get(dossier.id, []), *asked[dossier.id], given[dossier.id]),
                calendars[dossier.centre_id],
            )
            for dossier in page
        ]
        after = page[-1].id
        left = None if left is None else left - len(page)


def _again(dossier: Dossier, course: Course, known: WorkingCalendar) -> Again:
    try:
        return Again(dossier, course, known, reckoned_from(dossier, course, known))
    except Refusal as refusal:
        return Again(dossier, course, known, None, refusal.code)
