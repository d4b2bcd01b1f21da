"""Setting a hall up: its calls and its pages, for the administrator of the centre."""

from onestop.web.setup import boards, bookings, calendar, clips, counters, devices, hours, lines, pages, turns

HANDLERS = [
    handler
    for module in (boards, bookings, calendar, clips, counters, devices, hours, lines, pages, turns)
    for handler in module.HANDLERS
]
