"""Setting up the rules of the hall and the classes of priority over HTTP."""

import msgspec
from litestar import get, patch, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from onestop.rules.access import Actor
from onestop.rules.hall_rules import HallRules
from onestop.rules.turns_plan import ClassesWish, RulesWish
from onestop.store import hall, settled_turns
from onestop.store.database import Database
from onestop.store.settled_turns import SettledClass
from onestop.store.tx import Reading
from onestop.use_cases import set_up_turns
from onestop.web.setup.own_hall import Settled, own_hall


class SetUpClasses(msgspec.Struct, frozen=True):
    """The classes of priority of a hall in their order, those no longer offered too."""

    classes: list[SettledClass]


def rules_of(reading: Reading) -> HallRules:
    """Read the rules of the actor's hall."""
    return hall.rules_of(reading, own_hall(reading))


def classes_of(reading: Reading) -> SetUpClasses:
    """Read the classes of priority of the actor's hall."""
    return SetUpClasses(settled_turns.classes_of(reading, own_hall(reading)))


@get("/api/setup/rules")
async def show_rules(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> HallRules:
    """Show the rules of the hall."""
    return await database.read(rules_of, actor=actor)


@patch("/api/setup/rules")
async def settle_rules(
    data: JSONBody[RulesWish], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Settle rules of the hall; what is left out stays."""
    return Settled(await database.write(actor, set_up_turns.settle_rules, data))


@get("/api/setup/priority-classes")
async def show_classes(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> SetUpClasses:
    """Show the classes of priority; empty words of the usual five are those of the texts."""
    return await database.read(classes_of, actor=actor)


@put("/api/setup/priority-classes")
async def settle_classes(
    data: JSONBody[ClassesWish], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Settle all classes of priority in their order; one left out is no longer offered."""
    return Settled(await database.write(actor, set_up_turns.settle_classes, data))


HANDLERS = [show_rules, settle_rules, show_classes, settle_classes]
