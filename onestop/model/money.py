"""Money: what was paid for a dossier, and the payment slip (biên lai) that says so."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from onestop.model.columns import dong_field, id_field, instant_field, one_of, text_field


class PaidBy(StrEnum):
    """How a fee was paid (Decree 61/2018/NĐ-CP art. 22)."""

    CASH = "cash"
    TRANSFER = "transfer"
    POST = "post"
    ONLINE = "online"


class Payment(SQLModel, table=True):
    """A fee and charge settled, in whole đồng, with the number of its slip; undone by a row, never deleted.

    One payment stands for a dossier; `void_at` with a reason lets another take its place. A transfer is
    found again by `paid_reference`, the bank's; cash has none.
    """

    __table_args__ = (
        UniqueConstraint("centre_id", "number", name="one_payment_a_number"),
        one_of("paid_by", PaidBy, "paid_by_known"),
        CheckConstraint("paid_by <> 'transfer' OR paid_reference <> ''", name="transfer_has_reference"),
        CheckConstraint("paid_by <> 'cash' OR paid_reference = ''", name="cash_has_no_reference"),
        CheckConstraint(
            "fee_dong >= 0 AND charge_dong >= 0 AND fee_dong + charge_dong > 0", name="paid_something"
        ),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    dossier_id: str = Field(foreign_key="dossier.id", index=True)
    number: str = Field(max_length=30)
    fee_dong: int = dong_field()
    charge_dong: int = dong_field()
    paid_by: str = Field(max_length=10)
    paid_reference: str = text_field("")
    payer: str = text_field("")
    officer_id: str = Field(foreign_key="officer.id")
    paid_at: datetime = instant_field()
    void_at: datetime | None = instant_field(None, nullable=True)
    void_reason: str = text_field("")
