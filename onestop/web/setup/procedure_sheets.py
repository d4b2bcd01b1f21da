"""Files of procedures over HTTP: out as CSV or a workbook, in as drafts after a look."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from litestar.response import Response

from onestop.errors import Malformed
from onestop.render.procedure_table import csv_of, workbook_of
from onestop.render.refused import sentence
from onestop.rules.access import Actor, Right, require
from onestop.rules.procedure_asked import SheetFile
from onestop.rules.procedure_columns import PARTS, cells_of
from onestop.store import procedure_drafts
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import import_sheets
from onestop.use_cases.import_sheets import SheetRow
from onestop.web.problems import language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetUpload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files with their contents in base64; `take` makes drafts of them, else they are only looked at."""

    files: list[SheetFile]
    take: bool = False


class ToldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the report; `detail` says why one is refused."""

    file: str
    line: int
    code: str
    outcome: str
    changed: tuple[str, ...]
    detail: str


class SheetReport(msgspec.Struct, frozen=True, kw_only=True):
    """What files change, or would change."""

    rows: list[ToldRow]
    added: int
    changed: int
    unchanged: int
    refused: int
    taken: bool


def _tables(reading: Reading, parts: tuple[str, ...]) -> dict[str, list[list[str]]]:
    require(reading.actor, Right.KEEP_CATALOGUE)
    ground = import_sheets.ground_of(reading)
    kept = [procedure_drafts.facts_of(reading, row) for row in procedure_drafts.all_in_force(reading)]
    return {part: [row for facts in kept for row in cells_of(part, facts, ground)] for part in parts}


@get("/api/setup/procedures/sheet")
async def give(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    format: FromQuery[str] = "csv",  # noqa: A002  the name of the parameter in the address
    part: FromQuery[str] = "procedures",
) -> Response[bytes]:
    """Give what is in force: a table as CSV (`part`), or all of them as a workbook (`format=xlsx`)."""
    if format not in {"csv", "xlsx"}:
        raise Malformed(field="format", reason="unknown")
    if part not in PARTS:
        raise Malformed(field="part", reason="unknown")
    whole = format == "xlsx"
    tables = await database.read(_tables, PARTS if whole else (part,), actor=actor)
    name = "procedures.xlsx" if whole else f"{part}.csv"
    return Response(
        workbook_of(tables) if whole else csv_of(part, tables[part]),
        media_type=_XLSX if whole else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post("/api/setup/procedures/sheets", status_code=200)
async def take(
    request: Request[Any, Any, Any],
    data: JSONBody[SheetUpload],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> SheetReport:
    """Look at files row by row, or take them in as drafts: all of them, or none where a row is refused."""
    if data.take:
        rows = await database.write(actor, import_sheets.take, data.files)
    else:
        rows = await database.read(import_sheets.look, data.files, actor=actor)
    return _report(rows, language(request), taken=data.take)


def _report(rows: list[SheetRow], lang: str, *, taken: bool) -> SheetReport:
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in _OUTCOMES}
    return SheetReport(
        rows=[
            ToldRow(
                file=row.file,
                line=row.line,
                code=row.code,
                outcome=row.outcome,
                changed=row.changed,
                detail=sentence(row.refusal, lang) if row.refusal else "",
            )
            for row in rows
        ],
        taken=taken,
        **counts,
    )


_OUTCOMES = ("added", "changed", "unchanged", "refused")

HANDLERS = [give, take]
