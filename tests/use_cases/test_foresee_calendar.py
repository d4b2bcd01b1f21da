"""A late holiday is worked out before anything is held, and written together: as one by one, but short."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from sqlalchemy import event as happening

from onestop.clock import local_day
from onestop.errors import CalendarAppliedBefore
from onestop.model.dossier import DossierState
from onestop.render.dates import short_day
from onestop.render.terms_in_words import because_in_words
from onestop.rules.access import Actor
from onestop.rules.calendar_change import news
from onestop.rules.calendar_file import read_calendar
from onestop.rules.limits import forward_by
from onestop.settings import Settings
from onestop.steps import foresee_moves
from onestop.steps.change_state import touch
from onestop.steps.foresee_moves import Move
from onestop.steps.reckon_due import read_back
from onestop.steps.reckon_open import Again
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.steps.tell_dossier import owe_about
from onestop.store import calendar, calendar_changes, dossiers
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import change_calendar
from onestop.use_cases.change_calendar import NOTHING, Applied, Foreseen
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, applicant, receive
from tests.dossier_moves import Moves
from tests.makers import Hall
from tests.travel_makers import BIRTH, accept, forward, make_agencies
from tests.use_cases.test_change_calendar import HEADER, STORM, file

_KEPT = {
    "dossier": "SELECT * FROM dossier ORDER BY id",
    "leg": "SELECT id, state, due_at FROM leg ORDER BY id",
    "index": "SELECT key, rank, dossier_id FROM dossier_word ORDER BY key, rank, dossier_id",
    "issues": "SELECT purpose, owner_id, period, last FROM tally ORDER BY purpose, owner_id, period",
    "days": "SELECT on_day, kind, name, known_on FROM calendar_day ORDER BY on_day, known_on",
}
_PAPERS = """
SELECT owner_id, name, issue, number, void_at IS NULL, facts_sealed FROM paper ORDER BY owner_id, name, issue
"""
_LETTERS = """
SELECT paper.owner_id, paper.issue, delivery.template, delivery.lang, address_sealed, delivery.facts_sealed
FROM delivery JOIN paper ON paper.id = delivery.subject_id ORDER BY paper.owner_id
"""


class _UndoneError(Exception):
    """Carries what a transaction would have left out of it, and undoes it."""


def left_by(database: Database, actor: Actor, act: Callable[[Tx], object]) -> dict[str, Any]:
    """Tell all that an act leaves in the tables and in the journal, but for drawn ids; it is undone."""

    def tried(tx: Tx) -> None:
        act(tx)
        tx.session.flush()
        kept = {name: list(map(tuple, tx.run(query).fetchall())) for name, query in _KEPT.items()}
        kept["papers"] = [(*row[:-1], _read(tx, row[-1])) for row in tx.run(_PAPERS).fetchall()]
        kept["letters"] = [
            (*row[:4], tx.seals.unseal(row[4]), _read(tx, row[5])) for row in tx.run(_LETTERS).fetchall()
        ]
        kept["told"] = [
            (told.centre_id, told.kind, told.facts(), told.kind != "paper-issued" and told.subject_id)
            for told in tx.events
            if told.kind != "calendar-applied"
        ]
        raise _UndoneError(kept)

    with pytest.raises(_UndoneError) as undone:
        database.write_now(actor, tried)
    kept: dict[str, Any] = undone.value.args[0]
    return kept


def _read(reading: Reading, sealed: str) -> dict[str, Any]:
    """Read sealed facts; the letter about a calendar names no telephone, which every other one may."""
    facts: dict[str, Any] = msgspec.json.decode(reading.seals.unseal(sealed))
    facts.pop("phone", None)
    return facts


def one_by_one(tx: Tx) -> None:
    """Add the day, and move each open dossier by itself, as an officer's move would."""
    calendar_changes.put_days(tx, read_calendar(file().text, "bao.csv", None))
    for dossier_id in calendar_changes.open_ids(tx):
        dossier = dossiers.lock_by_id(tx, dossier_id)
        before, because = dossier.due_at, read_back(dossier.because)
        if dossier.forwarded_at is None:
            dossier.forward_by = forward_by(dossier.received_at, calendar.calendar_of(tx, dossier.centre_id))
        if not recompute(tx, dossier, because="calendar-changed"):
            continue
        touch(tx, dossier)
        paper = reissue(tx, dossier)
        why = because_in_words(news(because, read_back(dossier.because)))
        days = {"before": short_day(local_day(before)), "day": short_day(local_day(dossier.due_at))}
        owe_about(tx, dossier, "due-moved", paper, why="; ".join(why), **days)


