"""What every change of a hall's set-up does: ask who may, hold the hall, assign, say what was and what is."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import SQLModel

from onestop.errors import NotAllowed
from onestop.events import HallChanged
from onestop.rules.access import Right, require
from onestop.store import hall_setup
from onestop.store.tx import Tx

M = TypeVar("M", bound=SQLModel)
_LONGEST = 80


def hold_hall(tx: Tx) -> str:
    """Give the centre that the actor may set up, held so that two changes follow each other.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor sets up no hall.
    """
    require(tx.actor, Right.SET_UP_HALL)
    if tx.actor.centre_id is None:
        raise NotAllowed(right=Right.SET_UP_HALL)
    hall_setup.hold(tx, tx.actor.centre_id)
    return tx.actor.centre_id


def find_own(tx: Tx, model: type[M], sought: str, *, kind: str) -> M:
    """Read a row of the actor's own centre and hold it.

    Raises:
        NotFound: No such row, or it was given up.
        NotAllowed: It belongs to another centre.
    """
    row = hall_setup.find(tx, model, sought, kind=kind)
    require(tx.actor, Right.SET_UP_HALL, centre_id=getattr(row, "centre_id"))  # noqa: B009  of every table asked
    return row


def assign(row: SQLModel, values: Mapping[str, Any]) -> dict[str, str]:
    """Write values into a row; give what differs, each as `old → new`."""
    changed: dict[str, str] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = f"{in_short(before)} → {in_short(value)}"
    return changed


def in_short(value: object) -> str:
    """Write a value in few letters, for the journal."""
    match value:
        case None | "":
            return "–"
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(in_short, value))[:_LONGEST]
        case _:
            return str(value)[:_LONGEST]


def tell(tx: Tx, what: str, changed: str, fields: Mapping[str, str]) -> None:
    """Say that the office changed its hall; nothing is said where nothing differs."""
    if fields:
        centre_id = tx.actor.centre_id or ""
        tx.emit(
            HallChanged(
                centre_id=centre_id, subject_id=changed, what=what, changed=changed, fields=dict(fields)
            )
        )


def tell_made(tx: Tx, what: str, changed: str, values: Mapping[str, Any]) -> None:
    """Say that something new was made, and as what."""
    tell(tx, what, changed, {"made": "– → yes", **{k: f"– → {in_short(v)}" for k, v in values.items()}})


def tell_retired(tx: Tx, what: str, changed: str) -> None:
    """Say that something was given up."""
    tell(tx, what, changed, {"retired": "no → yes"})
