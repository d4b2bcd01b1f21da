"""Files: scans and results by upload, their versions; the bytes lie outside the database, by digest."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from onestop.model.columns import day_field, id_field, instant_field, one_of, text_field


class UploadKind(StrEnum):
    """What a file is in its dossier."""

    SCAN = "scan"
    RESULT = "result"
    AUTHORITY = "authority"
    SIGNATURE = "signature"
    OTHER = "other"


class Upload(SQLModel, table=True):
    """One version of a file in a dossier.

    `digest` is the SHA-256 of its bytes, `media_type` was sniffed from them and is never taken from the
    browser. `place` is the position of the document it is a scan of, or 0. A newer version leaves the
    older where it is; what was uploaded by mistake is void with a reason, and its bytes stay.
    """

    __table_args__ = (
        UniqueConstraint("dossier_id", "kind", "place", "name", "version", name="one_version_of_a_file"),
        one_of("kind", UploadKind, "upload_kind_known"),
        CheckConstraint("size > 0 AND version > 0", name="upload_has_bytes"),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id", index=True)
    kind: str = Field(max_length=12)
    place: int = 0
    name: str = Field(max_length=200)
    version: int = 1
    digest: str = Field(max_length=64, index=True)
    media_type: str = Field(max_length=60)
    size: int
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    uploaded_at: datetime = instant_field()
    void_at: datetime | None = instant_field(None, nullable=True)
    void_reason: str = text_field("")


class Archive(SQLModel, table=True):
    """When an ended dossier may leave the shelf: its retention in years, 0 for ever, and the day after it."""

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id")
    years: int
    basis: str = text_field("")
    archive_on: date | None = day_field(None, nullable=True)


class Mishap(SQLModel, table=True):
    """A paper or result lost, damaged or wrong in the office's hands (Decree 61/2018/NĐ-CP art. 21)."""

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id", index=True)
    what: str = Field(max_length=10)
    account: str = text_field()
    officer_id: str = Field(foreign_key="officer.id")
    noted_at: datetime = instant_field()
    settled_at: datetime | None = instant_field(None, nullable=True)
    settlement: str = text_field("")
