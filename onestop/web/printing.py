"""Print jobs over HTTP: fetched and reported by a printer's agent or a kiosk, printed again by an officer."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from onestop.errors import NotAllowed, NotFound
from onestop.model.printing import PrintState
from onestop.render.ticket_slip import Block, SlipFacts, compose
from onestop.rules import printing
from onestop.rules.access import Actor, Right, require
from onestop.steps.queue_slip import QueuedSlip
from onestop.store import print_jobs, slips
from onestop.store.database import Database
from onestop.store.print_jobs import JobRow
from onestop.store.tx import Reading
from onestop.use_cases import print_slip
from onestop.web.shapes import base_url, shown
from onestop.web.tickets import link_of


class PrintJobCard(msgspec.Struct, frozen=True, kw_only=True):
    """A print job as its kiosk, its printer or an officer sees it."""

    id: str
    ticket: str
    copy_no: int
    state: str
    fault: str
    by: str
    asked_at: datetime | None


class OwedSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip to print now, block by block, until the lease ends."""

    id: str
    ticket: str
    copy_no: int
    tries: int
    lease_until: datetime | None
    slip: tuple[Block, ...]


class Report(msgspec.Struct, frozen=True):
    """What the printer said."""

    fault: str = ""


class ReprintWish(msgspec.Struct, frozen=True):
    """Where and in which language to print again; without, as the first time."""

    printer: str | None = None
    lang: Literal["vi", "en"] | None = None


class FaultCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that goes on without its slip."""

    ticket: str
    label: str
    job: str
    state: str
    asked_at: datetime | None


def _job_card(reading: Reading, job_id: str) -> PrintJobCard:
    job = print_jobs.find(reading, job_id)
    if reading.actor.kind == "device":
        require(reading.actor, Right.FETCH_PRINT_JOB, centre_id=job.centre_id)
        if reading.actor.id not in {job.asked_by, job.printer_id}:
            raise NotAllowed(right=Right.FETCH_PRINT_JOB)
    else:
        require(reading.actor, Right.SERVE_LINE, centre_id=job.centre_id)
    seen = printing.state_seen(job.state, asked_at=job.asked_at, lease_until=job.lease_until, now=reading.now)
    return PrintJobCard(
        id=job.id,
        ticket=job.ticket_id,
        copy_no=job.copy_no,
        state=seen,
        fault=job.fault,
        by="browser" if job.printer_id is None else "printer",
        asked_at=shown(job.asked_at),
    )


def _slips(reading: Reading, jobs: list[JobRow], base: str, links: dict[str, str]) -> list[OwedSlip]:
    return [
        OwedSlip(
            id=job.id,
            ticket=job.ticket_id,
            copy_no=job.copy_no,
            tries=job.tries,
            lease_until=shown(job.lease_until),
            slip=compose(_facts(reading, job, f"{base}/t/{links[job.ticket_id]}"), job.lang),
        )
        for job in jobs
    ]


def _facts(reading: Reading, job: JobRow, status_url: str) -> SlipFacts:
    row = slips.slip_of(reading, job.ticket_id)
    return SlipFacts(
        centre=row.centre,
        place=row.place,
        label=row.label,
        line=row.line_name_en if job.lang == "en" and row.line_name_en else row.line_name,
        priority=row.priority is not None,
        ahead=row.ahead,
        wait_low=row.wait_low,
        wait_high=row.wait_high,
        issued_at=row.issued_at,
        machine=row.machine or "",
        status_url=status_url,
        again=job.copy_no > 1 or job.tries > 1,
    )


@get("/api/print-jobs")
async def fetch(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    printer: FromQuery[str | None] = None,
) -> list[OwedSlip]:
    """Hand the next slip that is owed to the asking printer, or to the asking kiosk's browser, if there is one.

    Asked about twice a second: that nothing is owed is found by a read, and nothing is written then.
    """
    require(actor, Right.FETCH_PRINT_JOB)
    if actor.kind != "device" or printer not in {None, actor.id}:
        raise NotAllowed(right=Right.FETCH_PRINT_JOB)
    if not await database.read(print_jobs.something_to_do, actor=actor):
        return []
    jobs = await database.write(actor, print_slip.fetch)
    links = {job.ticket_id: link_of(database, job.ticket_id) for job in jobs}
    return await database.read(_slips, jobs, base_url(request, database.settings.base_url), links)


@get("/api/print-jobs/{job:str}")
async def show(
    job: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> PrintJobCard:
    """Show what became of a slip to the kiosk that asked for it, its printer, or an officer."""
    return await database.read(_job_card, job, actor=actor)


_OUTCOMES = {
    "printed": PrintState.PRINTED,
    "failed": PrintState.FAILED,
    "paper-out": PrintState.PAPER_OUT,
}


@post("/api/print-jobs/{job:str}/{outcome:str}", status_code=200)
async def report(
    request: Request[Any, Any, Any],
    job: FromPath[str],
    outcome: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> PrintJobCard:
    """Note what became of a slip: `printed`, `failed`, `paper-out`; saying it twice changes nothing."""
    if outcome not in _OUTCOMES:
        raise NotFound(kind="move", sought=outcome)
    body = await request.body()
    told = msgspec.json.decode(body, type=Report) if body else Report()
    await database.write(actor, print_slip.report, job, _OUTCOMES[outcome], told.fault)
    return await database.read(_job_card, job, actor=actor)


@post("/api/tickets/{ticket:str}/reprint")
async def reprint(
    request: Request[Any, Any, Any],
    ticket: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> QueuedSlip:
    """Print a ticket's slip once more with the same number."""
    body = await request.body()
    wish = msgspec.json.decode(body, type=ReprintWish) if body else ReprintWish()
    return await database.write(actor, print_slip.reprint, ticket, wish.printer, wish.lang)


def _faults(reading: Reading) -> list[FaultCard]:
    require(reading.actor, Right.SERVE_LINE)
    return [
        FaultCard(
            ticket=one.ticket_id, label=one.label, job=one.job, state=one.state, asked_at=shown(one.asked_at)
        )
        for one in slips.print_faults(reading, reading.actor.centre_id or "")
    ]


@get("/api/print-faults")
async def faults(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[FaultCard]:
    """List today's visits of the officer's centre that go on without a slip."""
    return await database.read(_faults, actor=actor)


HANDLERS = [fetch, show, report, reprint, faults]
