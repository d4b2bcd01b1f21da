"""Owed messages against a real mail server: busy, refusing, down, and a sender killed midway."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from onestop.errors import SettingWrong
from onestop.gateways.mail import open_mailer
from onestop.jobs.deliveries import send_due
from onestop.jobs.timetable import TASKS, Timetable
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.settings import Settings
from onestop.store import deliveries, journal
from onestop.store.database import Database
from onestop.store.deliveries import DeliveryRow
from onestop.store.tx import Tx
from onestop.use_cases import book_visit, hold_lease, remind_booked, send_owed
from tests.booking_makers import book, plan
from tests.conftest import SEALS, Hands
from tests.mail_room import MailRoom, open_mail_room
from tests.makers import Hall

STATES = ("created", "sending", "delivered", "temporary-failure", "permanent-failure", "technical-failure")


@pytest.fixture
def room() -> Iterator[MailRoom]:
    """Give a mail server."""
    with open_mail_room() as opened:
        yield opened


@pytest.fixture
def owed(database: Database, hall: Hall) -> Hall:
    """Give the hall with one letter owed: the confirmation of a booking."""
    plan(database, hall.lines["A"], capacity=9)
    book(database, hall, email="ly@example.vn")
    return hall


def _only(database: Database, hall: Hall) -> DeliveryRow:
    rows = [row for state in STATES for row in database.read_now(deliveries.of_centre, hall.centre, state, 9)]
    assert len(rows) == 1
    return rows[0]


def _kinds(database: Database, hall: Hall) -> list[str]:
    return [entry.kind for entry in database.read_now(journal.since, hall.centre, 0)]


async def test_the_confirmation_reaches_its_reader(database: Database, owed: Hall, room: MailRoom) -> None:
    """In Vietnamese, with the hour, the place and the code; marked as sent by a machine; once."""
    assert await send_due(database, room.mailer) == 1
    assert await send_due(database, room.mailer) == 0

    letter = room.letters[0]
    text = letter.get_content()
    assert room.readers == ["ly@example.vn"]
    assert letter["Subject"] == "Đã đặt lịch 08:30 ngày 26/11/2026"
    assert "Y tế, bảo trợ xã hội" in text
    assert "Mã đặt lịch:" in text
    assert "http" not in text, "no outer address is set, so there is no link to show"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (_only(database, owed).state, _kinds(database, owed)[-1]) == ("delivered", "message-delivered")


async def test_the_link_is_told_where_the_outer_address_is_known(
    settings: Settings, hands: Hands, room: MailRoom, database: Database, owed: Hall
) -> None:
    """With ONESTOP_BASE_URL the letter leads to the page that cancels."""
    del database, owed
    outer = replace(settings, base_url="https://motcua.example.gov.vn/")
    with Database(outer, seals=SEALS, now=hands) as opened:
        await send_due(opened, room.mailer)
    assert "https://motcua.example.gov.vn/b/" in room.letters[0].get_content()


async def test_a_busy_server_is_asked_again_later_and_longer(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """451 twice: a minute, then two; then it is taken, under the same Message-ID each time."""
    room.answers = ["451 try later", "451 try later"]
    await send_due(database, room.mailer)
    first = _only(database, owed)
    assert (first.state, first.tries, first.fault) == ("temporary-failure", 1, "451")
    assert 59 < (first.next_at - hands.at).total_seconds() <= 60

    assert await send_due(database, room.mailer) == 0
    hands.forward(seconds=61)
    await send_due(database, room.mailer)
    assert 119 < (_only(database, owed).next_at - hands.at).total_seconds() <= 120
    hands.forward(seconds=121)
    assert await send_due(database, room.mailer) == 1
    assert _only(database, owed).state == "delivered"
    assert room.letters[0]["Message-ID"] == f"<{first.id}@example.gov.vn>"


async def test_a_server_that_stays_busy_is_given_up_after_ten_tries(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """Then a person looks at it; the journal says so; sent again by hand it goes out."""
    room.answers = ["451 later"] * 10
    for _ in range(12):
        await send_due(database, room.mailer)
        hands.forward(hours=7)
    given_up = _only(database, owed)
    assert (given_up.state, given_up.tries) == ("technical-failure", 10)
    assert _kinds(database, owed)[-1] == "message-given-up"

    database.write_now(SYSTEM, send_owed.send_again, given_up.id)
    assert await send_due(database, room.mailer) == 1
    assert _kinds(database, owed)[-2:] == ["message-sent-again", "message-delivered"]


async def test_an_address_that_is_refused_is_not_tried_again(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """550 is for good; the fault is the code, without the address that servers repeat."""
    room.answers = ["550 5.1.1 <ly@example.vn> no such user"]
    await send_due(database, room.mailer)
    hands.forward(hours=7)
    assert await send_due(database, room.mailer) == 0
    refused = _only(database, owed)
    assert (refused.state, refused.tries, refused.fault) == ("permanent-failure", 1, "550")


async def test_a_server_that_is_down_loses_nothing(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """Nobody listens: the letter waits, and goes when somebody does."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = msgspec.structs.replace(room.mailer, port=taken.getsockname()[1])
    assert await send_due(database, nobody) == 0
    waiting = _only(database, owed)
    assert (waiting.state, waiting.fault) == ("temporary-failure", "ConnectionRefusedError")
    hands.forward(minutes=2)
    assert await send_due(database, room.mailer) == 1


