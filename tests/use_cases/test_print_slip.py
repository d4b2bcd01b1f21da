"""Slips are printed, or it is known that they were not: on both databases, with races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from onestop.errors import Malformed, NoPrinter, NotAllowed, NotFound
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.printing import GIVE_UP_AFTER, LEASE, PAPER_BACK_WITHIN
from onestop.settings import Settings
from onestop.steps.give_number import IssuedTicket
from onestop.store import journal, print_jobs, slips
from onestop.store.database import Database
from onestop.store.print_jobs import JobRow
from onestop.use_cases import attend_ticket, print_slip, serve_line, take_ticket
from tests.conftest import SEALS, Hands
from tests.makers import Hall, add_printer, make_hall


@pytest.fixture
def printer(database: Database, hall: Hall) -> Actor:
    """Give the printer that the hall's kiosk uses."""
    return add_printer(database, hall)


def take(database: Database, hall: Hall, **wishes: Any) -> IssuedTicket:
    """Take a number at the kiosk."""
    return database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], **wishes)


def job_of(ticket: IssuedTicket) -> str:
    """Name the slip's print job."""
    assert ticket.slip is not None
    return ticket.slip.job


def seen(database: Database, job: str) -> JobRow:
    """Read a print job."""
    return database.read_now(print_jobs.find, job)


def told(database: Database, hall: Hall) -> list[str]:
    """List what the centre's journal tells."""
    rows = database.read_now(
        lambda reading: reading.run(
            "SELECT kind FROM journal_entry WHERE centre_id = :centre ORDER BY seq", centre=hall.centre
        ).fetchall()
    )
    return [row[0] for row in rows]


def fetch(database: Database, printer: Actor) -> list[JobRow]:
    """Fetch as an agent does."""
    return database.write_now(printer, print_slip.fetch)


def test_a_number_comes_with_its_slip(database: Database, hall: Hall, printer: Actor) -> None:
    """The slip is queued with the number itself, for the kiosk's printer, in the citizen's language."""
    ticket = take(database, hall, lang="en")

    assert ticket.slip is not None
    assert ticket.slip.by == "printer"
    [job] = fetch(database, printer)
    assert (job.id, job.ticket_id, job.copy_no, job.lang) == (ticket.slip.job, ticket.id, 1, "en")
    assert (job.state, job.tries) == ("sent", 1)


def test_a_kiosk_without_a_printer_prints_by_its_browser(database: Database, hall: Hall) -> None:
    """Its slip is its own to print and to report, and no agent is given it."""
    ticket = take(database, hall)
    assert ticket.slip is not None
    assert ticket.slip.by == "browser"
    other = add_printer(database, hall)

    assert fetch(database, other) == []
    database.write_now(hall.kiosk, print_slip.report, job_of(ticket), "printed")
    assert seen(database, job_of(ticket)).state == "printed"


def test_a_number_told_by_an_officer_has_no_slip(database: Database, hall: Hall, printer: Actor) -> None:
    """Whoever is told the number at a desk needs no paper, unless the officer prints it."""
    ticket = database.write_now(hall.officer(1), take_ticket.take, hall.lines["A"])
    assert ticket.slip is None
    assert fetch(database, printer) == []

    slip = database.write_now(hall.officer(1), print_slip.reprint, ticket.id)
    assert [job.id for job in fetch(database, printer)] == [slip.job]


def test_a_printer_that_was_withdrawn_gets_no_slips(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """The kiosk prints by its browser again from that moment on."""
    database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE device SET revoked_at = 1 WHERE id = :id", id=printer.id)
    )
    hands.forward(seconds=1)
    ticket = take(database, hall)
    assert ticket.slip is not None
    assert ticket.slip.by == "browser"


