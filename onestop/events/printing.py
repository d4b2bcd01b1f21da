"""What happens to slips. The subject is the ticket; a copy is 1 for the slip given with the number."""

from onestop.events.event import Event


class SlipPrinted(Event, frozen=True, kw_only=True):
    """A slip came out."""

    kind = "slip-printed"
    job: str
    copy_no: int


class SlipFailed(Event, frozen=True, kw_only=True):
    """A slip did not come out: `failed` or `paper_out`. Its number stays valid."""

    kind = "slip-failed"
    job: str
    copy_no: int
    fault: str


class TicketReprinted(Event, frozen=True, kw_only=True):
    """A further slip with the same number was asked for."""

    kind = "ticket-reprinted"
    label: str
    job: str
    copy_no: int
