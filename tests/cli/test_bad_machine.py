"""What is wrong with a machine is told in Vietnamese and English, and leaves no trace: of a stack, or on the disk."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onestop.cli import commands
from onestop.settings import Settings
from tests.cli.program import run


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Give a port that another program listens on."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder, with no variable of ours."""
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(f"ONESTOP_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def refused(*arguments: str, **variables: object) -> Result:
    """Run a command in this process; it must end with exit code 2."""
    environ = {name: str(value) for name, value in variables.items()}
    result = CliRunner(env=environ).invoke(commands, list(arguments))
    assert result.exit_code == 2, result.output
    assert not result.stdout
    assert isinstance(result.exception, SystemExit), "no other exception came through"
    return result


def test_a_taken_port_is_told_by_the_real_program(taken_port: int, tmp_path: Path) -> None:
    """Which port, and what to do; not even the data folder was made."""
    result = run("demo", "--port", taken_port, folder=tmp_path)

    assert result.returncode == 2
    vietnamese, english = result.stderr.splitlines()
    assert vietnamese.startswith(f"Cổng {taken_port} đang có chương trình khác dùng.")
    assert english.startswith(f"Another program uses port {taken_port}.")
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_folder_is_told(tmp_path: Path) -> None:
    """A folder that cannot be made, for the demonstration as for the tables."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    folder = str(Path("file") / "data")

    for result in (refused("demo", "--port", "0", "--data", folder), refused("migrate", ONESTOP_DATA=folder)):
        assert f"Không ghi được vào thư mục {folder}" in result.stderr
        assert f"The folder {folder} cannot be written" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("command", ["serve", "migrate", "verify-journal"])
def test_an_unreachable_database_is_told_without_its_password(command: str) -> None:
    """Where it was sought; the password stays secret."""
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        result = refused(
            command, ONESTOP_DATABASE_URL=f"postgresql://an:geheim@127.0.0.1:{port}/onestop", ONESTOP_PORT=0
        )

    assert f"an:***@127.0.0.1:{port}/onestop" in result.stderr
    assert "geheim" not in result.output
    assert "Chưa có gì được ghi" in result.stderr
    assert "Nothing was written" in result.stderr


def test_a_database_that_was_not_migrated_is_told(tmp_path: Path) -> None:
    """Found and wanted version, and the command that cures it; no table is made by the way."""
    for command in (["serve", "--port", "0"], ["verify-journal"], ["import", "procedures", "x.csv"]):
        result = refused(*command)

        assert "Xin chạy: onestop migrate" in result.stderr
        assert "Please run: onestop migrate" in result.stderr
    with closing(sqlite3.connect(tmp_path / "onestop-data" / "onestop.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_tables_of_a_newer_program_are_told(tmp_path: Path) -> None:
    """An old program on new tables: refused with both versions, whatever it was asked to do."""
    with closing(sqlite3.connect(tmp_path / "onestop.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('20990101_next')")

    for command in (["migrate"], ["verify-journal"], ["demo", "--port", "0", "--data", str(tmp_path)]):
        assert "20990101_next" in refused(*command, ONESTOP_DATA=tmp_path).stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Some other file of that name: refused, and left as it is."""
    content = b"no database at all " * 100
    (tmp_path / "onestop.sqlite").write_bytes(content)

    for command in ("migrate", "verify-journal"):
        assert "onestop.sqlite" in refused(command, ONESTOP_DATA=tmp_path).stderr
    assert (tmp_path / "onestop.sqlite").read_bytes() == content


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ONESTOP_PORT", "eighty"),
        ("ONESTOP_PORT", "70000"),
        ("ONESTOP_POOL", "0"),
        ("ONESTOP_HOST", "no-such-host.invalid"),
        ("ONESTOP_HOST", "192.0.2.1"),
        ("ONESTOP_SECRET_KEY", "short"),
        ("ONESTOP_DATABASE_URL", "mysql://localhost/onestop"),
        ("ONESTOP_DATABASE_URL", "postgresql://localhost:port/onestop"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(setting: str, value: str, tmp_path: Path) -> None:
    """In both languages, before anything is made."""
    result = refused("serve", **{"ONESTOP_PORT": 0, setting: value})
    vietnamese, english = result.stderr.splitlines()

    assert setting in vietnamese
    assert vietnamese.endswith("Xin sửa lại.")
    assert setting in english
    assert english.endswith("Please correct it.")
    assert list(tmp_path.iterdir()) == []
