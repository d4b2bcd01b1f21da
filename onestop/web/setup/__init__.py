"""Setting a hall up: its calls and its pages, for the administrator of the centre."""

from onestop.web.setup import (
    boards,
    bookings,
    clips,
    counters,
    devices,
    hours,
    lines,
    pages,
    procedure_pages,
    procedure_sheets,
    procedures,
    turns,
)

HANDLERS = [
    handler
    for module in (
        boards,
        bookings,
        clips,
        counters,
        devices,
        hours,
        lines,
        pages,
        procedure_pages,
        procedure_sheets,
        procedures,
        turns,
    )
    for handler in module.HANDLERS
]