@pytest.fixture
def moves(database: Database, hall: Hall, hands: Hands) -> Moves:
    """Give an office with dossiers of all kinds: plain, by hours, travelling, paused, prolonged, corrected, ended."""
    among = make_agencies(database, hall)
    made = Moves(database, hall)
    plain = [receive(database, hall, applicant=applicant(email="ngoc@example.vn")).code for _ in range(5)]
    receive(database, hall)
    receive(database, hall, procedure=BY_HOURS, documents=())
    travelling = receive(database, hall, procedure=BIRTH, documents=(), channel="online").code
    forward(database, among.desk, travelling)
    accept(database, among.people["health.1"], travelling)
    hands.forward(days=1)
    made.suspend(plain[0])
    made.extend(plain[1])
    made.correct(plain[2])
    made.withdraw(plain[3])
    hands.forward(days=1)
    return made


def keeper_of(hall: Hall) -> Actor:
    return Actor(id=hall.officer(1).id, kind="officer", role="administrator", centre_id=hall.centre)


def foreseen(moves: Moves) -> Foreseen:
    return moves.database.read_now(change_calendar.foresee, file(), actor=keeper_of(moves.office))


def applying(known: Foreseen) -> Callable[[Tx], Applied]:
    return lambda tx: change_calendar.apply(tx, file(), foreseen=known)


def test_all_together_is_what_one_by_one_gives(moves: Moves) -> None:
    """Dates, legs, reasons, index, receipts word for word, letters, journal: the same, in the same order."""
    keeper = keeper_of(moves.office)
    expected = left_by(moves.database, keeper, one_by_one)

    assert left_by(moves.database, keeper, applying(foreseen(moves))) == expected
    assert left_by(moves.database, keeper, applying(NOTHING)) == expected
    assert [len(expected[each]) for each in ("letters", "told")] == [4, 12]


