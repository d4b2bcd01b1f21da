"""A dossier among agencies: sent in turn, taken on once, given back with its own standing; on both databases."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fractions import Fraction

import msgspec
import pytest

from onestop.errors import (
    LeadNotOne,
    LegsDoNotSum,
    LegsOpen,
    LegTaken,
    LegTouched,
    MoveNotAllowed,
    NoLegHere,
    NotAllowed,
    NotFound,
    NothingToForward,
    Refusal,
    RouteLoops,
    RouteParallel,
    StageOpen,
    Stale,
)
from onestop.model.dossier import Dossier
from onestop.rules.access import SYSTEM
from onestop.rules.reroute import WantedLeg
from onestop.rules.route import total_of
from onestop.rules.scope import scope_of
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import change, fix_standing, hold
from onestop.store import dossier_list, dossiers, journal
from onestop.store import legs as store_legs
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import ready_result, return_result
from onestop.use_cases.return_result import HandOver, TypedCollector
from tests.conftest import Hands
from tests.dossier_makers import receive
from tests.makers import Hall
from tests.travel_makers import (
    BIRTH,
    Agencies,
    accept,
    busy_fortnight,
    forward,
    handovers_of,
    legs_of,
    make_agencies,
    return_leg,
    states,
    take_back,
)


@pytest.fixture
def among(database: Database, hall: Hall) -> Agencies:
    """Give agencies that dossiers travel among."""
    return make_agencies(database, hall)


def birth(database: Database, among: Agencies, channel: str = "online") -> str:
    """Receive a registration of birth; electronic unless told otherwise."""
    return receive(database, among.hall, procedure=BIRTH, documents=(), channel=channel).code


def dossier_of(database: Database, code: str) -> Dossier:
    """Read a dossier."""
    return database.read_now(dossiers.by_code, code)


def test_the_receipt_plans_the_legs_with_their_ends(database: Database, among: Agencies) -> None:
    """Monday 09:40, Tuesday a holiday: one day, then two or three more; the last ends with the whole."""
    code = birth(database, among)
    legs = legs_of(database, code)

    assert [(leg.stage, leg.part, leg.amount, leg.state) for leg in legs] == [
        (1, "lead", "1", "planned"),
        (2, "cooperating", "3", "planned"),
        (2, "cooperating", "2", "planned"),
    ]
    assert [leg.due_at for leg in legs] == [
        datetime(2026, 11, 25, 10, tzinfo=UTC),
        datetime(2026, 11, 30, 10, tzinfo=UTC),
        datetime(2026, 11, 27, 10, tzinfo=UTC),
    ]
    assert dossier_of(database, code).due_at == legs[1].due_at


def test_on_paper_the_same_agencies_follow_each_other(database: Database, among: Agencies) -> None:
    """Three stages instead of two, within the same four days."""
    legs = legs_of(database, birth(database, among, "direct"))
    assert [(leg.stage, leg.amount) for leg in legs] == [(1, "1"), (2, "1.8"), (3, "1.2")]
    assert legs[-1].due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_one_agency_has_one_leg_and_nothing_is_told_of_a_route(database: Database, among: Agencies) -> None:
    """Where nobody co-operates, the leg is the whole."""
    received = receive(database, among.hall)
    (leg,) = legs_of(database, received.code)
    assert (leg.agency_id, leg.due_at, leg.amount) == (among.ids["health"], received.due_at, "10")


def test_an_electronic_dossier_goes_on_by_itself(database: Database, among: Agencies, hands: Hands) -> None:
    """The centre sends it once; police and insurance get it together when the commune is done, and it ends there."""
    code = birth(database, among)
    forward(database, among.desk, code)
    assert states(database, code) == ["sent", "planned", "planned"]
    accept(database, among.people["health.1"], code)
    return_leg(database, among.people["health.1"], code, "Đã đăng ký")
    assert states(database, code) == ["done", "sent", "sent"]
    hands.at = datetime(2026, 11, 30, 2, tzinfo=UTC)
    for agency in ("police.1", "insurance.2"):
        accept(database, among.people[agency], code)
        return_leg(database, among.people[agency], code)

    first, police, insurance = legs_of(database, code)
    assert (first.standing, first.late_days, first.outcome) == ("early", -1, "Đã đăng ký")
    assert (police.standing, insurance.standing, insurance.late_days) == ("on_time", "overdue", 1)
    assert database.write_now(among.desk, ready_result.result_ready, code).state == "result_ready"
    assert dossier_of(database, code).standing == "on_time"


def test_a_paper_dossier_comes_back_to_the_centre_each_time(database: Database, among: Agencies) -> None:
    """Given back, it is on its way; sent on, the centre has had it."""
    code = birth(database, among, "direct")
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    return_leg(database, among.people["health.1"], code)
    assert states(database, code) == ["done", "planned", "planned"]
    (_, back) = handovers_of(database, code)
    assert (back.from_agency_id, back.to_agency_id, back.taken_at) == (among.ids["health"], None, None)
    forward(database, among.desk, code)
    (_, back, on) = handovers_of(database, code)
    assert back.taken_at is not None
    assert (on.from_agency_id, on.to_agency_id, on.taken_at) == (None, among.ids["police"], None)


def test_stages_run_in_turn(database: Database, among: Agencies) -> None:
    """Nothing goes on before the agency that has it is done, nor after the last."""
    code = receive(database, among.hall).code
    forward(database, among.desk, code)
    with pytest.raises(NothingToForward):
        forward(database, among.desk, code)
    code = birth(database, among, "direct")
    forward(database, among.desk, code)
    with pytest.raises(StageOpen) as refused:
        forward(database, among.desk, code)
    assert refused.value.agencies == ["Sở Y tế"]


def test_forwarded_after_the_hour_is_told_as_late(database: Database, among: Agencies, hands: Hands) -> None:
    """Received at 09:40 it goes by closing time; the next working morning is late, and says so."""
    early, late = birth(database, among), birth(database, among)
    forward(database, among.desk, early)
    hands.at = datetime(2026, 11, 25, 1, tzinfo=UTC)
    forward(database, among.desk, late)
    entries = database.read_now(journal.since, among.hall.centre, 0)
    sent = [msgspec.json.decode(entry.facts) for entry in entries if entry.kind == "dossier-forwarded"]
    told = {facts["code"]: facts["late"] for facts in sent}
    assert told == {early: False, late: True}


def test_what_is_on_its_way_is_taken_back_untouched_only(database: Database, among: Agencies) -> None:
    """Mis-sent, it comes back as if never sent, and the agency no longer sees it; taken on, it stays."""
    code = birth(database, among)
    forward(database, among.desk, code)
    take_back(database, among.desk, code)
    assert states(database, code) == ["planned"] * 3
    assert dossier_of(database, code).forwarded_at is None
    assert handovers_of(database, code)[0].undone_at is not None
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    with pytest.raises(LegTouched) as refused:
        take_back(database, among.desk, code)
    assert refused.value.agencies == ["Sở Y tế"]


def test_only_whoever_was_sent_it_sees_it_and_may_take_it_on(database: Database, among: Agencies) -> None:
    """Police see it from the moment it is sent to them; insurance not before, and a room's head sees its room's."""

    def sees(who: str, code: str) -> bool:
        actor = among.people[who]
        return database.read_now(
            lambda reading: dossier_list.reaches(reading, scope_of(actor), dossiers.by_code(reading, code))
        )

    code = receive(database, among.hall).code
    assert (sees("health.1", code), sees("police.1", code)) == (True, False)
    forward(
        database,
        among.desk,
        code,
        WantedLeg(agency=among.ids["room"], amount="3", work="Xem hồ sơ"),
        WantedLeg(agency=among.ids["police"], amount="3"),
        WantedLeg(agency=among.ids["health"], amount="4"),
    )
    assert (sees("room.1", code), sees("police.1", code)) == (True, False)
    with pytest.raises(NotAllowed):
        accept(database, among.people["police.1"], code)
    accept(database, among.people["health.1"], code)
    return_leg(database, among.people["room.1"], code)
    forward(database, among.desk, code)
    assert sees("police.1", code)


def test_the_same_asked_twice_changes_nothing(database: Database, among: Agencies) -> None:
    """A repeated or reordered message is refused, and the dossier is as it was."""
    code = birth(database, among)
    officer, other = among.people["health.1"], among.people["health.2"]
    with pytest.raises(MoveNotAllowed):
        accept(database, officer, code)
    seen = forward(database, among.desk, code).version
    with pytest.raises(NoLegHere):
        return_leg(database, officer, code)
    accept(database, officer, code)
    version = dossier_of(database, code).version
    with pytest.raises(LegTaken) as refused:
        accept(database, other, code)
    assert refused.value.holder == "Cán bộ health.1"
    with pytest.raises(Stale):
        accept(database, officer, code, version=seen)
    return_leg(database, officer, code)
    with pytest.raises(NoLegHere):
        return_leg(database, officer, code)
    with pytest.raises(NoLegHere):
        accept(database, officer, code)
    assert dossier_of(database, code).version == version + 1
    assert states(database, code) == ["done", "sent", "sent"]


@pytest.mark.parametrize(
    ("legs", "channel", "refusal"),
    [
        ((("police", "4"),), "online", LeadNotOne),
        ((("police", "1"), ("health", "4")), "online", LegsDoNotSum),
        ((("police", "1"), ("health", "2"), ("police", "1")), "online", RouteLoops),
        ((("police", "2", 1), ("insurance", "2", 1), ("health", "2", 2)), "direct", RouteParallel),
        ((("nobody", "4"),), "online", NotFound),
    ],
)
def test_a_route_that_cannot_be_changes_nothing(
    database: Database,
    among: Agencies,
    legs: tuple[tuple[str, str] | tuple[str, str, int], ...],
    channel: str,
    refusal: type[Refusal],
) -> None:
    """Refused with its reason, and the plan of the receipt stands."""
    code = birth(database, among, channel)
    before = [(leg.agency_id, leg.amount) for leg in legs_of(database, code)]
    to = [
        WantedLeg(
            agency=among.ids.get(leg[0], "0" * 20), amount=leg[1], stage=leg[2] if len(leg) > 2 else None
        )
        for leg in legs
    ]
    with pytest.raises(refusal):
        forward(database, among.desk, code, *to)
    assert [(leg.agency_id, leg.amount) for leg in legs_of(database, code)] == before
    assert dossier_of(database, code).state == "received"


def test_a_plan_of_fewer_agencies_leaves_no_time_behind(database: Database, among: Agencies) -> None:
    """Of three planned, one is left with all the time; the others are cancelled and take none."""
    code = birth(database, among, "direct")
    forward(database, among.desk, code, WantedLeg(agency=among.ids["health"], amount="4"))
    assert [(leg.amount, leg.state) for leg in legs_of(database, code)] == [
        ("4", "sent"),
        ("0", "cancelled"),
        ("0", "cancelled"),
    ]
    assert legs_of(database, code)[0].due_at == dossier_of(database, code).due_at


def test_there_is_no_result_before_everybody_answered(database: Database, among: Agencies) -> None:
    """The lead cannot be done while police are at work; the police cannot tell the result for it."""
    code = birth(database, among)
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    with pytest.raises(LegsOpen) as refused:
        database.write_now(among.people["health.1"], ready_result.result_ready, code)
    assert refused.value.agencies == ["Công an tỉnh", "Bảo hiểm xã hội tỉnh"]
    return_leg(database, among.people["health.1"], code)
    accept(database, among.people["police.1"], code)
    with pytest.raises(NoLegHere):
        database.write_now(among.people["police.1"], ready_result.result_ready, code)


def test_a_dossier_never_sent_is_done_where_it_was_received(database: Database, among: Agencies) -> None:
    """The counter has the result at once: the lead's leg is done with it, what was planned is not awaited."""
    code = birth(database, among)
    database.write_now(among.desk, ready_result.result_ready, code)
    first, *others = legs_of(database, code)
    assert (first.state, first.standing) == ("done", "early")
    assert [leg.state for leg in others] == ["cancelled", "cancelled"]


