"""The office takes in files of procedures: looked at first, then all of them as drafts, or none."""

from collections.abc import Sequence

import msgspec

from onestop.errors import Malformed, Refusal, SheetRefused
from onestop.rules.access import Right, require
from onestop.rules.procedure_asked import Asked, SheetFile, asked_of
from onestop.rules.procedure_columns import Ground
from onestop.rules.procedure_diff import changed_fields
from onestop.rules.procedure_draft import faults_of, settled
from onestop.rules.procedure_facts import ProcedureFacts
from onestop.rules.text import fold
from onestop.steps.draft_procedure import hold_catalogue, tell_drafted
from onestop.store import imports
from onestop.store import procedure_drafts as store
from onestop.store.tx import Reading, Tx

MOST_FILES = 10
_MOST_NAMED = 20


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a code's rows would do, or why a row is not taken.

    `outcome` is `added`, `changed`, `unchanged` or `refused`; `changed` names the fields.
    """

    file: str
    line: int
    code: str
    outcome: str
    changed: tuple[str, ...] = ()
    refusal: Refusal | None = None


class _Judged(msgspec.Struct):
    rows: list[SheetRow]
    facts: dict[str, tuple[ProcedureFacts | None, ProcedureFacts]]


def look(reading: Reading, files: Sequence[SheetFile]) -> list[SheetRow]:
    """Tell what files would change, code by code, and which rows would be refused; nothing is written.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        FileUnreadable: A file that is no table of procedures.
        Malformed: No file, or more than ten.
    """
    require(reading.actor, Right.KEEP_CATALOGUE)
    return _judged(reading, files).rows


def take(tx: Tx, files: Sequence[SheetFile]) -> list[SheetRow]:
    """Take files in as drafts, changed where there is one already; give what `look` would tell.

    Raises:
        SheetRefused: Some row is refused, so nothing at all was taken. Else as for `look`.
    """
    province = hold_catalogue(tx)
    judged = _judged(tx, files)
    refused = [row for row in judged.rows if row.outcome == "refused"]
    if refused:
        raise SheetRefused(refused=len(refused), rows=[str(row.line) for row in refused[:_MOST_NAMED]])

    for code, (before, facts) in judged.facts.items():
        changed = changed_fields(before, facts)
        row = store.draft_of(tx, code)
        act = "begun" if row is None else "changed"
        if row is None:
            row = store.put(tx, facts)
        else:
            store.write(tx, row, facts)
        tell_drafted(tx, province, row, act, changed)
    return judged.rows


def ground_of(reading: Reading) -> Ground:
    """Read what names in files stand for, and what ids are called in them."""
    sectors, agencies = imports.sectors(reading), store.agencies(reading)
    by_sector = {fold(name): one.id for one in sectors for name in (one.key, one.name)}
    by_agency = {fold(name): one.id for one in agencies for name in (one.key, one.code, one.short, one.name)}
    by_agency.pop("", None)
    names = {one.id: one.name for one in sectors} | {one.id: one.name for one in agencies}
    return Ground(by_sector, by_agency, names)


def _judged(reading: Reading, files: Sequence[SheetFile]) -> _Judged:
    if not files:
        raise Malformed(field="files", reason="none")
    if len(files) > MOST_FILES:
        raise Malformed(field="files", reason="number")
    asked, refused = asked_of(files, ground_of(reading))
    judged = _Judged(
        [
            SheetRow(
                file=one.at.file, line=one.at.line, code=one.code, outcome="refused", refusal=one.refusal
            )
            for one in refused
        ],
        {},
    )
    for code, one in asked.items():
        try:
            _judge(reading, one, judged)
        except Refusal as refusal:
            at, told = one.line_of(refusal)
            judged.rows.append(
                SheetRow(file=at.file, line=at.line, code=code, outcome="refused", refusal=told)
            )
    judged.rows.sort(key=lambda row: (row.file, row.line))
    return judged


def _judge(reading: Reading, one: Asked, judged: _Judged) -> None:
    """Judge what is asked of a code whole: a draft that could not be published is not taken from a file."""
    versions = store.versions_of(reading, one.code)
    row = (
        store.draft_of(reading, one.code)
        or store.in_force(versions, reading.today)
        or next(iter(versions), None)
    )
    before = store.facts_of(reading, row) if row else None
    facts = settled(before or ProcedureFacts(code=one.code), one.wish())
    changed = changed_fields(before, facts)
    if changed:
        for fault in faults_of(facts):
            raise fault
        judged.facts[one.code] = before, facts
    judged.rows.append(
        SheetRow(
            file=one.at.file,
            line=one.at.line,
            code=one.code,
            outcome="added" if before is None else "changed" if changed else "unchanged",
            changed=tuple(changed),
        )
    )
