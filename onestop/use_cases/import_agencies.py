"""Agencies brought in as a table: new ones added, those that differ changed, all of it or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from onestop.errors import Malformed, NotFound
from onestop.rules.agency_plan import AgencyWish
from onestop.rules.sheet import SheetLine, SheetOutcome, SheetReport, SheetRow, brought_in, yes_or_no
from onestop.rules.text import fold
from onestop.steps.keep_agency import change_agency, make_agency
from onestop.steps.keep_reach import reach_everywhere
from onestop.store import agencies
from onestop.store.tx import Tx

COLUMNS = ("code", "name", "short", "level", "parent", "mountainous", "code_pattern")
NEEDED = ("code", "name", "level")


def bring_in(tx: Tx, rows: Sequence[SheetRow], levels: Mapping[str, str], *, keep: bool) -> SheetReport:
    """Bring agencies in from a table; an agency above another may stand in a row before it.

    Args:
        tx: The transaction.
        rows: Known by the agency's code.
        levels: What levels are called, folded, each with its code.
        keep: Whether it is to be written, or only looked at.

    Raises:
        NotAllowed: The actor keeps one centre's people only, or none.
        SheetRefused: A row is wrong, so none was written.
        NotKept: It was only looked at.
    """
    reach_everywhere(tx)
    agencies.hold_tree(tx)
    return brought_in(rows, "code", lambda row: _row(tx, row, levels), keep=keep)


def _row(tx: Tx, row: SheetRow, levels: Mapping[str, str]) -> SheetLine:
    code = row.cells["code"].upper()
    known = agencies.coded(tx, code)
    wish = _wish(tx, row, levels)
    if known is None:
        return SheetLine(line=row.line, name=code, outcome=SheetOutcome.ADDED, id=make_agency(tx, wish))
    fields = change_agency(tx, known, wish)
    outcome = SheetOutcome.CHANGED if fields else SheetOutcome.UNCHANGED
    return SheetLine(line=row.line, name=code, outcome=outcome, id=known.id, fields=tuple(fields))


def _wish(tx: Tx, row: SheetRow, levels: Mapping[str, str]) -> AgencyWish:
    """Read a row as a wish; a column that the table does not have is left out of it."""
    cells = row.cells
    wished: dict[str, Any] = {
        name: cells[name] for name in ("code", "name", "short", "code_pattern") if cells.get(name)
    }
    if "short" in cells:
        wished["short"] = cells["short"]
    wished["level"] = levels.get(fold(cells["level"]), cells["level"])
    if "parent" in cells:
        wished["parent"] = _above(tx, cells["parent"])
    if "mountainous" in cells:
        wished["mountainous"] = yes_or_no(cells["mountainous"])
        if wished["mountainous"] is None:
            raise Malformed(field="mountainous", reason="unknown")
    return AgencyWish(**wished)


def _above(tx: Tx, code: str) -> str | None:
    if not code:
        return None
    found = agencies.coded(tx, code.upper())
    if found is None:
        raise NotFound(kind="agency", sought=code[:40])
    return found.id
