"""Whatever happens in whatever order, the places taken are the bookings that live."""

import random
from datetime import timedelta

import pytest

from onestop.errors import Refusal
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.store.database import Database
from onestop.use_cases import book_visit
from tests.booking_makers import assert_counted, book, phone_of, plan
from tests.conftest import Hands
from tests.makers import Hall

STEPS = 120


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counters_are_what_a_count_gives(database: Database, hands: Hands, hall: Hall, seed: int) -> None:
    """Booking, cancelling, coming and not coming in any order: places and persons always add up."""
    draw = random.Random(seed)  # noqa: S311  a test's own lots, the same each time
    for letter in "AB":
        plan(database, hall.lines[letter], capacity=2, per_person=3, days_ahead=3)
    codes: list[str] = []
    done = 0
    for _ in range(STEPS):
        try:
            match draw.choice(["book", "book", "book", "cancel", "come", "wait"]):
                case "book":
                    made = book(
                        database,
                        hall,
                        line=hall.lines[draw.choice("AB")],
                        day=(hands.at + timedelta(days=draw.randrange(3))).date(),
                        minute=draw.choice([510, 540, 570, 600, 840]),
                        phone=phone_of(draw.randrange(6)),
                    )
                    codes.append(made.code)
                case "cancel" if codes:
                    database.write_now(CITIZEN, book_visit.cancel, draw.choice(codes))
                case "come" if codes:
                    database.write_now(hall.kiosk, book_visit.check_in, draw.choice(codes))
                case _:
                    hands.forward(minutes=draw.randrange(40))
                    database.write_now(SYSTEM, book_visit.free_no_shows)
            done += 1
        except Refusal:
            pass
        assert_counted(database)
    assert done > STEPS // 4
