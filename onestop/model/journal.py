"""What happened, and what keeps it in order: entries, heads, tallies, remembered answers."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, instant_field, text_field


class JournalEntry(SQLModel, table=True):
    """One event: audit log, outbox, board feed and source of statistics.

    `seq` is contiguous per centre. `hash` covers the row and the hash of the entry before it, so a
    changed, missing or inserted row shows. `facts` is JSON text, hashed to the letter.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (Index("journal_of_a_subject", "subject_id", "seq"), CLUSTERED)

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    seq: int = Field(primary_key=True)
    at: datetime = instant_field()
    actor_id: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    subject_id: str = Field(max_length=40)
    facts: str = text_field()
    hash: str = Field(max_length=64)


class JournalHead(SQLModel, table=True):
    """The last entry of a centre's journal; the row that a commit holds while it appends."""

    __tablename__ = "journal_head"
    __table_args__ = CLUSTERED

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    seq: int = 0
    hash: str = Field(default="", max_length=64)


class Tally(SQLModel, table=True):
    """A counter row: the last number given by one owner in one period, for one purpose.

    Dossier codes: (`code`, agency, day); register: (`register`, centre, year). Locked and raised in
    the transaction of the row that bears the number, so there is neither a duplicate nor a gap.
    """

    purpose: str = Field(primary_key=True, max_length=20)
    owner_id: str = Field(primary_key=True, max_length=20)
    period: str = Field(primary_key=True, max_length=10)
    last: int = 0


class RememberedAnswer(SQLModel, table=True):
    """What a request with an Idempotency-Key was answered; the same key gets the same answer."""

    __tablename__ = "remembered_answer"
    __table_args__ = CLUSTERED

    actor_id: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=200)
    request_digest: str = Field(max_length=64)
    answer: str = text_field()
    at: datetime = instant_field()
