"""The beginning of every installation: its tables, and the catalogue that ships with the program."""

from alembic.util import CommandError

from onestop.errors import DatabaseNotMigrated
from onestop.rules.access import SYSTEM
from onestop.store import schema, shipped_catalogue
from onestop.store.database import Database
from onestop.use_cases import begin_office, keep_catalogue, meet_rights


def migrate(database: Database) -> tuple[str, str]:
    """Bring the tables to this program's version, and its new rights to roles; give the versions before and after.

    Raises:
        DatabaseNotMigrated: A newer program made the tables.
        DatabaseUnreachable: The database does not answer.
    """
    try:
        versions = schema.migrate(database)
    except CommandError as error:
        with database.engine.connect() as connection:
            found = schema.present(connection)
        raise DatabaseNotMigrated(found=found, wanted=schema.newest()) from error
    meet_rights_once(database)
    return versions


def meet_rights_once(database: Database) -> dict[str, frozenset[str]]:
    """Give roles the rights that this program is the first to bring; tell what each role got."""
    return database.write_now(SYSTEM, meet_rights.meet)


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


def first_run_lines(database: Database, address: str) -> list[str]:
    """Tell whoever runs the server how an empty installation begins; nothing once there is a centre."""
    code = database.write_now(SYSTEM, begin_office.draw_code)
    if code is None:
        return []
    return [
        "",
        f"  Thiết lập lần đầu (first run)  {address}/first-run",
        f"  Mã dùng một lần (code, once)   {code}",
        "",
    ]
