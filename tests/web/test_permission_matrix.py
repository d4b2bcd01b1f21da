"""Every call of the API as every role and device, of the own office and of another one, against a table."""

import pytest

from onestop.store.database import Database
from tests.web.permission_office import ACTORS, Asking, make_office
from tests.web.permission_table import TABLE


async def test_every_call_lets_in_whom_the_table_names(database: Database) -> None:
    """No route is missing from the table, none in it is gone, and each answers everybody as it says."""
    office, hall = make_office(database)
    asking = Asking(office, hall)
    found = {route: await asking.row(route) for route in office.routes()}
    differing = {route: row for route, row in found.items() if TABLE.get(route) != row}
    told = "\n".join(
        f'    "{route}": "{row}",  # was {TABLE.get(route)}' for route, row in sorted(differing.items())
    )
    assert not differing, f"read each row ({', '.join(ACTORS)}) before it goes into the table:\n{told}"
    assert not set(TABLE) - set(found), "these routes are gone"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_nobody_of_nowhere_writes(route: str) -> None:
    """Without a session or a token only what citizens, screens and the sign-in need may be sent."""
    open_to_all = {
        "POST /api/bookings",
        "POST /api/bookings/{code}/cancel",
        "POST /api/devices/enrolments",
        "POST /api/devices/enrolments/poll",
        "POST /api/session",
        "DELETE /api/session",
        "POST /api/status/{code}",
    }
    method = route.split(" ", maxsplit=1)[0]
    assert method in {"GET", "WS"} or TABLE[route][-1] == "1" or route in open_to_all
