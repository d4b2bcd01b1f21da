"""Results that nobody has come for: told at once, listed by age, reminded of after 5, 15 and 30 working days."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import Malformed, MishapSettled
from onestop.model.dossier import ReturnVia
from onestop.render.message import worded
from onestop.rules.access import SYSTEM
from onestop.rules.retention import archive_day
from onestop.rules.scope import Scope
from onestop.rules.uncollected import ready_before, waited_days
from onestop.store import mishaps, uncollected
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import note_mishap, ready_result, remind_uncollected, return_result, send_owed
from onestop.use_cases.note_mishap import TypedMishap
from onestop.use_cases.return_result import HandOver, TypedCollector
from tests.conftest import Hands
from tests.dossier_makers import NAME, applicant, receive
from tests.makers import Hall
from tests.rules.calendars import calendar as national

ADDRESS = "ngoc@example.vn"


def ready(database: Database, office: Hall, **changed: Any) -> str:
    """Receive a dossier of somebody with an e-mail address, and ready its result."""
    code = receive(database, office, **({"applicant": applicant(email=ADDRESS)} | changed)).code
    database.write_now(office.officer(1), ready_result.result_ready, code)
    return code


def owed(database: Database) -> list[tuple[str, str]]:
    """Read what letters are owed, by template and code."""

    def read(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.run(
            "SELECT template, dossier.code FROM delivery JOIN dossier ON dossier.id = subject_id "
            "ORDER BY delivery.created_at, template"
        ).fetchall()
        return [(row[0], row[1]) for row in rows]

    return database.write_now(SYSTEM, read)


def remind(database: Database) -> int:
    """Do what the timetable does."""
    return database.write_now(SYSTEM, remind_uncollected.owe_reminders)


def test_who_left_an_address_is_told_that_the_result_is_there(database: Database, office: Hall) -> None:
    """One letter, with the dossier's code and where to come; without an address nothing is owed."""
    code = ready(database, office)
    ready(database, office, applicant=applicant())

    assert owed(database) == [("result_ready", code)]
    facts = dict.fromkeys(("code", "procedure", "centre", "address", "phone", "path"), "x")
    for lang in ("vi", "en"):
        for template in ("result_ready", *(f"result_waiting_{days}" for days in (5, 15, 30))):
            assert worded(template, lang, facts, "https://motcua.example.vn") is not None


def test_a_result_is_reminded_of_after_5_15_and_30_working_days_once_each(
    database: Database, office: Hall, hands: Hands
) -> None:
    """Ready on Monday the 23rd; the 24th is a holiday, so the fifth working day is 1 December."""
    code = ready(database, office)
    at = [
        (datetime(2026, 11, 30, 3, 0, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, 0, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, 1, 0, tzinfo=UTC), 1),
        (datetime(2026, 12, 1, 2, 0, tzinfo=UTC), 0),
        (datetime(2026, 12, 15, 2, 0, tzinfo=UTC), 1),
        (datetime(2027, 1, 6, 2, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 1, 2, 0, tzinfo=UTC), 0),
    ]
    for instant, letters in at:
        hands.at = instant
        assert (instant, remind(database)) == (instant, letters)
    assert [template for template, _ in owed(database)] == [
        "result_ready", "result_waiting_5", "result_waiting_15", "result_waiting_30",
    ]  # fmt: skip
    assert code


