"""The leader's page: the hall today, kept fresh, and the figures of any period in tables."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from onestop.clock import local_day
from onestop.errors import Refusal
from onestop.render.figure_words import figure_in_words
from onestop.render.refused import sentence
from onestop.rules.access import Actor, Right, require
from onestop.rules.hall_report import By
from onestop.store.database import Database
from onestop.web.figures import FigureReport, From, To, find_now, find_reports, own_centre, period_of
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.problems import STATUS, language

_TABLES = {
    "counts": (
        "visits", "arrived", "called", "served", "no_show", "no_show_percent", "absent", "left", "left_percent",
        "unserved", "transferred", "present",
    ),
    "times": (
        "wait_mean", "wait_median", "wait_p90", "within_target_percent", "service_mean", "service_median",
        "service_p90", "hold_mean", "recalls", "recalls_per_called", "range_kept_percent",
    ),
    "house": (
        "waiting_at_start", "waiting_mean", "counter_open", "counter_break", "counter_busy", "occupancy_percent",
        "print_jobs", "print_failures", "print_failure_percent", "board_stale_percent",
    ),
}  # fmt: skip
"""Which figures stand in which table; a column that tells nothing in any row is left out."""


def _tables(found: FigureReport, lang: str) -> list[dict[str, Any]]:
    tables = []
    for name, figures in _TABLES.items():
        columns = [one for one in figures if any(getattr(row.figures, one) is not None for row in found.rows)]
        rows = [
            {
                "name": row.name,
                "cells": [figure_in_words(one, getattr(row.figures, one), lang) for one in columns],
            }
            for row in found.rows
        ]
        if columns:
            tables.append({"name": name, "columns": columns, "rows": rows})
    return tables


def _address(found: FigureReport, lang: str) -> str:
    asked = {"from": found.first, "to": found.last, "by": found.by, "format": "csv", "lang": lang}
    return f"/api/figures?{urlencode(asked)}"


def _told(reports: Sequence[FigureReport], lang: str) -> dict[str, Any]:
    """Put the total and the rows asked for into tables; of a period without anybody, none."""
    total = reports[0].rows[0].figures
    shown = [] if total.arrived == 0 else reports
    return {
        "period": msgspec.to_builtins(reports[-1]),
        "tables": [
            {**table, "by": report.by, "csv": _address(report, lang)}
            for report in shown
            for table in _tables(report, lang)
        ],
    }


@get("/figures")
async def figures(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
    by: FromQuery[str] = "line",
    part: FromQuery[str] = "",
) -> Response[Any]:
    """Show the hall today and the figures of a period to a leader."""
    if actor.kind != "officer":
        return sign_in_first(request)
    require(actor, Right.SEE_FIGURES)
    if actor.centre_id is None and actor.agency_id is not None:
        # A leader of an agency sits in no hall: what they lead is how their agency keeps to its days.
        return Redirect("/figures/legs", status_code=303)
    own_centre(actor)
    lang, today = language(request), local_day(database.now())
    error, status = None, 200
    try:
        asked = period_of(first, last, by, today)
    except Refusal as refusal:
        error, status = sentence(refusal, lang), int(STATUS.get(type(refusal), 409))
        asked = period_of("", "", By.LINE, today)
    # The page asks for its live part again and again, and throws the rest away: today's total is enough then.
    kinds = [By.TOTAL] if part == "live" else list(dict.fromkeys((By.TOTAL, asked.by)))
    reports = await database.read(find_reports, asked, kinds, lang, actor=actor)
    live = msgspec.to_builtins(await database.read(find_now, actor=actor))
    return await page(
        request,
        database,
        "figures.html",
        http_status=status,
        live=live,
        by_all=[str(kind) for kind in By],
        error=error,
        lang_url=_other_language(request, lang),
        **_told(reports, lang),
    )


def _other_language(request: Request[Any, Any, Any], lang: str) -> str:
    kept = {name: value for name, value in request.query_params.items() if name != "lang"}
    return f"?{urlencode({**kept, 'lang': 'en' if lang == 'vi' else 'vi'})}"


HANDLERS = [figures]
