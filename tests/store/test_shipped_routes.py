"""Every procedure of the shipped catalogue has a route: on paper and electronically, in mountains and valleys."""

import pytest
from sqlmodel import select

from onestop.model.leg import LegPart
from onestop.model.place import Agency, Centre
from onestop.model.procedure import Procedure, ProcedureStep
from onestop.rules.access import SYSTEM
from onestop.rules.allowance import Allowance
from onestop.rules.route import total_of
from onestop.settings import Settings
from onestop.steps.plan_legs import planned_route
from onestop.store.database import Database
from onestop.store.shipped_catalogue import starting_calendar, starting_catalogue, starting_hours
from onestop.store.tx import Reading
from onestop.use_cases import keep_catalogue


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One database is enough: what is asked is the catalogue, not the database."""
    return sqlite_settings


@pytest.mark.parametrize("channel", ["direct", "online"])
@pytest.mark.parametrize("more_days", [0, 10])
def test_every_shipped_procedure_has_a_route(database: Database, channel: str, more_days: int) -> None:
    """It adds up, one agency leads, the centre itself is no leg, and nobody is refused a receipt for its sake."""
    database.write_now(
        SYSTEM, keep_catalogue.load_start, starting_catalogue(), starting_calendar(), starting_hours()
    )

    def routes(reading: Reading) -> int:
        centre = reading.session.exec(select(Centre).where(Centre.key == "tinh")).one()
        commune = reading.session.exec(select(Agency.id).where(Agency.level == "commune")).first()
        assert commune is not None
        travelling = 0
        with_steps = set(reading.session.exec(select(ProcedureStep.procedure_id)).all())
        for procedure in reading.session.exec(select(Procedure)).all():
            if procedure.id not in with_steps or procedure.unit is None:
                continue
            amount = Allowance(procedure.amount or "0", procedure.unit)
            if procedure.unit == "working_day":
                amount = Allowance(amount.amount + more_days, procedure.unit)
            lead = procedure.agency_id or commune
            route = planned_route(reading, procedure, amount, centre_id=centre.id, lead=lead, channel=channel)
            assert total_of((leg.stage, leg.amount) for leg in route.legs) == amount.amount, procedure.code
            assert len({leg.agency_id for leg in route.legs if leg.part == LegPart.LEAD}) == 1, procedure.code
            assert centre.agency_id not in {leg.agency_id for leg in route.legs}, procedure.code
            travelling += len({leg.agency_id for leg in route.legs}) > 1
        return travelling

    assert database.read_now(routes) > 10
