"""Setting up: the hall, for the administrator of the centre; people, agencies and procedures, for who keeps them."""

from onestop.web.setup import (
    absences,
    agencies,
    boards,
    bookings,
    calendar,
    clips,
    counters,
    devices,
    hours,
    lines,
    officers,
    pages,
    people_pages,
    procedure_pages,
    procedure_sheets,
    procedures,
    sheets,
    turns,
)

_HALL = (boards, bookings, calendar, clips, counters, devices, hours, lines, pages, turns)
_PEOPLE = (absences, agencies, officers, people_pages, sheets)
_PROCEDURES = (procedure_pages, procedure_sheets, procedures)

HANDLERS = [handler for module in (*_HALL, *_PEOPLE, *_PROCEDURES) for handler in module.HANDLERS]
