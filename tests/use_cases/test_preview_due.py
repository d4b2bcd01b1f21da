"""When would it be due? The answer is the one that would be promised; on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from onestop.clock import LOCAL
from onestop.errors import (
    AllowanceNotStated,
    AllowanceRefused,
    CalendarOutOfReach,
    IntervalsOverlap,
    LegsDoNotSum,
    Malformed,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refusal,
)
from onestop.rules.access import CITIZEN, Actor
from onestop.rules.deadline import Deadline
from onestop.store.database import Database
from onestop.use_cases import preview_due
from onestop.use_cases.preview_due import AskedExtension, AskedSupplement, AskedSuspension, Question
from tests.dossier_makers import COMPLETE, PAID, SAME_DAY, SOCIAL_WORK, receive
from tests.makers import Hall


def ask(database: Database, hall: Hall, actor: Actor | None = None, **question: Any) -> Deadline:
    """Ask as the officer of counter 1."""
    return database.read_now(preview_due.preview, Question(**question), actor=actor or hall.officer(1))


def local(*parts: int) -> datetime:
    """Name an instant by the office's clock."""
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[misc,arg-type]  # year to minute


def test_what_is_shown_before_accepting_is_what_is_promised(database: Database, office: Hall) -> None:
    """By procedure and channel, now, at the officer's centre."""
    for procedure, channel in ((SOCIAL_WORK, "direct"), (PAID, "online"), (SAME_DAY, "direct")):
        shown = ask(database, office, procedure=procedure, channel=channel)
        documents = COMPLETE if procedure == SOCIAL_WORK else ()
        got = receive(database, office, procedure=procedure, channel=channel, documents=documents)
        assert (shown.due_at, shown.promised_at) == (got.due_at, got.promised_at)


def test_an_allowance_is_counted_from_any_instant(database: Database, office: Hall) -> None:
    """Ten working days from Monday 23 November 09:40, told as number or as text."""
    given: dict[str, Any] = {"received_at": datetime(2026, 11, 23, 2, 40, tzinfo=UTC), "unit": "working_day"}
    for allowance in (10, 10.0, "10"):
        deadline = ask(database, office, allowance=allowance, **given)
        assert deadline.due_at == local(2026, 12, 8, 17, 0)
    assert [reason.rule for reason in deadline.because] == [
        "receipt-day",
        "allowance",
        "holiday",
        "weekend",
        "weekend",
    ]


def test_hours_of_another_office_may_be_tried(database: Database, office: Hall) -> None:
    """Received 16:30, one working hour, afternoons from 13:00: the next working day at 08:00."""
    deadline = ask(
        database,
        office,
        received_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        allowance=1,
        unit="working_hour",
        hours=("07:30-11:30", "13:00-17:00"),
    )

    assert deadline.due_at == local(2026, 11, 26, 8, 0)


def test_legs_supplements_suspensions_and_extensions_are_asked_for_together(
    database: Database, office: Hall
) -> None:
    """The whole engine behind one question."""
    legs = ask(database, office, allowance=10, unit="working_day", legs=(1, (4, "6"), 3))
    assert legs.leg_due_at[-1] == legs.due_at
    asked = datetime(2026, 11, 26, 3, 0, tzinfo=UTC), datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    restarted = ask(
        database,
        office,
        allowance=10,
        unit="working_day",
        supplements=(AskedSupplement(requested_at=asked[0], returned_at=asked[1]),),
    )
    assert restarted.due_at == local(2026, 12, 14, 17, 0)
    paused = ask(
        database,
        office,
        allowance=10,
        unit="working_day",
        supplements=(AskedSupplement(requested_at=asked[0], returned_at=asked[1], rule="pause"),),
        suspensions=(AskedSuspension(from_=datetime(2026, 12, 2, 3, 0, tzinfo=UTC), to=None),),
        extensions=(AskedExtension(allowance=2, unit="working_day"),),
    )
    assert paused.waiting_since is not None
    assert paused.due_at > local(2026, 12, 10, 17, 0)
    more = ask(database, office, allowance=10, unit="working_day", extensions=(AskedExtension(allowance=2),))
    assert more.due_at == ask(database, office, allowance=12, unit="working_day").due_at


def test_a_calendar_as_of_an_earlier_day_knows_less(database: Database, office: Hall) -> None:
    """Before anything of 2026 was announced, the holidays are reckoned from the law, and it says so."""
    deadline = ask(database, office, allowance=10, unit="working_day", calendar_as_of=date(2025, 12, 31))

    assert (deadline.calendar_version, deadline.provisional) == ("none", True)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ({}, Malformed),
        ({"allowance": 5}, Malformed),
        ({"allowance": -1, "unit": "working_day"}, AllowanceRefused),
        ({"allowance": "ten", "unit": "working_day"}, AllowanceRefused),
        ({"allowance": float("nan"), "unit": "working_day"}, AllowanceRefused),
        ({"allowance": 1e300, "unit": "working_day"}, AllowanceRefused),
        ({"allowance": 5, "unit": "fortnight"}, AllowanceRefused),
        ({"allowance": 5, "unit": "working_day", "legs": (1, 2)}, LegsDoNotSum),
        ({"allowance": 5, "unit": "working_day", "legs": (1,) * 201}, Malformed),
        ({"allowance": 5, "unit": "working_day", "hours": ("25:00-26:00",)}, Malformed),
        ({"allowance": 5, "unit": "working_day", "hours": ("07:30-11:30",) * 30}, Malformed),
        ({"allowance": 5, "unit": "working_day", "received_at": datetime(2026, 11, 23, 9, 0)}, Malformed),  # noqa: DTZ001
        ({"allowance": 5, "unit": "working_day", "calendar_as_of": date(9999, 1, 1)}, Malformed),
        ({"allowance": 5, "unit": "working_day", "centre": "nowhere"}, NotFound),
        ({"allowance": 5, "unit": "working_day", "centre": "\x00"}, NotFound),
        (
            {"allowance": 5, "unit": "working_day", "received_at": datetime.min.replace(tzinfo=UTC)},
            CalendarOutOfReach,
        ),
        (
            {"allowance": 5, "unit": "working_day", "received_at": datetime.max.replace(tzinfo=UTC)},
            CalendarOutOfReach,
        ),
        ({"procedure": "9.999999"}, NotFound),
        ({"procedure": PAID, "channel": "post"}, AllowanceNotStated),
        (
            {
                "allowance": 5,
                "unit": "working_day",
                "supplements": (
                    AskedSupplement(requested_at=datetime(2026, 11, 26, tzinfo=UTC), rule="pigeon"),
                ),
            },
            Malformed,
        ),
        (
            {
                "allowance": 5,
                "unit": "working_day",
                "suspensions": (
                    AskedSuspension(
                        from_=datetime(2026, 11, 26, tzinfo=UTC), to=datetime(2026, 11, 25, tzinfo=UTC)
                    ),
                ),
            },
            IntervalsOverlap,
        ),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    database: Database, office: Hall, question: dict[str, Any], kind: type[Refusal]
) -> None:
    """Each with what is wrong; never a failure."""
    with pytest.raises(kind):
        ask(database, office, **question)


def test_officers_ask_devices_and_visitors_do_not(database: Database, office: Hall) -> None:
    """A leader may; a kiosk and a visitor may not."""
    for actor, kind in ((office.kiosk, NotAllowed), (CITIZEN, NotSignedIn)):
        with pytest.raises(kind):
            ask(database, office, actor, allowance=1, unit="working_day")
