"""The office sets up its lines: adds one, changes its band or words, gives it up."""

from typing import Any

from onestop.errors import StillInUse
from onestop.model.line import Line
from onestop.rules.line_plan import BAND, Band, LineWish, place_band, settled_line
from onestop.rules.wish import needed
from onestop.steps.change_hall import assign, find_own, hold_hall, tell, tell_made, tell_retired
from onestop.store import hall_setup
from onestop.store.tx import Tx


def add(tx: Tx, wish: LineWish) -> str:
    """Add a line; give its id.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: No letter, no name, or a value that cannot be.
        BandTaken: Another line gives numbers of that letter and band, or gave some today.
        NotFound: A sector that there is not.
    """
    centre_id = hold_hall(tx)
    values = settled_line(wish)
    needed(values, "letter", "name")
    sectors = values.pop("sectors", [])
    line = Line(centre_id=centre_id, **values)
    place_band(_band(line), hall_setup.other_bands(tx, centre_id, line.id))

    tx.session.add(line)
    hall_setup.put_sectors(tx, line.id, sectors)

    tell_made(tx, "line", line.id, values)
    return line.id


def change(tx: Tx, line_id: str, wish: LineWish) -> str:
    """Change a line; give its id.

    Raises:
        NotFound: No such line, or a sector that there is not.
        NotAllowed: It belongs to another centre.
        Malformed: A value that cannot be, or a band that ends before a number given today.
        BandTaken: Another line gives numbers of that letter and band, or gave some today.
        StillInUse: It has given numbers today, so that letter and first number stay until tomorrow.
    """
    hold_hall(tx)
    line = find_own(tx, Line, line_id, kind="line")
    values = settled_line(wish)
    sectors = values.pop("sectors", None)
    moved = _moved(line, values)
    last = hall_setup.last_given(tx, line_id, tx.today) if moved else 0
    if last and moved & {"letter", "band_first"}:
        raise StillInUse(kind="numbers", name=line.letter, count=last - line.band_first + 1)
    if moved:
        others = hall_setup.other_bands(tx, line.centre_id, line.id)
        place_band(_band(line, values), others, last_given=last)

    changed = assign(line, values)
    if sectors is not None:
        hall_setup.put_sectors(tx, line.id, sectors)
        changed["sectors"] = str(len(sectors))

    tell(tx, "band" if set(changed) <= BAND else "line", line.id, changed)
    return line.id


def retire(tx: Tx, line_id: str) -> str:
    """Give a line up; its tickets stay, and its numbers are not given again today.

    Raises:
        NotFound: No such line.
        NotAllowed: It belongs to another centre.
        StillInUse: People wait in it or booked a visit in it, or a work profile has no other line.
    """
    hold_hall(tx)
    line = find_own(tx, Line, line_id, kind="line")
    hall_setup.last_given(tx, line_id, tx.today)
    waiting = hall_setup.people_waiting(tx, line_id, tx.today)
    if waiting:
        raise StillInUse(kind="line", name=line.letter, count=waiting)
    booked = hall_setup.people_booked(tx, line_id, tx.today)
    if booked:
        raise StillInUse(kind="line-booked", name=line.letter, count=booked)
    alone = hall_setup.only_line_of(tx, line.centre_id, line_id)
    if alone:
        raise StillInUse(kind="only-line", name=", ".join(alone), count=len(alone))

    line.closed = True
    line.retired_at = tx.now

    tell_retired(tx, "line", line.id)
    return line.id


def _moved(line: Line, values: dict[str, Any]) -> set[str]:
    return {name for name in BAND & set(values) if getattr(line, name) != values[name]}


def _band(line: Line, values: dict[str, Any] | None = None) -> Band:
    settled = values or {}
    return Band(
        settled.get("letter", line.letter),
        settled.get("band_first", line.band_first),
        settled.get("band_last", line.band_last),
        settled.get("name", line.name),
    )
