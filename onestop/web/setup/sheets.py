"""Officers and agencies as tables over HTTP: taken out, looked at, brought in."""

import asyncio
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency

from onestop.errors import FileUnreadable
from onestop.model.people import Role
from onestop.render.refused import sentence_of
from onestop.render.sheet import CSV_TYPE, XLSX_TYPE, csv_sheet, xlsx_sheet
from onestop.render.wording import LANGUAGES, say
from onestop.rules.access import Actor, Right, require
from onestop.rules.catalogue_place_shapes import LEVELS as AGENCY_LEVELS
from onestop.rules.sheet import NotKept, SheetColumn, SheetOutcome, SheetReport, SheetRow, sheet_rows
from onestop.rules.table_file import read_table
from onestop.rules.text import fold
from onestop.store import people
from onestop.store.database import Database
from onestop.store.tx import Once, Reading
from onestop.use_cases import import_agencies, import_officers
from onestop.web.problems import language
from onestop.web.setup import agencies, officers
from onestop.web.shapes import once

MOST_NEW = 100
"""New accounts in one table: each first password takes its time to hash."""
_FILE = "xlsx / csv"
Form = Literal["csv", "xlsx"]


class ShownLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row and what becomes of it; `password` where an account was made, this once."""

    line: int
    name: str
    outcome: str
    fields: list[str] = []
    why: str = ""
    password: str | None = None


class ShownReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a table, or would."""

    kept: bool
    added: int
    changed: int
    unchanged: int
    refused: int
    rows: list[ShownLine]


def titled(what: str, keys: tuple[str, ...], needed: tuple[str, ...]) -> list[SheetColumn]:
    """Name the columns of a table by their titles in every language."""
    return [
        SheetColumn(
            key=key,
            titles=tuple(say(f"setup.column.{what}.{key}", lang) for lang in LANGUAGES),
            needed=key in needed,
        )
        for key in keys
    ]


_OFFICERS = titled("officers", import_officers.COLUMNS, import_officers.NEEDED)
_AGENCIES = titled("agencies", import_agencies.COLUMNS, import_agencies.NEEDED)


def _called(start: str, codes: Any) -> dict[str, str]:
    """Tell what codes are called in every language, folded."""
    return {fold(say(f"{start}{code}", lang)): str(code) for code in codes for lang in LANGUAGES}


_ROLES = _called("setup.role.", Role)
_LEVELS = _called("setup.agencies.level_", AGENCY_LEVELS)


def _officer_cells(reading: Reading, lang: str) -> list[list[str]]:
    keys = dict(reading.run("SELECT id, key FROM centre").fetchall())
    codes = dict(reading.run("SELECT id, code FROM agency").fetchall())
    sectors = dict(reading.run("SELECT id, key FROM sector").fetchall())
    return [
        [
            one.username,
            one.name,
            say(f"setup.role.{one.role}", lang),
            keys.get(one.centre or "", ""),
            codes.get(one.agency or "", ""),
            "" if one.counter_number is None else str(one.counter_number),
            one.phone,
            ", ".join(sectors[sector] for sector in one.sectors),
            ", ".join(one.rights),
        ]
        for one in officers.officers_of(reading)
        if one.disabled_at is None
    ]


def _agency_cells(reading: Reading, lang: str) -> list[list[str]]:
    found = agencies.agencies_of(reading)
    codes = {one.id: one.code for one in found}
    yes = {True: say("setup.column.yes", lang), False: ""}
    return [
        [
            one.code,
            one.name,
            one.short,
            say(f"setup.agencies.level_{one.level}", lang),
            codes.get(one.parent or "", ""),
            yes[one.mountainous],
            one.code_pattern,
        ]
        for one in found
    ]


async def _taken_out(
    request: Request[Any, Any, Any], name: str, columns: list[SheetColumn], rows: list[list[str]]
) -> Response[bytes]:
    lang, form = language(request), _form(request)
    titles = [column.titles[LANGUAGES.index(lang)] for column in columns]
    if form == "csv":
        content, media = csv_sheet(titles, rows, lang), CSV_TYPE
    else:
        content, media = await asyncio.to_thread(xlsx_sheet, name, titles, rows), XLSX_TYPE
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=media, headers=headers)


async def _rows(request: Request[Any, Any, Any], columns: list[SheetColumn]) -> list[SheetRow]:
    content = await request.body()
    return await asyncio.to_thread(lambda: sheet_rows(read_table(content, file=_FILE), columns, file=_FILE))


