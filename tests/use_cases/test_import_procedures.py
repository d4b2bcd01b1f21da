"""Importing the national portal's procedures: versions, the office's own word, and nothing by halves."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from onestop.errors import NotAllowed, NotFound
from onestop.model.portal import PortalProcedure
from onestop.model.procedure import Procedure, Sector, Succession
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.portal_import import ImportedRow
from onestop.rules.procedure_file import read_procedures
from onestop.rules.procedure_shapes import Reading as Files
from onestop.settings import Settings
from onestop.store import imports, journal, procedures
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import import_procedures
from tests.conftest import Hands
from tests.makers import Hall
from tests.rules.portal_rows import channel, days, procedure

CODE = "1.001193"
HEALTH = {"linh_vuc": "Y tế", "cap": "Cấp tỉnh", "co_quan_thuc_hien": "Bộ Y tế, Sở Y tế"}


def load(database: Database, files: Files) -> tuple[ImportedRow, ...]:
    """Import as the command line does."""
    return database.write_now(SYSTEM, import_procedures.load, files)


def outcomes(rows: tuple[ImportedRow, ...]) -> dict[str, int]:
    """Count what became of the rows."""
    return dict(Counter(row.outcome.value for row in rows))


def versions(database: Database, code: str = CODE) -> list[Procedure]:
    """Read the versions of a code, oldest first."""

    def ask(reading: Reading) -> list[Procedure]:
        query = select(Procedure).where(Procedure.code == code).order_by(Procedure.version)  # type: ignore[arg-type]  # a column
        return list(reading.session.exec(query).all())

    return database.read_now(ask)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table."""

    def ask(reading: Reading) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: sorted(reading.run(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in SQLModel.metadata.tables
        }

    return database.read_now(ask)


def many(count: int) -> Files:
    """Make a file of many procedures."""
    return read_procedures([procedure(f"1.{number:06}") for number in range(count)], [])


# --- what is taken ------------------------------------------------------------------------------


def test_a_new_procedure_is_in_force_today(database: Database, hall: Hall) -> None:
    """Its sector is made, its agency found, its channels kept in order; people find it without diacritics."""
    rows = load(
        database,
        read_procedures(
            [procedure(ten="Cấp giấy phép hoạt động", **HEALTH)],
            [days("20"), days("10", "calendar_day", word="Trực tuyến", phi_vnd="50000"), days("15")],
        ),
    )
    [version] = versions(database)
    channels = database.read_now(procedures.channels_of, version.id)
    today = version.loaded_at.date()

    assert outcomes(rows) == {"added": 1}
    assert (version.version, version.valid_from, version.valid_to) == (1, today, None)
    assert (version.amount, version.unit, version.agency_id) == ("20", "working_day", hall.agency)
    assert [(row.channel, row.amount, row.unit, row.fee_dong, row.counts) for row in channels] == [
        ("direct", "20", "working_day", None, True),
        ("online", "10", "calendar_day", 50_000, True),
        ("direct", "15", "working_day", None, False),
    ]
    [found] = database.read_now(procedures.search, "cap giay phep hoat dong", today)
    assert (found.procedure.code, found.sector) == (CODE, "Y tế")
    assert found.agency is not None
    assert found.agency.name == "Sở Y tế"


@pytest.mark.usefixtures("hall")
def test_what_is_not_stated_stays_empty_and_is_marked(database: Database) -> None:
    """No time, no agency: nothing is guessed; a commune's own is the receiving commune's; 40 đồng are no fee."""
    rows = load(database, read_procedures([procedure()], [channel(raw="30 ngày", phi_vnd="40")]))
    [version] = versions(database)

    assert (version.amount, version.unit, version.agency_id) == ("", None, None)
    assert (version.own_commune, version.receiving, version.level) == (True, "commune", "commune")
    assert version.from_memory == '["allowance", "resolved_by", "requirements"]'
    assert database.read_now(procedures.channels_of, version.id)[0].fee_dong is None
    assert rows[0].doubts == ("fee-implausible", "unit-missing")


@pytest.mark.usefixtures("hall")
def test_sectors_are_shared_by_name_and_told_apart_by_key(database: Database) -> None:
    """Two procedures of one sector share it; two names that look alike without diacritics stay two."""
    names = ["Thi đua khen thưởng", "Thi đua – Khen thưởng", "Thi đua khen thưởng"]
    load(database, read_procedures([procedure(f"1.00000{i}", linh_vuc=name) for i, name in enumerate(names)]))

    found = database.read_now(lambda reading: reading.session.exec(select(Sector)).all())

    assert {sector.key: sector.name for sector in found} == {
        "thi-dua-khen-thuong": "Thi đua khen thưởng",
        "thi-dua-khen-thuong-2": "Thi đua – Khen thưởng",
    }


def test_a_wrong_row_is_reported_and_the_others_are_taken(database: Database, hall: Hall) -> None:
    """A row with a wrong code and one with a spoilt channel are told with their rows; the journal counts."""
    rows = load(
        database,
        read_procedures(
            [procedure(), procedure("khong"), procedure("1.000002")], [days("-3", ma="1.000002"), days("5")]
        ),
    )

    assert [(row.file, row.row, row.outcome.value, row.reason) for row in rows] == [
        ("procedures", 2, "added", ""),
        ("procedures", 3, "refused", "code-malformed"),
        ("procedures", 4, "refused", "channel-refused"),
        ("channels", 2, "refused", "amount-negative"),
    ]
    published, entry = database.read_now(journal.since, hall.province, 0)
    assert (published.kind, entry.kind) == ("procedures-loaded", "catalogue-loaded")
    assert '"versions":{"1.001193":1}' in published.facts
    assert entry.facts == '{"source":"portal-import","added":1,"changed":0,"refused":3}'


# --- again --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hall")
def test_the_same_file_twice_writes_nothing(database: Database, hands: Hands) -> None:
    """Another day, another order of rows: not one row of any table differs, the journal included."""
    rows, terms = [procedure(), procedure("1.000002")], [days("5"), days("3", ma="1.000002")]
    load(database, read_procedures(rows, terms))
    before = everything(database)
    hands.forward(days=1)

    again = load(database, read_procedures(rows[::-1], terms[::-1]))

    assert outcomes(again) == {"unchanged": 2}
    assert everything(database) == before


@pytest.mark.usefixtures("hall")
def test_a_change_makes_a_version_and_the_old_one_ends_the_day_before(
    database: Database, hands: Hands
) -> None:
    """Received yesterday: the old terms; received today: the new ones. Both stay for their dossiers."""
    load(database, read_procedures([procedure()], [days("5")]))
    hands.forward(days=1)
    today = hands().date()

    rows = load(database, read_procedures([procedure()], [days("7")]))
    old, new = versions(database)

    assert [(row.outcome.value, row.changed) for row in rows] == [("changed", ("channels",))]
    assert (old.amount, old.valid_to, new.amount, new.version) == ("5", today - timedelta(days=1), "7", 2)
    assert database.read_now(procedures.procedure_on, CODE, today - timedelta(days=1)).id == old.id
    assert database.read_now(procedures.procedure_on, CODE, today).id == new.id
    assert database.read_now(procedures.channels_of, old.id)[0].amount == "5"


@pytest.mark.usefixtures("hall")
def test_a_second_change_on_one_day_counts_at_once(database: Database, hands: Hands) -> None:
    """Versions that another took the place of before their first day was over hold on no day."""
    for amount in ("5", "7", "9"):
        load(database, read_procedures([procedure()], [days(amount)]))
    today = hands().date()

    before = today - timedelta(days=1)
    assert [one.valid_to for one in versions(database)] == [before, before, None]
    assert database.read_now(procedures.procedure_on, CODE, today).amount == "9"
    assert [found.procedure.amount for found in database.read_now(procedures.search, CODE, today)] == ["9"]


@pytest.mark.usefixtures("hall")
def test_a_file_without_channels_leaves_them(database: Database) -> None:
    """The name changed; the time stated by an earlier import holds on."""
    load(database, read_procedures([procedure()], [days("5")]))

    rows = load(database, read_procedures([procedure(ten="Đăng ký khai sinh lưu động")]))
    _, new = versions(database)

    assert rows[0].changed == ("name",)
    assert (new.name, new.amount) == ("Đăng ký khai sinh lưu động", "5")
    assert len(database.read_now(procedures.channels_of, new.id)) == 1


# --- the office's own word ----------------------------------------------------------------------


def own(tx: Tx) -> None:
    """Write what the office knows itself: a procedure, and one whose place another took."""
    sector = Sector(key="ho-tich", name="Hộ tịch")
    imports.put_sectors(tx, [sector])
    version = Procedure(
        code=CODE,
        name="Đăng ký khai sinh (xã)",
        sector_id=sector.id,
        amount="0",
        unit="same_day",
        valid_from=tx.today,
        loaded_at=tx.now,
    )
    imports.put_versions(tx, [version], [])
    tx.session.add(Succession(old_code="1.000009", new_code=CODE))


@pytest.mark.usefixtures("hall")
def test_what_the_office_keeps_is_not_overwritten(database: Database) -> None:
    """Its version stays in force, the portal's words lie beside it, and the report says where they differ."""
    database.write_now(SYSTEM, own)
    files = read_procedures([procedure(), procedure("1.000009")], [days("5")])

    rows = load(database, files)
    before = everything(database)
    again = load(database, files)

    assert [(row.code, row.outcome.value, row.changed, row.found) for row in rows] == [
        (CODE, "kept", ("name", "allowance"), "5 working_day"),
        ("1.000009", "kept", ("succession",), CODE),
    ]
    assert [one.name for one in versions(database)] == ["Đăng ký khai sinh (xã)"]
    assert versions(database, "1.000009") == []
    assert [row[0] for row in before["portal_procedure"]] == ["1.000009", CODE]
    assert again == rows
    assert everything(database) == before


@pytest.mark.usefixtures("hall")
def test_an_imported_procedure_becomes_the_offices_own_when_it_takes_it_over(database: Database) -> None:
    """A later version made by hand, or an end set by hand, is not undone by the next import."""
    load(database, read_procedures([procedure(), procedure("1.000002")], []))

    def take_over(tx: Tx) -> None:
        [old, ended] = [versions(database)[0], versions(database, "1.000002")[0]]
        hand_made = old.model_dump() | {"id": "by-hand", "version": 2, "name": "Khai sinh", "amount": "1"}
        imports.put_versions(tx, [Procedure(**hand_made)], [])
        imports.end_version(tx, ended.id, last_on=tx.today)

    database.write_now(SYSTEM, take_over)
    rows = load(database, read_procedures([procedure(), procedure("1.000002", ten="Khác")], []))

    assert outcomes(rows) == {"kept": 2}
    assert [one.name for one in versions(database)] == ["Đăng ký khai sinh", "Khai sinh"]
    assert len(versions(database, "1.000002")) == 1


# --- nothing by halves --------------------------------------------------------------------------


@pytest.mark.usefixtures("hall")
def test_a_failure_in_the_middle_leaves_nothing(database: Database) -> None:
    """After 200 of 250 something breaks: not one procedure, sector or entry is there; then it works."""
    before = everything(database)
    done = []

    def breaks(count: int) -> None:
        done.append(count)
        if len(done) == 2:
            raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        database.write_now(SYSTEM, import_procedures.load, many(250), told=breaks)

    assert done == [100, 100]
    assert everything(database) == before
    assert outcomes(load(database, many(250))) == {"added": 250}


KILLED = """
import os, sys
from onestop.rules.access import SYSTEM
from onestop.settings import read_settings
from onestop.store.database import Database
from onestop.use_cases import import_procedures
from tests.use_cases.test_import_procedures import many

done = []
def die(count):
    done.append(count)
    if len(done) == 2:
        print("half", flush=True)
        os._exit(9)

with Database(read_settings()) as database:
    database.write_now(SYSTEM, import_procedures.load, many(250), told=die)
"""


@pytest.mark.usefixtures("hall")
def test_a_killed_import_leaves_nothing(database: Database, settings: Settings) -> None:
    """The process dies after 200 of 250 were written: nothing of it is there, and the journal is whole."""
    before = everything(database)
    environ = os.environ | {"ONESTOP_DATA": str(settings.data), "PYTHONPATH": os.pathsep.join(sys.path)}
    if settings.database_url:
        environ["ONESTOP_DATABASE_URL"] = settings.database_url

    killed = subprocess.run(
        [sys.executable, "-c", KILLED], env=environ, capture_output=True, text=True, check=False, timeout=60
    )

    assert (killed.returncode, killed.stdout) == (9, "half\n"), killed.stderr
    assert everything(database) == before
    assert outcomes(load(database, many(250))) == {"added": 250}
    for centre in database.read_now(journal.centres):
        assert database.read_now(journal.verify, centre)[1] == []


@pytest.mark.usefixtures("hall")
def test_two_imports_at_once_follow_each_other(database: Database) -> None:
    """One adds, the other finds everything there."""
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda files: outcomes(load(database, files)), [many(120), many(120)]))

    assert sorted(found, key=str) == [{"added": 120}, {"unchanged": 120}]
    assert database.read_now(lambda reading: len(reading.session.exec(select(PortalProcedure)).all())) == 120


def test_who_may_not_keep_the_catalogue_may_not_import(database: Database, hall: Hall) -> None:
    """An officer at a counter is refused; and with no province in the tables there is nowhere to import to."""
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), import_procedures.load, many(1))
    administrator = Actor(id="x", kind="officer", role="administrator", centre_id=hall.centre)

    assert outcomes(database.write_now(administrator, import_procedures.load, many(1))) == {"added": 1}


def test_empty_tables_are_refused(database: Database) -> None:
    """Before even the starting catalogue is there, nothing can be imported."""
    with pytest.raises(NotFound):
        load(database, many(1))
