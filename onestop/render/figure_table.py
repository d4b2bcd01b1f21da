"""Reports of the hall as a CSV file that spreadsheets open with a double click."""

import csv
import io
from collections.abc import Mapping, Sequence

from onestop.render.figure_words import decimal
from onestop.render.wording import say
from onestop.rules.hall_figures import UNITS, Unit

_BYTE_ORDER_MARK = "\ufeff"
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(rows: Sequence[tuple[str, object]], lang: str, units: Mapping[str, Unit] = UNITS) -> bytes:
    """Write a report: a row of headings, then a row for each of the report's, with the figures of `units`.

    UTF-8 with a byte order mark, since Excel reads Vietnamese as Latin letters without one. In Vietnamese
    cells are parted by semicolons and decimals by commas, as a spreadsheet set to Vietnamese expects:
    with points it would read 12.5 as the twelfth of May. In English commas and points, for programs too.
    Lengths are whole seconds. A name that begins like a formula gets an apostrophe before it, so that no
    spreadsheet reckons what somebody typed.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if lang == "vi" else ",", lineterminator="\r\n")
    writer.writerow([say("figures.row", lang), *(_heading(name, unit, lang) for name, unit in units.items())])
    for name, figures in rows:
        cells = (_cell(getattr(figures, figure), unit, lang) for figure, unit in units.items())
        writer.writerow([harmless(name), *cells])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_LEADS_A_FORMULA) else text


def _heading(name: str, unit: Unit, lang: str) -> str:
    label = say(f"figures.of.{name}", lang)
    return label if unit in {Unit.COUNT, Unit.NUMBER} else f"{label} ({say(f'figures.unit.{unit}', lang)})"


def _cell(value: float | None, unit: Unit, lang: str) -> str:
    if value is None:
        return ""
    match unit:
        case Unit.COUNT | Unit.SECONDS:
            return str(round(value))
        case Unit.PERCENT | Unit.NUMBER:
            return decimal(value, 2, lang)
