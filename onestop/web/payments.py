"""Fees over HTTP: paid, declared void, and what they came to by centre and agency."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.clock import local_day
from onestop.errors import Malformed
from onestop.model.money import Payment
from onestop.render.takings_table import takings_csv
from onestop.rules.access import Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.steps.change_state import within_reach
from onestop.store import dossiers, payments
from onestop.store.database import Database
from onestop.store.payments import Takings
from onestop.store.tx import Reading
from onestop.use_cases import settle_fee
from onestop.use_cases.settle_fee import PaidFee, Paying
from onestop.web.period import Days, From, To, days_asked, quarter_so_far
from onestop.web.problems import language
from onestop.web.shapes import once, shown
from onestop.web.uploads import VoidReason


class PaymentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A payment, in whole đồng, with the number of its slip."""

    id: str
    number: str
    fee_dong: int
    charge_dong: int
    total_dong: int
    paid_by: str
    paid_reference: str
    payer: str
    paid_at: datetime | None
    void_at: datetime | None
    void_reason: str
    paper: str


class TakingsRow(msgspec.Struct, frozen=True, kw_only=True):
    """What dossiers of one agency brought in at one centre, and how it was paid."""

    centre: str
    agency_code: str
    agency: str
    payments: int
    fee_dong: int
    charge_dong: int
    cash_dong: int
    transfer_dong: int
    post_dong: int
    online_dong: int
    total_dong: int


class TakingsReport(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """What was paid in some days, and all of it together."""

    first: date
    last: date
    total_dong: int
    rows: list[TakingsRow]


def _card(row: Payment, code: str) -> PaymentCard:
    return PaymentCard(
        id=row.id,
        number=row.number,
        fee_dong=row.fee_dong,
        charge_dong=row.charge_dong,
        total_dong=row.fee_dong + row.charge_dong,
        paid_by=row.paid_by,
        paid_reference=row.paid_reference,
        payer=row.payer,
        paid_at=shown(row.paid_at),
        void_at=shown(row.void_at),
        void_reason=row.void_reason,
        paper=f"/api/dossiers/{code}/papers/payment_slip.pdf",
    )


def _one(reading: Reading, payment_id: str) -> PaymentCard:
    row = payments.payment(reading, payment_id)
    return _card(row, dossiers.by_id(reading, row.dossier_id).code)


def _of_dossier(reading: Reading, code: str) -> list[PaymentCard]:
    require(reading.actor, Right.SEE_DOSSIER)
    dossier = dossiers.by_code(reading, code)
    within_reach(reading, dossier, Right.SEE_DOSSIER)
    return [_card(row, dossier.code) for row in payments.of_dossier(reading, dossier.id)]


@post("/api/dossiers/{code:str}/payments")
async def pay(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: JSONBody[Paying],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> PaymentCard:
    """Take the whole fee of a dossier; the same Idempotency-Key gives the same slip."""
    key = await once(request, PaidFee, required=actor.kind != "citizen")
    paid = await database.write(actor, settle_fee.pay, code, data, once=key)
    return await database.read(_one, paid.id)


@get("/api/dossiers/{code:str}/payments")
async def of_dossier(
    code: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[PaymentCard]:
    """List the payments of a dossier, the void ones too."""
    return await database.read(_of_dossier, code, actor=actor)


@post("/api/payments/{payment:str}/void", status_code=200)
async def void(
    payment: FromPath[str],
    data: JSONBody[VoidReason],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> PaymentCard:
    """Declare a payment void, with the reason: the fee is owed again."""
    await database.write(actor, settle_fee.void, payment, data.reason)
    return await database.read(_one, payment)


def _takings(reading: Reading, asked: Days) -> list[Takings]:
    require(reading.actor, Right.SEE_REGISTER)
    return payments.takings(reading, scope_of(reading.actor), asked.since, asked.until)


@get("/api/payments")
async def takings(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
    format: FromQuery[str] = "json",  # noqa: A002  the name that callers write
) -> Response[Any]:
    """Tell what fees came to by centre and agency, for the quarterly settlement; this quarter without days.

    Decree 61/2018/NĐ-CP art. 12.9: the centre settles with the agencies each quarter.
    """
    if format not in {"json", "csv"}:
        raise Malformed(field="format", reason="unknown")
    asked = days_asked(first, last, quarter_so_far(local_day(database.now())))
    found = await database.read(_takings, asked, actor=actor)
    rows = [TakingsRow(**one._asdict(), total_dong=one.fee_dong + one.charge_dong) for one in found]
    if format == "json":
        total = sum(row.total_dong for row in rows)
        return Response(TakingsReport(first=asked.first, last=asked.last, total_dong=total, rows=rows))
    return Response(
        takings_csv((msgspec.structs.astuple(row) for row in rows), language(request)),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="fees-{asked.first}-{asked.last}.csv"',
            "cache-control": "no-store",
        },
    )


HANDLERS = [pay, of_dossier, void, takings]
