"""Every figure of the hall equals the naive recomputation from the ledger, on days nobody planned."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from onestop import chance
from onestop.model.columns import micros
from onestop.rules.access import SYSTEM
from onestop.rules.hall_report import By, report
from onestop.store import hall_figures
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import attend_ticket, close_day, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall
from tests.use_cases.figures_oracle import Oracle
from tests.use_cases.random_day import Day

TODAY = date(2026, 11, 23)
SUMS = (
    "visits", "arrived", "carried_in", "called", "served", "no_show", "absent", "left", "unserved",
    "transferred", "present", "within_target", "held", "recalls", "range_told",
)  # fmt: skip
ENDS = ("served", "no_show", "absent", "left", "unserved", "transferred", "present")


def told(reading: Reading, hall: Hall, by: str, first: date, last: date) -> dict[Any, dict[str, Any]]:
    """Give a report as it is reckoned."""
    ledger = hall_figures.ledger_of(reading, hall.centre, first, last)
    target = hall_figures.target_minutes(reading, hall.centre)
    return {
        key: msgspec.to_builtins(figures) for key, figures in report(ledger, By(by), target_minutes=target)
    }


def compare(database: Database, hall: Hall, first: date = TODAY, last: date = TODAY) -> dict[str, Any]:
    """Hold every figure of every row against the oracle, of one moment; give the total."""

    def look(reading: Reading) -> dict[str, Any]:
        oracle = Oracle(reading, hall.centre, first, last)
        for by in By:
            rows, expected = told(reading, hall, by, first, last), oracle.report(by)
            for key in expected.keys() | rows.keys():
                _same(by, key, expected.get(key), rows.get(key))
        return told(reading, hall, "total", first, last)[None]

    return database.read_now(look)


def _same(by: str, key: Any, expected: dict[str, Any] | None, row: dict[str, Any] | None) -> None:
    if row is None:
        # A half-hour in which nothing happened is left out before the first and after the last.
        assert by == "half-hour", (by, key)
        assert expected is not None
        assert not [name for name in (*SUMS, "counter_open", "print_jobs") if expected[name]], key
        return
    assert expected is not None, (by, key)
    left_out = {name for name, value in row.items() if value is None and name not in expected}
    assert row.keys() - left_out == expected.keys(), (by, key)
    assert {name: row[name] for name in expected} == expected, (by, key)


def seed_printing(tx: Tx, tickets: list[str]) -> None:
    """Note what became of some slips."""
    for place, ticket in enumerate(tickets):
        tx.run(
            "UPDATE print_job SET state = :state, asked_at = :at WHERE ticket_id = :ticket AND copy_no = 1",
            ticket=ticket,
            state=("printed", "printed", "failed", "paper_out", "queued")[place % 5],
            at=micros(tx.now) + place,
        )


def seed_connections(tx: Tx, hall: Hall) -> None:
    """Note when the board was connected: twice overlapping, once cut, once still."""
    tx.run("UPDATE device SET enrolled_at = enrolled_at - 7200000000")
    second = 1_000_000
    now = micros(tx.now) // second * second
    for begins, seen, ends in (
        (-7000, -6000, -6000),
        (-6500, -5000, -5500),
        (-3000, -2000, None),
        (-30, -20, None),
    ):
        tx.run(
            "INSERT INTO device_period (id, device_id, board_id, started_at, seen_at, ended_at) "
            "VALUES (:id, :device, :board, :begins, :seen, :ends)",
            id=chance.new_id(),
            device=hall.board.id,
            board=hall.board.board_id,
            begins=now + begins * second,
            seen=now + seen * second,
            ends=None if ends is None else now + ends * second,
        )


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_the_naive_recomputation(
    database: Database, hall: Hall, hands: Hands, seed: int
) -> None:
    """A random day, its clock set back now and then: total, lines, counters, officers and half-hours agree."""
    day = Day(database, hall, hands, seed)
    day.play(330)
    database.write_now(hall.kiosk, seed_printing, day.tickets)
    total = compare(database, hall)
    assert total["called"] > 12
    assert total["arrived"] == sum(total[end] for end in ENDS)


def test_rows_of_every_kind_sum_up_to_the_total(database: Database, hall: Hall, hands: Hands) -> None:
    """By line, counter, officer or half-hour: the same people, each counted once."""
    Day(database, hall, hands, 7).play(330)
    # Of one moment: the clock goes on between two looks.
    reports = database.read_now(
        lambda reading: {by: told(reading, hall, by, TODAY, TODAY) for by in ("total", *By)}
    )
    total = reports["total"][None]
    for by, rows in reports.items():
        assert {name: sum(row[name] for row in rows.values()) for name in SUMS} == {
            name: total[name] for name in SUMS
        }, by
    for by in (By.COUNTER, By.OFFICER, By.HALF_HOUR):
        for name in ("counter_open", "counter_break", "counter_busy"):
            assert sum(row[name] or 0 for row in reports[by].values()) == pytest.approx(total[name]), by
        assert all(0 <= (row["occupancy_percent"] or 0) <= 100 for row in reports[by].values())


def test_several_days_are_told_together_and_each_alone(database: Database, hall: Hall, hands: Hands) -> None:
    """Three days in a row, nobody closed the evenings: nothing of one night is counted into the next day."""
    for seed in (11, 12, 13):
        Day(database, hall, hands, seed).play(120)
        hands.at = hands.at.replace(hour=2, minute=0) + timedelta(days=1)
    days = [TODAY + timedelta(count) for count in range(3)]
    totals = [compare(database, hall, day, day) for day in days]
    together = compare(database, hall, days[0], days[-1] + timedelta(5))
    for name in SUMS:
        assert together[name] == sum(total[name] for total in totals)
    assert together["absent"] == 0, "whoever never came back is a no-show once the day is over"


def test_a_closed_day_has_only_ends(database: Database, hall: Hall, hands: Hands) -> None:
    """Closed late in the evening, or by the timetable after midnight: every visit has come out somehow."""
    for seed, hour in ((41, 13), (42, 18)):
        Day(database, hall, hands, seed).play(150)
        hands.at = hands.at.replace(hour=hour, minute=30)
        database.write_now(SYSTEM, close_day.close_past)
        for ticket, officer in database.read_now(_at_counters):
            actor = next(one for one in hall.officers.values() if one.id == officer)
            database.write_now(actor, attend_ticket.finish, ticket)
        if seed == 41:
            database.write_now(SYSTEM, close_day.close, hall.centre)
        hands.at = hands.at.replace(hour=2) + timedelta(days=1)
    database.write_now(SYSTEM, close_day.close_past)
    for day in (TODAY, TODAY + timedelta(1)):
        total = compare(database, hall, day, day)
        assert (total["present"], total["absent"]) == (0, 0)
        assert total["unserved"] > 0
        assert total["arrived"] == sum(total[end] for end in ENDS)


def _at_counters(reading: Reading) -> list[tuple[str, str]]:
    return reading.run(
        "SELECT ticket.id, officer.id FROM ticket JOIN officer ON officer.counter_id = ticket.counter_id"
    ).fetchall()


def test_ends_stops_and_carried_numbers_are_told_apart(database: Database, hall: Hall, hands: Hands) -> None:
    """What the day's closing and further stops write into the ledger is read by the same definitions."""
    day = Day(database, hall, hands, 21)
    day.play(200)
    database.write_now(hall.kiosk, _close_and_carry, hall)
    total = compare(database, hall)
    assert min(total[end] for end in ("unserved", "left", "carried_in")) > 0
    assert total["absent"] == 0


