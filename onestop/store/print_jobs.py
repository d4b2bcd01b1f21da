"""Print jobs: written with the ticket, fetched under a lease, ended once."""

from datetime import datetime

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.device import DeviceKind
from onestop.rules.printing import GIVE_UP_AFTER, LEASE, PAPER_BACK_WITHIN, UNREPORTED
from onestop.store.tx import Reading, Tx

_COLUMNS = """
print_job.id, print_job.centre_id, print_job.ticket_id, print_job.copy_no, print_job.printer_id,
print_job.asked_by, print_job.lang, print_job.state, print_job.tries, print_job.fault, print_job.asked_at,
print_job.lease_until
"""
PRINTER_OF = """
SELECT printer.id FROM device JOIN device AS printer ON printer.id = device.printer_id
WHERE device.id = :kiosk AND printer.revoked_at IS NULL
  AND (printer.expires_at IS NULL OR printer.expires_at > :at)
"""
_PUT = f"""
INSERT INTO print_job (id, centre_id, ticket_id, copy_no, printer_id, asked_by, lang, state, tries, fault,
                       asked_at)
VALUES (:id, :centre, :ticket, :copy_no, coalesce(:printer, ({PRINTER_OF})), :asked_by, :lang, 'queued', 0,
        '', :at)
RETURNING printer_id
"""
_OF_PRINTER = "print_job.printer_id = :mine"
_OF_BROWSER = "print_job.printer_id IS NULL AND print_job.asked_by = :mine"
LATEST_COPY = """
copy_no = (SELECT max(copy_no) FROM print_job AS other WHERE other.ticket_id = print_job.ticket_id)
"""
_FREE = "(lease_until IS NULL OR lease_until <= :now)"
_OWED = "state IN ('queued', 'sent')"
OVERDUE = f"{_OWED} AND asked_at <= :since AND {_FREE}"
"""What nobody reported in time; `limits` has its instants."""
_IN_TIME = f"{_OWED} AND asked_at > :since AND {_FREE} AND "
_PAPER_BACK = f"""
state IN ('failed', 'paper_out') AND state = 'paper_out' AND print_job.centre_id = :centre
AND asked_at > :paper_since AND {_FREE}
AND {LATEST_COPY} AND """
_FIRST = "SELECT id, tries FROM print_job WHERE "
_IN_ORDER = " ORDER BY asked_at, id LIMIT :most"
_SKIPPING = " FOR UPDATE SKIP LOCKED"
_NEXT = {
    DeviceKind.PRINTER: (
        _FIRST + _IN_TIME + _OF_PRINTER + _IN_ORDER,
        _FIRST + _PAPER_BACK + _OF_PRINTER + _IN_ORDER,
    ),
    DeviceKind.KIOSK: (_FIRST + _IN_TIME + _OF_BROWSER + _IN_ORDER,),
}
_TO_DO = {
    DeviceKind.PRINTER: f"""
        SELECT 1 FROM print_job WHERE {_OWED} AND {_FREE} AND {_OF_PRINTER}
        UNION ALL SELECT 1 FROM print_job WHERE {_PAPER_BACK} {_OF_PRINTER} LIMIT 1
        """,
    DeviceKind.KIOSK: f"SELECT 1 FROM print_job WHERE {_OWED} AND {_FREE} AND {_OF_BROWSER} LIMIT 1",
}
_TAKE = f"""
UPDATE print_job SET tries = tries + 1, lease_until = :until,
    state = CASE WHEN state = 'paper_out' THEN state ELSE 'sent' END
WHERE id = :id AND tries = :tries AND state IN ('queued', 'sent', 'paper_out')
RETURNING {_COLUMNS}
"""
_END = """
UPDATE print_job SET state = :state, fault = :fault, ended_at = :ended, lease_until = :until
WHERE id = :id AND state = :before
"""
_GIVE_UP = f"""
UPDATE print_job SET state = 'failed', fault = :fault, ended_at = :now WHERE {OVERDUE}"""
_GIVEN_UP = f" RETURNING {_COLUMNS}"
_LAST_COPY = f"SELECT {_COLUMNS} FROM print_job WHERE ticket_id = :ticket ORDER BY copy_no DESC LIMIT 1"


class JobRow(msgspec.Struct, frozen=True, kw_only=True):
    """A print job."""

    id: str
    centre_id: str
    ticket_id: str
    copy_no: int
    printer_id: str | None
    asked_by: str
    lang: str
    state: str
    tries: int
    fault: str
    asked_at: datetime
    lease_until: datetime | None


