"""Versions of procedures as the office draws them up: read whole, written whole, held for a change."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import msgspec
from sqlmodel import SQLModel, col, select

from onestop.clock import LOCAL
from onestop.errors import NotFound
from onestop.model.columns import micros
from onestop.model.place import Agency
from onestop.model.procedure import (
    Procedure,
    ProcedureChannel,
    ProcedureState,
    ProcedureStep,
    Requirement,
    Succession,
)
from onestop.rules.fees import Tariff, owed
from onestop.rules.procedure_facts import (
    PLAIN,
    ChannelFacts,
    FeeFacts,
    ProcedureFacts,
    RequirementFacts,
    StepFacts,
)
from onestop.rules.procedure_rows_judged import NOT_STATED
from onestop.rules.text import fold
from onestop.store import procedures
from onestop.store.tx import Reading, Tx

_RECEIVED = """
SELECT count(*) FROM dossier JOIN procedure ON procedure.id = dossier.procedure_id
WHERE procedure.code = :code AND dossier.received_at >= :since
"""
_CLEAR = {
    "channels": "DELETE FROM procedure_channel WHERE procedure_id = :id",
    "requirements": "DELETE FROM requirement WHERE procedure_id = :id",
    "steps": "DELETE FROM procedure_step WHERE procedure_id = :id",
}
_COLUMNS = {"sector": "sector_id", "agency": "agency_id"}
"""What the facts call otherwise than the table."""
_CARRIED = ("source", "pauses")


def versions_of(reading: Reading, code: str) -> list[Procedure]:
    """Read the published versions of a code, the newest first."""
    query = (
        select(Procedure)
        .where(Procedure.code == code, col(Procedure.state) == ProcedureState.PUBLISHED)
        .order_by(col(Procedure.version).desc())
    )
    return list(reading.session.exec(query).all())


def draft_of(reading: Reading, code: str) -> Procedure | None:
    """Read the draft of a code, if there is one."""
    query = select(Procedure).where(Procedure.code == code, col(Procedure.state) == ProcedureState.DRAFT)
    return reading.session.exec(query).first()


def in_force(versions: Sequence[Procedure], day: date) -> Procedure | None:
    """Find among versions, the newest first, the one that holds on a local day."""
    holding = (
        one for one in versions if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)
    )
    return next(holding, None)


def all_in_force(reading: Reading) -> list[Procedure]:
    """Read every version that holds today, by code."""
    query = select(Procedure).where(*procedures.newest_on(reading.today)).order_by(col(Procedure.code))
    return list(reading.session.exec(query).all())


def facts_of(reading: Reading, row: Procedure) -> ProcedureFacts:
    """Read a version or a draft whole.

    A channel whose time or sum is the procedure's own says nothing of its own: where the procedure's changes,
    it follows.
    """
    tariff = Tariff(
        fee_dong=row.fee_dong,
        charge_dong=row.charge_dong,
        online_discount_percent=row.online_discount_percent,
    )
    plain = {name: getattr(row, _COLUMNS.get(name, name)) for name in (*PLAIN, *_CARRIED)}
    plain["receiving"] = tuple(part for part in row.receiving.split(",") if part)
    return ProcedureFacts(
        code=row.code,
        **plain,
        from_memory=tuple(json.loads(row.from_memory)),
        channels=tuple(
            _channel(each, row, owed(tariff, each.channel).total_dong)
            for each in procedures.channels_of(reading, row.id)
        ),
        requirements=tuple(
            RequirementFacts(**_values(each, RequirementFacts)) for each in _papers(reading, row.id)
        ),
        steps=tuple(
            StepFacts(**(_values(each, StepFacts, "agency") | {"agency": each.agency_id}))
            for each in procedures.steps_of(reading, row.id)
        ),
        fees=tuple(msgspec.json.decode(row.fees, type=list[FeeFacts])),
    )


def put(tx: Tx, facts: ProcedureFacts) -> Procedure:
    """Write a new draft."""
    row = Procedure(
        code=facts.code,
        version=0,
        state=ProcedureState.DRAFT,
        sector_id=facts.sector,
        valid_from=tx.today,
        loaded_at=tx.now,
    )
    write(tx, row, facts)
    return row


def write(tx: Tx, row: Procedure, facts: ProcedureFacts) -> None:
    """Write a draft anew with everything that belongs to it."""
    for name in (*PLAIN, *_CARRIED):
        setattr(row, _COLUMNS.get(name, name), getattr(facts, name))
    row.receiving = ",".join(facts.receiving)
    row.folded = fold(f"{facts.code} {facts.name}")
    row.from_memory = json.dumps(facts.from_memory)
    row.fees = msgspec.json.encode(facts.fees).decode()
    row.loaded_at = tx.now
    tx.session.add(row)
    tx.session.flush()
    _clear(tx, row.id)
    for place, channel in enumerate(facts.channels, start=1):
        tx.session.add(_channel_row(row, place, channel))
    for place, paper in enumerate(facts.requirements, start=1):
        tx.session.add(Requirement(procedure_id=row.id, position=place, **msgspec.structs.asdict(paper)))
    for place, step in enumerate(facts.steps, start=1):
        values = msgspec.structs.asdict(step)
        values["agency_id"] = values.pop("agency")
        tx.session.add(ProcedureStep(procedure_id=row.id, position=place, **values))
    tx.session.flush()


def discard(tx: Tx, row: Procedure) -> None:
    """Remove a draft with everything that belongs to it."""
    _clear(tx, row.id)
    tx.session.delete(row)
    tx.session.flush()


def received_since(reading: Reading, code: str, day: date) -> int:
    """Count the dossiers that were received under any version of a code from a local day on."""
    since = micros(datetime.combine(day, time(), LOCAL))
    return int(reading.run(_RECEIVED, code=code, since=since).fetchone()[0])


def must_be(reading: Reading, model: type[SQLModel], ids: Sequence[str], *, kind: str) -> None:
    """Let a draft point to rows that there are, or refuse.

    Raises:
        NotFound: One of them there is not.
    """
    for sought in dict.fromkeys(ids):
        if reading.session.get(model, sought) is None:
            raise NotFound(kind=kind, sought=sought[:40])


def successions_of(reading: Reading, code: str) -> tuple[list[Succession], list[Succession]]:
    """Read what took the place of a code, and what the code took the place of."""
    after = select(Succession).where(Succession.old_code == code).order_by(col(Succession.new_code))
    before = select(Succession).where(Succession.new_code == code).order_by(col(Succession.old_code))
    return list(reading.session.exec(after).all()), list(reading.session.exec(before).all())


def succession_graph(reading: Reading) -> dict[str, set[str]]:
    """Read which codes took the place of which."""
    found: dict[str, set[str]] = {}
    for row in reading.session.exec(select(Succession)).all():
        found.setdefault(row.old_code, set()).add(row.new_code)
    return found


def forget_successors(tx: Tx, code: str) -> None:
    """Forget what took the place of a code."""
    tx.run("DELETE FROM succession WHERE old_code = :code", code=code)
    tx.session.expire_all()


def agencies(reading: Reading) -> list[Agency]:
    """Read the agencies above the communes, by name; a commune's procedure is its own commune's."""
    query = select(Agency).where(Agency.level != "commune").order_by(col(Agency.name))
    return list(reading.session.exec(query).all())


def _papers(reading: Reading, procedure_id: str) -> list[Requirement]:
    query = (
        select(Requirement)
        .where(Requirement.procedure_id == procedure_id)
        .order_by(col(Requirement.position))
    )
    return list(reading.session.exec(query).all())


def _values(row: SQLModel, facts: type[msgspec.Struct], *without: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in facts.__struct_fields__ if name not in without}


def _channel(each: ProcedureChannel, row: Procedure, usual_dong: int) -> ChannelFacts:
    unit: str | None = each.unit
    amount = each.amount
    if (amount, unit) == (row.amount, row.unit):
        amount, unit = "", None
    elif not unit:
        unit = NOT_STATED
    fee = None if each.fee_dong == usual_dong else each.fee_dong
    return ChannelFacts(
        channel=each.channel, amount=amount, unit=unit, fee_dong=fee, raw=each.raw, counts=each.counts
    )


def _channel_row(row: Procedure, place: int, facts: ChannelFacts) -> ProcedureChannel:
    unit = None if facts.unit == NOT_STATED else facts.unit or row.unit
    return ProcedureChannel(
        procedure_id=row.id,
        position=place,
        channel=facts.channel,
        amount=facts.amount if facts.unit else row.amount,
        unit=unit,
        fee_dong=facts.fee_dong,
        raw=facts.raw,
        counts=facts.counts,
    )


def _clear(tx: Tx, procedure_id: str) -> None:
    for statement in _CLEAR.values():
        tx.run(statement, id=procedure_id)
    tx.session.expire_all()
