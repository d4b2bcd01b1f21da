"""Whose hall it is: every call of the set-up concerns the centre of the administrator who asks."""

from typing import Any

import msgspec
from litestar import Request

from onestop.errors import NotAllowed
from onestop.rules.access import Right, require
from onestop.store.tx import Once, Reading
from onestop.web.shapes import once


class Settled(msgspec.Struct, frozen=True):
    """The id of what was made or changed; where a thing has none, its key."""

    id: str


def own_hall(reading: Reading) -> str:
    """Give the centre that the actor may set up.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor sets up no hall.
    """
    require(reading.actor, Right.SET_UP_HALL)
    if reading.actor.centre_id is None:
        raise NotAllowed(right=Right.SET_UP_HALL)
    return reading.actor.centre_id


async def made_once(request: Request[Any, Any, Any]) -> Once | None:
    """Read the Idempotency-Key that every call that makes something must bear."""
    return await once(request, str)
