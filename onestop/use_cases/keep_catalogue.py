"""The office keeps its catalogue: here, the first load of everything that ships with the program."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from onestop.events import CatalogueLoaded, ProceduresLoaded
from onestop.model.board import Board
from onestop.model.counter import Counter, ProfileLine, WorkProfile
from onestop.model.line import Line, LineSector
from onestop.model.place import Agency, Centre, CentreKind, Room
from onestop.model.procedure import (
    CalendarDay,
    OpeningHours,
    Procedure,
    ProcedureChannel,
    ProcedureStep,
    Requirement,
    Sector,
    Succession,
)
from onestop.rules.access import Right, require
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.catalogue_place_shapes import CentreEntry
from onestop.rules.catalogue_shapes import OWN_COMMUNE, Catalogue, ProcedureEntry
from onestop.rules.opening_hours import Opening, minute_of_day
from onestop.rules.text import fold
from onestop.steps.seed_rights import seed_rights
from onestop.store.tx import Tx

FIRST_DAY = date(2025, 7, 1)
"""The catalogue describes the two-level government that began on 1 July 2025."""
_WHOLE = 100


class Keys(msgspec.Struct):
    """The ids that the catalogue's keys were given."""

    agencies: dict[str, str] = {}
    sectors: dict[str, str] = {}
    centres: dict[str, str] = {}


