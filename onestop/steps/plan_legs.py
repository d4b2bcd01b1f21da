"""The legs of a dossier, planned when it is received."""

from datetime import datetime
from itertools import groupby

from onestop.events import RoutePlanned
from onestop.model.dossier import Dossier
from onestop.model.leg import Leg
from onestop.model.procedure import Procedure
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.deadline import Deadline
from onestop.rules.elsewhere import Elsewhere, reckon_from_start
from onestop.rules.route import Route, RouteStep, is_paper, plan_route
from onestop.store import calendar, legs, procedures
from onestop.store.tx import Reading, Tx


def planned_route(
    reading: Reading, procedure: Procedure, allowance: Allowance, *, centre_id: str, lead: str, channel: str
) -> Route:
    """Plan the route of a dossier from the procedure's internal steps; nothing is written.

    Args:
        reading: Where to look.
        procedure: The version that it is received under.
        allowance: As granted.
        centre_id: Where it is received.
        lead: The agency in charge.
        channel: How it was submitted.

    Raises:
        RouteLoops: The steps lead an agency to the same work twice.
    """
    steps = [
        RouteStep(row.stage, row.agency_id or lead, row.name or row.role, row.amount)
        for row in procedures.steps_of(reading, procedure.id)
        if row.counted
    ]
    return plan_route(
        steps,
        allowance,
        lead=lead,
        unit=procedure.unit,
        centres=legs.receiving_agencies(reading, centre_id) if steps else (),
        paper=is_paper(channel),
    )


def put_legs(
    tx: Tx, dossier: Dossier, route: Route, deadline: Deadline, elsewhere: Elsewhere | None = None
) -> None:
    """Write the legs of a dossier just received, each with its planned end; several are told to the journal.

    Args:
        tx: The transaction.
        dossier: Written.
        route: As planned.
        deadline: Of the whole: one leg ends with it.
        elsewhere: The competent agency, where it is another place's.

    Raises:
        LegsDoNotSum: The legs do not add up to the allowance.
    """
    ends: tuple[datetime, ...] = (deadline.due_at,)
    if len(route.legs) > 1:
        shares = [
            [leg.amount for leg in stage] for _, stage in groupby(route.legs, key=lambda leg: leg.stage)
        ]
        whole = Allowance(dossier.amount or "0", dossier.unit)
        known = calendar.calendar_of(tx, dossier.centre_id)
        ends = reckon_from_start(dossier.received_at, whole, known, elsewhere, legs=shares).leg_due_at
    rows = [
        Leg(
            dossier_id=dossier.id,
            position=position,
            stage=leg.stage,
            agency_id=leg.agency_id,
            part=leg.part,
            work=leg.work,
            amount=plain_amount(leg.amount),
            due_at=due_at,
        )
        for position, (leg, due_at) in enumerate(zip(route.legs, ends, strict=True), 1)
    ]
    legs.put(tx, rows)
    if len(rows) > 1:
        tx.emit(
            RoutePlanned(
                centre_id=dossier.centre_id,
                subject_id=dossier.id,
                code=dossier.code,
                agencies=[leg.agency_id for leg in rows],
                added=plain_amount(route.added),
                serialised=route.serialised,
            )
        )
