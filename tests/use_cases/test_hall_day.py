"""A hall's day: whose counter it is, who comes twice, whose number is used up, and how the day is closed."""

from datetime import date

import pytest

from onestop.errors import (
    CounterTaken,
    DayStillOpen,
    DuplicateVisit,
    LineFull,
    Malformed,
    NotAllowed,
    NotFound,
    SlipNotCarried,
)
from onestop.model.counter import Counter, ProfileLine, WorkProfile
from onestop.model.line import Line
from onestop.model.people import Officer
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.turns import Why
from onestop.steps.give_number import IssuedTicket
from onestop.store import tickets
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import attend_ticket, close_day, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall, make_hall

CARD = "004189006742||Nông Thị Bích Ngọc|01021989|Nữ|Tổ 5, phường Thục Phán, tỉnh Cao Bằng|10052021"


def take(database: Database, hall: Hall, letter: str = "A", **more: object) -> IssuedTicket:
    """Take a number."""
    return database.write_now(hall.kiosk, take_ticket.take, hall.lines[letter], **more)


def call(database: Database, hall: Hall, counter: int = 1) -> str:
    """Call the next number; give its ticket's id."""
    return database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter]).id


def state(database: Database, ticket: str) -> str:
    """Tell where a visit stands."""
    return database.read_now(tickets.find, ticket).state


def second_officer(database: Database, hall: Hall) -> Actor:
    """Let another officer be assigned to counter 1."""

    def make(tx: Tx) -> Actor:
        officer = Officer(
            username=f"ca-chieu{hall.suffix}",
            name="Ca chiều",
            password_hash="!",
            role="reception",
            centre_id=hall.centre,
            counter_id=hall.counters[1],
        )
        tx.session.add(officer)
        return Actor(
            id=officer.id,
            kind="officer",
            role="reception",
            centre_id=hall.centre,
            counter_id=hall.counters[1],
        )

    return database.write_now(SYSTEM, make)


# --- whose counter it is ------------------------------------------------------------------------


def test_two_officers_at_one_counter_do_not_call_over_each_other(database: Database, hall: Hall) -> None:
    """Who opened the counter serves there; the other is told since when, and may take it over."""
    morning, afternoon = hall.officer(1), second_officer(database, hall)
    for turned in ("closed", "open"):
        database.write_now(morning, serve_line.turn_counter, hall.counters[1], turned)
    one = take(database, hall).id
    with pytest.raises(CounterTaken) as refused:
        database.write_now(afternoon, serve_line.call_next, hall.counters[1])
    assert refused.value.counter == "1"
    call(database, hall)
    for act in (attend_ticket.finish, attend_ticket.skip):
        with pytest.raises(CounterTaken):
            database.write_now(afternoon, act, one)

    database.write_now(afternoon, serve_line.take_over, hall.counters[1])
    database.write_now(afternoon, attend_ticket.finish, one)
    with pytest.raises(CounterTaken):
        database.write_now(morning, serve_line.call_next, hall.counters[1])
    periods = database.read_now(
        lambda reading: reading.run(
            "SELECT officer_id, ended_at IS NULL FROM counter_period WHERE counter_id = :c ORDER BY started_at, "
            "ended_at IS NULL",
            c=hall.counters[1],
        ).fetchall()
    )
    assert [(row[0], bool(row[1])) for row in periods] == [(morning.id, False), (afternoon.id, True)]


# --- who comes twice, whose number is used up -----------------------------------------------------


def test_one_person_has_one_number_in_a_line(database: Database, hall: Hall) -> None:
    """The card scanned again in the same line leads to the number that is there; in another line not."""
    first = take(database, hall, identity=CARD)
    take(database, hall)
    with pytest.raises(DuplicateVisit) as refused:
        take(database, hall, identity=CARD)
    assert (refused.value.label, refused.value.ahead, refused.value.ticket) == ("A001", 0, first.id)
    take(database, hall, "B", identity=CARD)


