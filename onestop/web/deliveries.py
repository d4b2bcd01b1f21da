"""The outbox over HTTP: what was sent, what was given up, and sending it again."""

from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from onestop.errors import Malformed, NotFound
from onestop.model.delivery import DeliveryState
from onestop.rules.access import Actor, Right, require
from onestop.rules.lookup import typed_id
from onestop.store import deliveries
from onestop.store.database import Database
from onestop.store.deliveries import DeliveryRow
from onestop.use_cases import send_owed
from onestop.web.shapes import shown

InState = Annotated[str, QueryParameter(name="state")]
MOST = 200


def plain_letter(row: DeliveryRow) -> dict[str, Any]:
    """Show a message with the office's hours; to whom and what about stays sealed."""
    fields: dict[str, Any] = {name: getattr(row, name) for name in row.__struct_fields__}
    return fields | {name: shown(fields[name]) for name in ("created_at", "next_at", "ended_at")}


@get("/api/deliveries")
async def listing(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    in_state: InState = DeliveryState.TECHNICAL_FAILURE,
    centre: FromQuery[str | None] = None,
) -> list[dict[str, Any]]:
    """List the messages of a centre in a state, at most 200, the newest first."""
    chosen = centre or actor.centre_id
    require(actor, Right.KEEP_DELIVERIES, centre_id=chosen)
    if in_state not in set(DeliveryState):
        raise Malformed(field="state", reason="unknown")
    if chosen is None:
        raise NotFound(kind="centre", sought="")
    rows = await database.read(deliveries.of_centre, chosen, in_state, MOST)
    return [plain_letter(row) for row in rows]


@post("/api/deliveries/{delivery:str}/again", status_code=200)
async def again(
    delivery: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> dict[str, str]:
    """Send a message again that was given up."""
    found = typed_id(delivery, kind="delivery")
    await database.write(actor, send_owed.send_again, found)
    return {"id": found, "state": DeliveryState.CREATED}


HANDLERS = [listing, again]