def _shown(
    report: SheetReport, columns: list[SheetColumn], lang: str, passwords: dict[str, str]
) -> ShownReport:
    titles = {column.key: column.titles[LANGUAGES.index(lang)] for column in columns}
    titles |= {f"{key}_id": titles[key] for key in ("centre", "agency", "counter", "parent") if key in titles}
    lines = [
        ShownLine(
            line=line.line,
            name=line.name,
            outcome=line.outcome,
            fields=[titles.get(field, field) for field in line.fields],
            why=_why(line.code, line.facts, titles, lang) if line.code else "",
            password=passwords.get(line.name) if line.outcome == SheetOutcome.ADDED else None,
        )
        for line in report.lines
    ]
    counts = {str(outcome): report.count(outcome) for outcome in SheetOutcome}
    return ShownReport(kept=report.kept, rows=lines, **counts)


def _why(code: str, facts: dict[str, str], titles: dict[str, str], lang: str) -> str:
    worded = facts | ({"field": titles.get(facts["field"], facts["field"])} if "field" in facts else {})
    return sentence_of(code, worded, lang)


async def _first_hashes(database: Database, rows: list[SheetRow], key: Once | None) -> dict[str, str]:
    """Draw a first password for each account that a table would make, and hash it."""

    def unknown(reading: Reading) -> list[tuple[int, str]]:
        named = [(row.line, row.cells.get("username", "").lower()) for row in rows]
        return [(line, one) for line, one in named if one and people.officer(reading, username=one) is None]

    new = await database.read(unknown)
    if len(new) > MOST_NEW:
        raise FileUnreadable(file=_FILE, line=new[MOST_NEW][0], reason="too-many-new")
    return {one: (await officers.first_password(database, key, one))[1] for _, one in new}


@get("/api/setup/officers/sheet")
async def take_officers_out(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[bytes]:
    """Give the officers in use as a table, `?format=csv` or `xlsx`."""
    rows = await database.read(_officer_cells, language(request), actor=actor)
    return await _taken_out(request, "officers", _OFFICERS, rows)


@get("/api/setup/agencies/sheet")
async def take_agencies_out(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[bytes]:
    """Give the agencies as a table, `?format=csv` or `xlsx`."""
    rows = await database.read(_agency_cells, language(request), actor=actor)
    return await _taken_out(request, "agencies", _AGENCIES, rows)


def _form(request: Request[Any, Any, Any]) -> Form:
    return "csv" if request.query_params.get("format") == "csv" else "xlsx"


async def _looked_at(database: Database, actor: Actor, use_case: Any, *arguments: Any) -> SheetReport:
    """Carry a table out and undo it: what it would change is told by what it does."""
    try:
        report: SheetReport = await database.write(actor, use_case, *arguments, keep=False)
    except NotKept as looked:
        return looked.report
    return report


@post("/api/setup/officers/sheet", status_code=200)
async def look_at_officers(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ShownReport:
    """Tell what a table of officers, the whole body, would change; nothing is written."""
    require(actor, Right.KEEP_PEOPLE)
    rows = await _rows(request, _OFFICERS)
    report = await _looked_at(database, actor, import_officers.bring_in, rows, _ROLES, {})
    return _shown(report, _OFFICERS, language(request), {})


@put("/api/setup/officers/sheet")
async def bring_officers_in(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ShownReport:
    """Bring a table of officers in, all of it or nothing; first passwords are in the answer, this once."""
    require(actor, Right.KEEP_PEOPLE)
    key = await once(request, SheetReport)
    rows = await _rows(request, _OFFICERS)
    hashes = await _first_hashes(database, rows, key)
    report = await database.write(actor, import_officers.bring_in, rows, _ROLES, hashes, keep=True, once=key)
    made = [line.name for line in report.lines if line.outcome == SheetOutcome.ADDED]
    passwords = {name: officers.drawn_password(database, key, name) for name in made}
    return _shown(report, _OFFICERS, language(request), passwords)


@post("/api/setup/agencies/sheet", status_code=200)
async def look_at_agencies(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ShownReport:
    """Tell what a table of agencies, the whole body, would change; nothing is written."""
    require(actor, Right.KEEP_PEOPLE)
    rows = await _rows(request, _AGENCIES)
    report = await _looked_at(database, actor, import_agencies.bring_in, rows, _LEVELS)
    return _shown(report, _AGENCIES, language(request), {})


@put("/api/setup/agencies/sheet")
async def bring_agencies_in(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ShownReport:
    """Bring a table of agencies in, all of it or nothing."""
    require(actor, Right.KEEP_PEOPLE)
    key = await once(request, SheetReport)
    rows = await _rows(request, _AGENCIES)
    report = await database.write(actor, import_agencies.bring_in, rows, _LEVELS, keep=True, once=key)
    return _shown(report, _AGENCIES, language(request), {})


HANDLERS = [
    take_officers_out,
    take_agencies_out,
    look_at_officers,
    bring_officers_in,
    look_at_agencies,
    bring_agencies_in,
]
