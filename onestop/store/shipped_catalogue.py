"""The catalogue that ships with the program, read from its files."""

import tomllib

from onestop.rules.calendar_file import read_calendar
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.catalogue_file import is_catalogue, read_catalogue
from onestop.rules.catalogue_shapes import Catalogue
from onestop.rules.opening_hours import Opening, openings_of
from onestop.settings import CATALOGUE


def starting_catalogue() -> Catalogue:
    """Read agencies, centres, procedures and successions."""
    return read_catalogue(
        {
            str(path.relative_to(CATALOGUE)): path.read_text(encoding="utf-8")
            for path in sorted(CATALOGUE.rglob("*.toml"))
            if is_catalogue(path.name)
        }
    )


def starting_calendar() -> tuple[CalendarRow, ...]:
    """Read the national calendar: every day that does not follow its weekday, and since when known."""
    path = CATALOGUE / "calendar.csv"
    return read_calendar(path.read_text(encoding="utf-8"), path.name)


def starting_hours() -> tuple[Opening, ...]:
    """Read the opening hours that a new centre begins with."""
    found = tomllib.loads((CATALOGUE / "hours.toml").read_text(encoding="utf-8"))
    return tuple(
        opening._replace(
            valid_from=row["valid_from"], valid_to=row.get("valid_to"), counts=row.get("counts", True)
        )
        for row in found["opening"]
        for opening in openings_of(row["hours"], row["weekdays"])
    )
