"""Devices: kiosks, boards and printers, how they come into the house, and when they were connected."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import id_field, instant_field, one_of, text_field


class DeviceKind(StrEnum):
    """What a device is for."""

    KIOSK = "kiosk"
    BOARD = "board"
    PRINTER = "printer"


class Device(SQLModel, table=True):
    """A kiosk, board or printer enrolled by the office, known by the keyed hash of its token.

    A kiosk with `printer_id` hands its slips to that printer's agent; one without prints by its browser.
    A device past `expires_at`, or revoked, is nobody from that moment on.
    """

    __table_args__ = (one_of("kind", DeviceKind, "device_kind_known"),)

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    kind: str = Field(max_length=10)
    name: str = text_field()
    token_hash: str = Field(unique=True, max_length=64)
    board_id: str | None = Field(default=None, foreign_key="board.id")
    printer_id: str | None = Field(default=None, foreign_key="device.id")
    enrolled_at: datetime = instant_field()
    expires_at: datetime | None = instant_field(None, nullable=True)
    revoked_at: datetime | None = instant_field(None, nullable=True)


class Enrolment(SQLModel, table=True):
    """A device that asks to be let in, with the one-time code on its own screen.

    The office types the code and says what the device is; the device, which knows the secret whose keyed
    hash is `poll_hash`, then fetches its token, once.
    """

    __table_args__ = (
        one_of("kind", DeviceKind, "enrolment_kind_known"),
        Index(
            "one_open_enrolment_a_code",
            "code",
            unique=True,
            sqlite_where=text("taken_at IS NULL"),
            postgresql_where=text("taken_at IS NULL"),
        ),
    )

    id: str = id_field()
    code: str = Field(max_length=12)
    poll_hash: str = Field(unique=True, max_length=64)
    kind: str = Field(max_length=10)
    asked_at: datetime = instant_field()
    expires_at: datetime = instant_field()
    device_id: str | None = Field(default=None, foreign_key="device.id")
    taken_at: datetime | None = instant_field(None, nullable=True)


class DevicePeriod(SQLModel, table=True):
    """A stretch of a device being connected; between them a board shows what was, and is stale.

    `seen_at` is moved on while it lasts, so that a server that died leaves no period open for ever.
    """

    __tablename__ = "device_period"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="device_period_forward"),
        Index("device_periods", "device_id", "started_at"),
    )

    id: str = id_field()
    device_id: str = Field(foreign_key="device.id")
    board_id: str | None = Field(default=None, foreign_key="board.id")
    started_at: datetime = instant_field()
    seen_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)