def load_start(
    tx: Tx, catalogue: Catalogue, calendar: Sequence[CalendarRow], hours: Sequence[Opening]
) -> Keys:
    """Load the starting catalogue into empty tables; give the ids of its keys.

    Raises:
        NotAllowed: Not the system or an administrator.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    seed_rights(tx)
    keys = Keys()
    _load_agencies(tx, catalogue, keys)
    for sector in catalogue.sectors:
        row = Sector(key=sector.key, name=sector.name)
        tx.session.add(row)
        keys.sectors[sector.key] = row.id
    tx.session.flush()
    province = Centre(key="province", kind=CentreKind.PROVINCE, name="Tỉnh Cao Bằng", place="tỉnh Cao Bằng")
    tx.session.add(province)
    for entry in catalogue.centres:
        _load_centre(tx, entry, hours, keys)
    for procedure in catalogue.procedures:
        _load_procedure(tx, procedure, keys)
    _load_rest(tx, catalogue, calendar)
    tx.session.flush()
    tx.emit(
        ProceduresLoaded(
            centre_id=province.id,
            subject_id=province.id,
            source="start",
            valid_from=FIRST_DAY.isoformat(),
            versions={procedure.code: 1 for procedure in catalogue.procedures},
        )
    )
    tx.emit(
        CatalogueLoaded(
            centre_id=province.id,
            subject_id=province.id,
            source="start",
            added=len(catalogue.procedures),
            changed=0,
            refused=0,
        )
    )
    return keys


def _load_agencies(tx: Tx, catalogue: Catalogue, keys: Keys) -> None:
    waiting = list(catalogue.agencies)
    while waiting:
        # Parents first, since the tree is held by a foreign key; the reader has refused rings.
        ready = [one for one in waiting if one.parent is None or one.parent in keys.agencies]
        for entry in ready:
            row = Agency(
                key=entry.key,
                code=entry.code,
                name=entry.name,
                short=entry.short,
                level=entry.level,
                parent_id=keys.agencies[entry.parent] if entry.parent else None,
                mountainous=entry.mountainous,
                from_memory=json.dumps(entry.from_memory),
            )
            tx.session.add(row)
            keys.agencies[entry.key] = row.id
        tx.session.flush()
        waiting = [one for one in waiting if one.key not in keys.agencies]


def _load_centre(tx: Tx, entry: CentreEntry, hours: Sequence[Opening], keys: Keys) -> None:
    centre = Centre(
        key=entry.key,
        name=entry.name,
        place=entry.place,
        superior=entry.superior,
        town=entry.town,
        address=entry.address,
        phone=entry.phone,
        agency_id=keys.agencies[entry.agency],
        level=entry.kind,
        return_minute=minute_of_day(entry.return_at),
        from_memory=json.dumps(entry.from_memory),
    )
    tx.session.add(centre)
    tx.session.flush()
    keys.centres[entry.key] = centre.id
    for opening in hours:
        tx.session.add(
            OpeningHours(
                centre_id=centre.id,
                weekday=opening.weekday,
                opens=opening.opens,
                closes=opening.closes,
                counts=opening.counts,
                valid_from=opening.valid_from,
                valid_to=opening.valid_to,
            )
        )
    _load_hall(tx, entry, centre.id, keys)


def _load_hall(tx: Tx, entry: CentreEntry, centre_id: str, keys: Keys) -> None:
    for room in entry.rooms:
        tx.session.add(Room(centre_id=centre_id, key=room.key, name=room.name))
    lines: dict[str, str] = {}
    for line in entry.lines:
        row = Line(
            centre_id=centre_id,
            letter=line.letter,
            name=line.name,
            name_en=line.name_en,
            hint=line.hint,
            hint_en=line.hint_en,
            for_results=line.kind == "returns",
        )
        tx.session.add(row)
        lines[line.letter] = row.id
        tx.session.flush()
        for sector in line.sectors:
            tx.session.add(LineSector(line_id=row.id, sector_id=keys.sectors[sector]))
    returns = {line.letter for line in entry.lines if line.kind == "returns"}
    for desk in entry.counters:
        # Citizens are sent to a number, and boards have no room for more; a return desk goes by its name.
        name = desk.name if set(desk.lines) <= returns else ""
        profile = WorkProfile(centre_id=centre_id, name=desk.name)
        tx.session.add(profile)
        tx.session.flush()
        for position, letter in enumerate(desk.lines):
            tx.session.add(ProfileLine(profile_id=profile.id, line_id=lines[letter], position=position))
        tx.session.add(
            Counter(centre_id=centre_id, number=desk.number, name=name, room=desk.room, profile_id=profile.id)
        )
    for board in entry.boards:
        tx.session.add(Board(centre_id=centre_id, name=board.name, room=board.room))


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else format(amount.normalize(), "f")


def _dong(entry: ProcedureEntry, kind: str) -> int:
    """Sum what every dossier owes; what is owed only in some cases stands in `fees` for the officer."""
    return sum(fee.dong or 0 for fee in entry.fees if fee.kind == kind and not fee.case)


def _load_procedure(tx: Tx, entry: ProcedureEntry, keys: Keys) -> None:
    online = min((fee.online_percent for fee in entry.fees), default=_WHOLE)
    row = Procedure(
        code=entry.code,
        name=entry.name,
        folded=fold(f"{entry.code} {entry.name}"),
        sector_id=keys.sectors[entry.sector],
        agency_id=None if entry.resolved_by == OWN_COMMUNE else keys.agencies[entry.resolved_by],
        own_commune=entry.resolved_by == OWN_COMMUNE,
        receiving=",".join(entry.received_at),
        level=entry.level,
        amount=_amount(entry.allowance.amount) if entry.allowance else "",
        unit=entry.allowance.unit if entry.allowance else None,
        allowance_text=entry.allowance_text,
        supplement_rule=entry.supplement,
        mountain_days=entry.mountain_days,
        fee_text=entry.fee_text,
        fee_dong=_dong(entry, "fee"),
        charge_dong=_dong(entry, "charge"),
        fees=msgspec.json.encode(entry.fees).decode(),
        pauses=msgspec.json.encode(entry.pauses).decode(),
        online_discount_percent=_WHOLE - online,
        online_level=entry.online_level or "",
        sensitive=entry.sensitive,
        legal_basis=entry.legal_basis,
        source=",".join(entry.sources),
        from_memory=json.dumps(entry.from_memory),
        valid_from=FIRST_DAY,
        loaded_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    _load_parts(tx, entry, row.id, keys)


def _load_parts(tx: Tx, entry: ProcedureEntry, procedure_id: str, keys: Keys) -> None:
    for position, channel in enumerate(entry.channels, start=1):
        allowance = channel.allowance or entry.allowance
        tx.session.add(
            ProcedureChannel(
                procedure_id=procedure_id,
                position=position,
                channel=channel.channel,
                amount=_amount(allowance.amount) if allowance else "",
                unit=allowance.unit if allowance else None,
                fee_dong=channel.fee_dong,
            )
        )
    for position, paper in enumerate(entry.requirements, start=1):
        tx.session.add(
            Requirement(
                procedure_id=procedure_id,
                position=position,
                name=paper.name,
                originals=paper.originals,
                certified=paper.certified,
                copies=paper.copies,
                optional=paper.optional,
                shown=paper.shown,
                replaced_by_database=paper.replaced_by_database is not None,
                database=paper.replaced_by_database or "",
            )
        )
    for position, step in enumerate(entry.steps, start=1):
        tx.session.add(
            ProcedureStep(
                procedure_id=procedure_id,
                position=position,
                stage=step.stage,
                role=step.role,
                name=step.name,
                agency_id=keys.agencies.get(step.agency or ""),
                amount=_amount(step.amount),
                counted=step.counted,
            )
        )


def _load_rest(tx: Tx, catalogue: Catalogue, calendar: Sequence[CalendarRow]) -> None:
    for succession in catalogue.successions:
        for new in succession.new:
            tx.session.add(
                Succession(
                    old_code=succession.old, new_code=new, from_on=succession.from_on, note=succession.note
                )
            )
    for day in calendar:
        tx.session.add(
            CalendarDay(
                on_day=day.on,
                kind=day.kind,
                name=day.name,
                known_on=day.known_on,
                source=day.source,
                from_memory=day.from_memory,
            )
        )
