"""The starting catalogue, read from the text of its files and checked as a whole."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from onestop.errors import FileUnreadable
from onestop.rules.catalogue_places import agency_of, centre_of, sector_of, source_of
from onestop.rules.catalogue_procedures import procedure_of, succession_of
from onestop.rules.catalogue_shapes import OWN_COMMUNE, Catalogue, ProcedureEntry
from onestop.rules.catalogue_table import Table

_Entry = TypeVar("_Entry")
_LINE = re.compile(r"at line (\d+)")
_KINDS = ("agency", "sector", "source", "centre", "procedure", "succession")


def is_catalogue(file: str) -> bool:
    """Tell whether a file of the package's folder `catalogue` is read here; its calendar and hours are not."""
    return file.endswith(".toml") and file != "hours.toml"


def read_catalogue(files: Mapping[str, str]) -> Catalogue:
    """Read the catalogue.

    Args:
        files: The text of each TOML file by its name, e.g. `agencies.toml`, `procedures/ho-tich.toml`;
            an entry may stand in any of them. A table `[common]` holds what the entries of its file
            share and do not state themselves.

    Raises:
        FileUnreadable: A file that is no TOML (with its line), or an entry that is wrong or points to
            nothing (line 0, `reason` names the entry).
    """
    tables = [table for file in sorted(files) for table in _tables_of(file, files[file])]
    catalogue = Catalogue(
        agencies=_read(tables, "agency", agency_of),
        sectors=_read(tables, "sector", sector_of),
        sources=_read(tables, "source", source_of),
        centres=_read(tables, "centre", centre_of),
        procedures=_read(tables, "procedure", procedure_of),
        successions=_read(tables, "succession", succession_of),
    )
    _check_agencies(catalogue)
    _check_centres(catalogue)
    for procedure in catalogue.procedures:
        _check_procedure(catalogue, procedure)
    _check_once("procedures", "code", (procedure.code for procedure in catalogue.procedures))
    _check_successions(catalogue)
    return catalogue


def _tables_of(file: str, text: str) -> list[tuple[str, Table]]:
    """List the entries of a file, each with its kind."""
    try:
        content: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise FileUnreadable(file=file, line=int(found[1]) if found else 0, reason="no-toml") from error
    common = content.pop("common", {})
    if not isinstance(common, dict):
        raise FileUnreadable(file=file, line=0, reason="common-no-table")
    listed = []
    for kind, entries in content.items():
        if kind not in _KINDS:
            raise FileUnreadable(file=file, line=0, reason=f"entry-unknown: {kind}")
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise FileUnreadable(file=file, line=0, reason=f"entry-no-list: {kind}")
        for place, entry in enumerate(entries, 1):
            name = next((entry[field] for field in ("key", "code", "old") if field in entry), place)
            listed.append((kind, Table(file, f"{kind} {name}", {**common, **entry})))
    return listed


def _read(tables: list[tuple[str, Table]], kind: str, make: Callable[[Table], _Entry]) -> tuple[_Entry, ...]:
    return tuple(make(table) for of_kind, table in tables if of_kind == kind)


def _check_once(what: str, field: str, values: Iterable[str]) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            raise FileUnreadable(file=what, line=0, reason=f"{field}-twice: {value}")


def _check_agencies(catalogue: Catalogue) -> None:
    """Refuse an agency without its parent, a ring of parents, a key or code borne by two."""
    _check_once("agencies", "key", (agency.key for agency in catalogue.agencies))
    _check_once("agencies", "code", (agency.code for agency in catalogue.agencies))
    _check_once("sectors", "key", (sector.key for sector in catalogue.sectors))
    _check_once("sources", "key", (source.key for source in catalogue.sources))
    parents = {agency.key: agency.parent for agency in catalogue.agencies}
    for key, parent in parents.items():
        seen, above = {key}, parent
        while above is not None:
            if above not in parents or above in seen:
                raise FileUnreadable(file="agencies", line=0, reason=f"parent-unknown: {key} under {above}")
            seen.add(above)
            above = parents[above]


def _check_centres(catalogue: Catalogue) -> None:
    _check_once("centres", "key", (centre.key for centre in catalogue.centres))
    agencies = {agency.key for agency in catalogue.agencies}
    sectors = {sector.key for sector in catalogue.sectors}
    for centre in catalogue.centres:
        if centre.agency not in agencies:
            raise FileUnreadable(
                file="centres", line=0, reason=f"{centre.key}: agency-unknown: {centre.agency}"
            )
        lost = {sector for line in centre.lines for sector in line.sectors} - sectors
        if lost:
            raise FileUnreadable(
                file="centres", line=0, reason=f"{centre.key}: sector-unknown: {', '.join(sorted(lost))}"
            )


def _check_procedure(catalogue: Catalogue, procedure: ProcedureEntry) -> None:
    """Refuse a procedure that points to an agency, a sector or a source that is not there."""
    agencies = {agency.key for agency in catalogue.agencies} | {OWN_COMMUNE}
    named = [procedure.resolved_by, *(step.agency for step in procedure.steps if step.agency)]
    owners = [pause.owner for pause in procedure.pauses if pause.owner != "applicant"]
    problems = {
        "agency-unknown": set(named + owners) - agencies,
        "sector-unknown": {procedure.sector} - {sector.key for sector in catalogue.sectors},
        "source-unknown": set(procedure.sources) - {source.key for source in catalogue.sources},
    }
    for problem, lost in problems.items():
        if lost:
            reason = f"procedure {procedure.code}: {problem}: {', '.join(sorted(lost))}"
            raise FileUnreadable(file=procedure.file, line=0, reason=reason)


def _check_successions(catalogue: Catalogue) -> None:
    """Refuse an old code that is still in force, or that leads back to itself."""
    _check_once("successions", "old", (succession.old for succession in catalogue.successions))
    codes = {procedure.code for procedure in catalogue.procedures}
    sources = {source.key for source in catalogue.sources}
    new = {succession.old: succession.new for succession in catalogue.successions}
    for succession in catalogue.successions:
        problem = ""
        if succession.old in codes:
            problem = "old-still-in-force"
        elif set(succession.sources) - sources:
            problem = "source-unknown"
        elif succession.old in _reach(new, succession.old):
            problem = "leads-back-to-itself"
        if problem:
            raise FileUnreadable(file="successions", line=0, reason=f"{succession.old}: {problem}")


def _reach(new: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    """Follow successions from a code to every code they lead to."""
    reached: set[str] = set()
    waiting = list(new.get(start, ()))
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting.extend(new.get(code, ()))
    return reached
