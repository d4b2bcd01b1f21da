"""What the office changed about its own hall."""

import msgspec

from onestop.events.event import Event


class HallChanged(Event, frozen=True, kw_only=True):
    """The office settled something else about its hall. The subject is what was changed.

    `what`: line, band, profile, counter, hours, room, board, device, rules, priority, booking or clips.
    `changed` is its id, or its key where it has none. `fields` says of each thing changed what it was and
    what it is, in short words ("1 → 2").
    """

    kind = "hall-changed"
    what: str
    changed: str
    fields: dict[str, str] = msgspec.field(default_factory=dict)


class AdministratorAppointed(Event, frozen=True, kw_only=True):
    """Whoever runs the server made an administrator, or gave one a new password. The subject is the officer."""

    kind = "administrator-appointed"
