"""Setting up: the hall, for the administrator of the centre; people and agencies, for who keeps them."""

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
    sheets,
    turns,
)

HANDLERS = [
    handler
    for module in (boards, bookings, calendar, clips, counters, devices, hours, lines, pages, turns)
    for handler in module.HANDLERS
]
HANDLERS += [
    handler for module in (absences, agencies, officers, people_pages, sheets) for handler in module.HANDLERS
]
