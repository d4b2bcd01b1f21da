"""Many dossiers at once: who sees which, in what order, and how they are found; on both databases."""

from typing import Any

import pytest

from onestop.errors import Malformed, NotAllowed
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.scope import Scope, scope_of
from onestop.store import dossier_list
from onestop.store.database import Database
from onestop.use_cases import ready_result, return_result
from onestop.use_cases.return_result import HandOver, TypedCollector
from tests.conftest import Hands
from tests.dossier_makers import (
    BY_HOURS,
    COMPLETE,
    NUMBER,
    SAME_DAY,
    SOCIAL_WORK,
    applicant,
    make_agency,
    make_procedures,
    receive,
)
from tests.makers import Hall

ALL = Scope()


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with procedures to receive dossiers for."""
    make_procedures(database, hall)
    return hall


def codes(database: Database, scope: Scope = ALL, **sought: Any) -> list[str]:
    """List the ends of the codes that are found, in their order."""
    page = database.read_now(dossier_list.page, scope, **sought)
    return [row.dossier.code[-4:] for row in page.items]


def test_what_is_due_first_stands_first_and_what_is_done_last(database: Database, office: Hall) -> None:
    """An inbox: soonest due first; results already there after all that is owed, newest first."""
    for procedure in (SOCIAL_WORK, BY_HOURS, SAME_DAY, SAME_DAY):
        papers = COMPLETE if procedure == SOCIAL_WORK else ()
        receive(database, office, procedure=procedure, documents=papers)
    database.write_now(office.officer(1), ready_result.result_ready, "H14.12-261123-0002")

    assert codes(database)[0] in {"0003", "0004"}
    assert codes(database)[-2:] == ["0001", "0002"]


def test_pages_follow_each_other_without_hole_or_double(database: Database, office: Hall) -> None:
    """Twenty-five dossiers in pages of four, however many are due at one instant."""
    for _ in range(25):
        receive(database, office)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = database.read_now(dossier_list.page, ALL, cursor=cursor, limit=4)
        seen += [row.dossier.code for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 25


def test_officers_see_their_centre_agencies_their_own(database: Database, office: Hall) -> None:
    """Reception by centre, specialists by agency and all that is under it, nobody else anything."""
    receive(database, office)
    officer = office.officer(1)
    root = database.read_now(
        lambda reading: reading.run("SELECT id FROM agency WHERE code = 'H14'").fetchone()[0]
    )
    other = make_agency(database, "so-xay-dung", "H14.20")

    def seen(**place: Any) -> int:
        actor = Actor(id=officer.id, kind="officer", **place)
        return len(codes(database, scope_of(actor)))

    assert seen(role="reception", centre_id=office.centre) == 1
    assert seen(role="reception", centre_id=office.centre, agency_id=other) == 1
    assert seen(role="reception", centre_id=office.province) == 0
    assert seen(role="specialist", agency_id=office.agency) == 1
    assert seen(role="leader", agency_id=root) == 1
    assert seen(role="specialist", agency_id=other) == 0
    assert len(codes(database, scope_of(SYSTEM))) == 1
    for place in ({"role": "administrator", "centre_id": office.centre}, {"role": "specialist"}):
        with pytest.raises(NotAllowed):
            seen(**place)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("0002", ["0002"]),
        ("h14.12-261123-0001", ["0001"]),
        ("dang van thai", ["0002"]),
        ("THÁI Đặng", ["0002"]),
        ("cong tac xa hoi", ["0001", "0002"]),
        (f" {NUMBER[:3]} {NUMBER[3:]} ", ["0001"]),
        ("004189", []),
        ("%", []),
        ("_", []),
        ("00\x0002", ["0002"]),
        ("không có ai", []),
        ("https://motcua.example.vn/s/nosuchtoken", []),
        ("", ["0001", "0002"]),
        ("x" * 10_000, []),
    ],
)
def test_a_dossier_is_found_by_code_name_procedure_or_whole_number(
    database: Database, office: Hall, words: str, found: list[str]
) -> None:
    """Without regard to diacritics; a part of an identity number finds nobody."""
    receive(database, office)
    receive(database, office, applicant=applicant(name="Đặng Văn Thái", identity_no="004089000001"))

    assert sorted(codes(database, words=words)) == found


def test_filters_of_state_and_due(database: Database, office: Hall, hands: Hands) -> None:
    """Overdue, today, this week; in what state."""
    for procedure in (SAME_DAY, BY_HOURS):
        receive(database, office, procedure=procedure, documents=())
    receive(database, office)
    database.write_now(office.officer(1), ready_result.result_ready, "H14.12-261123-0002")
    assert codes(database, due="today") == ["0001"]
    assert codes(database, due="week") == ["0001"]
    hands.forward(days=9)

    assert codes(database, due="overdue") == ["0001"]
    assert codes(database, due="week") == ["0003"]
    assert codes(database, state="open") == ["0001", "0003"]
    assert codes(database, state="result_ready") == ["0002"]
    database.write_now(
        office.officer(3),
        return_result.hand_over,
        "H14.12-261123-0002",
        HandOver(collector=TypedCollector(kind="applicant")),
    )
    assert codes(database, state="returned") == ["0002"]
    assert codes(database, agency_id=office.agency) == ["0001", "0003", "0002"]
    assert codes(database, agency_id="another") == []


@pytest.mark.parametrize(
    "sought",
    [{"state": "lost"}, {"due": "never"}, {"cursor": "x"}, {"cursor": "9" * 30 + ".a"}, {"cursor": "1"}],
)
def test_a_filter_that_is_none_is_refused(database: Database, office: Hall, sought: dict[str, Any]) -> None:
    """An unknown state, due filter, or cursor."""
    assert office.centre
    with pytest.raises(Malformed):
        codes(database, **sought)
