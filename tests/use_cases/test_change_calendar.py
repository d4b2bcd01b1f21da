"""A holiday announced late: what it would move, and moving it once; on both databases."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, date, datetime
from typing import Any

import pytest

from onestop.clock import local_day
from onestop.errors import (
    CalendarAppliedBefore,
    DayKnownOtherwise,
    DayNotKnownYet,
    FileUnreadable,
    NotAllowed,
    NothingToApply,
    NotSignedIn,
)
from onestop.model.dossier import Dossier
from onestop.render.message import worded
from onestop.rules.access import CITIZEN, SYSTEM, Actor
from onestop.store import calendar, calendar_changes, deliveries, dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import change_calendar, ready_result
from onestop.use_cases.change_calendar import DaysFile
from tests.conftest import Hands
from tests.dossier_makers import BASE, BY_HOURS, applicant, make_procedures, receive
from tests.makers import Hall
from tests.use_cases.test_reissue_receipt import facts_of

HEADER = "date,kind,name,known_on\n"
STORM = "2026-11-26,statutory,Nghỉ tránh bão,2026-11-25\n"
"""Thursday 26 November, announced the day before."""


@pytest.fixture
def keeper(database: Database, hall: Hall) -> Actor:
    """Give the administrator, in a hall with procedures."""
    make_procedures(database, hall)
    return Actor(id=hall.officer(1).id, kind="officer", role="administrator", centre_id=hall.centre)


def file(rows: str = STORM, **more: Any) -> DaysFile:
    return DaysFile(text=HEADER + rows, name="bao.csv", **more)


def due_of(database: Database, dossier_id: str) -> Dossier:
    return database.read_now(dossiers.by_id, dossier_id)


def test_a_day_off_announced_late_moves_every_open_dossier_once(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """Received on Monday for ten days, due on 8 December: with the storm's day, on the 9th, and it says why."""
    received = receive(database, hall)
    hands.forward(days=2)
    asked = database.read_now(change_calendar.preview, file(), actor=keeper)

    applied = database.write_now(keeper, change_calendar.apply, file())

    assert [
        (move.code, local_day(move.before), local_day(move.after or move.before)) for move in asked.moves
    ] == [(received.code, date(2026, 12, 8), date(2026, 12, 9))]
    assert [(reason.rule, reason.facts["known_on"]) for reason in asked.moves[0].because] == [
        ("holiday", "2026-11-25")
    ]
    assert (asked.open, asked.examined, asked.next_cursor) == (1, 1, None)
    assert (applied.digest, applied.days, applied.moved, applied.receipts) == (asked.digest, 1, 1, 1)
    dossier = due_of(database, received.id)
    assert (local_day(dossier.due_at), dossier.calendar_version) == (date(2026, 12, 9), "2026-11-25")
    assert dossier.promised_at == received.promised_at
    assert dossier.version == received.version + 1


