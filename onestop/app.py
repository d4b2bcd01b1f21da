"""The service: everything put together."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from onestop import __version__
from onestop.gateways.hub import Hub
from onestop.gateways.mail import open_mailer
from onestop.gateways.recordings import Recordings
from onestop.gateways.voice import Voice
from onestop.jobs.board_watch import BoardWatch
from onestop.jobs.relay import Relay
from onestop.jobs.timetable import Timetable
from onestop.render.fonts import find_fonts
from onestop.settings import PACKAGE, shipped
from onestop.store import upload_files
from onestop.store.database import Database
from onestop.web import (
    archive,
    board_feed,
    boards,
    booking_pages,
    bookings,
    colleagues,
    counter,
    deliveries,
    dossier_pages,
    dossiers,
    enrolments,
    figure_pages,
    figures,
    first_run,
    handovers,
    health,
    inbox,
    kiosk,
    leg_figures,
    legs,
    mishaps,
    pages,
    papers,
    passwords,
    payments,
    printing,
    priority_classes,
    problems,
    procedures,
    register,
    sessions,
    setup,
    status,
    texts,
    ticket_moves,
    tickets,
    uncollected,
    uploads,
)
from onestop.web.security import ForgeryCheck, Identify, StrictHeaders, forgery_config, provide_actor
from onestop.web.throttle import Throttle

log = logging.getLogger(__name__)

ENROLMENTS_PER_MINUTE = 30
"""Codes for new screens that one address may ask for: a hall whose every screen is set up on one morning."""
CODES_PER_MINUTE = 10
"""Codes of screens that one administrator may type."""
LONGEST_UPLOAD = timedelta(days=1)
"""What has been on its way for longer was left behind by a process that was killed."""


def create_app(database: Database) -> Litestar:
    """Put the service together on an open, migrated database; the caller closes it afterwards."""
    settings = database.settings
    hub, voice = Hub(), Voice(settings.clips, recordings=Recordings(settings.recorded))
    relay = Relay(database, hub, voice)
    timetable = Timetable(database, open_mailer(database.settings))
    watch = BoardWatch(database, hub)
    parts = {
        "database": database,
        "hub": hub,
        "voice": voice,
        "fonts": find_fonts(database.settings.fonts),
        "login_throttle": Throttle(database.settings.login_per_minute),
        "connect_throttle": Throttle(settings.connects_per_minute),
        "lookup_throttle": Throttle(database.settings.lookup_per_minute),
        "enrol_throttle": Throttle(ENROLMENTS_PER_MINUTE),
        "code_throttle": Throttle(CODES_PER_MINUTE),
    }

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await asyncio.to_thread(upload_files.sweep, settings, database.now() - LONGEST_UPLOAD)
        await relay.start()
        await watch.start()
        timetable.start()
        try:
            yield
        finally:
            await timetable.stop()
            await watch.stop()
            await relay.stop()
            voice.close()

    return Litestar(
        route_handlers=[*_handlers(), *_static()],
        dependencies={
            "actor": Provide(provide_actor),
            **{name: _part(part) for name, part in parts.items()},
        },
        middleware=[
            StrictHeaders(),
            Identify(database),
            DefineMiddleware(ForgeryCheck, config=forgery_config(database)),
        ],
        exception_handlers=problems.HANDLERS,
        template_config=TemplateConfig(directory=PACKAGE / "web" / "templates", engine=JinjaTemplateEngine),
        openapi_config=OpenAPIConfig(title="onestop", version=__version__, path="/schema", render_plugins=[]),
        lifespan=[lifespan],
        state=State({"database": database}),
        logging_config=None,
        request_max_body_size=2_000_000,
    )


def _part(part: Any) -> Provide:
    return Provide(lambda: part, use_cache=True, sync_to_thread=False)


def _handlers() -> list[Any]:
    modules = [
        archive,
        board_feed,
        boards,
        booking_pages,
        bookings,
        colleagues,
        counter,
        deliveries,
        dossier_pages,
        dossiers,
        figure_pages,
        figures,
        enrolments,
        handovers,
        first_run,
        health,
        inbox,
        kiosk,
        leg_figures,
        legs,
        pages,
        papers,
        passwords,
        mishaps,
        payments,
        printing,
        priority_classes,
        procedures,
        register,
        sessions,
        setup,
        status,
        texts,
        ticket_moves,
        tickets,
        uncollected,
        uploads,
    ]
    return [handler for module in modules for handler in module.HANDLERS]


def _static() -> list[Any]:
    return [
        create_static_files_router("/static", [PACKAGE / "web" / "static"], name="static"),
        create_static_files_router("/kiosk", [shipped("kiosk_ui")], html_mode=True, name="kiosk"),
        create_static_files_router("/board", [shipped("display_board")], html_mode=True, name="board"),
    ]
