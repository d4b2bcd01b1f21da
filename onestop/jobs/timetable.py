"""What is done every minute, by one process of an installation: its timetable."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from onestop import chance
from onestop.errors import Refusal
from onestop.gateways.mail import Mailer
from onestop.jobs.deliveries import send_due
from onestop.jobs.sweeps import sweep
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.use_cases import book_visit, close_day, hold_lease, print_slip, remind_booked, remind_uncollected

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
LEASE = "timetable"
LEASE_LENGTH = timedelta(minutes=3)
"""A process that died is missed for so long."""
TASKS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("close-past-days", close_day.close_past),
    ("free-no-shows", book_visit.free_no_shows),
    ("owe-reminders", remind_booked.owe_reminders),
    ("remind-uncollected", remind_uncollected.owe_reminders),
    ("give-up-slips", print_slip.give_up),
)
"""Use cases `(tx)`, each carried out in a transaction of its own; one that fails hinders no other."""


class Timetable:
    """The timetable in one process; it does nothing while another process holds the lease."""

    def __init__(self, database: Database, mailer: Mailer | None, every: float = EVERY_SECONDS) -> None:
        self._database = database
        self._mailer = mailer
        self._every = every
        self._holder = chance.new_id()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first round is a minute away, so that a start is not slowed down."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop, and let another process go on at once."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None
        await self._guarded("end-lease", self._let_go)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._guarded("round", self.round)

    async def round(self) -> bool:
        """Do everything once, if the lease is ours or free; tell whether it was."""
        mine = await self._database.write(SYSTEM, hold_lease.take, LEASE, self._holder, length=LEASE_LENGTH)
        if not mine:
            return False
        for name, task in TASKS:
            await self._guarded(name, self._database.write, SYSTEM, task)
        await sweep(self._database, self._guarded)
        if self._mailer is not None:
            await self._guarded("deliveries", send_due, self._database, self._mailer)
        return True

    async def _let_go(self) -> None:
        await self._database.write(SYSTEM, hold_lease.end, LEASE, self._holder)

    async def _guarded(self, name: str, act: Callable[..., Any], *arguments: Any) -> None:
        """Do something; what fails is logged, and tried again in the next round."""
        try:
            await act(*arguments)
        except (Refusal, SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError):
            log.exception("timetable.failed task=%s", name)
