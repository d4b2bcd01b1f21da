"""The tree of agencies: no ring, one agency a code, and patterns that give codes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import AgencyLoop, Malformed, NameTaken, NotAllowed, NotFound, Refusal
from onestop.rules.access import SYSTEM
from onestop.rules.agency_plan import AgencyWish
from onestop.store import agencies
from onestop.store.database import Database
from onestop.use_cases import keep_agencies
from tests.makers import Hall
from tests.people_makers import make_keeper, told
from tests.setup_makers import make_administrator

NEW = AgencyWish(code="h14.20", name="Sở Công Thương", level="department")


def test_an_agency_is_added_under_another(database: Database, hall: Hall) -> None:
    """Its code in capitals; the journal names the code."""
    made = database.write_now(
        make_keeper(database, hall), keep_agencies.add, AgencyWish(code="h14.20", name="Sở Công Thương",
                                                                  level="department", parent=hall.agency)
    )  # fmt: skip
    found = database.read_now(agencies.find, made)
    assert (found.code, found.parent_id, found.mountainous) == ("H14.20", hall.agency, True)
    assert told(database, "agency-added") == [{"subject": made, "code": "H14.20"}]


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (AgencyWish(code="H14.12", name="X", level="department"), NameTaken),
        (AgencyWish(code="H14/12", name="X", level="department"), Malformed),
        (AgencyWish(code="H14.20", name="", level="department"), Malformed),
        (AgencyWish(code="H14.20", name="X", level="planet"), Malformed),
        (AgencyWish(code="H14.20", name="X", level="department", parent="nobody"), NotFound),
        (AgencyWish(code="H14.20", name="X", level="department", code_pattern="AGENCY-YYMMDD"), Malformed),
        (AgencyWish(code="H14.20", name="X", level="department", code_pattern="AGENCY-NNNN"), Malformed),
        (AgencyWish(code="H14.20", name="X"), Malformed),
    ],
)
def test_an_agency_that_cannot_be_is_refused(
    database: Database, hall: Hall, wish: AgencyWish, refusal: type[Refusal]
) -> None:
    """With its reason, and nothing is made."""
    keeper = make_keeper(database, hall)
    with pytest.raises(refusal):
        database.write_now(keeper, keep_agencies.add, wish)
    assert len(database.read_now(agencies.all_of)) == 2


def test_no_agency_stands_above_itself(database: Database, hall: Hall) -> None:
    """Neither at once nor over others; the refusal names both."""
    keeper = make_keeper(database, hall)
    below = database.write_now(
        keeper,
        keep_agencies.add,
        AgencyWish(code="H14.20", name="Chi cục", level="department", parent=hall.agency),
    )
    for above in (hall.agency, below):
        with pytest.raises(AgencyLoop) as refused:
            database.write_now(keeper, keep_agencies.change, hall.agency, AgencyWish(parent=above))
        assert refused.value.agency == "Sở Y tế"


def test_two_moves_at_once_close_no_ring(database: Database, hall: Hall) -> None:
    """Each alone would be right; together one of them is refused."""
    keeper = make_keeper(database, hall)
    made = database.write_now(keeper, keep_agencies.add, NEW)

    def put(pair: tuple[str, str]) -> bool:
        try:
            database.write_now(keeper, keep_agencies.change, pair[0], AgencyWish(parent=pair[1]))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(put, ((made, hall.agency), (hall.agency, made)))) == 1


def test_a_change_tells_its_fields(database: Database, hall: Hall) -> None:
    """Names of what differs, once."""
    keeper = make_keeper(database, hall)
    for _ in range(2):
        wish = AgencyWish(mountainous=False, code_pattern="AGENCY-YYYYMMDD-NNNNN", name="Sở Y tế")
        database.write_now(keeper, keep_agencies.change, hall.agency, wish)
    assert told(database, "agency-changed") == [
        {"subject": hall.agency, "fields": ["code_pattern", "mountainous"]}
    ]


def test_what_the_office_writes_is_no_longer_from_memory(database: Database, hall: Hall) -> None:
    """A code that it corrects counts as known; the name that it left does not."""
    keeper = make_keeper(database, hall)
    doubt = "UPDATE agency SET from_memory = :doubt WHERE id = :id"
    database.write_now(SYSTEM, lambda tx: tx.run(doubt, doubt='["name","code"]', id=hall.agency).rowcount)
    database.write_now(keeper, keep_agencies.change, hall.agency, AgencyWish(code="H14.13", name="Sở Y tế"))
    assert database.read_now(agencies.find, hall.agency).from_memory == '["name"]'


def test_a_centre_s_administrator_keeps_no_agencies(database: Database, hall: Hall) -> None:
    """They belong to all centres."""
    admin = make_administrator(database, hall)
    with pytest.raises(NotAllowed):
        database.write_now(admin, keep_agencies.add, NEW)
    with pytest.raises(NotAllowed):
        database.write_now(admin, keep_agencies.change, hall.agency, AgencyWish(name="X"))
