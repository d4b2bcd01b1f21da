"""Procedures are found without diacritics, by code, as of a day; on both databases."""

from datetime import date

import pytest

from onestop.errors import NotFound
from onestop.rules.access import SYSTEM
from onestop.store import procedures
from onestop.store.database import Database
from tests.dossier_makers import BY_HOURS, PAID, REPLACED, SAME_DAY, SOCIAL_WORK, make_procedures
from tests.makers import Hall

TODAY = date(2026, 11, 23)


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with procedures to receive dossiers for."""
    make_procedures(database, hall)
    return hall


def search(database: Database, words: str, *, sector: str | None = None, limit: int = 20) -> list[str]:
    """List the codes that are found."""
    found = database.read_now(procedures.search, words, TODAY, sector=sector, limit=limit)
    return [row.procedure.code for row in found]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("công tác xã hội", [SOCIAL_WORK]),
        ("CONG TAC XA HOI", [SOCIAL_WORK]),
        ("xa hoi cong tac", [SOCIAL_WORK]),
        ("cấp", [SAME_DAY, PAID, SOCIAL_WORK]),
        ("cap ban", [SAME_DAY]),
        ("1.0", [PAID, SOCIAL_WORK]),
        (SAME_DAY, [SAME_DAY]),
        ("kết hôn", []),
        ("%", []),
        ("c_p", []),
        ("cấp\x00 bản", [SAME_DAY]),
        ("x" * 10_000, []),
    ],
)
def test_words_find_procedures_the_best_first(
    database: Database, office: Hall, words: str, codes: list[str]
) -> None:
    """All words, in any order, with or without diacritics; what begins so comes first, shorter before longer."""
    assert office.centre
    assert sorted(search(database, words)) == sorted(codes)
    assert search(database, words)[:1] == codes[:1]


def test_without_words_all_are_listed_and_a_sector_keeps_them_apart(database: Database, office: Hall) -> None:
    """By name; as many as are asked for."""
    assert office.centre
    assert len(search(database, "")) == 4
    assert len(search(database, "", limit=2)) == 2
    assert len(search(database, "", sector="bao-tro-xa-hoi")) == 4
    assert search(database, "", sector="dat-dai") == []


def test_a_procedure_holds_from_its_first_day_to_its_last(database: Database, office: Hall) -> None:
    """Before and after, the code is unknown, in the search too."""
    assert office.centre
    statement = "UPDATE procedure SET valid_to = '2026-11-22' WHERE code = :code"
    database.write_now(SYSTEM, lambda tx: tx.run(statement, code=BY_HOURS))

    assert database.read_now(procedures.procedure_on, BY_HOURS, date(2026, 11, 22)).code == BY_HOURS
    for day in (date(2026, 11, 23), date(2025, 6, 30)):
        with pytest.raises(NotFound):
            database.read_now(procedures.procedure_on, BY_HOURS, day)
    assert BY_HOURS not in search(database, "")


def test_a_replaced_code_leads_on_from_the_day_it_was_replaced(database: Database, office: Hall) -> None:
    """Not before; a ring of replacements leads nowhere and ends."""
    assert office.centre
    assert database.read_now(procedures.procedure_on, REPLACED, TODAY).code == SOCIAL_WORK
    with pytest.raises(NotFound):
        database.read_now(procedures.procedure_on, REPLACED, date(2025, 6, 30))

    def ring(old: str, new: str) -> None:
        statement = "INSERT INTO succession (old_code, new_code, note) VALUES (:old, :new, '')"
        database.write_now(SYSTEM, lambda tx: tx.run(statement, old=old, new=new))

    ring("8.000001", "8.000002")
    ring("8.000002", "8.000001")
    with pytest.raises(NotFound):
        database.read_now(procedures.procedure_on, "8.000001", TODAY)