def test_after_a_standstill_one_reminder_is_owed_and_not_three(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The latest that is true; what was collected or goes by post is not reminded of."""
    code = ready(database, office)
    collected = ready(database, office)
    ready(database, office, return_via="post", return_address="Tổ 5, phường Thục Phán")
    wish = HandOver(collector=TypedCollector(kind="applicant"))
    database.write_now(office.officer(3), return_result.hand_over, collected, wish)
    hands.forward(days=90)

    assert (remind(database), remind(database)) == (1, 0)
    assert owed(database)[-1] == ("result_waiting_30", code)


def test_a_letter_that_was_not_sent_before_the_result_was_fetched_is_put_aside(
    database: Database, office: Hall
) -> None:
    """The mail server was down meanwhile; nobody is asked to come for what they hold."""
    code = ready(database, office)
    wish = HandOver(collector=TypedCollector(kind="applicant"))
    database.write_now(office.officer(3), return_result.hand_over, code, wish)

    assert database.write_now(SYSTEM, send_owed.claim, "email", 10) == []


def test_results_are_listed_by_age_within_the_scope(database: Database, office: Hall, hands: Hands) -> None:
    """The oldest first; what was returned is gone; another centre sees nothing."""
    codes = []
    for _ in range(3):
        codes.append(ready(database, office))
        hands.forward(days=1)
    wish = HandOver(collector=TypedCollector(kind="applicant"))
    database.write_now(office.officer(3), return_result.hand_over, codes[1], wish)

    def listed(scope: Scope) -> list[str]:
        found = database.read_now(uncollected.waiting, scope, ("result_waiting_5",), 10)
        return [one.listed.dossier.code for one in found]

    assert listed(Scope(centre_id=office.centre)) == [codes[0], codes[2]]
    assert listed(Scope(centre_id=office.province)) == []


@given(days=st.integers(1, 40), offset=st.integers(0, 80))
def test_the_day_to_remind_is_the_day_the_wait_reaches_its_length(days: int, offset: int) -> None:
    """What was ready just before the instant has waited so many working days; what came after it, fewer."""
    today = date.fromordinal(date(2026, 3, 1).toordinal() + offset)
    before = ready_before(national(), today, days).date()
    assert waited_days(national(), date.fromordinal(before.toordinal() - 1), today) >= days
    assert waited_days(national(), before, today) < days


def test_what_goes_by_post_bears_its_number_and_only_where_it_was_asked_for(
    database: Database, office: Hall
) -> None:
    """A tracking number takes the place of a person; at the counter nobody is the post."""
    code = ready(database, office, return_via=ReturnVia.POST, return_address="Tổ 5, phường Thục Phán")
    at_counter = ready(database, office)
    post = TypedCollector(kind="post", paper="EB123456789VN")
    for wrong, collector in ((at_counter, post), (code, TypedCollector(kind="post"))):
        with pytest.raises(Malformed):
            database.write_now(
                office.officer(3), return_result.hand_over, wrong, HandOver(collector=collector)
            )
    moved = database.write_now(office.officer(3), return_result.hand_over, code, HandOver(collector=post))
    assert moved.state == "returned"


def test_a_mishap_is_told_in_words_and_settled_once(database: Database, office: Hall) -> None:
    """What was lost, how it was mended; nothing without words, nothing twice."""
    made = receive(database, office)
    officer = office.officer(1)
    with pytest.raises(Malformed):
        database.write_now(officer, note_mishap.note, made.code, TypedMishap(what="loss", account=" \n "))
    told = TypedMishap(what="loss", account=f"Mất bản chính văn bằng của {NAME}\nkhi chuyển.")
    noted = database.write_now(officer, note_mishap.note, made.code, told)
    database.write_now(officer, note_mishap.settle, noted.id, "Đã xin cấp lại, cơ quan chịu phí.")
    with pytest.raises(MishapSettled):
        database.write_now(officer, note_mishap.settle, noted.id, "Lần nữa")

    [row] = database.read_now(mishaps.of_dossier, made.id)
    assert (row.what, row.settlement) == ("loss", "Đã xin cấp lại, cơ quan chịu phí.")
    assert row.account.endswith("khi chuyển.")


def test_retention_runs_from_the_day_of_the_end() -> None:
    """Five years, a leap day, and for ever."""
    assert archive_day(date(2026, 11, 23), 5) == date(2031, 11, 23)
    assert archive_day(date(2028, 2, 29), 1) == date(2029, 3, 1)
    assert archive_day(date(2026, 11, 23), 0) is None
