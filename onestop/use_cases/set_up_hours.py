"""The office sets up its opening hours, from a day on."""

from datetime import timedelta

from onestop.model.procedure import OpeningHours
from onestop.rules.hours_plan import WEEK, WeekWish, settled_week
from onestop.rules.opening_hours import Opening
from onestop.steps.change_hall import hold_hall, tell
from onestop.store import hours as store
from onestop.store.tx import Tx


def settle(tx: Tx, wish: WeekWish) -> str:
    """Settle the hours of a week from a day on; give that day. What held before holds until the day before.

    The same day again takes the place of what was settled for it, so that a slip of the hand can be mended.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: It begins before today, a weekday Monday to Friday has no opening, or one cannot be.
    """
    centre_id = hold_hall(tx)
    openings = settled_week(wish, tx.today)
    before = store.week_in_words(tx, centre_id, wish.valid_from)

    store.end_before(tx, centre_id, wish.valid_from, wish.valid_from - timedelta(days=1))
    for opening in openings:
        tx.session.add(_row(centre_id, opening))
    tx.session.flush()

    after = store.week_in_words(tx, centre_id, wish.valid_from)
    changed = {f"weekday_{day}": f"{before[day]} → {after[day]}" for day in WEEK if before[day] != after[day]}
    if changed:
        tell(tx, "hours", centre_id, {"valid_from": wish.valid_from.isoformat(), **changed})
    return wish.valid_from.isoformat()


def _row(centre_id: str, opening: Opening) -> OpeningHours:
    return OpeningHours(
        centre_id=centre_id,
        weekday=opening.weekday,
        opens=opening.opens,
        closes=opening.closes,
        counts=opening.counts,
        valid_from=opening.valid_from,
    )
