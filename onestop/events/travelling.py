"""What happens to dossiers on their way among agencies."""

from datetime import datetime

from onestop.events.event import Event


class RoutePlanned(Event, frozen=True, kw_only=True):
    """A route of several agencies was planned at receipt, or one whose shares had to be fitted.

    `added` is what the lead got beyond its steps, a decimal text in the dossier's unit; `serialised`: agencies
    that would work side by side follow each other, since the dossier is on paper.
    """

    kind = "route-planned"
    code: str
    agencies: list[str]
    added: str
    serialised: bool


class RouteChanged(Event, frozen=True, kw_only=True):
    """The legs not yet sent were planned anew; `agencies` are theirs, in order."""

    kind = "route-changed"
    code: str
    agencies: list[str]


class DossierForwarded(Event, frozen=True, kw_only=True):
    """A stage was sent to its agencies; `late`: the first, and after the hour by which it had to be."""

    kind = "dossier-forwarded"
    code: str
    stage: int
    agencies: list[str]
    late: bool


class LegTakenBack(Event, frozen=True, kw_only=True):
    """What was on its way to agencies was taken back before anybody there touched it."""

    kind = "leg-taken-back"
    code: str
    agencies: list[str]


class LegAccepted(Event, frozen=True, kw_only=True):
    """An agency took the dossier on."""

    kind = "leg-accepted"
    code: str
    position: int
    agency_id: str
    officer_id: str | None


class ClockBegun(Event, frozen=True, kw_only=True):
    """The competent agency, another place's, took the dossier on: its time is counted from then."""

    kind = "clock-begun"
    code: str
    agency_id: str
    arrived_at: datetime
    due_at: datetime


class LegAssigned(Event, frozen=True, kw_only=True):
    """An officer of the agency holds the dossier from now on, perhaps in the place of one on leave."""

    kind = "leg-assigned"
    code: str
    position: int
    agency_id: str
    officer_id: str
    before_id: str | None
    covers_id: str | None


class LegReturned(Event, frozen=True, kw_only=True):
    """An agency is done; early, on time or overdue of its leg is fixed here, once."""

    kind = "leg-returned"
    code: str
    position: int
    agency_id: str
    standing: str
    late_days: int
    done_at: datetime


class DossierTakenOver(Event, frozen=True, kw_only=True):
    """What an agency gave back is at the centre."""

    kind = "dossier-taken-over"
    code: str
    agency_id: str | None


class HandoverListMade(Event, frozen=True, kw_only=True):
    """Dossiers were put on a list that goes with them. The subject is the list."""

    kind = "handover-list-made"
    number: str
    agency_id: str
    outward: bool
    dossiers: int


class HandoverListTaken(Event, frozen=True, kw_only=True):
    """Dossiers on a list were taken over; `left` still wait on it. The subject is the list."""

    kind = "handover-list-taken"
    number: str
    taken: int
    left: int


class HandoverStruck(Event, frozen=True, kw_only=True):
    """Dossiers were struck off a list: they were not in the pile. The subject is the list."""

    kind = "handover-struck"
    number: str
    codes: list[str]
    left: int
