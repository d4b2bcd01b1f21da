"""Messages owed to people outside, and who runs what only one process may run."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import id_field, instant_field, one_of, text_field


class DeliveryState(StrEnum):
    """How far a message came; the states of public notification services."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary-failure"
    PERMANENT_FAILURE = "permanent-failure"
    TECHNICAL_FAILURE = "technical-failure"


ONLY_OCCASION = datetime(1970, 1, 1, tzinfo=UTC)
"""The occasion of a message whose subject has but one; a null would make every message another one."""
_OWED = "state IN ('created', 'sending', 'temporary-failure')"


class Delivery(SQLModel, table=True):
    """A message owed until it is acknowledged: tried again with growing pauses, then put aside for a person.

    `address_sealed` and `facts_sealed` hold personal data. `subject_id` with `template` and
    `occasion_at` is what makes it one message however often it is asked for: a dossier that was opened again
    has another result at another instant, and its owner is owed another letter.
    """

    __table_args__ = (
        UniqueConstraint("subject_id", "template", "channel", "occasion_at", name="one_message_an_occasion"),
        one_of("state", DeliveryState, "delivery_state_known"),
        Index("deliveries_owed", "next_at", sqlite_where=text(_OWED), postgresql_where=text(_OWED)),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    subject_id: str = Field(max_length=40)
    template: str = Field(max_length=40)
    occasion_at: datetime = instant_field(ONLY_OCCASION)
    channel: str = Field(default="email", max_length=10)
    lang: str = Field(default="vi", max_length=5)
    address_sealed: str = text_field()
    facts_sealed: str = text_field()
    state: str = Field(default=DeliveryState.CREATED, max_length=20)
    tries: int = 0
    fault: str = text_field("")
    created_at: datetime = instant_field()
    next_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)


class Lease(SQLModel, table=True):
    """Which process runs the owed deliveries and the timetable, and until when it may be away."""

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=40)
    until: datetime = instant_field()
