"""`onestop import procedures`: the portal's real files, twice; and files that are no such files."""

import csv
import gzip
import io
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onestop.cli import commands
from onestop.cli.import_report import both
from onestop.render.wording import section
from onestop.rules.procedure_file import CHANNEL_COLUMNS, PROCEDURE_COLUMNS
from onestop.settings import Settings
from onestop.store import journal
from onestop.store.database import Database
from tests.rules.portal_rows import Row, channel, days, procedure

TITLE = "Thủ tục cấp đổi " * 68 + "Đỗ Mỹ."
TABLES = ("procedure", "procedure_channel", "portal_procedure", "sector", "journal_entry")


@pytest.fixture
def folder(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the data folder of a migrated installation; no variable of the machine reaches the command."""
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(f"ONESTOP_{name.upper()}", raising=False)
    return sqlite_settings.data


def bring_in(folder: Path, *arguments: object) -> Result:
    """Import in this process."""
    return CliRunner().invoke(commands, ["import", "procedures", "--data", str(folder), *map(str, arguments)])


def written(path: Path, columns: tuple[str, ...], rows: list[Row], *, encoding: str = "utf-8") -> Path:
    """Write a CSV file, compressed where its name says so."""
    text = io.StringIO()
    table = csv.DictWriter(text, columns)
    table.writeheader()
    table.writerows(rows)
    content = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def report_of(folder: Path) -> list[dict[str, str]]:
    """Read the row-by-row report."""
    return list(csv.DictReader(io.StringIO((folder / "r.csv").read_bytes().decode("utf-8-sig"), newline="")))


def counts(folder: Path) -> dict[str, int]:
    """Count the rows of the tables that an import may touch."""
    with Database(Settings(data=folder)) as database:
        return {
            name: database.read_now(
                lambda reading, n=name: reading.run(f"SELECT count(*) FROM {n}").fetchone()[0]
            )
            for name in TABLES
        }


# --- the real files -----------------------------------------------------------------------------


@pytest.mark.shared
def test_the_portals_real_files_are_loaded_whole_and_only_once(shared: Path, folder: Path) -> None:
    """All 1,135 procedures with 3,131 channels, by the figures reckoned independently; again: no change."""
    files = (shared / "data/tthc/tthc_catalogue_dev.csv.gz", shared / "data/tthc/tthc_channels_dev.csv.gz")
    expected = json.loads((shared / "data/import_oracle_dev.json").read_text(encoding="utf-8"))["dev_tthc"]

    first = bring_in(folder, files[0], "--channels", files[1], "--report", folder / "r.csv")
    after = counts(folder)
    second = bring_in(folder, files[0], "--channels", files[1])

    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr
    assert "1135" in first.stdout.splitlines()[0]
    assert "3131" in first.stdout.splitlines()[0]
    assert _figures(folder) == expected
    report = report_of(folder)
    became = Counter(row["outcome"] for row in report)
    assert len(report) == 1_135
    assert set(became) == {"added", "kept"}
    assert counts(folder) == after
    told = {
        line.split("(")[1].split(")")[0]: line.split()[-1]
        for line in second.output.splitlines()[1:8]
        if "(" in line
    }
    assert (told["added"], told["changed"], told["refused"]) == ("0", "0", "0")
    assert (told["office's own kept"], told["unchanged"]) == (str(became["kept"]), str(became["added"]))


def _figures(folder: Path) -> dict[str, object]:
    """Reckon the figures from what the tables keep of the portal."""
    with Database(Settings(data=folder)) as database:
        kept = database.read_now(
            lambda reading: [
                json.loads(row[0]) for row in reading.run("SELECT facts FROM portal_procedure").fetchall()
            ]
        )
        in_force = database.read_now(
            lambda reading: dict(
                reading.run("SELECT code, name FROM procedure WHERE valid_to IS NULL").fetchall()
            )
        )
    channels = [each for one in kept for each in one["channels"]]
    units = Counter(each["unit"] or "not stated" for each in channels)
    units["hour"] = units.pop("working_hour") + units.pop("clock_hour")
    assert all(unicodedata.is_normalized("NFC", name) for name in in_force.values())
    # Two codes of the file were replaced by others: they lead to their successors and are not in force.
    assert len({one["code"] for one in kept} - set(in_force)) == 2
    return {
        "procedures": len(kept),
        "channels": len(channels),
        "by_unit": dict(units),
        "by_level": dict(Counter(", ".join(one["levels"]) for one in kept)),
        "fields": len({one["sector"] for one in kept}),
        "max_name_length": max(len(one["name"]) for one in kept),
        "with_cut_off_15h": sum(one["cut_off_15h"] for one in kept),
        "online": sum(each["channel"] == "online" for each in channels),
    }


@pytest.mark.shared
def test_a_real_file_cut_off_in_the_middle_changes_nothing(
    shared: Path, folder: Path, tmp_path: Path
) -> None:
    """Half a download: told with the line in both languages, nothing imported."""
    whole = (shared / "data/tthc/tthc_catalogue_dev.csv.gz").read_bytes()
    half = tmp_path / "half.csv.gz"
    half.write_bytes(whole[: len(whole) // 2])
    before = counts(folder)

    result = bring_in(folder, half)

    assert result.exit_code == 2
    assert "bị cắt ngang" in result.stderr
    assert "is cut off after line" in result.stderr
    assert str(half) in result.stderr
    assert counts(folder) == before


# --- what people bring --------------------------------------------------------------------------


def test_names_of_any_make_are_taken(folder: Path) -> None:
    """A title of 1,094 letters, one in pieces (NFD), one with U+00D0, under a byte order mark, not packed."""
    assert len(TITLE) == 1_094
    names = {
        "1.900001": TITLE,
        "1.900002": unicodedata.normalize("NFD", "Đăng ký hộ tịch"),
        "1.900003": "\u00d0ất",
    }
    path = written(
        folder / "portal.csv",
        PROCEDURE_COLUMNS,
        [procedure(code, ten=name) for code, name in names.items()],
        encoding="utf-8-sig",
    )

    result = bring_in(folder, path)

    assert result.exit_code == 0, result.output
    with Database(Settings(data=folder)) as database:
        found = database.read_now(
            lambda reading: dict(
                reading.run("SELECT code, name FROM procedure WHERE code LIKE '1.9000%'").fetchall()
            )
        )
    assert found == {"1.900001": TITLE, "1.900002": "Đăng ký hộ tịch", "1.900003": "Đất"}


def test_rows_that_are_refused_are_told_one_by_one(folder: Path) -> None:
    """On the terminal and in the report, with file, row and reason; the good rows are in; exit code 1."""
    files = (
        written(
            folder / "p.csv.gz",
            PROCEDURE_COLUMNS,
            [procedure("1.900001"), procedure("x"), procedure("1.900002")],
        ),
        written(folder / "c.csv.gz", CHANNEL_COLUMNS, [days("nhiều", ma="1.900002"), channel("1.900001")]),
    )

    result = bring_in(folder, files[0], "--channels", files[1], "--report", folder / "r.csv")
    report = report_of(folder)

    assert result.exit_code == 1
    assert [(Path(row["file"]).name, row["row"], row["outcome"], row["reason"]) for row in report] == [
        ("p.csv.gz", "2", "added", ""),
        ("p.csv.gz", "3", "refused", "code-malformed"),
        ("p.csv.gz", "4", "refused", "channel-refused"),
        ("c.csv.gz", "2", "refused", "amount-malformed"),
    ]
    for row in report[1:]:
        assert f"{Path(row['file']).name}, dòng {row['row']} (row {row['row']}): " in result.output
        assert row["explained"] in result.output
    assert not list(folder.glob(".r.csv*"))


BROKEN = {
    "missing": None,
    "empty": b"",
    "no-rows": ",".join(PROCEDURE_COLUMNS).encode(),
    "column-missing": b"ma;ten\n1.000001;x\n",
    "not-utf8": ",".join(PROCEDURE_COLUMNS).encode() + b"\n1.000001,\xff\xfe\n",
    "not-csv": ",".join(PROCEDURE_COLUMNS).encode() + b'\n"1.000001,x\n',
    "gzip-broken": b"\x1f\x8b" + bytes(range(200)),
    "binary": bytes(range(256)) * 40,
}
LINES = {"no-rows": 1, "column-missing": 1, "not-utf8": 2, "not-csv": 2}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_no_such_file_changes_nothing(folder: Path, kind: str) -> None:
    """Told in Vietnamese and English with the file; exit code 2; the report is not written."""
    path, content = folder / "broken.csv", BROKEN[kind]
    if content is not None:
        path.write_bytes(content)
    before = (folder / "onestop.sqlite").read_bytes()

    result = bring_in(folder, path, "--report", folder / "r.csv")

    assert result.exit_code == 2
    vietnamese, english = [line for line in result.stderr.splitlines() if str(path) in line]
    assert "Không có gì được nhập" in vietnamese
    assert "Nothing was imported" in english
    if kind in LINES and kind != "no-rows":
        assert f"dòng {LINES[kind]}" in vietnamese
        assert f"line {LINES[kind]}" in english
    assert "Traceback" not in result.output
    assert (folder / "onestop.sqlite").read_bytes() == before
    assert not (folder / "r.csv").exists()


def test_a_channel_file_that_is_none_changes_nothing(folder: Path) -> None:
    """The procedures would lose their times: both files must be right, or neither is taken."""
    good = written(folder / "p.csv", PROCEDURE_COLUMNS, [procedure()])
    for content in (b"", ",".join(CHANNEL_COLUMNS).encode(), b"ma,kenh\n1.001193,x\n"):
        (folder / "c.csv").write_bytes(content)

        assert bring_in(folder, good, "--channels", folder / "c.csv").exit_code == 2
    assert counts(folder)["portal_procedure"] == 0


def test_a_report_without_a_place_stops_before_anything_is_imported(folder: Path) -> None:
    """Nobody should have to import twice to see what happened."""
    good = written(folder / "p.csv", PROCEDURE_COLUMNS, [procedure()])

    result = bring_in(folder, good, "--report", folder / "nowhere" / "r.csv")

    assert result.exit_code == 2
    assert "Không ghi được" in result.stderr
    assert counts(folder)["portal_procedure"] == 0


def test_the_import_is_journalled_under_the_province(folder: Path) -> None:
    """After the starting catalogue, which an empty installation gets first, two entries more: versions and counts."""
    good = written(folder / "p.csv", PROCEDURE_COLUMNS, [procedure("1.900001")])

    bring_in(folder, good)
    bring_in(folder, good)

    with Database(Settings(data=folder)) as database:
        [province] = database.read_now(journal.centres)
        entries = database.read_now(journal.since, province, 0)
        assert [(entry.kind, json.loads(entry.facts)["source"]) for entry in entries] == [
            ("procedures-loaded", "start"),
            ("catalogue-loaded", "start"),
            ("procedures-loaded", "portal-import"),
            ("catalogue-loaded", "portal-import"),
        ]
        assert json.loads(entries[2].facts)["versions"] == {"1.900001": 1}
        assert database.read_now(journal.verify, province) == (4, [])


def test_every_word_of_the_report_has_both_languages() -> None:
    """No outcome, field or reason would be told as a bare code."""
    for kind in ("outcome", "field", "reason"):
        for key in section("imports", "vi")[kind]:
            assert both(f"{kind}.{key}")
