"""Importing the national portal's procedures: which rows are refused, and why."""

import csv

import pytest

from onestop.errors import FileUnreadable
from onestop.rules.procedure_file import CHANNEL_COLUMNS, read_procedures
from tests.rules.portal_rows import channel, days, procedure, reasons


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": ""}, "code-missing"),
        ({"code": "1.2.3"}, "code-malformed"),
        ({"code": "1.014.111"}, "code-malformed"),
        ({"code": "1.٠٠١١٩٣"}, "code-malformed"),
        ({"ten": " \n "}, "name-missing"),
        ({"ten": "Đăng\u200bký"}, "name-control-characters"),
        ({"linh_vuc": ""}, "sector-missing"),
        ({"cap": ""}, "level-unknown"),
        ({"cap": "Cấp xã, Cấp trời"}, "level-unknown"),
        ({"cap": None}, "width"),
    ],
)
def test_a_wrong_procedure_is_refused(cells: dict[str, str | None], reason: str) -> None:
    """With the row's number as a spreadsheet shows it; the row above it is taken."""
    reading = read_procedures([procedure("1.000001"), procedure(**cells)])

    assert reasons(reading) == [("procedures", 3, reason)]
    assert [read.code for read in reading.procedures] == ["1.000001"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kenh": "Bồ câu"}, "channel-unknown"),
        ({"so": "-3", "don_vi": "working_day"}, "amount-negative"),
        ({"so": "ba", "don_vi": "working_day"}, "amount-malformed"),
        ({"so": "3"}, "amount-without-unit"),
        ({"don_vi": "working_day"}, "unit-without-amount"),
        ({"so": "3", "don_vi": "week"}, "unit-unknown"),
        ({"phi_vnd": "8,000"}, "fee-malformed"),
    ],
)
def test_a_wrong_channel_refuses_its_procedure_whole(cells: dict[str, str], reason: str) -> None:
    """Half a procedure would promise wrongly; its other channels go with it, the next procedure does not."""
    reading = read_procedures(
        [procedure(), procedure("1.000894")],
        [channel() | cells, days("3", word="Trực tuyến"), channel("1.000894")],
    )

    assert [read.code for read in reading.procedures] == ["1.000894"]
    assert reasons(reading) == [
        ("procedures", 2, "channel-refused"),
        ("channels", 2, reason),
        ("channels", 3, "procedure-not-taken"),
    ]


def test_a_code_that_comes_twice_is_taken_once() -> None:
    """The second row is refused, also when the first was."""
    reading = read_procedures([procedure(), procedure(ten="Khác"), procedure(cap="?")])

    assert [read.name for read in reading.procedures] == ["Đăng ký khai sinh"]
    assert reasons(reading) == [("procedures", 3, "code-twice"), ("procedures", 4, "code-twice")]


def test_a_channel_without_its_procedure_is_refused() -> None:
    """It belongs to a procedure that is not in the file."""
    assert reasons(read_procedures([procedure()], [channel("9.999999")])) == [
        ("channels", 2, "procedure-not-taken")
    ]


def test_a_row_with_cells_too_many_is_refused() -> None:
    """A comma that nobody quoted shifts what follows."""
    text = ",".join(CHANNEL_COLUMNS) + "\n1.001193,Trực tiếp,3,working_day,,a,b\n1.001193,Trực tiếp\n"
    reading = read_procedures([procedure()], csv.DictReader(text.splitlines()))

    assert reasons(reading) == [
        ("procedures", 2, "channel-refused"),
        ("channels", 2, "width"),
        ("channels", 3, "width"),
    ]


def test_another_file_is_refused_as_a_whole() -> None:
    """No rows, or other columns: nothing is read, and what is missing is told."""
    with pytest.raises(FileUnreadable) as empty:
        read_procedures([], file="tthc.csv")
    with pytest.raises(FileUnreadable) as other:
        read_procedures([{"ma": "1.001193", "ten": "x"}], file="tthc.csv")
    with pytest.raises(FileUnreadable) as channels:
        read_procedures([procedure()], [procedure()], channels_file="kenh.csv")

    assert (empty.value.line, empty.value.reason) == (0, "no-rows")
    assert other.value.line == 1
    assert other.value.reason.startswith("column-missing: bo, so_quyet_dinh")
    assert (channels.value.file, channels.value.reason) == (
        "kenh.csv",
        "column-missing: kenh, so, don_vi, phi_vnd, raw",
    )
