"""Who: officers and their sessions."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, id_field, instant_field, one_of, text_field


class Role(StrEnum):
    """What an officer does; `rules.access` says which rights that gives."""

    RECEPTION = "reception"
    SPECIALIST = "specialist"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class Officer(SQLModel, table=True):
    """A person who works in the system (cán bộ).

    `password_hash` is argon2id. An officer without `centre_id` works in an agency only. `failed_in_a_row`
    and `locked_until` slow down guessing of one account from many addresses. `change_password`: the
    password was set by somebody else, and nothing but a new one is accepted until it is theirs.
    """

    __table_args__ = (one_of("role", Role, "officer_role_known"),)

    id: str = id_field()
    username: str = Field(unique=True, max_length=60)
    name: str = text_field()
    password_hash: str = text_field()
    role: str = Field(max_length=20)
    centre_id: str | None = Field(default=None, foreign_key="centre.id")
    agency_id: str | None = Field(default=None, foreign_key="agency.id")
    counter_id: str | None = Field(default=None, foreign_key="counter.id")
    failed_in_a_row: int = 0
    locked_until: datetime | None = instant_field(None, nullable=True)
    disabled_at: datetime | None = instant_field(None, nullable=True)
    change_password: bool = False
    phone: str = Field(default="", max_length=30)


class RoleRight(SQLModel, table=True):
    """A right that a role gives; the office edits these, `rules.access` has the first ones."""

    __tablename__ = "role_right"
    __table_args__ = CLUSTERED

    role: str = Field(primary_key=True, max_length=20)
    may: str = Field(primary_key=True, max_length=40)


class KnownRight(SQLModel, table=True):
    """A right whose first roles were written, once: what the office took from a role since stays away."""

    __tablename__ = "known_right"
    __table_args__ = CLUSTERED

    may: str = Field(primary_key=True, max_length=40)
    known_at: datetime = instant_field()


class OfficerRight(SQLModel, table=True):
    """A right that an officer has beyond the role's, such as reopening."""

    __tablename__ = "officer_right"
    __table_args__ = CLUSTERED

    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    may: str = Field(primary_key=True, max_length=40)


class OfficerSector(SQLModel, table=True):
    """A sector that an officer is held to; without any row all sectors are open to them."""

    __tablename__ = "officer_sector"
    __table_args__ = CLUSTERED

    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    sector_id: str = Field(primary_key=True, foreign_key="sector.id")


class OfficerSession(SQLModel, table=True):
    """One sign-in of an officer, known by the keyed hash of its cookie.

    A row is made only at sign-in, always with a new token, so a cookie chosen by somebody else never
    becomes a session (no fixation) and visitors leave no rows.
    """

    __tablename__ = "officer_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    officer_id: str = Field(foreign_key="officer.id", index=True)
    started_at: datetime = instant_field()
    expires_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)


class FirstRunCode(SQLModel, table=True):
    """A code that the server printed on its console while nothing was set up; gone with the first use of any."""

    __tablename__ = "first_run_code"

    code_hash: str = Field(primary_key=True, max_length=64)
    made_at: datetime = instant_field()