def test_the_lead_closes_its_leg_with_the_result(database: Database, among: Agencies) -> None:
    """On paper the result is then on its way to the centre."""
    code = receive(database, among.hall).code
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    database.write_now(among.people["health"], ready_result.result_ready, code)
    (leg,) = legs_of(database, code)
    assert (leg.state, leg.standing) == ("done", dossier_of(database, code).standing)
    back = handovers_of(database, code)[-1]
    assert (back.from_agency_id, back.taken_at) == (among.ids["health"], None)
    wish = HandOver(collector=TypedCollector(kind="applicant"))
    database.write_now(among.desk, return_result.hand_over, code, wish)
    assert handovers_of(database, code)[-1].taken_at is not None


def test_nothing_moves_while_something_is_awaited(database: Database, among: Agencies) -> None:
    """Suspended or waiting for papers: nobody sends, takes on, gives back or assigns."""
    code = birth(database, among)
    forward(database, among.desk, code)

    def wait(tx: Tx) -> None:
        tx.run("UPDATE dossier SET state = 'suspended' WHERE code = :code", code=code)

    database.write_now(SYSTEM, wait)
    attempts: list[Callable[[], object]] = [
        lambda: forward(database, among.desk, code),
        lambda: take_back(database, among.desk, code),
        lambda: accept(database, among.people["health.1"], code),
        lambda: return_leg(database, among.people["health.1"], code),
    ]
    for attempt in attempts:
        with pytest.raises(MoveNotAllowed):
            attempt()


