"""The office sets up its counters: adds one, changes its number, room or profile, gives it up."""

from typing import Any

from onestop.errors import NameTaken, NotFound, StillInUse
from onestop.model.counter import Counter, CounterState, WorkProfile
from onestop.rules.counter_plan import CounterWish, settled_counter
from onestop.rules.wish import needed
from onestop.steps.change_hall import assign, find_own, hold_hall, tell, tell_made, tell_retired
from onestop.store import hall_setup
from onestop.store.tx import Tx


def add(tx: Tx, wish: CounterWish) -> str:
    """Add a counter, closed until an officer opens it; give its id.

    Raises:
        NotAllowed: The actor sets up no hall, or the profile is another centre's.
        Malformed: No number, or a value that cannot be.
        NotFound: A room or profile that there is not.
        NameTaken: Another counter has that number.
    """
    centre_id = hold_hall(tx)
    values = _settled(tx, centre_id, "", wish)
    needed(values, "number")
    counter = Counter(centre_id=centre_id, **values)

    tx.session.add(counter)

    tell_made(tx, "counter", counter.id, values)
    return counter.id


def change(tx: Tx, counter_id: str, wish: CounterWish) -> str:
    """Change a counter; who works there sees it with the next step.

    Raises:
        NotFound: No such counter, room or profile.
        NotAllowed: It, or the profile, belongs to another centre.
        Malformed: A value that cannot be.
        NameTaken: Another counter has that number.
        StillInUse: Somebody stands at it, who was called to its number or room.
    """
    centre_id = hold_hall(tx)
    counter = find_own(tx, Counter, counter_id, kind="counter")
    values = _settled(tx, centre_id, counter.id, wish)
    moved = any(name in values and getattr(counter, name) != values[name] for name in ("number", "room"))
    if moved and hall_setup.label_at(tx, counter_id):
        raise StillInUse(kind="counter", name=str(counter.number), count=1)

    changed = assign(counter, values)

    tell(tx, "counter", counter.id, changed)
    return counter.id


def retire(tx: Tx, counter_id: str) -> str:
    """Give a counter up; the officers who had their seat there have none from then on.

    Raises:
        NotFound: No such counter.
        NotAllowed: It belongs to another centre.
        StillInUse: It is open, somebody stands at it, or it holds visits for later.
    """
    centre_id = hold_hall(tx)
    counter = find_own(tx, Counter, counter_id, kind="counter")
    if hall_setup.label_at(tx, counter_id):
        raise StillInUse(kind="counter", name=str(counter.number), count=1)
    if counter.state != CounterState.CLOSED:
        raise StillInUse(kind="counter-open", name=str(counter.number), count=1)
    held = hall_setup.set_aside(tx, centre_id, counter_id, tx.today)
    if held:
        raise StillInUse(kind="counter-held", name=str(counter.number), count=held)

    counter.retired_at = tx.now
    hall_setup.unseat(tx, counter_id)

    tell_retired(tx, "counter", counter.id)
    return counter.id


def _settled(tx: Tx, centre_id: str, counter_id: str, wish: CounterWish) -> dict[str, Any]:
    values = settled_counter(wish)
    others = [one.number for one in hall_setup.counters_of(tx, centre_id) if one.id != counter_id]
    if values.get("number") in others:
        raise NameTaken(kind="counter", name=str(values["number"]))
    if "room" in values and values["room"] not in hall_setup.rooms_named(tx, centre_id):
        raise NotFound(kind="room", sought=values["room"])
    if "profile" in values:
        profile = values.pop("profile")
        if profile is not None:
            profile = find_own(tx, WorkProfile, profile, kind="profile").id
        values["profile_id"] = profile
    return values
