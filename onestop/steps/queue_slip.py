"""Queueing a slip: to the kiosk's printer, or to the browser of the kiosk itself."""

from typing import Literal

import msgspec

from onestop import chance
from onestop.model.device import DeviceKind
from onestop.store import print_jobs
from onestop.store.tx import Tx


class QueuedSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip on its way: the print job, and whether a printer's agent or the kiosk's browser prints it."""

    job: str
    by: Literal["browser", "printer"]


def queue_first(tx: Tx, *, centre_id: str, ticket_id: str, lang: str) -> QueuedSlip | None:
    """Queue the slip of a number that a kiosk just gave; a number told by an officer has none."""
    if tx.actor.kind != "device" or tx.actor.role != DeviceKind.KIOSK:
        return None
    return queue(tx, centre_id=centre_id, ticket_id=ticket_id, copy_no=1, lang=lang, kiosk_id=tx.actor.id)


def queue(
    tx: Tx,
    *,
    centre_id: str,
    ticket_id: str,
    copy_no: int,
    lang: str,
    kiosk_id: str,
    printer_id: str | None = None,
) -> QueuedSlip:
    """Queue a copy for a printer, else for that of the kiosk, else for the kiosk's browser."""
    job = chance.new_id()
    printer = print_jobs.put(
        tx,
        job_id=job,
        centre_id=centre_id,
        ticket_id=ticket_id,
        copy_no=copy_no,
        lang=lang,
        kiosk_id=kiosk_id,
        printer_id=printer_id,
    )
    return QueuedSlip(job=job, by="browser" if printer is None else "printer")