def test_slips_come_in_the_order_of_their_numbers_each_to_one_agent(
    database: Database, hall: Hall, printer: Actor
) -> None:
    """One at a time, the oldest first, none twice while it is in somebody's hands."""
    jobs = [job_of(take(database, hall)) for _ in range(3)]
    assert [job.id for _ in range(4) for job in fetch(database, printer)] == jobs


def test_a_slip_whose_agent_died_is_handed_out_again(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """Not before the lease has run out; then once more, and it says that it is not the first try."""
    take(database, hall)
    [first] = fetch(database, printer)
    hands.forward(seconds=LEASE.total_seconds() - 1)
    assert fetch(database, printer) == []
    hands.forward(seconds=1)
    [again] = fetch(database, printer)
    assert (again.id, again.tries) == (first.id, 2)


def test_a_report_counts_once(database: Database, hall: Hall, printer: Actor) -> None:
    """Printed twice and failed afterwards: printed, told once, and never handed out again."""
    job = job_of(take(database, hall))
    fetch(database, printer)
    for outcome in ("printed", "printed", "failed", "paper_out"):
        database.write_now(printer, print_slip.report, job, outcome)

    assert (seen(database, job).state, seen(database, job).fault) == ("printed", "")
    assert told(database, hall) == ["ticket-issued", "slip-printed"]


def test_paper_that_is_back_within_a_minute_prints_the_slip(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """The citizen still stands there: the same job comes again by itself, and prints."""
    job = job_of(take(database, hall))
    fetch(database, printer)
    database.write_now(printer, print_slip.report, job, "paper_out")
    assert fetch(database, printer) == []

    hands.forward(seconds=10)
    assert [one.id for one in fetch(database, printer)] == [job]
    database.write_now(printer, print_slip.report, job, "printed")
    assert seen(database, job).state == "printed"
    assert told(database, hall) == ["ticket-issued", "slip-failed", "slip-printed"]


def test_paper_that_is_back_later_prints_nobody_else_s_slip(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """After a minute the citizen has gone: an old slip would be taken for the next one's."""
    job = job_of(take(database, hall))
    fetch(database, printer)
    database.write_now(printer, print_slip.report, job, "paper_out")
    hands.forward(seconds=PAPER_BACK_WITHIN.total_seconds() + 1)

    assert fetch(database, printer) == []
    assert seen(database, job).state == "paper_out"


def test_a_copy_printed_on_wish_ends_the_tries_of_the_one_before(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """Out of paper, then "In lại": one slip comes out, the copy, not both."""
    ticket = take(database, hall)
    fetch(database, printer)
    database.write_now(printer, print_slip.report, job_of(ticket), "paper_out")
    copy = database.write_now(hall.kiosk, print_slip.reprint, ticket.id)
    hands.forward(seconds=10)

    assert [job.id for _ in range(2) for job in fetch(database, printer)] == [copy.job]


def test_silence_for_two_minutes_is_a_failure(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """No agent ran: the slips have failed, it is told once, and a late agent prints no pile of old slips."""
    jobs = [job_of(take(database, hall)) for _ in range(2)]
    hands.forward(seconds=GIVE_UP_AFTER.total_seconds() + 1)
    assert database.write_now(SYSTEM, print_slip.give_up) == 2
    assert database.write_now(SYSTEM, print_slip.give_up) == 0

    assert [(seen(database, job).state, seen(database, job).fault) for job in jobs] == [
        ("failed", "unreported")
    ] * 2
    assert fetch(database, printer) == []
    assert told(database, hall) == ["ticket-issued"] * 2 + ["slip-failed"] * 2


def test_a_late_agent_gives_up_what_is_too_old(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """Without anybody watching the clock, the agent's own question writes it down."""
    old = job_of(take(database, hall))
    hands.forward(seconds=GIVE_UP_AFTER.total_seconds() + 1)
    new = job_of(take(database, hall))

    assert [job.id for job in fetch(database, printer)] == [new]
    assert seen(database, old).state == "failed"


def test_a_printed_slip_told_late_is_printed(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """The server was away while the agent printed: what came out is put right, and the flag goes."""
    job = job_of(take(database, hall))
    fetch(database, printer)
    hands.forward(seconds=GIVE_UP_AFTER.total_seconds() + 1)
    database.write_now(SYSTEM, print_slip.give_up)
    assert [fault.job for fault in database.read_now(slips.print_faults, hall.centre)] == [job]

    database.write_now(printer, print_slip.report, job, "printed")
    assert database.read_now(slips.print_faults, hall.centre) == []


def test_nothing_is_written_while_nothing_is_owed(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """An agent's question is a look; only what is owed or too old makes it more."""

    def something() -> bool:
        return database.read_now(print_jobs.something_to_do, actor=printer)

    assert not something()
    job = job_of(take(database, hall))
    assert something()
    fetch(database, printer)
    assert not something()
    database.write_now(printer, print_slip.report, job, "paper_out")
    assert not something()
    hands.forward(seconds=10)
    assert something()
    database.write_now(printer, print_slip.report, job, "printed")
    take(database, hall)
    hands.forward(seconds=GIVE_UP_AFTER.total_seconds() + 1)
    assert something()


# --- reprinting ---------------------------------------------------------------------------------


def test_a_reprint_bears_the_same_number_and_is_recorded(
    database: Database, hall: Hall, printer: Actor
) -> None:
    """An officer has a lost slip printed again: copy two of the same ticket, and the journal tells it."""
    ticket = take(database, hall, lang="en")
    fetch(database, printer)
    database.write_now(printer, print_slip.report, job_of(ticket), "printed")
    copy = database.write_now(hall.officer(2), print_slip.reprint, ticket.id)

    [job] = fetch(database, printer)
    assert (job.id, job.ticket_id, job.copy_no, job.lang) == (copy.job, ticket.id, 2, "en")
    assert told(database, hall) == ["ticket-issued", "slip-printed", "ticket-reprinted"]
    assert database.read_now(journal.verify, hall.centre) == (3, [])


@pytest.mark.usefixtures("printer")
def test_a_slip_on_its_way_is_waited_for(database: Database, hall: Hall) -> None:
    """Pressing "In lại" while the slip is still coming does not make two of it."""
    ticket = take(database, hall)
    assert database.write_now(hall.kiosk, print_slip.reprint, ticket.id) == ticket.slip
    assert told(database, hall) == ["ticket-issued"]


def test_only_the_kiosk_that_gave_a_number_prints_it_again(
    database: Database, hall: Hall, printer: Actor
) -> None:
    """Another kiosk, a board and another centre are refused."""
    ticket = take(database, hall)
    fetch(database, printer)
    database.write_now(printer, print_slip.report, job_of(ticket), "failed")
    elsewhere = make_hall(database, suffix="-2")
    for stranger in (hall.board, printer, elsewhere.kiosk, elsewhere.officer(1)):
        with pytest.raises(NotAllowed):
            database.write_now(stranger, print_slip.reprint, ticket.id)


@pytest.mark.usefixtures("printer")
def test_an_officer_may_choose_the_printer(database: Database, hall: Hall) -> None:
    """Any printer of the centre; one that is none is refused in words."""
    ticket = take(database, hall)
    second = add_printer(database, hall, "printer-token-for-tests-00000002")
    copy = database.write_now(hall.officer(1), print_slip.reprint, ticket.id, second.id)

    assert [job.id for job in fetch(database, second)] == [copy.job]
    with pytest.raises(NotFound):
        database.write_now(hall.officer(1), print_slip.reprint, ticket.id, hall.board.id)


def test_without_a_printer_the_officer_is_told(database: Database, hall: Hall) -> None:
    """A centre whose kiosks print by their browsers has nothing that an officer could print with."""
    ticket = take(database, hall)
    with pytest.raises(NoPrinter) as refused:
        database.write_now(hall.officer(1), print_slip.reprint, ticket.id)
    assert refused.value.facts["label"] == "A001"


# --- who may, and what is seen ------------------------------------------------------------------


@pytest.mark.usefixtures("printer")
def test_a_job_is_its_printer_s_alone(database: Database, hall: Hall) -> None:
    """Another printer, the kiosk itself and officers cannot say what became of it."""
    job = job_of(take(database, hall))
    other = add_printer(database, hall, "printer-token-for-tests-00000002")
    for stranger in (other, hall.kiosk, hall.board, hall.officer(1)):
        with pytest.raises(NotAllowed):
            database.write_now(stranger, print_slip.report, job, "printed")
    with pytest.raises(NotAllowed):
        fetch(database, hall.officer(1))
    assert seen(database, job).state == "queued"


@pytest.mark.parametrize(
    ("outcome", "fault"), [("queued", ""), ("burnt", ""), ("failed", "x" * 201), ("failed", "\x00")]
)
def test_a_report_that_makes_no_sense_is_refused(
    database: Database, hall: Hall, printer: Actor, outcome: str, fault: str
) -> None:
    """Nothing is written for it."""
    job = job_of(take(database, hall))
    with pytest.raises(Malformed):
        database.write_now(printer, print_slip.report, job, outcome, fault)
    assert seen(database, job).state == "queued"


def test_officers_see_whose_slip_did_not_come(
    database: Database, hall: Hall, printer: Actor, hands: Hands
) -> None:
    """Failed, out of paper and never reported are listed while the visit goes on; printed and ended are not."""
    tickets = [take(database, hall) for _ in range(4)]
    for ticket, outcome in zip(tickets, ("failed", "paper_out", "printed"), strict=False):
        database.write_now(printer, print_slip.report, job_of(ticket), outcome)
    hands.forward(seconds=GIVE_UP_AFTER.total_seconds() + 1)

    def listed() -> list[tuple[str, str]]:
        faults = database.read_now(slips.print_faults, hall.centre)
        return [(fault.label, fault.state) for fault in faults]

    assert listed() == [("A004", "failed"), ("A002", "paper_out"), ("A001", "failed")]
    called = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
    database.write_now(hall.officer(1), attend_ticket.finish, called.id)
    assert [label for label, _ in listed()] == ["A004", "A002"]
    hands.forward(seconds=timedelta(days=1).total_seconds())
    assert listed() == []


# --- races --------------------------------------------------------------------------------------


def test_two_agents_of_two_processes_never_get_one_slip(settings: Settings, hands: Hands) -> None:
    """Eight fetches at once through two writers on sixty slips: each comes exactly once."""
    del hands
    with (
        Database(settings, seals=SEALS, now=Hands()) as first,
        Database(settings, seals=SEALS, now=Hands()) as second,
    ):
        hall = make_hall(first)
        printer = add_printer(first, hall)
        jobs = [job_of(take(first, hall)) for _ in range(60)]

        def ask(turn: int) -> list[str]:
            database = (first, second)[turn % 2]
            return [job.id for job in database.write_now(printer, print_slip.fetch)]

        with ThreadPoolExecutor(8) as agents:
            given = [job for answer in agents.map(ask, range(120)) for job in answer]

    assert sorted(given) == sorted(jobs)


def test_reprints_pressed_together_make_one_copy(database: Database, hall: Hall, printer: Actor) -> None:
    """Eight presses on "In lại" at once: one further copy, the others wait for it."""
    ticket = take(database, hall)
    database.write_now(printer, print_slip.report, job_of(ticket), "failed")

    def press(_: int) -> str:
        return database.write_now(hall.kiosk, print_slip.reprint, ticket.id).job

    with ThreadPoolExecutor(8) as fingers:
        assert len(set(fingers.map(press, range(8)))) == 1
    assert told(database, hall).count("ticket-reprinted") == 1
