"""Fees: one slip for a dossier, numbered by centre and year; undone by a row; returned only when paid."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from onestop.errors import FeeSettled, Malformed, NotAllowed, NothingOwed, PaymentVoid, ResultUnpaid
from onestop.model.dossier import Dossier, Paper
from onestop.model.money import Payment
from onestop.render.issued import thawed
from onestop.render.payment_slip import PaymentSlipFacts
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.scope import Scope
from onestop.store import dossiers, journal, payments
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import ready_result, return_result, settle_fee
from onestop.use_cases.return_result import HandOver, TypedCollector
from onestop.use_cases.settle_fee import PaidFee, Paying
from tests.conftest import Hands
from tests.dossier_makers import NAME, PAID, receive
from tests.makers import Hall, make_hall

CASH = Paying(paid_by="cash")


def owing(database: Database, office: Hall, **changed: Any) -> str:
    """Receive a dossier that costs 50,000 đồng of fee and 10,000 of charge."""
    return receive(database, office, procedure=PAID, documents=(), **changed).code


def pay(database: Database, office: Hall, code: str, paying: Paying = CASH) -> PaidFee:
    """Pay at the first counter."""
    return database.write_now(office.officer(1), settle_fee.pay, code, paying)


def money_of(database: Database, code: str) -> tuple[Dossier, list[Payment], list[Paper]]:
    """Read a dossier with its payments and the slips that are not void."""

    def read(reading: Reading) -> tuple[Dossier, list[Payment], list[Paper]]:
        dossier = dossiers.by_code(reading, code)
        slips = [one for one in dossiers.papers_of(reading, dossier.id) if one.name == "payment_slip"]
        return dossier, payments.of_dossier(reading, dossier.id), slips

    return database.read_now(read)


def slip_of(database: Database, paper: Paper) -> PaymentSlipFacts:
    """Thaw the facts of a slip."""
    sealed = database.read_now(lambda reading: reading.seals.unseal(paper.facts_sealed))
    facts = thawed(paper.name, sealed)
    assert isinstance(facts, PaymentSlipFacts)
    return facts


def test_a_fee_is_paid_once_and_the_slip_parts_fee_and_charge(database: Database, office: Hall) -> None:
    """50,000 of fee and 10,000 of charge, as the version of the procedure states them."""
    code = owing(database, office)
    paid = pay(
        database,
        office,
        code,
        Paying(paid_by="transfer", paid_reference=" FT26327  08812 ", payer="  Lý   Văn A "),
    )
    dossier, [payment], [slip] = money_of(database, code)

    assert (payment.fee_dong, payment.charge_dong, payment.paid_by) == (50_000, 10_000, "transfer")
    assert payment.paid_reference == "FT26327 08812"
    assert (payment.number, paid.number, payment.payer) == ("2026/0000001", "2026/0000001", "Lý Văn A")
    assert dossier.fee_paid_at == payment.paid_at
    facts = slip_of(database, slip)
    assert (facts.number, facts.fee_dong, facts.charge_dong, facts.payer) == (
        "0000001", 50_000, 10_000, "Lý Văn A",
    )  # fmt: skip
    assert (facts.paid_by, facts.paid_reference) == ("transfer", "FT26327 08812")
    with pytest.raises(FeeSettled) as refused:
        pay(database, office, code)
    assert refused.value.number == "2026/0000001"


def test_slips_are_numbered_by_centre_and_year(database: Database, office: Hall, hands: Hands) -> None:
    """1, 2, and 1 again in the next year; no number twice, none left out."""
    numbers = [pay(database, office, owing(database, office)).number for _ in range(2)]
    hands.at = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    numbers.append(pay(database, office, owing(database, office)).number)

    assert numbers == ["2026/0000001", "2026/0000002", "2027/0000001"]


def test_paid_at_receipt_or_with_the_result_makes_a_slip_too(database: Database, office: Hall) -> None:
    """However the fee is settled there is a payment, and the instant of the dossier is its instant."""
    told = {"fee_paid": True, "paid_by": "transfer", "paid_reference": "FT26327"}
    first, second, third = (
        owing(database, office, fee_paid=True), owing(database, office), owing(database, office, **told)
    )  # fmt: skip
    for code in (first, second, third):
        database.write_now(office.officer(1), ready_result.result_ready, code)
    wish = HandOver(collector=TypedCollector(kind="applicant"), fee_paid=True, paid_by="online")
    database.write_now(office.officer(3), return_result.hand_over, second, wish)

    for code, how in ((first, "cash"), (second, "online"), (third, "transfer")):
        dossier, [payment], [_] = money_of(database, code)
        assert (payment.paid_by, payment.paid_at, payment.payer) == (how, dossier.fee_paid_at, NAME)


def test_a_void_payment_leaves_the_fee_owed_and_its_number_used(database: Database, office: Hall) -> None:
    """The result stays until it is paid again, with the next number; the old slip is void and kept."""
    code = owing(database, office)
    paid = pay(database, office, code)
    database.write_now(office.officer(1), ready_result.result_ready, code)
    with pytest.raises(Malformed):
        database.write_now(office.officer(1), settle_fee.void, paid.id, "  ")
    database.write_now(office.officer(1), settle_fee.void, paid.id, "Thu nhầm hồ sơ")

    dossier, [payment], slips = money_of(database, code)
    assert (dossier.fee_paid_at, payment.void_reason, slips) == (None, "Thu nhầm hồ sơ", [])
    with pytest.raises(PaymentVoid):
        database.write_now(office.officer(1), settle_fee.void, paid.id, "Lần nữa")
    wish = HandOver(collector=TypedCollector(kind="applicant"))
    with pytest.raises(ResultUnpaid):
        database.write_now(office.officer(3), return_result.hand_over, code, wish)
    assert pay(database, office, code).number == "2026/0000002"
    database.write_now(office.officer(3), return_result.hand_over, code, wish)


def test_what_costs_nothing_and_strange_ways_of_paying_are_refused(database: Database, office: Hall) -> None:
    """No slip over nothing, none by barter."""
    free = receive(database, office).code
    with pytest.raises(NothingOwed):
        pay(database, office, free)
    with pytest.raises(Malformed):
        pay(database, office, owing(database, office), Paying(paid_by="barter"))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"paid_by": "barter"}, "paid_by"),
        ({"paid_by": "transfer"}, "paid_reference"),
        ({"paid_by": "transfer", "paid_reference": "  "}, "paid_reference"),
        ({"paid_by": "cash", "paid_reference": "FT26327"}, "paid_reference"),
        ({"paid_by": "online", "paid_reference": "x" * 61}, "paid_reference"),
    ],
)
def test_at_receipt_too_a_transfer_needs_its_reference_and_cash_has_none(
    database: Database, office: Hall, told: dict[str, str], field: str
) -> None:
    """Refused before a code is given: nothing is received with a payment that nobody could find again."""
    with pytest.raises(Malformed) as refused:
        owing(database, office, fee_paid=True, **told)
    assert refused.value.field == field


def test_the_database_holds_reference_and_way_together(database: Database, office: Hall) -> None:
    """Whatever writes it: no transfer without a reference, no cash with one."""
    transfer, cash = (
        pay(database, office, owing(database, office), how).id
        for how in (Paying(paid_by="transfer", paid_reference="FT26327"), CASH)
    )
    for row, reference in ((transfer, ""), (cash, "FT26327")):
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
            database.write_now(
                SYSTEM,
                lambda tx, row=row, reference=reference: tx.run(
                    "UPDATE payment SET paid_reference = :reference WHERE id = :id",
                    reference=reference,
                    id=row,
                ),
            )


def test_only_the_own_reception_takes_money(database: Database, office: Hall) -> None:
    """Not an agency's specialist, not another centre."""
    code = owing(database, office)
    specialist = Actor(id=office.officer(1).id, kind="officer", role="specialist", agency_id=office.agency)
    for actor in (specialist, make_hall(database, suffix="-khac").officer(1)):
        with pytest.raises(NotAllowed):
            database.write_now(actor, settle_fee.pay, code, CASH)
    assert money_of(database, code)[1] == []


