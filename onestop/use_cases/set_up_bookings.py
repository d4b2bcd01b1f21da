"""The office settles how its lines take bookings, and the days without any."""

import msgspec

from onestop.errors import NameTaken, NotFound
from onestop.model.booking import Blackout, BookingPlan
from onestop.model.line import Line
from onestop.rules.booking import day_text
from onestop.rules.booking_plan import BlackoutWish, PlanWish, settled_blackout, settled_plan
from onestop.steps.change_hall import assign, find_own, hold_hall, in_short, tell, tell_made
from onestop.steps.end_booking import cancel_all
from onestop.steps.tell_booking import CALLED_OFF, owe_about
from onestop.store import booking_setup, bookings
from onestop.store.tx import Tx


class SettledPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A line whose plan was settled; what was booked before stays.

    `booked`: the bookings still to come. `fuller`: the slots that keep more than the plan has places.
    """

    id: str
    booked: int
    fuller: int


class SettledBlackout(msgspec.Struct, frozen=True, kw_only=True):
    """A day taken out. `booked`: bookings on it that stay; `cancelled`: called off; `letters`: told by e-mail."""

    id: str
    booked: int = 0
    cancelled: int = 0
    letters: int = 0


def settle_plan(tx: Tx, line_id: str, wish: PlanWish) -> SettledPlan:
    """Settle how a line takes bookings; the first time, what is left out is the usual.

    Slots in which more are booked than the plan has places keep what is taken, and give no more.

    Raises:
        NotFound: No such line.
        NotAllowed: It belongs to another centre.
        Malformed: A number outside its range.
    """
    centre_id = hold_hall(tx)
    line = find_own(tx, Line, line_id, kind="line")
    values = settled_plan(wish)
    plan = tx.session.get(BookingPlan, line.id, with_for_update=True)
    if plan is None:
        plan = BookingPlan(line_id=line.id)
        assign(plan, values)
        tx.session.add(plan)
        tell_made(tx, "booking", line.id, plan.model_dump(exclude={"line_id"}))
    else:
        tell(tx, "booking", line.id, assign(plan, values))
    tx.session.flush()
    booking_setup.fit_slots(tx, line.id, tx.today, plan.capacity)

    counted = booking_setup.counted(tx, centre_id, tx.today).get(line.id, booking_setup.Counted())
    fuller = booking_setup.fuller(tx, centre_id, tx.today)
    return SettledPlan(id=line.id, booked=counted.ahead, fuller=fuller.get(line.id, 0))


def black_out(tx: Tx, wish: BlackoutWish) -> SettledBlackout:
    """Take a day out, of a line or of the whole centre; what is booked on it stays unless it shall be called off.

    Raises:
        NotFound: No such line.
        NotAllowed: It belongs to another centre, or the actor sets up no hall.
        Malformed: A day past or more than a year ahead, or no reason.
        NameTaken: That day is out already.
    """
    centre_id = hold_hall(tx)
    reason = settled_blackout(wish, tx.today)
    line = find_own(tx, Line, wish.line, kind="line") if wish.line else None
    line_id = line.id if line else None
    if booking_setup.is_out(tx, centre_id, wish.day, line_id):
        raise NameTaken(kind="blackout", name=day_text(wish.day))
    blackout = Blackout(centre_id=centre_id, line_id=line_id, on_day=wish.day, reason=reason)
    tx.session.add(blackout)
    tx.session.flush()
    codes = booking_setup.codes_on(tx, centre_id, wish.day, line_id)

    made = SettledBlackout(id=blackout.id, booked=len(codes))
    if wish.cancel:
        made = _call_off(tx, blackout, codes)
    tell_made(
        tx,
        "booking",
        blackout.id,
        {
            "blackout": wish.day.isoformat(),
            "line": line.letter if line else "",
            "reason": reason,
            "kept": made.booked,
            "cancelled": made.cancelled,
        },
    )
    return made


def _call_off(tx: Tx, blackout: Blackout, codes: list[str]) -> SettledBlackout:
    ended = cancel_all(tx, [bookings.lock(tx, code) for code in codes])
    told = [booking for booking in ended if booking.email_sealed]
    for booking in told:
        email = tx.seals.unseal(booking.email_sealed or "")
        owe_about(tx, booking, CALLED_OFF, email, reason=blackout.reason)
    return SettledBlackout(id=blackout.id, cancelled=len(ended), letters=len(told))


def lift(tx: Tx, blackout_id: str) -> str:
    """Let a day have bookings again; what was called off stays so.

    Raises:
        NotFound: No such day, or it was lifted before.
        NotAllowed: It is another centre's.
    """
    hold_hall(tx)
    blackout = find_own(tx, Blackout, blackout_id, kind="blackout")
    if blackout.lifted_at is not None:
        raise NotFound(kind="blackout", sought=blackout.id)
    blackout.lifted_at = tx.now

    tell(tx, "booking", blackout.id, {"blackout": f"{in_short(blackout.on_day)} → –"})
    return blackout.id
