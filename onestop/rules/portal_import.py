"""What becomes of the portal's rows in an office that has a catalogue of its own."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

import msgspec

from onestop.rules.procedure_shapes import ComparedRow, ImportedChannel, ImportedProcedure
from onestop.rules.text import fold

_PROVINCE, _COMMUNE, _MINISTRY, _OTHER = "province", "commune", "ministry", "other"
_LEVELS = {
    "Cấp tỉnh": _PROVINCE,
    "Cấp xã": _COMMUNE,
    # The district level ended on 1 July 2025; what is left of it in the file is the communes' now.
    "Cấp huyện": _COMMUNE,
    "Cấp bộ": _MINISTRY,
    "Cơ quan khác": _OTHER,
}
_NOT_IN_A_KEY = re.compile(r"[^0-9a-z]+")
_LONGEST_KEY = 180


class Outcome(StrEnum):
    """What became of a row; `kept`: the office's own version, or its word that another code replaced it, stands."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ImportedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the report.

    `changed` names the fields that changed, or those in which the portal differs from the version that
    was kept; `found` is the value that was refused, or the portal's own allowance where it differs.
    `doubts` are codes of what an officer should check.
    """

    file: str
    row: int
    code: str
    name: str
    outcome: Outcome
    changed: tuple[str, ...] = ()
    reason: str = ""
    found: str = ""
    doubts: tuple[str, ...] = ()


class OfficeVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a code that the office goes by, in the words that the portal has too.

    `replaced_by`: nothing of its own, for other codes took its place.
    """

    name: str = ""
    sector: str = ""
    amount: str = ""
    unit: str | None = None
    replaced_by: tuple[str, ...] = ()


def row_of(
    compared: ComparedRow, procedure: ImportedProcedure | None, office: OfficeVersion | None
) -> ImportedRow:
    """Tell what becomes of a compared row.

    A row of a procedure that the office keeps itself is `kept`, with the fields in which the portal
    differs, each time it is imported; the others are what the comparison says.

    Args:
        compared: The row beside what an earlier import left.
        procedure: What was read; `None` for a refused row.
        office: What the office goes by, where that was not made by an import.
    """
    doubts = (
        sorted({doubt for channel in procedure.channels for doubt in channel.doubts}) if procedure else []
    )
    row = ImportedRow(
        file=compared.file,
        row=compared.row,
        code=compared.code,
        name=compared.name,
        outcome=Outcome(compared.outcome),
        changed=compared.changed,
        reason=compared.reason,
        found=compared.found,
        doubts=tuple(doubts),
    )
    if office is None or procedure is None:
        return row
    differing = tuple(_differing(procedure, office))
    found = ""
    if "allowance" in differing and procedure.leading is not None:
        found = f"{allowance_text(procedure.leading)} {procedure.leading.unit}"
    if office.replaced_by:
        found = ", ".join(office.replaced_by)
    return msgspec.structs.replace(row, outcome=Outcome.KEPT, changed=differing, found=found)


def _differing(procedure: ImportedProcedure, office: OfficeVersion) -> Iterable[str]:
    if office.replaced_by:
        yield "succession"
        return
    if procedure.name != office.name:
        yield "name"
    if procedure.sector != office.sector:
        yield "sector"
    stated = procedure.leading
    # Where the portal states no time there is nothing to differ from.
    if stated is not None and (allowance_text(stated), stated.unit) != (office.amount, office.unit):
        yield "allowance"


def allowance_text(channel: ImportedChannel) -> str:
    """Write an amount as the tables keep it: "10", "0.25", empty where none is stated."""
    amount: Decimal | None = channel.amount
    return "" if amount is None else format(amount.normalize(), "f")


def with_channels_of(procedure: ImportedProcedure, before: ImportedProcedure | None) -> ImportedProcedure:
    """Take over the channels of an earlier import, for a file that came without any."""
    return procedure if before is None else replace(procedure, channels=before.channels)


def without_rows(procedure: ImportedProcedure) -> ImportedProcedure:
    """Forget where in the files it stood: the same words in another order are the same."""
    channels = tuple(replace(channel, row=0) for channel in procedure.channels)
    return replace(procedure, row=0, channels=channels)


def level_of(procedure: ImportedProcedure) -> str:
    """Tell the highest level in the province that resolves it, else whose it is: ministry or other."""
    levels = {_LEVELS[word] for word in procedure.levels}
    return next(level for level in (_PROVINCE, _COMMUNE, _MINISTRY, _OTHER) if level in levels)


def receiving_of(procedure: ImportedProcedure) -> str:
    """Name the kinds of centre in the province that take it in, apart by commas; empty for a ministry's."""
    levels = {_LEVELS[word] for word in procedure.levels}
    return ",".join(level for level in (_PROVINCE, _COMMUNE) if level in levels)


def is_own_commune(procedure: ImportedProcedure) -> bool:
    """Tell whether the commune that receives it resolves it, where no body of the province is named."""
    return receiving_of(procedure) == _COMMUNE and "Cấp bộ" not in procedure.levels


def agency_named(procedure: ImportedProcedure, agencies: Mapping[str, str]) -> str | None:
    """Find the agency in charge: the one of the bodies named that the province has.

    The portal writes for the whole country and may name several ("Bộ Xây dựng, Sở Xây dựng"). Where the
    province has none of them or several, nothing is guessed: whose dossier it is, the officer tells.

    Args:
        procedure: What was read.
        agencies: The ids of the province's agencies by folded name, long or short.
    """
    bodies = (fold(body) for body in procedure.agency.rstrip(".").split(","))
    known = {agencies[body] for body in bodies if body in agencies}
    return known.pop() if len(known) == 1 else None


def sector_key(name: str, taken: Collection[str]) -> str:
    """Make a sector's key of its name: lower case, no diacritics, hyphens; numbered where it is taken."""
    plain = _NOT_IN_A_KEY.sub("-", fold(name)).strip("-")[:_LONGEST_KEY] or "sector"
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key