def test_the_new_receipt_says_both_dates_and_the_old_one_is_void(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """What was promised stays readable, with the version of the calendar that it was promised by."""
    received = receive(database, hall)
    hands.forward(days=2)

    database.write_now(keeper, change_calendar.apply, file())

    old, new = database.read_now(dossiers.papers_of, received.id, void=True)
    facts = facts_of(database, new.id)
    assert (old.void_at is None, new.void_at, new.issue) == (False, None, 2)
    assert facts.first_promised_at == received.promised_at
    assert local_day(facts.promised_at) == date(2026, 12, 9)
    assert (facts.calendar_version, facts.first_calendar_version) == ("2026-11-25", "2026-01-01")
    assert any("Nghỉ tránh bão (công bố ngày 25/11/2026)" in reason for reason in facts.because)


def test_it_is_journalled_for_the_province_and_for_each_dossier(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """The change under the province, the moved date under the dossier's centre."""
    received = receive(database, hall)
    hands.forward(days=2)

    applied = database.write_now(keeper, change_calendar.apply, file())

    province = database.read_now(journal.since, hall.province, 0)[-1]
    moved = next(e for e in database.read_now(journal.since, hall.centre, 0) if e.kind == "due-moved")
    assert (province.kind, province.subject_id) == ("calendar-applied", applied.id)
    assert (moved.subject_id, '"because":"calendar-changed"' in moved.facts) == (received.id, True)


def test_a_second_time_is_refused_with_the_facts_of_the_first(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """Also where the rows stand in another order in a file of another name, and also when only asked."""
    receive(database, hall)
    hands.forward(days=2)
    two = STORM + "2026-11-27,statutory,Nghỉ tránh bão,2026-11-25\n"
    database.write_now(keeper, change_calendar.apply, file(two))
    again = DaysFile(text=HEADER + "".join(reversed(two.splitlines(keepends=True))), name="khac.csv")

    with pytest.raises(CalendarAppliedBefore) as refused:
        database.write_now(keeper, change_calendar.apply, again)
    with pytest.raises(CalendarAppliedBefore):
        database.read_now(change_calendar.preview, again, actor=keeper)

    assert (refused.value.file, refused.value.days, refused.value.moved) == ("bao.csv", 2, 1)
    assert refused.value.applied_at.startswith("2026-11-25T")


def test_only_what_is_open_moves(database: Database, hall: Hall, hands: Hands, keeper: Actor) -> None:
    """A result that is ready was judged by its day; hours that ran out before the holiday are over."""
    ended, soon = receive(database, hall), receive(database, hall, procedure=BY_HOURS, documents=())
    database.write_now(hall.officer(1), ready_result.result_ready, ended.code)
    hands.forward(days=2)

    applied = database.write_now(keeper, change_calendar.apply, file())

    assert (applied.examined, applied.moved, applied.receipts) == (1, 0, 0)
    assert due_of(database, ended.id).due_at == ended.due_at
    assert due_of(database, soon.id).due_at == soon.due_at


def test_who_gave_an_address_is_owed_one_message(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """And a second change owes a second one; who gave none is owed none."""
    receive(database, hall, applicant=applicant(email="ngoc@example.vn"))
    receive(database, hall)
    hands.forward(days=2)
    first = database.write_now(keeper, change_calendar.apply, file())
    second = database.write_now(keeper, change_calendar.apply, file(STORM.replace("11-26", "11-27")))

    owed = database.read_now(deliveries.of_centre, hall.centre, "created", 10)
    assert (first.moved, first.messages, second.moved, second.messages) == (2, 1, 2, 1)
    assert [row.template for row in owed] == ["due-moved", "due-moved"]
    claimed = database.write_now(SYSTEM, deliveries.claim, owed[-1].id)
    subject, body = worded(claimed.template, claimed.lang, claimed.facts, BASE) or ("", "")
    assert subject.endswith("đổi sang 09/12/2026")
    assert "Ngày hẹn cũ: 08/12/2026" in body
    assert "26/11: nghỉ tránh bão (công bố ngày 25/11/2026)".lower() in body.lower()
    assert f"{BASE}/status/H14" in body


def test_a_make_up_day_brings_a_date_forward(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """A Saturday that becomes a working day counts: due a day earlier, and the reason names it."""
    received = receive(database, hall)
    hands.forward(days=2)
    saturday = "2026-11-28,makeup_working,Làm bù cho 25/12/2026,2026-11-25\n"

    asked = database.read_now(change_calendar.preview, file(saturday), actor=keeper)
    database.write_now(keeper, change_calendar.apply, file(saturday))

    assert local_day(due_of(database, received.id).due_at) == date(2026, 12, 7)
    assert [reason.rule for reason in asked.moves[0].because] == ["makeup-day"]


def test_the_preview_comes_in_pages(database: Database, hall: Hall, hands: Hands, keeper: Actor) -> None:
    """Two looked at, then the third; together they are all that would move, and nothing was written."""
    codes = {receive(database, hall).code for _ in range(3)}
    hands.forward(days=2)

    first = database.read_now(change_calendar.preview, file(), limit=2, actor=keeper)
    rest = database.read_now(change_calendar.preview, file(), cursor=first.next_cursor, limit=2, actor=keeper)

    assert (first.examined, rest.examined, rest.next_cursor) == (2, 1, None)
    assert {move.code for move in (*first.moves, *rest.moves)} == codes
    assert not database.read_now(calendar_changes.changes)


def test_a_year_announced_is_provisional_no_more(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """The day stays, so nothing is printed or told; but the doubt goes, and the version is the new one."""
    hands.at = datetime(2026, 12, 24, 2, tzinfo=UTC)
    received = receive(database, hall)
    assert due_of(database, received.id).provisional
    year = "2027-01-01,statutory,Tết Dương lịch,2026-12-24\n"

    applied = database.write_now(keeper, change_calendar.apply, file(year))

    dossier = due_of(database, received.id)
    assert (applied.moved, dossier.provisional, dossier.calendar_version) == (0, False, "2026-12-24")
    assert dossier.due_at == received.due_at


def test_what_cannot_be_reckoned_keeps_its_date_and_is_told(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """One dossier with legs that do not add up must not keep a province from its calendar."""
    broken, sound = receive(database, hall), receive(database, hall)
    hands.forward(days=2)

    def spoil(tx: Tx) -> None:
        tx.run("UPDATE dossier SET amount = '99999' WHERE id = :id", id=broken.id)

    database.write_now(SYSTEM, spoil)
    asked = database.read_now(change_calendar.preview, file(), actor=keeper)
    applied = database.write_now(keeper, change_calendar.apply, file())

    assert {move.code: move.trouble for move in asked.moves} == {
        broken.code: "allowance-refused",
        sound.code: "",
    }
    assert (applied.moved, applied.left) == (1, (broken.code,))


def test_nothing_is_left_half_done(
    database: Database, hall: Hall, hands: Hands, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault at the very end leaves neither a day nor a moved date."""
    received = receive(database, hall)
    hands.forward(days=2)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(calendar_changes, "put", fail)
    with pytest.raises(RuntimeError):
        database.write_now(keeper, change_calendar.apply, file())

    def day_is_known(reading: Reading) -> bool:
        return not calendar.calendar_of(reading, hall.centre).is_working_day(date(2026, 11, 26))

    assert due_of(database, received.id).due_at == received.due_at
    assert not database.read_now(day_is_known)
    assert len(database.read_now(dossiers.papers_of, received.id, void=True)) == 1


def test_what_is_received_meanwhile_is_promised_by_the_new_days(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """Between the two no dossier slips through: it waits for the change, and its receipt is right at once."""
    receive(database, hall)
    hands.forward(days=2)
    meanwhile = list[Future[Any]]()
    with ThreadPoolExecutor() as others:

        def knock(_: int) -> None:
            meanwhile.append(others.submit(receive, database, hall, 2))
            wait(meanwhile, timeout=0.3)

        applied = database.write_now(keeper, change_calendar.apply, file(), told=knock)
        received = meanwhile[0].result(timeout=30)

    assert applied.examined == 1
    # Ten working days after Wednesday 25 November are Wednesday 9 December; without Thursday 26, one more.
    assert local_day(received.promised_at) == date(2026, 12, 10)
    assert len(database.read_now(dossiers.papers_of, received.id, void=True)) == 1


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ("2026-11-26,statutory,Nghỉ,2026-12-24\n", DayNotKnownYet),
        ("2026-11-24,statutory,Nghỉ khác,2026-01-01\n", DayKnownOtherwise),
        ("2026-11-24,statutory,Ngày Văn hóa Việt Nam,2026-01-01\n", NothingToApply),
        ("2026-11-26,holiday,Nghỉ,2026-11-20\n", FileUnreadable),
    ],
)
def test_a_file_that_cannot_be_applied_is_refused_whole(
    rows: str, refusal: type[Exception], database: Database, keeper: Actor
) -> None:
    """Asked or applied, with its own refusal."""
    with pytest.raises(refusal):
        database.read_now(change_calendar.preview, file(rows), actor=keeper)
    with pytest.raises(refusal):
        database.write_now(keeper, change_calendar.apply, file(rows))


def test_a_file_without_the_day_it_became_known_is_told_it(
    database: Database, hall: Hall, hands: Hands, keeper: Actor
) -> None:
    """The command line's --known-on, for a list that was typed from an announcement."""
    receive(database, hall)
    hands.forward(days=2)
    plain = DaysFile(
        text="date,kind,name\n2026-11-26,statutory,Nghỉ tránh bão\n", known_on=date(2026, 11, 25)
    )

    assert database.write_now(keeper, change_calendar.apply, plain).moved == 1


def test_only_who_keeps_the_calendar_may_ask_or_apply(database: Database, hall: Hall, keeper: Actor) -> None:
    """A receiving officer is refused, and a citizen is asked to sign in."""
    with pytest.raises(NotAllowed):
        database.read_now(change_calendar.preview, file(), actor=hall.officer(1))
    with pytest.raises(NotSignedIn):
        database.write_now(CITIZEN, change_calendar.apply, file())
    assert database.read_now(
        change_calendar.preview, file(STORM.replace("11-25", "11-23")), actor=keeper
    ).days
