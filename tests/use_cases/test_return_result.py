"""The result: early, on time or overdue is fixed when it is ready; handed over when paid; on both databases."""

import contextlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from onestop.errors import (
    Malformed,
    MoveNotAllowed,
    NotAllowed,
    NotFound,
    Refusal,
    ResultUnpaid,
    Stale,
)
from onestop.model.dossier import Dossier, DossierPeriod
from onestop.render.issued import thawed
from onestop.render.result_receipt import ResultReceiptFacts
from onestop.rules.access import Actor
from onestop.steps.change_state import MovedDossier
from onestop.store import dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import ready_result, return_result
from onestop.use_cases.return_result import HandOver, TypedCollector
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, NAME, NUMBER, PAID, SAME_DAY, receive
from tests.makers import Hall

TICK = timedelta(milliseconds=1)
"""Every look at the tests' clock takes so long; a move looks once."""
APPLICANT = TypedCollector(kind="applicant")
OTHER = TypedCollector(
    kind="representative", name="Lý Văn A", identity_no="004089000001", paper="Giấy ủy quyền số 5"
)


def ready(database: Database, hall: Hall, code: str, **named: Any) -> MovedDossier:
    """Note that the result is there."""
    return database.write_now(hall.officer(1), ready_result.result_ready, code, **named)


def hand_over(
    database: Database, hall: Hall, code: str, collector: TypedCollector = APPLICANT, **named: Any
) -> MovedDossier:
    """Hand the result over at the counter that returns results."""
    paid = named.pop("fee_paid", False)
    wish = HandOver(collector=collector, fee_paid=paid)
    return database.write_now(hall.officer(3), return_result.hand_over, code, wish, **named)


def dossier_of(database: Database, code: str) -> Dossier:
    """Read a dossier."""
    return database.read_now(dossiers.by_code, code)


@pytest.mark.parametrize(
    ("at", "judged"),
    [
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), ("early", -9)),
        (datetime(2026, 12, 7, 9, 59, tzinfo=UTC), ("early", -1)),
        (datetime(2026, 12, 8, 1, 0, tzinfo=UTC), ("on_time", 0)),
        (datetime(2026, 12, 8, 14, 0, tzinfo=UTC), ("on_time", 0)),
        (datetime(2026, 12, 9, 1, 0, tzinfo=UTC), ("overdue", 1)),
        (datetime(2026, 12, 14, 1, 0, tzinfo=UTC), ("overdue", 4)),
    ],
)
def test_a_result_due_on_8_december_is_judged_by_the_day(
    database: Database, office: Hall, hands: Hands, at: datetime, judged: tuple[str, int]
) -> None:
    """Done on the due day is on time, also in the evening; the length is told in working days."""
    code = receive(database, office).code
    hands.at = at
    ready(database, office, code)
    dossier = dossier_of(database, code)

    assert (dossier.standing, dossier.late_days) == judged
    assert dossier.ready_at == at + TICK


def test_hours_are_judged_to_the_minute(database: Database, office: Hall, hands: Hands) -> None:
    """Four hours from 09:40 end at 15:40: at 15:41 it is overdue, by no whole day."""
    in_time, late = (receive(database, office, procedure=BY_HOURS, documents=()).code for _ in range(2))
    hands.at = datetime(2026, 11, 23, 8, 39, tzinfo=UTC)
    ready(database, office, in_time)
    hands.forward(minutes=2)
    ready(database, office, late)

    assert (dossier_of(database, in_time).standing, dossier_of(database, late).standing) == (
        "on_time",
        "overdue",
    )
    assert dossier_of(database, late).late_days == 0


