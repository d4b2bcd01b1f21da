"""Procedures are versioned: drawn up in a draft, published from a day on, and nothing that runs changes."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from onestop.errors import (
    AllowanceNotStated,
    AllowanceRefused,
    CodeUnreadable,
    DraftChanged,
    DraftExists,
    DraftGone,
    LegsDoNotSum,
    Malformed,
    NotAllowed,
    NotFound,
    PastVersion,
    Refusal,
)
from onestop.rules.access import Actor
from onestop.rules.procedure_facts import ChannelFacts, RequirementFacts
from onestop.steps.draft_procedure import changed_at
from onestop.store import procedure_drafts, procedures
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_procedures
from onestop.use_cases.keep_procedures import CheckedWish, TogetherWish, WithdrawWish
from tests.conftest import Hands
from tests.dossier_makers import PAID, SAME_DAY, SOCIAL_WORK, make_procedures, receive
from tests.makers import Hall
from tests.procedure_makers import (
    FIVE_STEPS,
    begin,
    change,
    draft,
    holding,
    publish,
    spans,
    told,
    versions,
)
from tests.setup_makers import make_administrator

TODAY = date(2026, 11, 23)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
LONG_AGO = date(2025, 7, 1)
A_NEW_ONE = "1.009999"


@pytest.fixture
def keeper(database: Database, hall: Hall) -> Actor:
    """Give the administrator of a hall that has procedures."""
    make_procedures(database, hall)
    return make_administrator(database, hall)


def refused(act: Callable[[], Any], kind: type[Refusal]) -> Refusal:
    """Expect a refusal and give it."""
    with pytest.raises(kind) as caught:
        act()
    return caught.value


def test_a_draft_receives_nothing_and_is_found_by_no_search(database: Database, keeper: Actor) -> None:
    """While it is drawn up, what is in force is what the counter finds, by code and by words."""
    begin(database, keeper, name="Một tên khác hẳn", amount="3", requirements=[])

    found = database.read_now(procedures.procedure_on, SOCIAL_WORK, TODAY)
    assert (found.version, found.amount) == (1, "10")
    assert database.read_now(procedures.search, "khac han", TODAY) == []
    assert len(database.read_now(procedures.demands_of, found.id)) == 4
    begin(database, keeper, A_NEW_ONE, name="Thủ tục mới", sector=found.sector_id)
    refused(lambda: database.read_now(procedures.procedure_on, A_NEW_ONE, TODAY), NotFound)


def test_a_draft_begins_as_what_is_in_force(database: Database, hall: Hall, keeper: Actor) -> None:
    """Every field and row of the version in force is in it; there is one draft of a code."""
    begin(database, keeper)

    [present] = versions(database)
    facts = database.read_now(procedure_drafts.facts_of, present)
    assert draft(database) == facts
    refused(lambda: begin(database, keeper), DraftExists)
    assert told(database, hall)[-1] == (
        "procedure-drafted",
        {"code": SOCIAL_WORK, "act": "begun", "fields": []},
    )


def test_publishing_ends_what_held_the_day_before(database: Database, hall: Hall, keeper: Actor) -> None:
    """One version holds on any day; the journal names the code, the version and the fields, nothing else."""
    begin(database, keeper)
    change(database, keeper, amount="8", answer_days=15)
    publish(database, keeper, TOMORROW)

    assert spans(database) == [(1, LONG_AGO, TODAY), (2, TOMORROW, None)]
    assert draft(database) is None
    assert database.read_now(procedures.procedure_on, SOCIAL_WORK, TODAY).amount == "10"
    assert database.read_now(procedures.procedure_on, SOCIAL_WORK, TOMORROW).amount == "8"
    assert told(database, hall)[-1] == (
        "procedure-published",
        {
            "code": SOCIAL_WORK,
            "version": 2,
            "valid_from": "2026-11-24",
            "valid_to": None,
            "fields": ["amount", "answer_days"],
        },
    )


def test_a_hundred_running_dossiers_keep_their_path_and_their_date(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """The version changes in every respect while they run; not one column of any of them differs."""
    for _ in range(100):
        receive(database, hall)

    def rows(reading: Reading) -> list[Any]:
        return [
            reading.run(statement).fetchall()
            for statement in (
                "SELECT * FROM dossier ORDER BY id",
                "SELECT * FROM document ORDER BY dossier_id, position",
                "SELECT * FROM leg ORDER BY id",
                "SELECT * FROM requirement WHERE procedure_id IN (SELECT procedure_id FROM dossier)",
            )
        ]

    before = database.read_now(rows)
    begin(
        database,
        keeper,
        amount="3",
        supplement_rule="pause",
        mountain_days=5,
        requirements=[RequirementFacts(name="Giấy khác", originals=2)],
        steps=[],
    )
    publish(database, keeper, TODAY)

    assert database.read_now(rows) == before
    assert database.read_now(procedures.procedure_on, SOCIAL_WORK, TODAY).version == 2


def test_a_version_may_begin_in_the_past_where_nothing_was_received(
    database: Database, hall: Hall, keeper: Actor, hands: Hands
) -> None:
    """An instrument that came late may hold since its own day; from the first receipt on it may not."""
    begin(database, keeper, amount="9")
    publish(database, keeper, YESTERDAY)
    assert spans(database) == [(1, LONG_AGO, YESTERDAY - timedelta(days=1)), (2, YESTERDAY, None)]

    receive(database, hall)
    hands.forward(days=2)
    begin(database, keeper, amount="7")
    refusal = refused(lambda: publish(database, keeper, TODAY), PastVersion)
    assert refusal.facts == {"procedure": SOCIAL_WORK, "day": "23/11/2026", "received": 1}
    publish(database, keeper, TOMORROW)


def test_a_slip_is_mended_the_same_day(database: Database, keeper: Actor) -> None:
    """What was published for a day and replaced for that day holds on none; what comes later still comes."""
    for amount, day in (("9", TODAY), ("8", TODAY), ("6", TODAY + timedelta(days=30)), ("7", TOMORROW)):
        begin(database, keeper, amount=amount)
        publish(database, keeper, day)

    assert spans(database) == [
        (1, LONG_AGO, YESTERDAY),
        (2, TODAY, YESTERDAY),
        (3, TODAY, TODAY),
        (4, TODAY + timedelta(days=30), None),
        (5, TOMORROW, TODAY + timedelta(days=29)),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_one_version_holds_on_any_day(database: Database, keeper: Actor, hands: Hands, seed: int) -> None:
    """Forty publications and withdrawals on days drawn by lot: no day ever has two versions of a code."""
    drawn = random.Random(seed)  # noqa: S311  the days of a test, not a secret
    for amount in range(1, 41):
        today = hands().date()
        day = today + timedelta(days=drawn.randrange(-3, 12))
        try:
            if drawn.random() < 0.15:
                database.write_now(keeper, keep_procedures.withdraw, SOCIAL_WORK, WithdrawWish(from_on=day))
            else:
                last = day + timedelta(days=drawn.randrange(5)) if drawn.random() < 0.3 else None
                begin(database, keeper, amount=str(amount), valid_to=last)
                publish(database, keeper, day)
        except (NotFound, DraftExists):
            pass
        if drawn.random() < 0.5:
            hands.forward(days=1)
    for days in range(-40, 80):
        held = holding(database, TODAY + timedelta(days=days))
        assert set(held.values()) <= {1}, (days, held)


def test_of_two_who_publish_at_once_one_wins(database: Database, hall: Hall, keeper: Actor) -> None:
    """The other is told which version it was published as; there is one more version, not two."""
    other = Actor(id=keeper.id, kind="officer", role="administrator", centre_id=hall.centre)
    begin(database, keeper, amount="8")
    row = database.read_now(procedure_drafts.draft_of, SOCIAL_WORK)
    assert row is not None
    seen = changed_at(row)

    def try_it(actor: Actor) -> object:
        try:
            return publish(database, actor, TODAY, read_at=seen)
        except DraftGone as refusal:
            return refusal.facts

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(try_it, [keeper, other]))

    assert sorted(map(str, answers)) == sorted([SOCIAL_WORK, str({"procedure": SOCIAL_WORK, "version": 2})])
    assert [one[0] for one in spans(database)] == [1, 2]


def test_two_who_draw_up_one_draft_do_not_undo_each_other(database: Database, keeper: Actor) -> None:
    """Who saves what somebody else has changed since is refused; so is who publishes it."""
    begin(database, keeper)
    row = database.read_now(procedure_drafts.draft_of, SOCIAL_WORK)
    assert row is not None
    seen = changed_at(row)
    change(database, keeper, read_at=seen, amount="9")

    refused(lambda: change(database, keeper, read_at=seen, amount="4"), DraftChanged)
    refused(lambda: publish(database, keeper, TODAY, read_at=seen), DraftChanged)
    kept = draft(database)
    assert kept is not None
    assert kept.amount == "9"


def test_a_draft_is_discarded_without_a_trace_in_what_is_in_force(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """The next one begins as the version in force again."""
    begin(database, keeper, amount="1", requirements=[], steps=FIVE_STEPS)
    database.write_now(keeper, keep_procedures.discard, SOCIAL_WORK)

    assert draft(database) is None
    assert told(database, hall)[-1][1]["act"] == "discarded"
    begin(database, keeper)
    facts = draft(database)
    assert facts is not None
    assert (facts.amount, len(facts.requirements), facts.steps) == ("10", 4, ())
    refused(lambda: database.write_now(keeper, keep_procedures.discard, PAID), DraftGone)


@pytest.mark.parametrize(
    ("wish", "kind", "field"),
    [
        ({"amount": "-1"}, AllowanceRefused, None),
        ({"amount": "mười"}, AllowanceRefused, None),
        ({"unit": "month", "amount": "1.5"}, AllowanceRefused, None),
        ({"unit": "fortnight"}, Malformed, "unit"),
        ({"fee_dong": -1}, Malformed, "fee_dong"),
        ({"charge_dong": -1}, Malformed, "charge_dong"),
        ({"online_discount_percent": 101}, Malformed, "online_discount_percent"),
        ({"answer_days": 0}, Malformed, "answer_days"),
        ({"mountain_days": -1}, Malformed, "mountain_days"),
        ({"name": ""}, Malformed, "name"),
        ({"receiving": ["moon"]}, Malformed, "receiving"),
        ({"sector": "no-such"}, NotFound, None),
        ({"agency": "no-such"}, NotFound, None),
        ({"channels": [ChannelFacts(channel="pigeon")]}, Malformed, "channels.1.channel"),
        (
            {"channels": [ChannelFacts(channel="post", amount="-1", unit="month")]},
            Malformed,
            "channels.1.amount",
        ),
        ({"channels": [ChannelFacts(channel="post", fee_dong=-5)]}, Malformed, "channels.1.fee_dong"),
        ({"requirements": [RequirementFacts(name="Đơn")]}, Malformed, "requirements.1.originals"),
        ({"requirements": [RequirementFacts(name="Đơn", copies=-1)]}, Malformed, "requirements.1.copies"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    database: Database, keeper: Actor, wish: dict[str, Any], kind: type[Refusal], field: str | None
) -> None:
    """Nothing of the wish is taken over."""
    begin(database, keeper)
    before = draft(database)

    refusal = refused(lambda: change(database, keeper, **wish), kind)

    assert refusal.facts.get("field") == field
    assert draft(database) == before


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ({"steps": FIVE_STEPS[:-2]}, LegsDoNotSum),
        ({"steps": [], "receiving": []}, Malformed),
        ({"amount": "", "unit": None}, AllowanceNotStated),
        ({"own_commune": True}, Malformed),
        ({"agency": None}, Malformed),
        ({"valid_to": YESTERDAY}, Malformed),
    ],
)
def test_a_draft_that_lacks_something_is_kept_and_not_published(
    database: Database, keeper: Actor, wish: dict[str, Any], kind: type[Refusal]
) -> None:
    """It may be drawn up over days; published it is only whole."""
    begin(database, keeper, **wish)
    refused(lambda: publish(database, keeper, TODAY), kind)
    assert [one[0] for one in spans(database)] == [1]


def test_steps_that_do_not_add_up_are_told_with_both_sums(database: Database, keeper: Actor) -> None:
    """Nine and a half days of steps for ten of allowance; with the fifth step they are published."""
    begin(database, keeper, steps=FIVE_STEPS[:4])
    refusal = refused(lambda: publish(database, keeper, TODAY), LegsDoNotSum)
    assert refusal.facts == {"whole": "10", "total": "9.5"}
    change(database, keeper, steps=FIVE_STEPS)
    publish(database, keeper, TODAY)


def test_drafts_are_published_together_or_not_at_all(database: Database, keeper: Actor) -> None:
    """The second lacks something, so the first is not published either."""
    begin(database, keeper, amount="9")
    begin(database, keeper, SAME_DAY, receiving=[])
    wish = TogetherWish(codes=[SOCIAL_WORK, SAME_DAY], valid_from=TOMORROW)

    refused(lambda: database.write_now(keeper, keep_procedures.publish_together, wish), Malformed)
    assert len(spans(database)) == 1

    change(database, keeper, SAME_DAY, receiving=["commune"])
    assert database.write_now(keeper, keep_procedures.publish_together, wish) == 2
    assert spans(database)[-1] == (2, TOMORROW, None)


def test_a_withdrawn_procedure_receives_nothing_from_its_day_on(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """Until the day before it does; what was to come does not come; what runs goes on."""
    received = receive(database, hall)
    begin(database, keeper, amount="9")
    publish(database, keeper, TODAY + timedelta(days=9))
    refused(
        lambda: database.write_now(
            keeper, keep_procedures.withdraw, SOCIAL_WORK, WithdrawWish(from_on=YESTERDAY)
        ),
        PastVersion,
    )
    database.write_now(keeper, keep_procedures.withdraw, SOCIAL_WORK, WithdrawWish(from_on=TOMORROW))

    assert database.read_now(procedures.procedure_on, SOCIAL_WORK, TODAY).version == 1
    for day in (TOMORROW, TODAY + timedelta(days=20)):
        refused(lambda day=day: database.read_now(procedures.procedure_on, SOCIAL_WORK, day), NotFound)  # type: ignore[misc]
    assert received.code
    assert [facts["last_on"] for kind, facts in told(database, hall) if kind == "procedure-withdrawn"] == [
        "2026-11-23",
        "2026-11-23",
    ]


def test_a_channel_follows_the_procedure_where_it_says_nothing_of_its_own(
    database: Database, keeper: Actor
) -> None:
    """At the counter ten days like the procedure: eight when the procedure has eight; online stays five."""
    begin(database, keeper, PAID, amount="8", fee_dong=90_000)
    publish(database, keeper, TODAY, PAID)

    row = database.read_now(procedures.procedure_on, PAID, TODAY)
    channels = database.read_now(procedures.channels_of, row.id)
    assert [(one.channel, one.amount, one.unit, one.fee_dong) for one in channels] == [
        ("direct", "8", "working_day", None),
        ("online", "5", "working_day", None),
        ("post", "", None, None),
    ]


def test_marks_of_memory_are_cleared_by_whoever_checked(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """In the version in force itself: what it says does not change; the journal says who and which."""
    database.write_now(
        keeper,
        lambda tx: (
            tx.run(
                "UPDATE procedure SET from_memory = :marks WHERE code = :code",
                marks='["allowance", "requirements"]',
                code=SOCIAL_WORK,
            ).rowcount
        ),
    )
    wish = CheckedWish(fields=["allowance", "steps"], version=1)
    database.write_now(keeper, keep_procedures.confirm, SOCIAL_WORK, wish)

    assert versions(database)[0].from_memory == '["requirements"]'
    assert told(database, hall)[-1] == (
        "procedure-checked",
        {"code": SOCIAL_WORK, "version": 1, "fields": ["allowance"]},
    )
    refused(lambda: database.write_now(keeper, keep_procedures.confirm, SOCIAL_WORK, wish), Malformed)
    begin(database, keeper, from_memory=[])
    facts = draft(database)
    assert facts is not None
    assert facts.from_memory == ()


def test_only_who_keeps_the_catalogue_changes_it(database: Database, hall: Hall, keeper: Actor) -> None:
    """Reception, specialists and leaders are refused at every act."""
    begin(database, keeper)
    for actor in (hall.officer(1), make_administrator(database, hall, role="leader")):
        for act in (
            lambda actor=actor: begin(database, actor, PAID),
            lambda actor=actor: change(database, actor, amount="1"),
            lambda actor=actor: publish(database, actor, TODAY),
            lambda actor=actor: database.write_now(actor, keep_procedures.discard, SOCIAL_WORK),
        ):
            refused(act, NotAllowed)


def test_a_code_is_read_as_it_is_copied(database: Database, keeper: Actor) -> None:
    """With the province's ending; a typo of an official list is refused with what is meant."""
    sector = versions(database)[0].sector_id
    assert begin(database, keeper, " 1.009999.000.00.00.H14 ", name="Mới", sector=sector) == A_NEW_ONE
    refusal = refused(lambda: begin(database, keeper, "1.014.111", name="Mới", sector=sector), CodeUnreadable)
    assert refusal.facts == {"sought": "1.014.111", "reason": "points", "meant": "1.014111"}
