"""What a citizen is told of a booking: its link, and the messages about it."""

from onestop.errors import NotFound
from onestop.rules.booking import day_text, time_text
from onestop.rules.booking_code import grouped
from onestop.steps.owe_message import owe
from onestop.store import places
from onestop.store.bookings import BookingRow
from onestop.store.seals import Seals
from onestop.store.tx import Tx

MADE = "booking_made"
REMINDER = "booking_reminder"
CALLED_OFF = "booking_called_off"
_PURPOSE = "booking-link"


def link_of(seals: Seals, code: str) -> str:
    """Sign a booking's code: the code is said aloud and typed in the hall, so alone it opens nothing."""
    return f"{code}.{seals.signature(_PURPOSE, code)}"


def code_behind(seals: Seals, link: str) -> str:
    """Read a booking's code from its link.

    Raises:
        NotFound: The link is not ours.
    """
    code, _, signature = link.partition(".")
    if not signature or not seals.signed(_PURPOSE, code, signature):
        raise NotFound(kind="booking", sought=code[:12])
    return code


def owe_about(tx: Tx, booking: BookingRow, template: str, email: str, **more: str) -> None:
    """Owe the citizen a message about a booking, by e-mail, now; `more` are facts of this template only."""
    line, centre = places.line(tx, booking.line_id), places.centre(tx, booking.centre_id)
    owe(
        tx,
        booking.centre_id,
        booking.id,
        template,
        address=email,
        lang=booking.lang,
        facts={
            "centre": f"{centre.name} {centre.place}".strip(),
            "address": centre.address or centre.place,
            "line": (line.name_en or line.name) if booking.lang == "en" else line.name,
            "day": day_text(booking.day),
            "time": time_text(booking.minute),
            "code": grouped(booking.code),
            "path": f"/b/{link_of(tx.seals, booking.code)}",
            **more,
        },
    )
