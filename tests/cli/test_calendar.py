"""`onestop calendar apply`: a preview, the change itself, and files that are none."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onestop import clock
from onestop.cli import commands
from onestop.clock import local_day
from onestop.settings import Settings
from onestop.store import calendar_changes
from onestop.store.database import Database
from tests.conftest import SEALS
from tests.dossier_makers import make_procedures, receive
from tests.makers import make_hall


@pytest.fixture
def folder(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the data folder of an installation with one open dossier of ten days."""
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(f"ONESTOP_{name.upper()}", raising=False)
    monkeypatch.setattr("onestop.store.database.open_seals", lambda _: SEALS)
    with Database(sqlite_settings) as database:
        hall = make_hall(database)
        make_procedures(database, hall)
        receive(database, hall)
    return sqlite_settings.data


def command(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["calendar", "apply", "--data", str(folder), *arguments])


def days(folder: Path, *, columns: str = "date,kind,name,known_on") -> str:
    """Write a file with every Monday to Friday of the next days off, known today."""
    today = local_day(clock.now())
    names = columns.split(",")
    row = {"kind": "statutory", "name": "Nghỉ tránh bão", "known_on": today.isoformat()}
    begin = today.toordinal() + 1
    dates = [type(today).fromordinal(begin + step) for step in range(7)]
    lines = [
        ",".join(({"date": day.isoformat()} | row)[name] for name in names)
        for day in dates
        if day.weekday() < 5
    ]
    path = folder / "bao.csv"
    path.write_text("\n".join([columns, *lines]), encoding="utf-8")
    return str(path)


def applied(folder: Path) -> int:
    with Database(Settings(data=folder)) as database:
        return len(database.read_now(calendar_changes.changes))


def test_a_preview_lists_dossiers_and_writes_nothing(folder: Path) -> None:
    """The days, each dossier with both dates and why, and how many."""
    answer = command(folder, days(folder), "--preview")

    assert answer.exit_code == 0, answer.output
    assert "Nghỉ tránh bão" in answer.output
    assert " -> " in answer.output
    assert "1 trong 1 hồ sơ chưa trả đổi hạn." in answer.output
    assert applied(folder) == 0


def test_it_is_applied_once(folder: Path) -> None:
    """The second time is refused with the facts of the first, in both languages."""
    first = command(folder, days(folder))
    second = command(folder, days(folder))

    assert first.exit_code == 0, first.output
    assert "1 trong 1 hồ sơ đổi hạn, 1 giấy hẹn in lại" in first.output
    assert second.exit_code == 2
    assert "bao.csv" in second.output
    assert "They are not applied twice" in second.output
    assert applied(folder) == 1


def test_the_day_it_became_known_may_be_told(folder: Path) -> None:
    """For a list without the column."""
    today = local_day(clock.now()).isoformat()
    file = days(folder, columns="date,kind,name")

    assert command(folder, file).exit_code == 2
    assert command(folder, file, "--known-on", today).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"date,kind,name,known_on\n\xff\xfe\n"])
def test_a_file_that_is_no_calendar_changes_nothing(folder: Path, content: bytes) -> None:
    """Refused with its place, in two sentences."""
    path = folder / "x.csv"
    path.write_bytes(content)

    answer = command(folder, str(path))

    assert (answer.exit_code, applied(folder)) == (2, 0)
    assert "x.csv" in answer.output


def test_a_file_that_is_not_there_is_said_to_be_missing(folder: Path) -> None:
    """And not a trace of the program."""
    answer = command(folder, str(folder / "no.csv"))

    assert answer.exit_code == 2
    assert "Không có tệp" in answer.output
