"""Who holds a dossier in its agency: one at a time, never in circles, somebody there on days of leave."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from onestop.errors import (
    BouncedBack,
    HoldsAlready,
    LegTaken,
    Malformed,
    NobodyCovers,
    NoLegHere,
    NotAllowed,
    NotFound,
    OfficerElsewhere,
    Refusal,
)
from onestop.model.leg import Assignment
from onestop.rules.access import Actor
from onestop.store import legs
from onestop.store.database import Database
from onestop.use_cases import assign_dossier
from onestop.use_cases.assign_dossier import AssignMany
from tests.dossier_makers import receive
from tests.makers import Hall
from tests.travel_makers import (
    Agencies,
    accept,
    assign,
    forward,
    legs_of,
    make_agencies,
    put_on_leave,
    return_leg,
)

TODAY = date(2026, 11, 23)


@pytest.fixture
def among(database: Database, hall: Hall) -> Agencies:
    """Give agencies that dossiers travel among."""
    return make_agencies(database, hall)


@pytest.fixture
def sent(database: Database, among: Agencies) -> str:
    """Give a dossier on its way to the health department."""
    code = receive(database, among.hall).code
    forward(database, among.desk, code)
    return code


def held(database: Database, code: str) -> list[Assignment]:
    """Read the ledger of who held a dossier's first leg."""
    return database.read_now(legs.assignments_of, [legs_of(database, code)[0].id])


def test_whoever_accepts_holds_it_until_it_is_assigned(
    database: Database, among: Agencies, sent: str
) -> None:
    """The ledger has no hole: the end of one is the beginning of the next."""
    first, second = among.people["health.1"], among.people["health.2"]
    accept(database, first, sent)
    assign(database, among.people["health"], sent, second)
    one, other = held(database, sent)

    assert (one.officer_id, other.officer_id, other.ended_at) == (first.id, second.id, None)
    assert one.ended_at == other.assigned_at
    return_leg(database, second, sent)
    assert held(database, sent)[-1].ended_at is not None


def test_a_leader_assigns_what_nobody_took_on(database: Database, among: Agencies, sent: str) -> None:
    """It is taken on with the assignment; a leader may also name the holder when accepting."""
    assign(database, among.people["health"], sent, among.people["health.1"])
    (leg,) = legs_of(database, sent)
    assert (leg.state, leg.officer_id) == ("accepted", among.people["health.1"].id)
    other = receive(database, among.hall).code
    forward(database, among.desk, other)
    accept(database, among.people["health"], other, officer=among.people["room.1"].id)
    assert legs_of(database, other)[0].officer_id == among.people["room.1"].id


def test_a_dossier_does_not_go_in_circles(database: Database, among: Agencies, sent: str) -> None:
    """Back to the first once, and not again; to whoever holds it never."""
    leader, first, second = (among.people[who] for who in ("health", "health.1", "health.2"))
    accept(database, first, sent)
    for officer in (second, first, second):
        assign(database, leader, sent, officer)
    with pytest.raises(HoldsAlready):
        assign(database, leader, sent, second)
    with pytest.raises(BouncedBack) as refused:
        assign(database, leader, sent, first)
    assert (refused.value.officer, refused.value.times) == ("Cán bộ health.1", 2)
    assign(database, leader, sent, among.people["room.1"])


def test_on_a_day_of_leave_the_cover_has_it(database: Database, among: Agencies, sent: str) -> None:
    """And the ledger says for whom; the day after the leave the officer has it again."""
    away, cover = among.people["health.1"], among.people["health.2"]
    put_on_leave(database, away, cover, TODAY, TODAY)
    put_on_leave(database, cover, away, date(2026, 11, 25), date(2026, 11, 25))
    assign(database, among.people["health"], sent, away)
    (only,) = held(database, sent)
    assert (only.officer_id, only.covers_id) == (cover.id, away.id)


