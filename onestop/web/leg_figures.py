"""The figures of agencies over HTTP, as JSON and for a spreadsheet; and their page, with what is late."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from onestop.clock import local_day
from onestop.errors import Malformed, Refusal
from onestop.render.figure_table import csv_of
from onestop.render.figure_words import figure_in_words
from onestop.render.refused import sentence
from onestop.render.wording import say
from onestop.rules.access import Actor, Right, require
from onestop.rules.agency_figures import AGENCY_UNITS, AgencyFigures, reckon
from onestop.rules.lookup import typed_id
from onestop.rules.scope import scope_of
from onestop.rules.text import fold
from onestop.steps.figure_reach import figure_scope
from onestop.store import leg_figures, legs, travelling
from onestop.store.database import Database
from onestop.store.travelling import Which
from onestop.store.tx import Reading
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.period import Days, From, To, days_asked, quarter_so_far
from onestop.web.problems import STATUS, language
from onestop.web.shapes import shown


class AgencyRow(msgspec.Struct, frozen=True):
    """An agency and its figures."""

    id: str
    name: str
    figures: AgencyFigures


class AgencyReport(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """The figures of agencies, by name; `whole` counts each dossier once, by its own day, whoever had it."""

    first: date
    last: date
    as_of: datetime | None
    whole: AgencyFigures
    rows: list[AgencyRow]


class LateThere(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier that an agency has, or has coming, past the agency's day; `reached` where the actor may open it."""

    code: str
    procedure: str
    agency: str
    officer: str | None
    due_at: datetime | None
    reached: bool


def find_report(reading: Reading, asked: Days) -> AgencyReport:
    """Count for every agency within the actor's reach.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor may see no figures, or belongs nowhere.
    """
    scope = figure_scope(reading)
    counted = leg_figures.by_agency(reading, scope, asked.since, asked.until)
    names = legs.names_of(reading, counted)
    return AgencyReport(
        first=asked.first,
        last=asked.last,
        as_of=shown(reading.now),
        whole=reckon(leg_figures.by_dossier(reading, scope, asked.since, asked.until)),
        rows=[
            AgencyRow(each, names[each], reckon(counted[each]))
            for each in sorted(names, key=lambda one: (fold(names[one]), one))
        ],
    )


def find_late(reading: Reading, agency_id: str) -> list[LateThere]:
    """List what is late at an agency now, the soonest due first, to who may see dossiers.

    Raises:
        NotAllowed: The actor may see figures only.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    scope = figure_scope(reading)
    found = travelling.legs_at(reading, scope, Which.LATE, only_agency_id=agency_id)
    return [
        LateThere(
            code=one.dossier.code,
            procedure=one.procedure,
            agency=one.agency,
            officer=one.officer,
            due_at=shown(one.leg.due_at),
            reached=scope == scope_of(reading.actor),
        )
        for one in found
    ]


@get("/api/figures/legs")
async def show(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
    format: FromQuery[str] = "json",  # noqa: A002  the name that callers write
) -> Response[AgencyReport]:
    """Give how agencies keep to their days, as JSON or as CSV (`format=csv`); the quarter so far without days.

    A leader of an agency is told of it and those under it, a centre's of all that its dossiers travel among,
    the province's of all.
    """
    require(actor, Right.SEE_FIGURES)
    if format not in {"json", "csv"}:
        raise Malformed(field="format", reason="unknown")
    asked = days_asked(first, last, quarter_so_far(local_day(database.now())))
    found = await database.read(find_report, asked, actor=actor)
    return Response(found) if format == "json" else _file(found, language(request))


def _file(found: AgencyReport, lang: str) -> Response[Any]:
    rows = [(row.name, row.figures) for row in found.rows]
    name = f"figures-legs-{found.first}-{found.last}.csv"
    return Response(
        csv_of([*rows, (say("figures.agencies.whole", lang), found.whole)], lang, AGENCY_UNITS),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@get("/figures/legs")
async def legs_page(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
    late: FromQuery[str] = "",
) -> Response[Any]:
    """Show how agencies keep to their days, and what is late at one of them."""
    if actor.kind != "officer":
        return sign_in_first(request)
    lang, usual, error = language(request), quarter_so_far(local_day(database.now())), None
    try:
        asked = days_asked(first, last, usual)
    except Refusal as refusal:
        asked, error = usual, refusal
    found = await database.read(find_report, asked, actor=actor)
    listed = None
    if late:
        listed = await database.read(find_late, typed_id(late, kind="agency"), actor=actor)
    return await page(
        request,
        database,
        "agency_figures.html",
        http_status=STATUS[type(error)] if error else 200,
        error=sentence(error, lang) if error else None,
        late=msgspec.to_builtins(listed),
        late_at=next((row.name for row in found.rows if row.id == late), ""),
        **_told(found, lang),
    )


def _told(found: AgencyReport, lang: str) -> dict[str, Any]:
    days = {"from": found.first.isoformat(), "to": found.last.isoformat()}
    return {
        "period": days,
        "as_of": msgspec.to_builtins(found.as_of),
        "columns": list(AGENCY_UNITS),
        "whole": _cells(found.whole, lang),
        "rows": [
            {
                "name": row.name,
                "cells": _cells(row.figures, lang),
                "late": f"?{urlencode({**days, 'late': row.id})}#late" if row.figures.open_late else None,
            }
            for row in found.rows
        ],
        "csv": f"/api/figures/legs?{urlencode({**days, 'format': 'csv', 'lang': lang})}",
    }


def _cells(figures: AgencyFigures, lang: str) -> dict[str, str]:
    return {name: figure_in_words(name, getattr(figures, name), lang) for name in AGENCY_UNITS}


HANDLERS = [show, legs_page]