def test_the_day_of_a_leg_moves_with_the_whole(database: Database, among: Agencies) -> None:
    """A plan changed after a holiday was announced: the leg's end is reckoned anew, the promise stands."""
    code = birth(database, among)
    promised = dossier_of(database, code).promised_at

    def announce(tx: Tx) -> None:
        tx.run(
            "INSERT INTO calendar_day (id, on_day, kind, name, known_on, source, from_memory)"
            " VALUES ('lateday', :day, 'statutory', 'Nghỉ', :known, '', :no)",
            day=date(2026, 11, 26).isoformat(),
            known=date(2026, 11, 23).isoformat(),
            no=0 if tx.is_sqlite else False,
        )

    database.write_now(SYSTEM, announce)
    forward(
        database,
        among.desk,
        code,
        WantedLeg(agency=among.ids["police"], amount="2"),
        WantedLeg(agency=among.ids["health"], amount="2"),
    )
    police, health, _ = legs_of(database, code)
    assert (police.due_at, health.due_at) == (
        datetime(2026, 11, 27, 10, tzinfo=UTC),
        datetime(2026, 12, 1, 10, tzinfo=UTC),
    )
    assert dossier_of(database, code).promised_at == promised


def test_the_end_of_a_dossier_ends_its_legs(database: Database, among: Agencies) -> None:
    """Declined while an agency has the papers: nobody is awaited, and the papers are on their way back."""
    held, sent = birth(database, among, "direct"), birth(database, among, "direct")
    for code in (held, sent):
        forward(database, among.desk, code)
    accept(database, among.people["health.1"], held)

    def decline(tx: Tx, code: str) -> None:
        dossier, after = hold(tx, code, move=DossierMove.DECLINE, version=None)
        fix_standing(tx, dossier)
        change(tx, dossier, after)

    for code in (held, sent):
        database.write_now(among.people["health"] if code == held else SYSTEM, decline, code)
        assert states(database, code) == ["cancelled"] * 3
    (_, back) = handovers_of(database, held)
    assert (back.from_agency_id, back.taken_at) == (among.ids["health"], None)
    (undone,) = handovers_of(database, sent)
    assert undone.undone_at is not None


