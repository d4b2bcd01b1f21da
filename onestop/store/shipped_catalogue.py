"""The catalogue that ships with the program, read from its files."""

import csv
import tomllib
from datetime import date

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.catalogue_file import read_catalogue
from onestop.rules.catalogue_shapes import Catalogue
from onestop.rules.opening_hours import Opening, openings_of
from onestop.settings import CATALOGUE


def starting_catalogue() -> Catalogue:
    """Read agencies, centres, procedures and successions."""
    return read_catalogue(
        {
            str(path.relative_to(CATALOGUE)): path.read_text(encoding="utf-8")
            for path in sorted(CATALOGUE.rglob("*.toml"))
            if path.name != "hours.toml"
        }
    )


def starting_calendar() -> tuple[CalendarRow, ...]:
    """Read the national calendar: every day that does not follow its weekday, and since when known."""
    with (CATALOGUE / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            CalendarRow(
                on=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                known_on=date.fromisoformat(row["known_on"]),
                source=row["source"],
                from_memory=row["from_memory"] == "yes",
            )
            for row in csv.DictReader(file)
        )


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