def _row(found: tuple[object, ...]) -> JobRow:
    values = dict(zip(JobRow.__struct_fields__, found, strict=True))
    for name in ("asked_at", "lease_until"):
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    return JobRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def put(
    tx: Tx,
    *,
    job_id: str,
    centre_id: str,
    ticket_id: str,
    copy_no: int,
    lang: str,
    kiosk_id: str,
    printer_id: str | None = None,
) -> str | None:
    """Write a job for a printer, else for the kiosk's own printer; None when its browser is to print."""
    row = tx.run(
        _PUT,
        id=job_id,
        centre=centre_id,
        ticket=ticket_id,
        copy_no=copy_no,
        printer=printer_id,
        kiosk=kiosk_id,
        asked_by=kiosk_id,
        lang=lang,
        at=micros(tx.now),
    ).fetchone()
    return str(row[0]) if row[0] is not None else None


def find(reading: Reading, job_id: str) -> JobRow:
    """Read a job.

    Raises:
        NotFound: No such job.
    """
    row = reading.run(f"SELECT {_COLUMNS} FROM print_job WHERE id = :id", id=job_id).fetchone()
    if row is None:
        raise NotFound(kind="print-job", sought=job_id)
    return _row(row)


def lock(tx: Tx, job_id: str) -> JobRow:
    """Read a job and hold it.

    Raises:
        NotFound: No such job.
    """
    if not tx.is_sqlite:
        tx.run("SELECT 1 FROM print_job WHERE id = :id FOR UPDATE", id=job_id)
    return find(tx, job_id)


def last_copy(reading: Reading, ticket_id: str) -> JobRow | None:
    """Read the latest job of a ticket."""
    row = reading.run(_LAST_COPY, ticket=ticket_id).fetchone()
    return _row(row) if row else None


def limits(reading: Reading) -> dict[str, int]:
    """Give the instants that `OVERDUE` asks for."""
    return {
        "now": micros(reading.now),
        "since": micros(reading.now - GIVE_UP_AFTER),
    }


def something_to_do(reading: Reading) -> bool:
    """Tell, without writing, whether fetching would give or give up a job: most questions end here."""
    row = reading.run(
        _TO_DO[DeviceKind(reading.actor.role)],
        mine=reading.actor.id,
        centre=reading.actor.centre_id,
        paper_since=micros(reading.now - PAPER_BACK_WITHIN),
        **limits(reading),
    ).fetchone()
    return row is not None


def take(tx: Tx, most: int) -> list[JobRow]:
    """Take the oldest owed jobs of the acting printer, or of the acting kiosk's browser, under a lease.

    Two agents never get one job: on PostgreSQL the second passes over what the first holds, on SQLite there
    is one writer, and on both a job is taken only as it was seen (`tries`).
    """
    seen: list[tuple[str, int]] = []
    for statement in _NEXT[DeviceKind(tx.actor.role)]:
        seen += tx.run(
            statement + ("" if tx.is_sqlite else _SKIPPING),
            mine=tx.actor.id,
            centre=tx.actor.centre_id,
            most=most - len(seen),
            paper_since=micros(tx.now - PAPER_BACK_WITHIN),
            **limits(tx),
        ).fetchall()
    until = micros(tx.now + LEASE)
    taken = [tx.run(_TAKE, id=job, tries=tries, until=until).fetchone() for job, tries in seen]
    return [_row(row) for row in taken if row is not None]


def end(tx: Tx, job: JobRow, *, state: str, fault: str, until: datetime | None) -> None:
    """Write a decided end of a job that is held; `until`, the instant before which it is not tried again."""
    tx.run(
        _END,
        id=job.id,
        before=job.state,
        state=state,
        fault=fault,
        ended=micros(tx.now),
        until=micros(until) if until else None,
    )


def give_up(tx: Tx) -> list[JobRow]:
    """Write down as failed what nobody reported in time, the acting device's or all there is; give the jobs."""
    match tx.actor.role:
        case DeviceKind.PRINTER:
            statement = _GIVE_UP + " AND " + _OF_PRINTER + _GIVEN_UP
        case DeviceKind.KIOSK:
            statement = _GIVE_UP + " AND " + _OF_BROWSER + _GIVEN_UP
        case _:
            statement = _GIVE_UP + _GIVEN_UP
    rows = tx.run(statement, fault=UNREPORTED, mine=tx.actor.id, **limits(tx)).fetchall()
    return [_row(row) for row in rows]