def test_where_everybody_is_on_leave_nobody_is_made_up(
    database: Database, among: Agencies, sent: str
) -> None:
    """Covers who cover for each other are found, not followed for ever."""
    one, other = among.people["health.1"], among.people["health.2"]
    put_on_leave(database, one, other, TODAY, TODAY)
    put_on_leave(database, other, one, TODAY, TODAY)
    with pytest.raises(NobodyCovers) as refused:
        assign(database, among.people["health"], sent, one)
    assert refused.value.officer == "Cán bộ health.1"
    assert held(database, sent) == []


@pytest.mark.parametrize(
    ("who", "to", "refusal"),
    [
        ("health", "police.1", OfficerElsewhere),
        ("health.1", "health.2", NotAllowed),
        ("police", "police.1", NotAllowed),
        ("health", "nobody", NotFound),
    ],
)
def test_only_a_leader_of_the_agency_assigns_and_only_within_it(
    database: Database, among: Agencies, sent: str, who: str, to: str, refusal: type[Refusal]
) -> None:
    """Not to another agency's officer, not by a specialist, not by another agency's leader."""
    officer = among.people.get(to, Actor(id="0" * 20, kind="officer"))
    with pytest.raises(refusal):
        assign(database, among.people[who], sent, officer)
    assert held(database, sent) == []


def test_nobody_is_given_what_is_not_there(database: Database, among: Agencies, sent: str) -> None:
    """Done, the agency has it no longer."""
    accept(database, among.people["health.1"], sent)
    return_leg(database, among.people["health.1"], sent)
    with pytest.raises(NoLegHere):
        assign(database, among.people["health"], sent, among.people["health.2"])


def test_of_many_each_comes_out_for_itself(database: Database, among: Agencies, sent: str) -> None:
    """Two are assigned, one is not there and one was never sent, and the leader is told of each."""
    other, still = (receive(database, among.hall).code for _ in range(2))
    forward(database, among.desk, other)
    officer = among.people["health.1"]
    codes = (other, "H14.99-000000-0001", still, sent)
    wish = AssignMany(codes=codes, officer=officer.id)
    rows = database.write_now(among.people["health"], assign_dossier.assign_many, wish).rows

    assert [(row.code, row.refused, row.officer_id) for row in rows] == [
        (other, None, officer.id),
        ("H14.99-000000-0001", "not-found", None),
        (still, "move-not-allowed", None),
        (sent, None, officer.id),
    ]
    again = database.write_now(among.people["health"], assign_dossier.assign_many, wish).rows
    assert [row.refused for row in again] == [
        "holds-already",
        "not-found",
        "move-not-allowed",
        "holds-already",
    ]
    with pytest.raises(Malformed):
        database.write_now(
            among.people["health"], assign_dossier.assign_many, AssignMany(codes=(), officer=officer.id)
        )


def test_two_officers_who_accept_at_once_do_not_both_have_it(
    database: Database, among: Agencies, sent: str
) -> None:
    """One holds it; the other is told who."""
    together = threading.Barrier(2)

    def press(who: str) -> str:
        together.wait()
        try:
            accept(database, among.people[who], sent)
        except LegTaken as taken:
            return taken.holder
        return ""

    with ThreadPoolExecutor(2) as officers:
        told = sorted(officers.map(press, ("health.1", "health.2")))

    assert told[0] == ""
    assert told[1].startswith("Cán bộ health.")
    assert len(held(database, sent)) == 1


def test_two_leaders_who_assign_the_same_pile_at_once_leave_one_holder_each(
    database: Database, among: Agencies
) -> None:
    """In whatever order they list it, nobody waits for ever, and every dossier has exactly one holder."""
    codes = [receive(database, among.hall).code for _ in range(6)]
    for code in codes:
        forward(database, among.desk, code)
    together = threading.Barrier(2)

    def press(turn: int) -> int:
        together.wait()
        to = among.people[f"health.{turn}"]
        listed = tuple(codes if turn == 1 else reversed(codes))
        wish = AssignMany(codes=listed, officer=to.id)
        rows = database.write_now(among.people["health"], assign_dossier.assign_many, wish).rows
        return sum(row.refused is None for row in rows)

    with ThreadPoolExecutor(2) as leaders:
        assert list(leaders.map(press, (1, 2))) == [6, 6]
    for code in codes:
        assert len([each for each in held(database, code) if each.ended_at is None]) == 1
