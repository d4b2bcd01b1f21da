"""Where: agencies, centres, and the rooms of a centre."""

from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, id_field, one_of, text_field


class CentreKind(StrEnum):
    """What a centre row stands for."""

    PROVINCE = "province"
    CENTRE = "centre"


class Agency(SQLModel, table=True):
    """A body that resolves procedures (cơ quan, đơn vị), in a tree under the province.

    `code` is its identifier under Decision 20/2020/QĐ-TTg, e.g. `H14.12`; dossier codes begin with it.
    """

    id: str = id_field()
    key: str = Field(unique=True, max_length=60)
    code: str = Field(unique=True, max_length=35)
    name: str = text_field()
    short: str = text_field("")
    level: str = Field(max_length=20)
    parent_id: str | None = Field(default=None, foreign_key="agency.id", index=True)
    mountainous: bool = True
    code_pattern: str = Field(default="AGENCY-YYMMDD-NNNN", max_length=60)
    from_memory: str = text_field("[]")


class Centre(SQLModel, table=True):
    """A one-stop centre (Trung tâm Phục vụ hành chính công), or the province itself.

    The province is a centre row of kind `province`, so that what belongs to no hall is journalled
    like the rest. `level` (province, commune) decides which procedures it receives; `return_minute`:
    minutes after midnight at which results are promised.
    """

    __table_args__ = (
        one_of("kind", CentreKind, "centre_kind_known"),
        CheckConstraint("return_minute BETWEEN 0 AND 1439", name="return_within_the_day"),
    )

    id: str = id_field()
    key: str = Field(unique=True, max_length=60)
    kind: str = Field(default=CentreKind.CENTRE, max_length=10)
    name: str = text_field()
    place: str = text_field()
    superior: str = text_field("")
    town: str = text_field("")
    address: str = text_field("")
    phone: str = Field(default="", max_length=30)
    agency_id: str | None = Field(default=None, foreign_key="agency.id")
    level: str = Field(default="province", max_length=20)
    return_minute: int = 17 * 60
    ticker: str = text_field("[]")
    from_memory: str = text_field("[]")


class Room(SQLModel, table=True):
    """A room of a centre: who waits in it hears its announcements and sees its boards.

    `key` is what counters and boards name it by; `last_announcement` is the counter row of the room's
    announcements, raised in the transaction of the call.
    """

    __table_args__ = CLUSTERED

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    key: str = Field(primary_key=True, max_length=20)
    name: str = text_field("")
    name_en: str = text_field("")
    last_announcement: int = 0
