"""Figures of agencies: once for each agency, once for the citizen; the same as a count by hand."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from onestop.model.dossier import OWED, Dossier
from onestop.model.leg import Leg
from onestop.rules.access import SYSTEM
from onestop.rules.agency_figures import Counted, reckon
from onestop.rules.scope import Scope, scope_of
from onestop.store import leg_figures, travelling
from onestop.store.database import Database
from onestop.store.travelling import Which
from tests.conftest import MORNING, Hands
from tests.dossier_makers import receive
from tests.makers import Hall
from tests.travel_makers import (
    BIRTH,
    Agencies,
    accept,
    busy_fortnight,
    forward,
    legs_of,
    make_agencies,
    return_leg,
)

PERIOD = (MORNING, MORNING + timedelta(days=7))


@pytest.fixture
def among(database: Database, hall: Hall) -> Agencies:
    """Give agencies that dossiers travel among."""
    return make_agencies(database, hall)


def by_hand(legs: list[Leg], dossiers: list[Dossier], now: datetime) -> dict[str, Counted]:
    """Count agencies naively: every dossier of every agency looked at by itself."""
    begins, ends = PERIOD
    running = {one.id for one in dossiers if one.state in {"received", "processing"}}
    of_agency: dict[str, dict[str, list[Leg]]] = defaultdict(lambda: defaultdict(list))
    for leg in legs:
        if leg.state in {"sent", "accepted", "done"}:
            of_agency[leg.agency_id][leg.dossier_id].append(leg)
    counted = {}
    for agency, sent_there in of_agency.items():
        received = early = on_time = overdue = days = still = late = 0
        for shares in sent_there.values():
            came = min(leg.sent_at or leg.done_at or MORNING for leg in shares)
            received += begins <= came < ends
            unfinished = [leg for leg in shares if leg.state != "done"]
            if unfinished:
                still += 1
                late += any(leg.due_at < now and leg.dossier_id in running for leg in unfinished)
                continue
            done = max(leg.done_at or MORNING for leg in shares)
            if not begins <= done < ends:
                continue
            standings = {leg.standing for leg in shares}
            overdue += "overdue" in standings
            days += max((leg.late_days or 0 for leg in shares if leg.standing == "overdue"), default=0)
            early += standings == {"early"}
            on_time += "overdue" not in standings and standings != {"early"}
        counted[agency] = Counted(received, early, on_time, overdue, days, still, late)
    return counted


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_those_of_a_count_by_hand(
    database: Database, among: Agencies, hands: Hands, seed: int
) -> None:
    """For every agency, and for the citizens: a dossier of three agencies is three times work and one dossier."""
    busy_fortnight(database, among, hands, seed)
    legs = database.read_now(lambda reading: list(reading.session.exec(select(Leg)).all()))
    dossiers = database.read_now(lambda reading: list(reading.session.exec(select(Dossier)).all()))
    agencies = database.read_now(leg_figures.by_agency, Scope(), *PERIOD)
    whole = database.read_now(leg_figures.by_dossier, Scope(), *PERIOD)

    assert agencies == by_hand(legs, dossiers, hands.at)
    assert sum(each.early + each.on_time + each.overdue for each in agencies.values()) > 0
    begins, ends = PERIOD
    assert whole.received == sum(begins <= one.received_at < ends for one in dossiers)
    assert whole.open == sum(one.state in OWED for one in dossiers)
    for standing in ("early", "on_time", "overdue"):
        ended = [one for one in dossiers if one.standing == standing and one.ready_at and one.ready_at < ends]
        assert getattr(whole, standing) == len(ended)
    owed = [one for one in dossiers if one.state in {"received", "processing"}]
    assert whole.open_late == sum(one.due_at < hands.at for one in owed)
    after = (MORNING + timedelta(days=300), MORNING + timedelta(days=330))
    later = database.read_now(leg_figures.by_dossier, Scope(), *after)
    assert later == Counted(open=whole.open, open_late=whole.open_late), (
        "only what is open is told of any period"
    )


def test_figures_tell_what_is_late_now_and_by_how_many_days(
    database: Database, among: Agencies, hands: Hands
) -> None:
    """Three days' work given back after a week is overdue by its working days; what is still there is late now."""
    codes = [
        receive(database, among.hall, procedure=BIRTH, documents=(), channel="online").code for _ in "12"
    ]
    for code in codes:
        forward(database, among.desk, code)
        accept(database, among.people["health.1"], code)
        return_leg(database, among.people["health.1"], code)
        accept(database, among.people["police.1"], code)
    hands.forward(days=9)
    return_leg(database, among.people["police.1"], codes[0])
    period = (MORNING, MORNING + timedelta(days=30))
    found = database.read_now(leg_figures.by_agency, Scope(), *period)[among.ids["police"]]
    (leg,) = [leg for leg in legs_of(database, codes[0]) if leg.agency_id == among.ids["police"]]

    assert leg.late_days
    assert found == Counted(received=2, overdue=1, late_days=leg.late_days, open=1, open_late=1)
    told = reckon(found)
    assert (told.done, told.in_time_percent, told.late_days_mean) == (1, 0.0, leg.late_days)
    nothing = reckon(Counted())
    assert (nothing.in_time_percent, nothing.late_days_mean) == (None, None)

    database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE dossier SET state = 'suspended' WHERE code = :code", code=codes[1])
    )
    assert database.read_now(leg_figures.by_agency, Scope(), *period)[among.ids["police"]].open_late == 0