def test_a_refused_second_number_leaves_no_hole(database: Database, hall: Hall) -> None:
    """The serial that was drawn for it goes to the next citizen."""
    take(database, hall, identity=CARD)
    with pytest.raises(DuplicateVisit):
        take(database, hall, identity=CARD)
    assert take(database, hall).label == "A002"


def test_after_the_visit_the_same_person_may_come_again(database: Database, hall: Hall) -> None:
    """Served in the morning, back in the afternoon: a new number."""
    take(database, hall, identity=CARD)
    database.write_now(hall.officer(1), attend_ticket.finish, call(database, hall))
    assert take(database, hall, identity=CARD).label == "A002"


def test_an_officer_may_mean_a_second_number(database: Database, hall: Hall) -> None:
    """Two errands of one family: the officer says so, a kiosk cannot."""
    take(database, hall, identity=CARD)
    with pytest.raises(DuplicateVisit):
        take(database, hall, identity=CARD, again=True)
    line = hall.lines["A"]
    second = database.write_now(hall.officer(1), take_ticket.take, line, identity=CARD, again=True)
    assert second.label == "A002"


def test_only_a_hash_of_the_card_is_kept(database: Database, hall: Hall) -> None:
    """Neither number nor name of who took a ticket stands in the database."""
    take(database, hall, identity=CARD)
    row = database.read_now(lambda reading: reading.run("SELECT * FROM ticket").fetchone())
    entries = database.read_now(lambda reading: reading.run("SELECT facts FROM journal_entry").fetchall())
    assert not [value for value in [*row, *(fact[0] for fact in entries)] if "004189006742" in str(value)]


def band(database: Database, line_id: str, first: int, last: int | None) -> None:
    """Settle the numbers of a line."""

    def settle(tx: Tx) -> None:
        line = tx.session.get_one(Line, line_id)
        line.band_first, line.band_last = first, last

    database.write_now(SYSTEM, settle)


def test_numbers_stay_within_the_lines_band(database: Database, hall: Hall) -> None:
    """A band from 300 to 301 gives two numbers and then says that it is full."""
    band(database, hall.lines["A"], 300, 301)
    assert [take(database, hall).label for _ in range(2)] == ["A300", "A301"]
    with pytest.raises(LineFull) as refused:
        take(database, hall)
    assert refused.value.facts == {"line": "A", "last": "A301"}


def test_a_line_that_was_given_up_gives_no_number(database: Database, hall: Hall) -> None:
    """Whoever still has its address is told that there is no such line."""

    def give_up(tx: Tx) -> None:
        tx.session.get_one(Line, hall.lines["A"]).retired_at = tx.now

    database.write_now(SYSTEM, give_up)
    with pytest.raises(NotFound):
        take(database, hall)


def test_a_visit_is_for_five_further_services_at_most_each_once(database: Database, hall: Hall) -> None:
    """The same line twice is a mistake."""
    with pytest.raises(Malformed):
        take(database, hall, also=[hall.lines["A"]])
    with pytest.raises(Malformed):
        take(database, hall, also=[hall.lines["B"], hall.lines["B"]])


# --- work profiles ------------------------------------------------------------------------------


def profile(database: Database, hall: Hall, counter: int, rule: str, **shares: int) -> None:
    """Give a counter a work profile."""

    def settle(tx: Tx) -> None:
        made = WorkProfile(centre_id=hall.centre, name="thử", rule=rule)
        tx.session.add(made)
        tx.session.flush()
        for position, (letter, share) in enumerate(shares.items()):
            tx.session.add(
                ProfileLine(profile_id=made.id, line_id=hall.lines[letter], position=position, share=share)
            )
        tx.session.get_one(Counter, hall.counters[counter]).profile_id = made.id

    database.write_now(SYSTEM, settle)


def called_in_a_row(database: Database, hall: Hall, count: int) -> list[tuple[str, str | None]]:
    """Call and end so many visits at counter 1; give their labels and why each was called."""
    made = []
    for _ in range(count):
        ticket = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
        database.write_now(hall.officer(1), attend_ticket.finish, ticket.id)
        made.append((ticket.label, ticket.why))
    return made


