"""The beginning of every installation: the catalogue that ships with the program, into empty tables."""

from onestop.rules.access import SYSTEM
from onestop.store import shipped_catalogue
from onestop.store.database import Database
from onestop.use_cases import keep_catalogue


def load_catalogue_once(database: Database) -> bool:
    """Load the starting catalogue where there is no centre yet; tell whether that was so."""
    known = database.read_now(lambda reading: reading.run("SELECT count(*) FROM centre").fetchone()[0])
    if known:
        return False
    database.write_now(
        SYSTEM,
        keep_catalogue.load_start,
        shipped_catalogue.starting_catalogue(),
        shipped_catalogue.starting_calendar(),
        shipped_catalogue.starting_hours(),
    )
    return True