def _close_and_carry(tx: Tx, hall: Hall) -> None:
    """Close the day by hand: end what waits, note who left, begin a further stop, carry a number over."""
    at = micros(tx.now)
    tx.run(
        "UPDATE ticket SET state = 'unserved', ended_at = :at WHERE state = 'waiting' "
        "AND serial - serial / 2 * 2 = 0",
        at=at,
    )
    tx.run(
        "UPDATE ticket SET state = 'left', ended_at = :at WHERE state = 'waiting' AND serial - serial / 2 * 2 = 1",
        at=at,
    )
    tx.run("UPDATE ticket SET state = 'no_show', ended_at = :at WHERE state = 'absent'", at=at)
    tx.run(
        "UPDATE ticket_period SET ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END "
        "WHERE ended_at IS NULL AND state IN ('waiting', 'absent')",
        at=at,
    )
    ended = tx.run("SELECT id FROM ticket WHERE state = 'served' ORDER BY label").fetchall()
    for position, line in ((90, "A"), (91, "R"), (92, "B")):
        # A further stop of a visit that was served, then a row that only notes its end.
        tx.run(
            "INSERT INTO ticket_period (ticket_id, position, state, line_id, started_at, ended_at) "
            "VALUES (:ticket, :position, 'waiting', :line, :at, :at)",
            ticket=ended[0][0], position=position, line=hall.lines[line], at=at + position,
        )  # fmt: skip
    tx.run(
        "INSERT INTO ticket_stop (ticket_id, position, line_id, begun_at) VALUES (:ticket, 1, :line, :at)",
        ticket=ended[0][0], line=hall.lines["R"], at=at + 91,
    )  # fmt: skip
    tx.run(
        "INSERT INTO ticket_period (ticket_id, position, state, line_id, started_at) "
        "VALUES (:ticket, 93, 'served', :line, :at)",
        ticket=ended[0][0], line=hall.lines["B"], at=at + 93,
    )  # fmt: skip
    tx.run(
        "UPDATE ticket SET carried_from_id = :other WHERE id = :ticket", ticket=ended[1][0], other=ended[0][0]
    )


