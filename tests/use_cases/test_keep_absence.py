"""Leave with dates and cover: who may cover for whom, and no circle on one day."""

from datetime import date

import pytest

from onestop.errors import AbsenceOverlaps, CoverInCircle, CoverOutOfReach, Malformed, NotAllowed, Refusal
from onestop.rules.absence_plan import AbsenceWish
from onestop.rules.access import Actor
from onestop.store import absences
from onestop.store.database import Database
from onestop.use_cases import keep_absence, keep_people
from tests.makers import Hall, make_hall
from tests.people_makers import make_keeper, make_officer, told
from tests.setup_makers import make_administrator

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def note(database: Database, admin: Actor, officer: str, cover: str, first: date, last: date) -> str:
    """Note a leave."""
    return database.write_now(
        admin, keep_absence.note, AbsenceWish(officer=officer, cover=cover, first=first, last=last)
    )


def test_a_leave_is_noted_with_its_cover(database: Database, hall: Hall) -> None:
    """Both days included; the journal holds ids only."""
    admin = make_administrator(database, hall)
    one, two = hall.officer(1).id, hall.officer(2).id
    made = note(database, admin, one, two, MONDAY, FRIDAY)
    [listed] = database.read_now(absences.listed, hall.centre)
    assert (listed.officer_id, listed.cover_id, listed.first, listed.last) == (one, two, MONDAY, FRIDAY)
    assert told(database, "absence-noted") == [{"subject": one, "absence": made, "cover": two}]


def test_a_leave_is_ended_early_once(database: Database, hall: Hall) -> None:
    """The officer is back; ending it again is not told again."""
    admin = make_administrator(database, hall)
    made = note(database, admin, hall.officer(1).id, hall.officer(2).id, MONDAY, FRIDAY)
    for _ in range(2):
        database.write_now(admin, keep_absence.end, made)
    assert database.read_now(absences.listed, hall.centre) == []
    assert len(told(database, "absence-ended")) == 1
    assert note(database, admin, hall.officer(1).id, hall.officer(2).id, MONDAY, FRIDAY) != made


def test_the_cover_sees_the_same_agency(database: Database, hall: Hall) -> None:
    """One of the same agency, or above it; not one of another, nor a closed account."""
    other = make_hall(database, suffix="-b")
    keeper = make_keeper(database, hall)
    away = make_officer(database, hall, "a", "specialist", agency_id=hall.agency).id
    same = make_officer(database, hall, "b", "specialist", agency_id=hall.agency).id
    root = database.read_now(
        lambda reading: reading.run("SELECT id FROM agency WHERE key = 'ubnd-tinh'").fetchone()
    )
    above = make_officer(database, hall, "c", "leader", agency_id=root[0]).id
    foreign = make_officer(database, hall, "d", "specialist", agency_id=other.agency).id
    note(database, keeper, away, same, MONDAY, MONDAY)
    note(database, keeper, away, above, TUESDAY, TUESDAY)
    database.write_now(keeper, keep_people.disable, same)
    for cover in (foreign, hall.officer(1).id, same):
        with pytest.raises(CoverOutOfReach):
            note(database, keeper, away, cover, FRIDAY, FRIDAY)


def test_no_circle_of_covers_on_one_day(database: Database, hall: Hall) -> None:
    """One for two, two for three, three for one: refused where all three are away, taken on another day."""
    admin = make_administrator(database, hall)
    one, two, three = (hall.officer(number).id for number in (1, 2, 3))
    note(database, admin, one, two, MONDAY, FRIDAY)
    note(database, admin, two, three, TUESDAY, FRIDAY)
    with pytest.raises(CoverInCircle):
        note(database, admin, three, one, FRIDAY, FRIDAY)
    with pytest.raises(CoverInCircle):
        note(database, admin, two, one, MONDAY, MONDAY)
    note(database, admin, three, one, MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (FRIDAY, MONDAY, Malformed),
        (date(2026, 11, 1), date(2026, 11, 20), Malformed),
        (MONDAY, date(2028, 1, 1), Malformed),
        (TUESDAY, date(2026, 12, 31), AbsenceOverlaps),
    ],
)
def test_days_that_cannot_be_are_refused(
    database: Database, hall: Hall, first: date, last: date, refusal: type[Refusal]
) -> None:
    """Out of order, over, more than a year, or noted already."""
    admin = make_administrator(database, hall)
    note(database, admin, hall.officer(1).id, hall.officer(2).id, FRIDAY, FRIDAY)
    with pytest.raises(refusal):
        note(database, admin, hall.officer(1).id, hall.officer(3).id, first, last)


def test_another_centre_s_leave_is_not_noted(database: Database, hall: Hall) -> None:
    """Nor ended."""
    other = make_hall(database, suffix="-b")
    admin, stranger = make_administrator(database, hall), make_administrator(database, other)
    with pytest.raises(NotAllowed):
        note(database, stranger, hall.officer(1).id, hall.officer(2).id, MONDAY, FRIDAY)
    made = note(database, admin, hall.officer(1).id, hall.officer(2).id, MONDAY, FRIDAY)
    with pytest.raises(NotAllowed):
        database.write_now(stranger, keep_absence.end, made)
