"""The index of words by which dossiers are found: narrow rows in the order of the lists."""

from sqlalchemy import BigInteger, Column, String
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED


class DossierWord(SQLModel, table=True):
    """One word of one dossier in one scope, as a number, with its place in every list.

    `rank` is the dossier's own: what is owed soonest due first, then what has ended. A search reads
    the beginning of one key, however many dossiers there are.
    """

    __tablename__ = "dossier_word"
    __table_args__ = (CLUSTERED,)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    rank: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    dossier_id: str = Field(primary_key=True, max_length=20)


class SearchWord(SQLModel, table=True):
    """A word that some dossier is found by: what the beginning of a word may grow to."""

    __tablename__ = "search_word"
    __table_args__ = (CLUSTERED,)

    word: str = Field(
        sa_column=Column(String(200).with_variant(String(200, collation="C"), "postgresql"), primary_key=True)
    )