async def test_a_sender_killed_between_sending_and_writing_sends_twice_under_one_id(
    database: Database, hands: Hands, owed: Hall, room: MailRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: the second letter bears the same Message-ID, so a mailbox knows it for the same."""

    class KilledError(RuntimeError):
        """The process ends here."""

    def killed(_tx: Tx, _message: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(send_owed, "acknowledge", killed)
        with pytest.raises(KilledError):
            await send_due(database, room.mailer)
    assert _only(database, owed).state == "sending"
    assert await send_due(database, room.mailer) == 0, "for a while it may still be with its sender"

    hands.forward(minutes=6)
    assert await send_due(database, room.mailer) == 1
    assert len(room.letters) == 2
    assert room.letters[0]["Message-ID"] == room.letters[1]["Message-ID"]


async def test_two_senders_share_the_work(database: Database, owed: Hall, room: MailRoom) -> None:
    """Two processes that send at once hand each letter over once."""
    for number in range(1, 10):
        book(
            database,
            owed,
            minute=480 + 30 * (number % 6),
            phone=f"09{number:08d}",
            email=f"n{number}@example.vn",
        )
    sent = await asyncio.gather(send_due(database, room.mailer), send_due(database, room.mailer))
    assert sum(sent) == 10
    assert len(room.readers) == len(set(room.readers)) == 10


async def test_a_letter_that_nobody_sent_for_a_day_is_put_aside(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """Mail that is set up next week does not tell people of last week."""
    hands.forward(hours=30)
    assert await send_due(database, room.mailer) == 0
    assert (_only(database, owed).state, room.letters) == ("technical-failure", [])


async def test_the_reminder_is_owed_once_in_the_afternoon_before(
    database: Database, hands: Hands, hall: Hall, room: MailRoom
) -> None:
    """Not at 14:59; at 15:00 to those who booked before it; not to who booked after, or cancelled."""
    plan(database, hall.lines["A"], capacity=9)
    book(database, hall, email="ly@example.vn")
    gone = book(database, hall, phone="0912000387", email="gone@example.vn")
    book(database, hall, phone="0912000388")
    await send_due(database, room.mailer)
    room.readers.clear()

    hands.at = datetime(2026, 11, 25, 7, 59, tzinfo=UTC)
    assert database.write_now(SYSTEM, remind_booked.owe_reminders) == 0
    hands.at = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    book(database, hall, minute=540, phone="0912000389", email="late@example.vn")
    assert database.write_now(SYSTEM, remind_booked.owe_reminders) == 2
    assert database.write_now(SYSTEM, remind_booked.owe_reminders) == 0
    database.write_now(CITIZEN, book_visit.cancel, gone.code)

    await send_due(database, room.mailer)
    reminded = [letter["Subject"] for letter in room.letters if "Nhắc" in letter["Subject"]]
    assert reminded == ["Nhắc lịch hẹn 08:30 ngày mai, 26/11/2026"]
    assert sorted(room.readers) == ["late@example.vn", "ly@example.vn"]


async def test_one_process_runs_the_timetable(
    database: Database, hands: Hands, owed: Hall, room: MailRoom
) -> None:
    """The second stands by; when the first has been away for longer than its lease, the second goes on."""
    first, second = Timetable(database, room.mailer), Timetable(database, room.mailer)
    assert (await first.round(), await second.round()) == (True, False)
    assert room.readers == ["ly@example.vn"]
    hands.forward(minutes=4)
    assert (await second.round(), await first.round()) == (True, False)
    hands.at = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    await second.round()
    assert "booking-missed" in _kinds(database, owed)


async def test_a_task_that_fails_hinders_no_other(
    database: Database, owed: Hall, room: MailRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused in one task is logged; the letters go out all the same."""
    del owed

    def failing(_tx: Tx) -> None:
        raise SettingWrong(setting="x", reason="y")

    monkeypatch.setattr("onestop.jobs.timetable.TASKS", (("failing", failing), *TASKS))
    assert await Timetable(database, room.mailer).round()
    assert room.readers == ["ly@example.vn"]


def test_a_lease_that_is_let_go_is_free_at_once(database: Database) -> None:
    """A process that stops in order lets the next one begin."""
    length = timedelta(minutes=3)
    assert database.write_now(SYSTEM, hold_lease.take, "x", "first", length=length)
    assert not database.write_now(SYSTEM, hold_lease.take, "x", "second", length=length)
    database.write_now(SYSTEM, hold_lease.end, "x", "first")
    assert database.write_now(SYSTEM, hold_lease.take, "x", "second", length=length)


@pytest.mark.parametrize(
    ("url", "sender", "setting"),
    [
        ("smtp://localhost", None, "ONESTOP_MAIL_FROM"),
        ("smtp://localhost", "motcua", "ONESTOP_MAIL_FROM"),
        ("http://localhost", "a@b.vn", "ONESTOP_SMTP_URL"),
        ("smtp://", "a@b.vn", "ONESTOP_SMTP_URL"),
        ("smtp://localhost:post", "a@b.vn", "ONESTOP_SMTP_URL"),
    ],
)
def test_mail_settings_that_cannot_be_used_are_named(url: str, sender: str | None, setting: str) -> None:
    """The operator learns which one at the start, not from letters that never came."""
    with pytest.raises(SettingWrong) as refused:
        open_mailer(Settings(smtp_url=url, mail_from=sender))
    assert refused.value.setting == setting


def test_mail_settings_are_read(hands: Hands) -> None:
    """User, password and port come out of the address as they were put in; without one there is no mail."""
    del hands
    mailer = open_mailer(Settings(smtp_url="smtps://me%40x:p%2Fw@mail.example.vn", mail_from="a@b.vn"))
    assert mailer is not None
    assert (mailer.host, mailer.port, mailer.user, mailer.password, mailer.implicit_tls) == (
        "mail.example.vn",
        465,
        "me@x",
        "p/w",
        True,
    )
    assert open_mailer(Settings()) is None
