"""An officer held to sectors sees, receives and moves dossiers of those sectors only."""

import pytest

from onestop.errors import NotAllowed, SectorForeign
from onestop.rules.scope import scope_of
from onestop.store import dossier_list
from onestop.store.database import Database
from onestop.use_cases import ready_result, receive_dossier, refuse_intake
from onestop.use_cases.refuse_intake import RefusedSubmission
from tests.dossier_makers import BASE, SOCIAL_WORK, applicant, make_procedures, receive, submission
from tests.makers import Hall
from tests.people_makers import acting, hold_to, make_sector


def _sector(database: Database) -> str:
    statement = "SELECT id FROM sector WHERE key = 'bao-tro-xa-hoi'"
    return str(database.read_now(lambda reading: reading.run(statement).fetchone())[0])


def test_a_dossier_of_a_foreign_sector_is_out_of_reach(database: Database, hall: Hall) -> None:
    """It is in no list, and no move of it is theirs; for the others of the centre nothing changes."""
    make_procedures(database, hall)
    received = receive(database, hall)
    hold_to(database, hall.officer(2).id, make_sector(database, "dat-dai"))
    hold_to(database, hall.officer(3).id, _sector(database))
    for number, seen in ((1, 1), (2, 0), (3, 1)):
        actor = acting(database, hall.officer(number).id)
        page = database.read_now(dossier_list.page, scope_of(actor))
        assert len(page.items) == seen
    with pytest.raises(NotAllowed):
        database.write_now(acting(database, hall.officer(2).id), ready_result.result_ready, received.code)


def test_a_procedure_of_a_foreign_sector_is_not_received(database: Database, hall: Hall) -> None:
    """Neither received nor refused at that counter; a sector more opens it."""
    make_procedures(database, hall)
    hold_to(database, hall.officer(1).id, make_sector(database, "dat-dai"))
    held = acting(database, hall.officer(1).id)
    with pytest.raises(SectorForeign):
        database.write_now(held, receive_dossier.receive, submission(), base_url=BASE)
    refused = RefusedSubmission(procedure=SOCIAL_WORK, applicant=applicant(), outcome="supplement")
    with pytest.raises(SectorForeign):
        database.write_now(held, refuse_intake.refuse, refused)
    hold_to(database, held.id, _sector(database))
    both = acting(database, held.id)
    assert database.write_now(both, receive_dossier.receive, submission(), base_url=BASE).code
