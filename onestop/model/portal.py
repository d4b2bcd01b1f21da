"""What the national portal last said of a procedure, as an import read it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from onestop.model.columns import instant_field, text_field


class PortalProcedure(SQLModel, table=True):
    """The portal's word on one code, kept whether or not the office follows it.

    `facts` is the JSON of what was read, row numbers apart, and `digest` its SHA-256: the next import is
    compared with it. `procedure_id` is the version that an import made of it; empty where the office
    keeps a version of its own.
    """

    __tablename__ = "portal_procedure"

    code: str = Field(primary_key=True, max_length=20)
    facts: str = text_field()
    digest: str = Field(max_length=64)
    procedure_id: str | None = Field(default=None, foreign_key="procedure.id")
    imported_at: datetime = instant_field()