def test_an_agency_that_co_operates_does_not_decide_on_the_whole(database: Database, among: Agencies) -> None:
    """The leader of the police sees the dossier and has its share; declining it is for the agency in charge."""
    code = birth(database, among)
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    return_leg(database, among.people["health.1"], code)

    def attempt(tx: Tx, move: DossierMove) -> None:
        hold(tx, code, move=move, version=None)

    for move in (DossierMove.DECLINE, DossierMove.EXTEND, DossierMove.STOP):
        with pytest.raises(NotAllowed):
            database.write_now(among.people["police"], attempt, move)
        database.write_now(among.people["health"], attempt, move)
    database.write_now(among.people["police"], attempt, DossierMove.SUSPEND)


def test_two_counters_that_send_at_once_send_once(database: Database, among: Agencies) -> None:
    """Whoever is second is told who has it."""
    code = birth(database, among)
    together = threading.Barrier(2)

    def press(counter: int) -> str:
        together.wait()
        try:
            return forward(database, among.hall.officer(counter), code).state
        except StageOpen as refused:
            return refused.agencies[0]

    with ThreadPoolExecutor(2) as desks:
        assert sorted(desks.map(press, (1, 2))) == ["Sở Y tế", "processing"]
    assert len(handovers_of(database, code)) == 1


@pytest.mark.parametrize("seed", [4, 5])
def test_whatever_happens_the_legs_hold_together(
    database: Database, among: Agencies, hands: Hands, seed: int
) -> None:
    """After hundreds of moves by chance: shares add up, one hand-over for each that is on its way, one holder."""
    for code in busy_fortnight(database, among, hands, seed):
        dossier, legs, given = (
            dossier_of(database, code),
            legs_of(database, code),
            handovers_of(database, code),
        )
        assert total_of((leg.stage, Fraction(leg.amount)) for leg in legs) == 4
        awaited = [
            each.leg_id for each in given if not each.taken_at and not each.undone_at and each.to_agency_id
        ]
        assert sorted(awaited, key=str) == sorted((leg.id for leg in legs if leg.state == "sent"), key=str)
        assert len({leg.stage for leg in legs if leg.state in {"sent", "accepted"}}) <= 1
        assert all((leg.standing is not None) == (leg.state == "done") for leg in legs)
        assert (dossier.forwarded_at is not None) == any(leg.sent_at for leg in legs)
        held = database.read_now(store_legs.assignments_of, [leg.id for leg in legs])
        still = {each.leg_id for each in held if each.ended_at is None}
        assert still == {leg.id for leg in legs if leg.state == "accepted"}
