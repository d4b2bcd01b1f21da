"""What happens to bookings, and to messages that are owed."""

from onestop.events.event import Event


class BookingMade(Event, frozen=True, kw_only=True):
    """A citizen booked a slot. The subject is the booking; `minute` counts from local midnight."""

    kind = "booking-made"
    line_id: str
    day: str
    minute: int


class BookingCancelled(Event, frozen=True, kw_only=True):
    """The slot was given back, by the citizen or by the office."""

    kind = "booking-cancelled"
    line_id: str
    day: str
    minute: int


class BookingCheckedIn(Event, frozen=True, kw_only=True):
    """The citizen came and was given a number."""

    kind = "booking-checked-in"
    line_id: str
    ticket_id: str
    label: str


class BookingMissed(Event, frozen=True, kw_only=True):
    """The citizen did not come in time; the slot is free again."""

    kind = "booking-missed"
    line_id: str
    day: str
    minute: int


class MessageDelivered(Event, frozen=True, kw_only=True):
    """The next mail server took a message over. The subject is the delivery."""

    kind = "message-delivered"
    template: str
    channel: str
    tries: int


class MessageGivenUp(Event, frozen=True, kw_only=True):
    """A message was put aside for a person to look at: refused for good, or tried too often."""

    kind = "message-given-up"
    template: str
    channel: str
    state: str
    tries: int


class MessageSentAgain(Event, frozen=True, kw_only=True):
    """An officer put a message that was given up back into the outbox."""

    kind = "message-sent-again"
    template: str
    channel: str
