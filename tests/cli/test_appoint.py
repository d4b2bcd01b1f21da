"""`onestop appoint`, as whoever runs the server runs it."""

from pathlib import Path

from argon2 import PasswordHasher

from onestop.settings import Settings
from onestop.store import people
from onestop.store.database import Database
from onestop.store.people import OfficerRow
from tests.cli.program import run


def _officer(folder: Path) -> OfficerRow | None:
    with Database(Settings(data=folder / "onestop-data")) as database:
        return database.read_now(people.officer, username="quantri")


def test_an_installation_gets_its_administrator(tmp_path: Path) -> None:
    """From an empty folder: tables, catalogue, administrator; run again it gives a new password."""
    assert run("appoint", "tinh", "quantri", folder=tmp_path).returncode == 2
    assert run("migrate", folder=tmp_path).returncode == 0
    first = run("appoint", "tinh", "QuanTri", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    again = run("appoint", "tinh", "quantri", folder=tmp_path)
    [old, new] = [told.stdout.split()[-1] for told in (first, again)]

    officer = _officer(tmp_path)
    assert officer is not None
    assert (officer.role, old == new) == ("administrator", False)
    assert PasswordHasher().verify(officer.password_hash, new)


def test_a_centre_that_there_is_not_has_no_administrator(tmp_path: Path) -> None:
    """Told in both languages, with nothing made."""
    run("migrate", folder=tmp_path)
    refused = run("appoint", "nowhere", "quantri", folder=tmp_path)
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 2
    assert _officer(tmp_path) is None
