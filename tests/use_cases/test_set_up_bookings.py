"""The office settles how its lines take bookings, and the days without any, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest

from onestop.errors import BookingClosed, Malformed, NameTaken, NotAllowed, NotFound, SlotFull
from onestop.model.booking import BookingPlan
from onestop.rules.access import Actor
from onestop.rules.booking_plan import BlackoutWish, PlanWish
from onestop.store import booking_setup, deliveries
from onestop.store.database import Database
from onestop.use_cases import set_up_bookings
from tests.booking_makers import THURSDAY, assert_counted, book, phone_of, plan
from tests.makers import Hall, make_hall
from tests.setup_makers import changes, make_administrator

MONDAY = date(2026, 11, 23)


@pytest.fixture
def admin(database: Database, hall: Hall) -> Actor:
    """Give the administrator of the hall."""
    return make_administrator(database, hall)


def _terms(database: Database, line_id: str) -> dict[str, Any]:
    found = database.read_now(lambda reading: reading.session.get(BookingPlan, line_id))
    assert found is not None
    return dict(found.model_dump(exclude={"line_id"}))


def _slots(database: Database) -> list[tuple[int, int]]:
    return database.read_now(
        lambda reading: [
            (row[0], row[1])
            for row in reading.run("SELECT capacity, taken FROM booking_slot ORDER BY day, minute").fetchall()
        ]
    )


def _out(hall: Hall, *, line: str | None = None, cancel: bool = False) -> BlackoutWish:
    return BlackoutWish(
        day=THURSDAY, reason="Tập huấn", line=hall.lines[line] if line else None, cancel=cancel
    )


def test_a_line_takes_bookings_from_then_on(database: Database, hall: Hall, admin: Actor) -> None:
    """Settled once, a citizen books at the next question; what was left out is the usual; it is journalled."""
    with pytest.raises(BookingClosed):
        book(database, hall)
    wish = PlanWish(capacity=3, slot_minutes=15)
    settled = database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish)

    assert (settled.booked, settled.fuller) == (0, 0)
    assert book(database, hall).day == THURSDAY
    terms = _terms(database, hall.lines["A"])
    assert (terms["capacity"], terms["slot_minutes"], terms["days_ahead"]) == (3, 15, 14)
    [(what, changed, fields)] = changes(database, hall.centre)
    assert (what, changed, fields["capacity"]) == ("booking", hall.lines["A"], "– → 3")


def test_a_change_says_only_what_differs(database: Database, hall: Hall, admin: Actor) -> None:
    """What is left out stays; the journal tells old and new; what changes nothing is not journalled."""
    plan(database, hall.lines["A"], late_minutes=20)
    for _ in range(2):
        wish = PlanWish(early_minutes=45)
        database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish)
    assert _terms(database, hall.lines["A"])["late_minutes"] == 20
    assert changes(database, hall.centre) == [
        ("booking", hall.lines["A"], {"early_minutes": "30 → 45"}),
    ]


def test_fewer_places_than_are_booked_keep_what_is_booked(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """Three are booked where one place remains: they stay, it is said, and nobody else gets in."""
    plan(database, hall.lines["A"], capacity=3)
    for number in range(3):
        book(database, hall, phone=phone_of(number))
    book(database, hall, phone=phone_of(9), minute=9 * 60)

    wish = PlanWish(capacity=1)
    settled = database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish)
    assert (settled.booked, settled.fuller) == (4, 1)
    assert _slots(database) == [(3, 3), (1, 1)]
    for minute in (8 * 60 + 30, 9 * 60):
        with pytest.raises(SlotFull):
            book(database, hall, phone=phone_of(20), minute=minute)
    assert_counted(database)


def test_more_places_are_there_at_once(database: Database, hall: Hall, admin: Actor) -> None:
    """A full slot takes the next citizen as soon as the office has raised it."""
    plan(database, hall.lines["A"], capacity=1)
    book(database, hall)
    with pytest.raises(SlotFull):
        book(database, hall, phone=phone_of(1))
    wish = PlanWish(capacity=2)
    database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish)
    book(database, hall, phone=phone_of(1))
    assert _slots(database) == [(2, 2)]


def test_a_line_that_takes_no_more_keeps_what_is_booked(database: Database, hall: Hall, admin: Actor) -> None:
    """Closed for bookings, nobody books; who booked before is not put off."""
    plan(database, hall.lines["A"])
    book(database, hall)
    wish = PlanWish(open=False)
    assert database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish).booked == 1
    with pytest.raises(BookingClosed):
        book(database, hall, phone=phone_of(1))
    counted = database.read_now(booking_setup.counted, hall.centre, THURSDAY)[hall.lines["A"]]
    assert (counted.today, counted.came, counted.ahead) == (1, 0, 1)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (PlanWish(capacity=0), "capacity"),
        (PlanWish(slot_minutes=0), "slot_minutes"),
        (PlanWish(days_ahead=63), "days_ahead"),
        (PlanWish(per_person=0), "per_person"),
        (PlanWish(early_minutes=-1), "early_minutes"),
        (PlanWish(late_minutes=1000), "late_minutes"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    database: Database, hall: Hall, admin: Actor, wish: PlanWish, field: str
) -> None:
    """Beside its own field; the plan stays as it was."""
    plan(database, hall.lines["A"])
    before = _terms(database, hall.lines["A"])
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_bookings.settle_plan, hall.lines["A"], wish)
    assert (refused.value.field, refused.value.reason) == (field, "range")
    assert _terms(database, hall.lines["A"]) == before


def test_a_day_taken_out_keeps_its_bookings_and_says_how_many(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """The day of the whole centre: two booked visits stay in both lines, and nobody books there any more."""
    for letter in "AB":
        plan(database, hall.lines[letter])
        book(database, hall, line=hall.lines[letter])

    made = database.write_now(admin, set_up_bookings.black_out, _out(hall))
    assert (made.booked, made.cancelled, made.letters) == (2, 0, 0)
    with pytest.raises(BookingClosed) as refused:
        book(database, hall, phone=phone_of(1))
    assert (refused.value.reason, refused.value.why) == ("blackout", "Tập huấn")
    assert sum(database.read_now(booking_setup.on_days, hall.centre, MONDAY).values()) == 2
    [(what, changed, fields)] = changes(database, hall.centre)
    assert (what, changed, fields["blackout"], fields["kept"]) == (
        "booking",
        made.id,
        "– → 2026-11-26",
        "– → 2",
    )


def test_a_day_taken_out_may_call_its_bookings_off(database: Database, hall: Hall, admin: Actor) -> None:
    """Those of the line only; places and counts follow, and whoever left an address is owed a letter with why."""
    for letter in "AB":
        plan(database, hall.lines[letter])
    book(database, hall, email="ly@example.vn")
    book(database, hall, phone=phone_of(1))
    book(database, hall, phone=phone_of(2), line=hall.lines["B"])

    made = database.write_now(admin, set_up_bookings.black_out, _out(hall, line="A", cancel=True))
    assert (made.booked, made.cancelled, made.letters) == (0, 2, 1)
    assert_counted(database)
    left = database.read_now(booking_setup.on_days, hall.centre, MONDAY)
    assert left == {(THURSDAY, hall.lines["B"]): 1}
    owed = database.read_now(deliveries.of_centre, hall.centre, "created", 10)
    assert sorted(one.template for one in owed) == ["booking_called_off", "booking_made"]


def test_a_day_lifted_takes_bookings_again(database: Database, hall: Hall, admin: Actor) -> None:
    """Lifted once; a second time there is nothing to lift."""
    plan(database, hall.lines["A"])
    made = database.write_now(admin, set_up_bookings.black_out, _out(hall))
    database.write_now(admin, set_up_bookings.lift, made.id)

    book(database, hall)
    assert database.read_now(booking_setup.blackouts_to_come, hall.centre, MONDAY) == []
    assert changes(database, hall.centre)[-1] == ("booking", made.id, {"blackout": "2026-11-26 → –"})
    with pytest.raises(NotFound):
        database.write_now(admin, set_up_bookings.lift, made.id)


def test_days_that_cannot_be_taken_out_are_refused(database: Database, hall: Hall, admin: Actor) -> None:
    """The past, a slip of the year, no reason, the same day twice; a line's own day beside the centre's may be."""
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=367)):
        with pytest.raises(Malformed) as refused:
            database.write_now(admin, set_up_bookings.black_out, BlackoutWish(day=day, reason="Lụt"))
        assert (refused.value.field, refused.value.reason) == ("day", "blackout-day")
    with pytest.raises(Malformed):
        database.write_now(admin, set_up_bookings.black_out, BlackoutWish(day=THURSDAY, reason="  "))
    database.write_now(admin, set_up_bookings.black_out, _out(hall))
    with pytest.raises(NameTaken):
        database.write_now(admin, set_up_bookings.black_out, _out(hall))
    database.write_now(admin, set_up_bookings.black_out, _out(hall, line="A"))
    assert len(database.read_now(booking_setup.blackouts_to_come, hall.centre, MONDAY)) == 2


def test_another_centre_s_bookings_are_not_touched(database: Database, hall: Hall, admin: Actor) -> None:
    """Neither its lines nor its days; an officer at a counter settles nothing anywhere."""
    other = make_hall(database, suffix="-b")
    stranger = make_administrator(database, other)
    made = database.write_now(admin, set_up_bookings.black_out, _out(hall))
    plan(database, other.lines["A"])

    database.write_now(admin, set_up_bookings.black_out, _out(hall, line="A", cancel=True))
    book(database, other)
    for actor in (stranger, hall.officer(1)):
        with pytest.raises(NotAllowed):
            database.write_now(actor, set_up_bookings.settle_plan, hall.lines["A"], PlanWish())
        with pytest.raises(NotAllowed):
            database.write_now(actor, set_up_bookings.black_out, _out(hall, line="A"))
        with pytest.raises(NotAllowed):
            database.write_now(actor, set_up_bookings.lift, made.id)
    assert changes(database, other.centre) == []