def test_two_to_one_is_kept_over_the_day(database: Database, hall: Hall) -> None:
    """With the ratio 2:1 line B gives two, line A one, whoever came first."""
    profile(database, hall, 1, "ratio", B=2, A=1)
    for letter in "AAABBBB":
        take(database, hall, letter)
    found = called_in_a_row(database, hall, 6)
    assert [label for label, _ in found] == ["B001", "B002", "A001", "B003", "B004", "A002"]
    assert {why for _, why in found} == {Why.RATIO}


def test_in_order_the_second_line_waits_until_the_bound(database: Database, hall: Hall, hands: Hands) -> None:
    """Line B goes first; after 45 minutes A001 goes before it, and the reason is told."""
    profile(database, hall, 1, "in-order", B=1, A=1)
    take(database, hall, "A")
    for _ in range(3):
        take(database, hall, "B")
    assert called_in_a_row(database, hall, 1) == [("B001", Why.IN_ORDER)]
    hands.forward(minutes=45)
    take(database, hall, "B")
    assert called_in_a_row(database, hall, 1) == [("A001", Why.FAIRNESS)]


# --- the day is closed --------------------------------------------------------------------------


def test_closing_the_day_tells_the_four_outcomes_apart(database: Database, hall: Hall) -> None:
    """One served, one left, one did not come, two unserved: each is what it is, and the unserved are told by line."""
    ids = [take(database, hall).id for _ in range(3)] + [take(database, hall, "B").id]
    database.write_now(hall.officer(1), attend_ticket.finish, call(database, hall))
    database.write_now(hall.officer(1), attend_ticket.skip, call(database, hall))
    closed = database.write_now(SYSTEM, close_day.close, hall.centre)

    assert [state(database, one) for one in ids] == ["served", "no_show", "unserved", "unserved"]
    assert (closed.served, closed.no_shows, closed.unserved) == (0, 1, 2)
    assert closed.left_open == {"Y tế, bảo trợ xã hội": 1, "Đất đai": 1}


def test_the_day_is_not_closed_over_people_at_counters(database: Database, hall: Hall) -> None:
    """Whoever is being served is named, and nothing is closed."""
    one = take(database, hall).id
    call(database, hall)
    with pytest.raises(DayStillOpen) as refused:
        database.write_now(SYSTEM, close_day.close, hall.centre)
    assert refused.value.counters == ["1: A001"]
    assert state(database, one) == "called"


def test_a_reception_officer_does_not_close_the_day(database: Database, hall: Hall) -> None:
    """It is the leader's act."""
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), close_day.close, hall.centre)


def test_a_forgotten_day_is_closed_by_the_next(database: Database, hall: Hall, hands: Hands) -> None:
    """Overnight: who waited was left unserved, who was being served counts as served; today is untouched."""
    waiting = take(database, hall).id
    serving = call(database, hall)
    database.write_now(hall.officer(1), attend_ticket.serve, serving)
    other = take(database, hall).id
    yesterday = database.read_now(lambda reading: reading.today)
    hands.forward(days=1)
    today = take(database, hall).id
    closed = database.write_now(SYSTEM, close_day.close_past)

    assert [day.day for day in closed] == [yesterday]
    assert isinstance(closed[0].day, date)
    assert (state(database, waiting), state(database, other), state(database, today)) == (
        "served",
        "unserved",
        "waiting",
    )
    assert serving == waiting
    assert database.write_now(SYSTEM, close_day.close_past) == []
    assert call(database, hall) == today


def test_who_was_left_unserved_goes_first_the_next_time_once(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Yesterday's slip gives a number that goes before the ordinary ones; a second time it gives none."""
    left = take(database, hall).id
    database.write_now(SYSTEM, close_day.close, hall.centre)
    with pytest.raises(SlipNotCarried):
        take(database, hall, carried=left)
    hands.forward(days=1)
    take(database, hall)
    carried = take(database, hall, carried=left)
    assert call(database, hall) == carried.id
    with pytest.raises(SlipNotCarried):
        take(database, hall, carried=left)
    other = make_hall(database, suffix="2")
    with pytest.raises(SlipNotCarried):
        take(database, other, carried=left)
