"""The starting catalogue: what every installation begins with, as it stands in the tables."""

from collections import Counter
from datetime import date, time
from decimal import Decimal

import pytest
from sqlmodel import col, select

from onestop.errors import NotAllowed
from onestop.model.board import Board
from onestop.model.counter import Counter as Desk
from onestop.model.line import Line
from onestop.model.place import Agency, Centre
from onestop.model.procedure import (
    CalendarDay,
    OpeningHours,
    Procedure,
    ProcedureStep,
    Requirement,
    Sector,
    Succession,
)
from onestop.rules.access import SYSTEM, Actor
from onestop.store import journal, procedures
from onestop.store.database import Database
from onestop.store.shipped_catalogue import starting_calendar, starting_catalogue, starting_hours
from onestop.store.tx import Reading
from onestop.use_cases import keep_catalogue

CATALOGUE = starting_catalogue()
ARGUMENTS = (CATALOGUE, starting_calendar(), starting_hours())
LEADER = Actor(id="x", kind="officer", role="leader")


@pytest.fixture
def loaded(database: Database) -> Database:
    """Load the starting catalogue."""
    database.write_now(SYSTEM, keep_catalogue.load_start, *ARGUMENTS)
    return database


def test_procedures_say_whose_they_are_and_how_long_they_take(loaded: Database) -> None:
    """At least 60 real ones: code, sector, an agency or the own commune, and the allowance where stated."""

    def ask(reading: Reading) -> tuple[list[Procedure], set[str], set[str]]:
        return (
            list(reading.session.exec(select(Procedure)).all()),
            set(reading.session.exec(select(Sector.id)).all()),
            set(reading.session.exec(select(Agency.id)).all()),
        )

    found, sectors, agencies = loaded.read_now(ask)
    stated = {entry.code: entry.allowance for entry in CATALOGUE.procedures}

    assert len(found) == len(stated) >= 60
    for procedure in found:
        allowance = stated[procedure.code]
        assert procedure.sector_id in sectors
        assert (procedure.agency_id in agencies) != procedure.own_commune
        assert set(procedure.receiving.split(",")) <= {"province", "commune"}
        assert procedure.folded.startswith(procedure.code)
        assert procedure.valid_from == date(2025, 7, 1)
        if allowance is None:
            assert (procedure.amount, procedure.unit) == ("", None)
        else:
            assert (Decimal(procedure.amount), procedure.unit) == (allowance.amount, allowance.unit)
    assert sum(procedure.unit is not None for procedure in found) >= 60


def test_the_56_communes_are_agencies_under_the_province(loaded: Database) -> None:
    """Each with a name and a code of its own, which begins the dossiers' codes."""

    def ask(reading: Reading) -> tuple[list[Agency], str]:
        root = reading.session.exec(select(Agency.id).where(Agency.code == "H14")).one()
        return list(reading.session.exec(select(Agency).where(Agency.level == "commune")).all()), root

    communes, province = loaded.read_now(ask)

    assert len({commune.name for commune in communes}) == len({commune.code for commune in communes}) == 56
    assert {commune.parent_id for commune in communes} == {province}


def test_the_centres_are_ready_to_work(loaded: Database) -> None:
    """The province's and at least three communes', each with lines, counters, a board and its agency."""

    def ask(reading: Reading) -> dict[str, tuple[str, int, int, int]]:
        session = reading.session
        return {
            centre.place: (
                centre.level,
                len(session.exec(select(Line).where(Line.centre_id == centre.id)).all()),
                len(session.exec(select(Desk).where(Desk.centre_id == centre.id)).all()),
                len(session.exec(select(Board).where(Board.centre_id == centre.id)).all()),
            )
            for centre in session.exec(select(Centre).where(col(Centre.agency_id).is_not(None))).all()
        }

    centres = loaded.read_now(ask)

    assert Counter(level for level, *_ in centres.values())["commune"] >= 3
    assert centres["tỉnh Cao Bằng"][0] == "province"
    assert all(min(parts) >= 1 for _, *parts in centres.values())


def test_internal_steps_add_up_to_the_allowance(loaded: Database) -> None:
    """Of at least five procedures: the stages that count take as long as the whole, in shares of a day."""

    def ask(reading: Reading) -> dict[str, tuple[str, list[ProcedureStep]]]:
        with_steps = reading.session.exec(
            select(Procedure).where(col(Procedure.id).in_(select(ProcedureStep.procedure_id)))
        ).all()
        return {one.code: (one.amount, procedures.steps_of(reading, one.id)) for one in with_steps}

    found = loaded.read_now(ask)

    assert len(found) >= 5
    for amount, steps in found.values():
        stages: dict[int, Decimal] = {}
        for step in steps:
            if step.counted:
                stages[step.stage] = max(stages.get(step.stage, Decimal(0)), Decimal(step.amount or "0"))
        assert sum(stages.values()) == Decimal(amount)
    assert any("." in step.amount for _, steps in found.values() for step in steps)


def test_the_calendar_is_there_to_the_day(loaded: Database) -> None:
    """Every row of the file: holidays, compensatory days, swaps and make-up days, 2024 to 2026 at least."""

    def ask(reading: Reading) -> list[CalendarDay]:
        return list(reading.session.exec(select(CalendarDay)).all())

    days = loaded.read_now(ask)
    found = {(day.on_day, day.kind, day.name, day.known_on, day.from_memory) for day in days}

    assert found == {
        (row.on, row.kind.value, row.name, row.known_on, row.from_memory) for row in starting_calendar()
    }
    assert {2024, 2025, 2026} <= {day.on_day.year for day in days}
    assert {"statutory", "compensatory", "swapped_off", "makeup_working"} == {day.kind for day in days}
    assert date(2026, 11, 24) in {day.on_day for day in days}, "the day of Vietnamese culture"


def test_every_centre_has_its_hours(loaded: Database) -> None:
    """Monday to Friday, morning and afternoon, in every centre."""

    def ask(reading: Reading) -> list[OpeningHours]:
        return list(reading.session.exec(select(OpeningHours)).all())

    hours = loaded.read_now(ask)
    of_centre = Counter(row.centre_id for row in hours)

    assert set(of_centre.values()) == {len(starting_hours())}
    assert len(of_centre) == len(CATALOGUE.centres)
    assert {row.weekday for row in hours if row.counts} >= {1, 2, 3, 4, 5}
    assert min(row.opens for row in hours) >= time(6).hour * 60


def test_papers_successors_and_the_journal_came_along(loaded: Database) -> None:
    """Requirements and successions are there, and the load is one entry under the province."""

    def ask(reading: Reading) -> tuple[int, int, list[str]]:
        province = reading.session.exec(select(Centre.id).where(Centre.kind == "province")).one()
        return (
            len(reading.session.exec(select(Requirement)).all()),
            len(reading.session.exec(select(Succession)).all()),
            [entry.kind for entry in journal.since(reading, province, 0)],
        )

    papers, successions, entries = loaded.read_now(ask)

    assert papers == sum(len(entry.requirements) for entry in CATALOGUE.procedures)
    assert successions == sum(len(entry.new) for entry in CATALOGUE.successions)
    assert entries == ["procedures-loaded", "catalogue-loaded"]


def test_only_who_keeps_the_catalogue_may_load_it(database: Database) -> None:
    """A leader is refused, and the tables stay empty."""
    with pytest.raises(NotAllowed):
        database.write_now(LEADER, keep_catalogue.load_start, *ARGUMENTS)

    assert database.read_now(lambda reading: reading.run("SELECT count(*) FROM agency").fetchone())[0] == 0