def test_while_it_is_held_nothing_is_reckoned(moves: Moves, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was worked out before is only written, where nobody changed anything meanwhile."""
    known = foreseen(moves)
    looked_at = list[str]()
    reckon = foresee_moves.foresee

    def noted(reading: Reading, lot: Sequence[Again]) -> dict[str, Move]:
        looked_at.extend(each.dossier.code for each in lot)
        return reckon(reading, lot)

    monkeypatch.setattr(foresee_moves, "foresee", noted)
    left_by(moves.database, keeper_of(moves.office), applying(known))
    assert looked_at == []

    corrected = next(iter(known.moves.values())).code
    moves.correct(corrected)
    left_by(moves.database, keeper_of(moves.office), applying(known))
    assert looked_at == [corrected]


def prolonged(moves: Moves, code: str) -> None:
    moves.extend(code, amount=3, basis="Luật Đất đai, Điều 9")


def ended(moves: Moves, code: str) -> None:
    moves.withdraw(code)


def received(moves: Moves, _: str) -> None:
    receive(moves.database, moves.office, applicant=applicant(email="lan@example.vn"))


def another_day(moves: Moves, _: str) -> None:
    other = file(STORM.replace("11-26", "11-27"))
    moves.database.write_now(keeper_of(moves.office), change_calendar.apply, other)


def renamed(moves: Moves, _: str) -> None:
    def rename(tx: Tx) -> None:
        tx.run("UPDATE agency SET name = 'Công an phường'")

    moves.database.write_now(moves.office.officer(1), rename)


@pytest.mark.parametrize("meanwhile", [prolonged, ended, received, another_day, renamed])
def test_what_changed_meanwhile_is_worked_out_again(
    moves: Moves, meanwhile: Callable[[Moves, str], None]
) -> None:
    """Between the look and the writing an officer, or another file, may have been there: nothing of it is lost."""
    known = foreseen(moves)
    moving = (move.code for move in known.moves.values() if move.event)
    meanwhile(moves, next(code for code in moving if moves.dossier(code).state == DossierState.RECEIVED))

    keeper = keeper_of(moves.office)
    assert left_by(moves.database, keeper, applying(known)) == left_by(
        moves.database, keeper, applying(NOTHING)
    )


def test_the_next_day_all_is_worked_out_again(moves: Moves, hands: Hands) -> None:
    """A look from before midnight would print yesterday's day of issue."""
    known, keeper = foreseen(moves), keeper_of(moves.office)
    hands.forward(days=1)

    assert left_by(moves.database, keeper, applying(known)) == left_by(
        moves.database, keeper, applying(NOTHING)
    )


@contextmanager
def round_trips(database: Database) -> Iterator[list[str]]:
    """Note what is asked of the database, each statement once however many rows it is sent for."""
    asked = list[str]()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("run", "run_many"):
            plain: Callable[..., Any] = getattr(Tx, name)

            def noted(tx: Tx, statement: str, *rows: Any, _plain: Any = plain, **values: Any) -> Any:
                asked.append(statement)
                return _plain(tx, statement, *rows, **values)

            patch.setattr(Tx, name, noted)
        ask: Any = lambda *of: asked.append(of[2])  # noqa: E731  removed again below
        happening.listen(database.engine, "before_cursor_execute", ask)
        yield asked
        happening.remove(database.engine, "before_cursor_execute", ask)


def test_many_are_held_for_no_more_round_trips_than_a_few(moves: Moves) -> None:
    """Twenty dossiers more, and not one statement more: what a lot takes does not depend on how many are in it."""

    def asked() -> int:
        with round_trips(moves.database) as found:
            left_by(moves.database, keeper_of(moves.office), applying(known))
        return len(found)

    known = foreseen(moves)
    few = asked()
    for _ in range(20):
        receive(moves.database, moves.office, applicant=applicant(email="lan@example.vn"))
    known = foreseen(moves)

    assert asked() == few


def test_a_file_that_was_applied_is_refused_by_the_transaction(moves: Moves) -> None:
    """Foreseen is nothing then, so that a request sent twice with one key still gets its first answer."""
    keeper = keeper_of(moves.office)
    moves.database.write_now(keeper, change_calendar.apply, file(), foreseen=foreseen(moves))

    known = foreseen(moves)

    assert known == NOTHING
    with pytest.raises(CalendarAppliedBefore):
        moves.database.write_now(keeper, change_calendar.apply, file(), foreseen=known)


_KILLED = """
import os, signal, sys
from pathlib import Path
from onestop.rules.access import SYSTEM
from onestop.settings import Settings
from onestop.store.database import Database
from onestop.use_cases import change_calendar
from onestop.use_cases.change_calendar import DaysFile
from tests.conftest import SEALS, Hands

hands, file = Hands(), DaysFile(text=sys.argv[3])
hands.forward(days=2)
database = Database(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2] or None), seals=SEALS, now=hands)
foreseen = database.read_now(change_calendar.foresee, file)
database.write_now(
    SYSTEM, change_calendar.apply, file, foreseen=foreseen, told=lambda _: os.kill(os.getpid(), signal.SIGKILL)
)
"""


def test_killed_in_the_middle_nothing_has_changed(moves: Moves, settings: Settings) -> None:
    """Everything or nothing: the machine goes off when all is written but the end, and the file is applied later."""
    keeper = keeper_of(moves.office)

    def stands(reading: Reading) -> list[Any]:
        return [list(map(tuple, reading.run(query).fetchall())) for query in (*_KEPT.values(), _PAPERS)]

    before = moves.database.read_now(stands)
    arguments = [str(settings.data), settings.database_url or "", HEADER + STORM]
    killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert moves.database.read_now(stands) == before
    known = foreseen(moves)
    assert moves.database.write_now(keeper, change_calendar.apply, file(), foreseen=known).moved == 6