def test_a_citizen_who_comes_late_does_not_make_the_office_late(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The standing is of the day the result was ready, whenever it is collected."""
    code = receive(database, office).code
    hands.forward(days=7)
    ready(database, office, code)
    collected_at = hands.forward(days=60) + TICK
    hand_over(database, office, code)
    dossier = dossier_of(database, code)

    assert (dossier.standing, dossier.state, dossier.returned_at) == ("early", "returned", collected_at)


def test_who_collected_is_on_the_note_and_sealed_in_the_table(database: Database, office: Hall) -> None:
    """A representative is named with the number they showed and what lets them collect."""
    code = receive(database, office).code
    ready(database, office, code)
    hand_over(database, office, code, OTHER)

    def read(reading: Reading) -> tuple[ResultReceiptFacts, str]:
        dossier = dossiers.by_code(reading, code)
        paper = dossiers.papers_of(reading, dossier.id)[-1]
        facts = thawed(paper.name, reading.seals.unseal(paper.facts_sealed))
        assert isinstance(facts, ResultReceiptFacts)
        return facts, dossier.collector

    facts, kept = database.read_now(read)
    assert (facts.collector.kind, facts.collector.name) == ("representative", "Lý Văn A")
    assert (facts.collector.identity_kind, facts.collector.identity_no) == ("Căn cước", "004089000001")
    assert facts.collector.authority == "Giấy ủy quyền số 5"
    assert (facts.number, facts.code, facts.officer_name) == ("0001/TKQ", code, "Cán bộ quầy 3")
    assert "Lý Văn A" not in kept


def test_the_applicant_needs_no_typing_and_nobody_else_is_the_applicant(
    database: Database, office: Hall
) -> None:
    """Known from the dossier; another number than theirs is another person."""
    code = receive(database, office).code
    ready(database, office, code)
    with pytest.raises(Malformed, match="another-person"):
        hand_over(database, office, code, TypedCollector(kind="applicant", identity_no="004089000001"))
    hand_over(database, office, code, TypedCollector(kind="applicant", identity_no=NUMBER))

    assert dossier_of(database, code).state == "returned"


@pytest.mark.parametrize("changed", [{"name": ""}, {"identity_no": ""}, {"identity_no": "00408900000"}])
def test_a_representative_without_name_or_number_collects_nothing(
    database: Database, office: Hall, changed: dict[str, str]
) -> None:
    """A result handed to nobody in particular is lost."""
    code = receive(database, office).code
    ready(database, office, code)
    with pytest.raises(Malformed):
        hand_over(database, office, code, msgspec.structs.replace(OTHER, **changed))

    assert dossier_of(database, code).state == "result_ready"


def test_a_result_is_handed_over_when_the_fee_is_settled(database: Database, office: Hall) -> None:
    """Not before; with the move, or at receipt."""
    owed = receive(database, office, procedure=PAID, documents=()).code
    paid = receive(database, office, procedure=PAID, documents=(), fee_paid=True).code
    for code in (owed, paid):
        ready(database, office, code)
    hand_over(database, office, paid)

    with pytest.raises(ResultUnpaid) as refused:
        hand_over(database, office, owed)
    assert refused.value.owed_dong == 60_000
    assert dossier_of(database, owed).state == "result_ready"
    hand_over(database, office, owed, fee_paid=True)
    dossier = dossier_of(database, owed)
    assert dossier.fee_paid_at == dossier.returned_at is not None


def test_two_officers_on_one_dossier_meet_a_conflict_not_a_silence(database: Database, office: Hall) -> None:
    """Who saw version 1 changes nothing in version 2."""
    got = receive(database, office)
    moved = ready(database, office, got.code, version=got.version)

    with pytest.raises(Stale) as refused:
        hand_over(database, office, got.code, version=got.version)
    assert refused.value.facts == {"expected": 1, "present": 2}
    assert hand_over(database, office, got.code, version=moved.version).version == 3


@pytest.mark.parametrize(
    ("before", "move"),
    [
        ("received", "hand_over"),
        ("result_ready", "ready"),
        ("returned", "ready"),
        ("returned", "hand_over"),
    ],
)
def test_a_move_from_the_wrong_state_is_refused_with_what_is_possible(
    database: Database, office: Hall, before: str, move: str
) -> None:
    """Handed over before it is ready, readied twice, returned twice."""
    code = receive(database, office).code
    if before != "received":
        ready(database, office, code)
    if before == "returned":
        hand_over(database, office, code)
    entries = database.read_now(journal.head, office.centre)

    with pytest.raises(MoveNotAllowed) as refused:
        (ready if move == "ready" else hand_over)(database, office, code)
    assert refused.value.state == before
    assert database.read_now(journal.head, office.centre) == entries


def test_who_sits_elsewhere_moves_nothing(database: Database, office: Hall) -> None:
    """Another centre's officer, another agency's specialist, a kiosk; but the agency in charge may."""
    code = receive(database, office).code
    officer = office.officer(1)
    elsewhere = msgspec.structs.replace(officer, centre_id=office.province)
    specialist = Actor(id=officer.id, kind="officer", role="specialist", agency_id="another")
    in_charge = msgspec.structs.replace(specialist, agency_id=office.agency)

    for actor in (elsewhere, specialist, office.kiosk):
        with pytest.raises(NotAllowed):
            database.write_now(actor, ready_result.result_ready, code)
    assert database.write_now(in_charge, ready_result.result_ready, code).state == "result_ready"
    with pytest.raises(NotAllowed):
        database.write_now(in_charge, return_result.hand_over, code, HandOver(collector=APPLICANT))


def test_an_unknown_code_is_not_found(database: Database, office: Hall) -> None:
    """Whatever was typed."""
    for code in ("H14.12-261123-9999", "", "x" * 10_000, "'; DROP TABLE dossier"):
        with pytest.raises(NotFound):
            ready(database, office, code)


def test_the_journal_knows_the_moves_and_nobody_in_them(database: Database, office: Hall) -> None:
    """Standing and days, whether the applicant or a representative came; no name, no number."""
    code = receive(database, office).code
    ready(database, office, code)
    hand_over(database, office, code, OTHER)
    entries = database.read_now(journal.since, office.centre, 2)
    text = " ".join(entry.facts for entry in entries)

    assert [entry.kind for entry in entries] == ["result-readied", "result-returned", "paper-issued"]
    assert not any(private in text for private in (NAME, NUMBER, "Lý Văn A", "004089000001"))


def test_every_stretch_of_a_dossier_begins_where_the_last_ended(
    database: Database, office: Hall, hands: Hands
) -> None:
    """Whatever officers try, at whatever time: no hole, no overlap, one open stretch until it is returned."""

    class Office(RuleBasedStateMachine):
        code = ""

        @initialize(procedure=st.sampled_from([PAID, SAME_DAY, BY_HOURS]))
        def receive(self, procedure: str) -> None:
            self.code = receive(database, office, procedure=procedure, documents=()).code

        @rule(minutes=st.integers(0, 60 * 24 * 30))
        def wait(self, minutes: int) -> None:
            hands.forward(minutes=minutes)

        @rule(version=st.sampled_from([None, 1, 2, 3]))
        def ready(self, version: int | None) -> None:
            self.attempt(ready, version=version)

        @rule(paid=st.booleans(), other=st.booleans())
        def hand_over(self, *, paid: bool, other: bool) -> None:
            self.attempt(hand_over, OTHER if other else APPLICANT, fee_paid=paid)

        def attempt(self, move: Any, *arguments: Any, **named: Any) -> None:
            with contextlib.suppress(Refusal):
                move(database, office, self.code, *arguments, **named)

        @invariant()
        def ledger_holds(self) -> None:
            if self.code:
                check_ledger(*database.read_now(read_ledger, self.code))

    Office.TestCase.settings = settings(
        max_examples=15, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Office.TestCase().runTest()


def read_ledger(reading: Reading, code: str) -> tuple[Dossier, list[DossierPeriod]]:
    """Read a dossier with its ledger."""
    dossier = dossiers.by_code(reading, code)
    return dossier, dossiers.periods_of(reading, dossier.id)


def check_ledger(dossier: Dossier, periods: list[DossierPeriod]) -> None:
    """Hold a ledger to what every report counts on."""
    assert [period.position for period in periods] == list(range(1, len(periods) + 1))
    assert periods[0].started_at == dossier.received_at
    for before, after in pairwise(periods):
        assert before.ended_at == after.started_at
        assert before.state != after.state
    assert periods[-1].ended_at == dossier.returned_at
    assert dossier.version == len(periods) + (dossier.state == "returned")
    if dossier.state != "returned":
        assert periods[-1].state == dossier.state
