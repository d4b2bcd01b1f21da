"""The wait that is told with a number: the kiosk, the citizen's page and the ticket say the same."""

from onestop.rules.estimate import Wait
from onestop.steps import estimate_wait
from onestop.steps.give_number import IssuedTicket
from onestop.store import places
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall


def take(database: Database, hall: Hall, letter: str = "A", priority: str | None = None) -> IssuedTicket:
    """Take a number."""
    return database.write_now(hall.kiosk, take_ticket.take, hall.lines[letter], priority)


def morning(database: Database, hall: Hall, hands: Hands, *, visits: int = 20, minutes: int = 8) -> None:
    """Let counter 1 serve visits of line A, each about so long; then a minute passes."""
    for number in range(visits):
        take(database, hall)
        ticket = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1]).id
        hands.forward(minutes=minutes + number % 3 - 1)
        database.write_now(hall.officer(1), attend_ticket.finish, ticket)
    hands.forward(minutes=1)


def stored(database: Database, ticket: IssuedTicket) -> tuple[int | None, ...]:
    """Read what is kept with a ticket: ahead, low, high, sample."""
    row = database.read_now(
        lambda reading: reading.run(
            "SELECT ahead, wait_low, wait_high, wait_sample FROM ticket WHERE id = :id", id=ticket.id
        ).fetchone()
    )
    return tuple(row)


def busy(database: Database, hall: Hall) -> None:
    """Let somebody stand at each of the three counters."""
    for counter in (1, 2, 3):
        take(database, hall)
        database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])


def test_what_the_kiosk_was_told_is_kept_with_the_ticket(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """The error of the range can be reckoned afterwards, so it is a figure."""
    morning(database, hall, hands)
    busy(database, hall)
    hands.forward(seconds=2)
    told = [take(database, hall) for _ in range(6)]

    assert [ticket.ahead for ticket in told] == list(range(6))
    assert all(ticket.wait_low is not None for ticket in told)
    for ticket in told:
        assert stored(database, ticket)[:3] == (ticket.ahead, ticket.wait_low, ticket.wait_high)
        assert stored(database, ticket)[3] == 20


def test_the_wait_grows_with_the_line(database: Database, hall: Hall, hands: Hands) -> None:
    """Twelve ahead at three counters of eight minutes: about half an hour and a little more."""
    morning(database, hall, hands)
    busy(database, hall)
    hands.forward(seconds=2)
    told = [take(database, hall) for _ in range(13)]

    highs = [ticket.wait_high or 0 for ticket in told]
    assert highs == sorted(highs)
    low, high = told[-1].wait_low, told[-1].wait_high
    assert low is not None
    assert high is not None
    assert low <= 12 * 8 / 3 + 4 <= high + 3
    assert high - low <= 15


def test_without_experience_nothing_is_told(database: Database, hall: Hall, hands: Hands) -> None:
    """Nine visits today: 'chưa đủ dữ liệu', and so it is kept."""
    morning(database, hall, hands, visits=9)
    ticket = take(database, hall)
    assert (ticket.wait_low, ticket.wait_high) == (None, None)
    assert stored(database, ticket)[1:] == (None, None, None)


def test_with_every_counter_on_a_break_nothing_is_told(database: Database, hall: Hall, hands: Hands) -> None:
    """Nobody knows when the officers come back."""
    morning(database, hall, hands)
    for counter in (1, 2, 3):
        database.write_now(hall.officer(counter), serve_line.turn_counter, hall.counters[counter], "break")
    hands.forward(seconds=2)
    assert take(database, hall).wait_high is None


def test_at_a_free_counter_there_is_no_wait(database: Database, hall: Hall, hands: Hands) -> None:
    """Nobody waits and three counters are free."""
    morning(database, hall, hands)
    ticket = take(database, hall)
    assert (ticket.wait_low, ticket.wait_high) == (0, 1)


def test_a_counter_that_closes_makes_the_wait_longer(database: Database, hall: Hall, hands: Hands) -> None:
    """The same line with one counter less: today's staff counts, not the plan's."""
    morning(database, hall, hands)
    busy(database, hall)
    for _ in range(5):
        take(database, hall)

    def now() -> Wait:
        hands.forward(seconds=2)
        wait = database.read_now(
            lambda reading: estimate_wait.estimate(reading, places.line(reading, hall.lines["A"]), 5)
        )
        assert wait is not None
        return wait

    three = now()
    database.write_now(hall.officer(2), serve_line.turn_counter, hall.counters[2], "break")
    two = now()
    assert two.low > three.low
    assert two.high > three.high


def test_people_of_the_counter_s_other_lines_count(database: Database, hall: Hall, hands: Hands) -> None:
    """Six waiting in line B, at the same counters, are called before me: they came before."""
    morning(database, hall, hands)
    busy(database, hall)
    hands.forward(seconds=2)
    alone = take(database, hall)
    for _ in range(6):
        take(database, hall, "B")
    hands.forward(seconds=2)
    behind = database.read_now(
        lambda reading: estimate_wait.estimate(reading, places.line(reading, hall.lines["A"]), 0)
    )
    assert behind is not None
    assert behind.high > (alone.wait_high or 0) + 3
