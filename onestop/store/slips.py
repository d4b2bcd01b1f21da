"""What stands on slips, who prints them, and which visits go on without one."""

from datetime import datetime

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.store.journal import day_start
from onestop.store.print_jobs import LATEST_COPY, OVERDUE, PRINTER_OF, limits
from onestop.store.tx import Reading

_SLIP = """
SELECT centre.name, centre.place, ticket.label, line.name, line.name_en, ticket.priority, ticket.ahead,
       ticket.wait_low, ticket.wait_high, ticket.issued_at,
       (SELECT name FROM device WHERE device.id = ticket.device_id)
FROM ticket JOIN centre ON centre.id = ticket.centre_id JOIN line ON line.id = ticket.line_id
WHERE ticket.id = :ticket
"""
_WHOSE = "print_job.ticket_id, ticket.label, print_job.id, print_job.asked_at"
_STILL_HERE = f"""
FROM print_job JOIN ticket ON ticket.id = print_job.ticket_id
WHERE print_job.centre_id = :centre AND ticket.day = :day
  AND ticket.state IN ('waiting', 'called', 'held', 'absent') AND {LATEST_COPY}
"""
_FAULTS = f"""
SELECT {_WHOSE}, print_job.state {_STILL_HERE} AND print_job.state IN ('failed', 'paper_out')
    AND print_job.asked_at >= :midnight
UNION ALL
SELECT {_WHOSE}, 'failed' {_STILL_HERE} AND print_job.{OVERDUE}
"""


class SlipRow(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a ticket's slip, as it was told when the number was given."""

    centre: str
    place: str
    label: str
    line_name: str
    line_name_en: str
    priority: str | None
    ahead: int
    wait_low: int | None
    wait_high: int | None
    issued_at: datetime
    machine: str | None


class PrintFault(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that goes on without its slip."""

    ticket_id: str
    label: str
    job: str
    state: str
    asked_at: datetime


def printer_of(reading: Reading, kiosk_id: str) -> str | None:
    """Find the printer that a kiosk hands its slips to; one that was revoked or expired is none."""
    row = reading.run(PRINTER_OF, kiosk=kiosk_id, at=micros(reading.now)).fetchone()
    return str(row[0]) if row else None


def printers_in_use(reading: Reading, centre_id: str) -> list[str]:
    """List the printers of a centre."""
    rows = reading.run(
        """
        SELECT id FROM device WHERE centre_id = :centre AND kind = 'printer' AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > :now) ORDER BY id
        """,
        centre=centre_id,
        now=micros(reading.now),
    ).fetchall()
    return [str(row[0]) for row in rows]


def slip_of(reading: Reading, ticket_id: str) -> SlipRow:
    """Read what stands on a ticket's slip.

    Raises:
        NotFound: No such ticket.
    """
    row = reading.run(_SLIP, ticket=ticket_id).fetchone()
    if row is None:
        raise NotFound(kind="ticket", sought=ticket_id)
    values = dict(zip(SlipRow.__struct_fields__, row, strict=True))
    values["issued_at"] = instant(values["issued_at"])
    return SlipRow(**values)


def print_faults(reading: Reading, centre_id: str) -> list[PrintFault]:
    """List today's visits that go on without a slip, whose latest copy failed, the newest first."""
    rows = reading.run(
        _FAULTS,
        centre=centre_id,
        day=reading.today.isoformat(),
        midnight=micros(day_start(reading.now)),
        **limits(reading),
    ).fetchall()
    faults = [
        PrintFault(ticket_id=row[0], label=row[1], job=row[2], asked_at=instant(row[3]), state=row[4])
        for row in rows
    ]
    return sorted(faults, key=lambda fault: fault.asked_at, reverse=True)


def kiosk_of(reading: Reading, ticket_id: str) -> str | None:
    """Tell which kiosk gave a number; None where an officer did."""
    row = reading.run("SELECT device_id FROM ticket WHERE id = :ticket", ticket=ticket_id).fetchone()
    return str(row[0]) if row and row[0] is not None else None