def test_an_agency_sees_its_own_figures(database: Database, among: Agencies) -> None:
    """Police count what came to them, and not what the health department does beside it."""
    code = receive(database, among.hall, procedure=BIRTH, documents=(), channel="online").code
    forward(database, among.desk, code)
    accept(database, among.people["health.1"], code)
    return_leg(database, among.people["health.1"], code)
    scope = scope_of(among.people["police.1"])
    assert database.read_now(leg_figures.by_agency, scope, *PERIOD) == {
        among.ids["police"]: Counted(received=1, open=1)
    }


def test_what_is_held_coming_and_late_is_named(database: Database, among: Agencies, hands: Hands) -> None:
    """By agency and by officer, soonest due first; a dossier that waits for something is late at nobody."""
    first, second = (receive(database, among.hall, procedure=BIRTH, documents=()).code for _ in range(2))
    for code in (first, second):
        forward(database, among.desk, code)
    officer = among.people["health.1"]
    accept(database, officer, first)

    def codes(which: Which, holder: str | None = None) -> list[str]:
        found = database.read_now(travelling.legs_at, scope_of(officer), which, officer_id=holder)
        return [one.dossier.code for one in found]

    assert (codes(Which.HELD), codes(Which.COMING), codes(Which.LATE)) == ([first], [second], [])
    assert codes(Which.HELD, officer.id) == [first]
    assert codes(Which.HELD, among.people["health.2"].id) == []
    hands.forward(days=3)
    assert codes(Which.LATE) == [first, second]
    (late, _) = database.read_now(travelling.legs_at, scope_of(officer), Which.LATE)
    assert (late.agency, late.officer, late.procedure[:10]) == ("Sở Y tế", "Cán bộ health.1", "Liên thông")
    database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE dossier SET state = 'suspended' WHERE code = :code", code=first)
    )
    assert codes(Which.LATE) == [second]


def test_what_should_be_on_its_way_is_listed_from_the_hour_on(
    database: Database, among: Agencies, hands: Hands
) -> None:
    """Received at 09:40: not late before closing, late after; no longer once it was sent."""
    code, other = (receive(database, among.hall).code for _ in range(2))

    def late() -> list[str]:
        found = database.read_now(travelling.late_to_forward, scope_of(among.desk))
        return [one.dossier.code for one in found]

    assert late() == []
    hands.forward(days=1)
    assert late() == [code, other]
    forward(database, among.desk, code)
    assert late() == [other]
