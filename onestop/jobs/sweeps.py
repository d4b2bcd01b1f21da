"""What the timetable does with one dossier after another: found first, then each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import lapse_dossier


class Sweep(NamedTuple):
    """Which dossiers, by code, and what is done with each; done twice, it is done once."""

    name: str
    find: Callable[[Reading], list[str]]
    act: Callable[[Tx, str], Any]


SWEEPS = (
    Sweep("warn-of-supplements", lapse_dossier.to_warn, lapse_dossier.warn),
    Sweep("lapse-unanswered", lapse_dossier.to_lapse, lapse_dossier.lapse),
)
"""Why not one transaction for all, as the timetable's other tasks? One dossier that fails would hold up every
other, and a centre's journal would wait for hundreds."""

Guarded = Callable[..., Awaitable[None]]


async def sweep(database: Database, guarded: Guarded) -> None:
    """Go through all sweeps once; what fails hinders neither the next dossier nor the next sweep.

    Args:
        database: Where.
        guarded: Does something under a name, and logs what fails.
    """
    for each in SWEEPS:
        await guarded(each.name, _all, database, each, guarded)


async def _all(database: Database, one: Sweep, guarded: Guarded) -> None:
    for code in await database.read(one.find, actor=SYSTEM):
        await guarded(one.name, database.write, SYSTEM, one.act, code)