def test_boards_are_stale_while_no_device_of_theirs_is_connected(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Only opening hours count, overlapping connections once, and a server that died ends a connection."""
    Day(database, hall, hands, 31).play(60)
    hands.at = hands.at.replace(hour=9, minute=30, second=0, microsecond=0)
    database.write_now(hall.kiosk, seed_connections, hall)
    total = compare(database, hall)
    assert 0 < total["board_stale_percent"] < 100


def test_nothing_is_told_of_nothing(database: Database, hall: Hall) -> None:
    """A day without anybody has counts of 0, and no means, shares or rows."""
    total = compare(database, hall)
    assert (total["arrived"], total["wait_mean"], total["no_show_percent"]) == (0, None, None)
    assert database.read_now(told, hall, "half-hour", TODAY, TODAY) == {}


def test_a_known_morning_is_told_as_one_would_by_hand(database: Database, hall: Hall, hands: Hands) -> None:
    """Two visits, every figure in the head: one waits 10 minutes and is served 5, one does not come."""
    start = hands.at
    write = database.write_now

    def at(minutes: float) -> None:
        hands.at = start + timedelta(minutes=minutes, milliseconds=-1)

    at(0)
    for act in ("closed", "open"):
        hands.at = start
        write(hall.officer(1), serve_line.turn_counter, hall.counters[1], act)
    at(0)
    first = write(hall.kiosk, take_ticket.take, hall.lines["A"])
    at(0)
    second = write(hall.kiosk, take_ticket.take, hall.lines["B"])
    at(10)
    write(hall.officer(1), serve_line.call, first.id)
    at(11)
    write(hall.officer(1), attend_ticket.recall, first.id)
    at(12)
    write(hall.officer(1), attend_ticket.serve, first.id)
    at(15)
    write(hall.officer(1), attend_ticket.finish, first.id)
    at(20)
    write(hall.officer(1), serve_line.call, second.id)
    at(21)
    write(hall.officer(1), attend_ticket.skip, second.id)
    at(30)
    total = database.read_now(told, hall, "total", TODAY, TODAY)[None]
    assert [total[name] for name in ("visits", "arrived", "called", "served", "absent", "no_show")] == [
        2,
        2,
        2,
        1,
        1,
        0,
    ]
    assert (total["wait_mean"], total["wait_median"], total["wait_p90"]) == (900, 900, 1200)
    assert (total["within_target"], total["within_target_percent"]) == (1, 50)
    assert (total["service_mean"], total["recalls"], total["recalls_per_called"]) == (300, 1, 0.5)
    assert total["counter_busy"] == 360
    assert total["counter_open"] == pytest.approx(1800, abs=0.01)
