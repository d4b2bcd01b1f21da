"""An administrator notes who is away and who covers, and ends a leave early."""

from onestop.errors import CoverOutOfReach
from onestop.events import AbsenceEnded, AbsenceNoted
from onestop.model.leg import Absence
from onestop.model.people import Officer
from onestop.rules.absence_plan import AbsenceWish, Away, fits, reaches, settled_days
from onestop.steps.keep_reach import reach_of
from onestop.store import absences, agencies, officers, places
from onestop.store.tx import Tx


def note(tx: Tx, wish: AbsenceWish) -> str:
    """Note a leave with its cover; give its id.

    Raises:
        NotAllowed: The actor keeps no people, or not those.
        NotFound: There is no such officer.
        Malformed: The days are out of order, over, or more than a year; or the officer covers for themself.
        CoverOutOfReach: Who covers does not see the dossiers of the one who is away.
        AbsenceOverlaps: They are away on one of these days already.
        CoverInCircle: On one day the covers would lead back to the one who is away.
    """
    reach = reach_of(tx)
    settled_days(wish, tx.today)
    officer, cover = officers.find(tx, wish.officer), officers.find(tx, wish.cover)
    reach.hold(officer.centre_id)
    if not _covers(tx, officer, cover):
        raise CoverOutOfReach(name=officer.name, cover=cover.name)
    away = Away(officer_id=officer.id, cover_id=cover.id, first=wish.first, last=wish.last)
    fits(away, absences.hold_standing(tx), name=officer.name, cover=cover.name)
    absence = Absence(officer_id=officer.id, cover_id=cover.id, from_on=wish.first, to_on=wish.last)

    tx.session.add(absence)
    tx.session.flush()

    tx.emit(
        AbsenceNoted(
            centre_id=_journal(tx, officer), subject_id=officer.id, absence=absence.id, cover=cover.id
        )
    )
    return absence.id


def end(tx: Tx, absence_id: str) -> str:
    """End a leave early, or call it off before it begins; ending it twice changes nothing.

    Raises:
        NotAllowed: The actor keeps no people, or not those.
        NotFound: There is no such leave.
    """
    reach = reach_of(tx)
    absence = absences.find(tx, absence_id)
    officer = officers.find(tx, absence.officer_id)
    reach.hold(officer.centre_id)
    if absence.ended_at is not None:
        return absence.id

    absence.ended_at = tx.now

    tx.emit(AbsenceEnded(centre_id=_journal(tx, officer), subject_id=officer.id, absence=absence.id))
    return absence.id


def _covers(tx: Tx, officer: Officer, cover: Officer) -> bool:
    """Tell whether somebody sees the work of another: the same agency or one above it, or the same centre."""
    if cover.disabled_at is not None:
        return False
    if officer.agency_id is None:
        return cover.centre_id == officer.centre_id
    return reaches(agencies.parents(tx), cover.agency_id, officer.agency_id)


def _journal(tx: Tx, officer: Officer) -> str:
    return officer.centre_id or places.province(tx)