def test_takings_add_up_by_centre_and_agency_without_void_ones(
    database: Database, office: Hall, hands: Hands
) -> None:
    """Of the days asked for, the last not included; by the way it was paid; nobody's names."""
    codes = [owing(database, office) for _ in range(3)]
    paid = [pay(database, office, code) for code in codes[:2]]
    database.write_now(office.officer(1), settle_fee.void, paid[0].id, "Nhầm")
    until = hands.at
    hands.forward(days=1)
    pay(database, office, codes[2], Paying(paid_by="transfer", paid_reference="FT26327"))

    def takings(since: datetime, until: datetime, scope: Scope) -> Sequence[tuple[int, ...]]:
        found = database.read_now(payments.takings, scope, since, until)
        return [(one.payments, one.fee_dong, one.charge_dong, *one[-4:]) for one in found]

    own, past = Scope(centre_id=office.centre), until - timedelta(days=1)
    assert takings(past, until, own) == [(1, 50_000, 10_000, 60_000, 0, 0, 0)]
    assert takings(past, hands.at, own) == [(2, 100_000, 20_000, 60_000, 60_000, 0, 0)]
    assert takings(past, hands.at, Scope(centre_id=office.province)) == []


def test_the_journal_knows_amounts_and_nobody_s_name(database: Database, office: Hall) -> None:
    """Number, amount and way; whoever paid is on the slip alone."""
    code = owing(database, office)
    reference = "FT26327 DUYEN"
    pay(
        database, office, code, Paying(paid_by="transfer", paid_reference=reference, payer="Đàm Thị Mỹ Duyên")
    )
    entries = database.read_now(journal.since, office.centre, 2)

    assert [entry.kind for entry in entries] == ["payment-taken", "paper-issued"]
    told = " ".join(entry.facts for entry in entries)
    assert "Duyên" not in told
    assert reference not in told
