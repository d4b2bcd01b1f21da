"""How long a year's register takes: ten thousand dossiers as a spreadsheet and as a book, in seconds.

Run it: `python -m tests.bench.bench_register [dossiers]`. Beside them stands the time in which the same rows are
written as plain CSV, as a floor of the machine.
"""

import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from tempfile import TemporaryFile
from time import process_time
from typing import IO

from onestop.clock import stopwatch
from onestop.render.fonts import find_fonts
from onestop.render.register_cells import COLUMNS, in_words
from onestop.render.register_pdf import register_pdf
from onestop.render.register_sheet import register_xlsx
from onestop.rules.register import RegisterLine
from tests.render.test_register import line

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
PROCEDURES = 200


def main(count: int) -> None:
    """Print the seconds and the size of each."""
    fonts = find_fonts()
    lines = [_line(number) for number in range(1, count + 1)]
    makers: dict[str, Callable[[IO[bytes]], object]] = {
        "csv (floor)": lambda file: file.write(_csv(lines)),
        "xlsx": lambda file: register_xlsx(iter(lines), file, office="x", first=FIRST, last=LAST),
        "pdf, A4": lambda file: register_pdf(
            iter(lines), file, fonts, superior="x", office="x", form="x", days=(FIRST, LAST)
        ),
    }
    for name, make in makers.items():
        with TemporaryFile() as file:
            start, worked = stopwatch(), process_time()
            make(file)
            took, worked = stopwatch() - start, process_time() - worked
            size = file.seek(0, io.SEEK_END) / 1e6
        sys.stdout.write(
            f"{count} dossiers, {name}: {took:.1f} s ({worked:.1f} s of the processor), {size:.1f} MB\n"
        )


def _line(number: int) -> RegisterLine:
    procedure = f"Cấp giấy phép loại {number % PROCEDURES} theo quy định về tài nguyên nước và khoáng sản"
    return line(
        serial=number, code=f"H14.12-261123-{number:05}", procedure_name=procedure, person=f"Hoàng Văn {number}",
        address=f"Tổ {number % 40}, phường Thục Phán, tỉnh Cao Bằng", phone=f"09{number:08}",
    )  # fmt: skip


def _csv(lines: list[RegisterLine]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[in_words(column.cell(one)) for column in COLUMNS] for one in lines])
    return text.getvalue().encode()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
