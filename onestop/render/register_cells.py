"""The columns of the register: Mẫu 06 of Circular 01/2018/TT-VPCP, Mẫu 07 of Circular 03/2025/TT-VPCP.

From memory: the annex of neither circular was at hand. The columns follow what was remembered of the official
form, beside those that provincial systems print; their words stand in `texts/vi/paper.toml` and are the
office's to correct.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from onestop.clock import local
from onestop.model.dossier import ReturnVia
from onestop.render.wording import say
from onestop.rules.register import RegisterLine

Cell = str | int | datetime | None


class RegisterColumn(NamedTuple):
    """A column: the key of its head, the head that it shares, its width on A4 in millimetres, its cell."""

    key: str
    under: str
    width_mm: float
    cell: Callable[[RegisterLine], Cell]

    @property
    def head(self) -> str:
        """Its head in words."""
        return say(f"paper.register.{self.key}")


def _reached(line: RegisterLine) -> str:
    return "\n".join(part for part in (line.address, line.phone) if part)


def _via(line: RegisterLine) -> str:
    return say(f"paper.register.via.{line.return_via}") if line.return_via in set(ReturnVia) else ""


def _note(line: RegisterLine) -> str:
    ended = say(f"paper.register.ended.{line.ended_as}") if line.ended_as else ""
    return "\n".join(part for part in (ended, line.note.replace("\n", " ")) if part)


COLUMNS = (
    RegisterColumn("serial", "", 10, lambda line: line.serial),
    RegisterColumn("code", "", 27, lambda line: line.code),
    RegisterColumn("procedure", "", 35, lambda line: line.procedure_name),
    RegisterColumn("sets", "", 10, lambda line: line.sets),
    RegisterColumn("person", "", 24, lambda line: line.person),
    RegisterColumn("address", "", 31, _reached),
    RegisterColumn("agency", "", 21, lambda line: line.agency),
    RegisterColumn("received", "days", 15, lambda line: line.received_at),
    RegisterColumn("promised", "days", 15, lambda line: line.promised_at),
    RegisterColumn("forwarded", "days", 16, lambda line: line.forwarded_at),
    RegisterColumn("ready", "days", 16, lambda line: line.ready_at),
    RegisterColumn("returned", "return", 15, lambda line: line.returned_at),
    RegisterColumn("return_via", "return", 14, _via),
    RegisterColumn("signed", "return", 15, lambda line: line.collected_by),
    RegisterColumn("note", "", 13, _note),
)
"""277 millimetres together: A4 across, less a centimetre at each side."""


def shared_heads() -> list[tuple[int, int, str]]:
    """Tell the heads that stand over several columns: first column, last column, words."""
    found = []
    for under in dict.fromkeys(column.under for column in COLUMNS if column.under):
        places = [place for place, column in enumerate(COLUMNS) if column.under == under]
        found.append((places[0], places[-1], say(f"paper.register.{under}")))
    return found


def in_words(cell: Cell) -> str:
    """Write a cell as paper has it: an instant as day and hour of the office."""
    match cell:
        case None:
            return ""
        case datetime():
            return f"{local(cell):%d/%m/%Y\n%H:%M}"
        case _:
            return str(cell)
