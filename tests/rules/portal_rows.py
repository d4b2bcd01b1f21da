"""Rows as the national portal's files have them, right unless a test spoils them."""

from onestop.rules.procedure_file import PROCEDURE_COLUMNS, read_procedures
from onestop.rules.procedure_shapes import ImportedProcedure, Reading

Row = dict[str, str | None]


def procedure(code: str | None = "1.001193", **cells: str | None) -> Row:
    """Make a row of the procedure file."""
    plain: Row = dict.fromkeys(PROCEDURE_COLUMNS, "")
    return plain | {"ma": code, "ten": "Đăng ký khai sinh", "cap": "Cấp xã", "linh_vuc": "Hộ tịch"} | cells


def channel(code: str = "1.001193", word: str = "Trực tiếp", **cells: str) -> Row:
    """Make a row of the channel file; "so" the number, "don_vi" its unit."""
    plain: Row = {"ma": code, "kenh": word, "so": "", "don_vi": "", "phi_vnd": "", "raw": ""}
    return plain | cells


def days(amount: str, unit: str = "working_day", word: str = "Trực tiếp", **cells: str) -> Row:
    """Make a row of the channel file that states a time."""
    return channel(word=word, so=amount, don_vi=unit, **cells)


def one(*channels: Row, **cells: str | None) -> ImportedProcedure:
    """Read one procedure that is right."""
    reading = read_procedures([procedure(**cells)], channels)
    assert reading.refused == ()
    return reading.procedures[0]


def reasons(reading: Reading) -> list[tuple[str, int, str]]:
    """List file, row and reason of what was refused."""
    return [(row.file, row.row, row.reason) for row in reading.refused]


def by_code(reading: Reading) -> dict[str, ImportedProcedure]:
    """Keep what was read, as an import leaves it."""
    return {procedure.code: procedure for procedure in reading.procedures}
