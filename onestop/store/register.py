"""The register of dossiers received in some days, in the order of the books."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

import msgspec
from sqlmodel import col, select

from onestop.model.dossier import Dossier, DossierState
from onestop.model.place import Agency
from onestop.model.procedure import Procedure
from onestop.rules.register import RegisterLine
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.tx import Reading

_WITHOUT_RESULT = (
    DossierState.DECLINED,
    DossierState.WITHDRAWN,
    DossierState.STOPPED,
    DossierState.LAPSED,
)
_D = Dossier
_COLUMNS: tuple[Any, ...] = (
    _D.register_serial, _D.code, Procedure.name, _D.sets, _D.owner_name, _D.applicant_name, _D.owner_address,
    _D.address, _D.phone, Agency.name, _D.received_at, _D.promised_at, _D.forwarded_at, _D.ready_at,
    _D.returned_at, _D.return_via, _D.collector, _D.state, _D.note,
)  # fmt: skip
"""Columns and not rows of the model: ten thousand of those would take a second more."""
_AT_A_TIME = 500


class _Collected(msgspec.Struct):
    name: str = ""


def lines(
    reading: Reading, scope: Scope, since: datetime, until: datetime, *, newest: int | None = None
) -> Iterator[RegisterLine]:
    """Read the lines of what was received from an instant on and before another, some at a time.

    Why one cursor, and not a page after the last line of the page before? The books' order has no index, which
    every receipt would have to write: each page would sort the year anew.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        since: From when on.
        until: Until when, not included.
        newest: Only so many, the latest first; None for all, in the order in which they were entered.
    """
    query: Any = (
        select(*_COLUMNS)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .join(Agency, col(Agency.id) == Dossier.agency_id)
        .where(*within(scope), col(Dossier.received_at) >= since, col(Dossier.received_at) < until)
    )
    if newest is None:
        query = query.order_by(Dossier.centre_id, Dossier.register_year, Dossier.register_serial)
    else:
        query = query.order_by(col(Dossier.received_at).desc(), col(Dossier.id)).limit(newest)
    for row in reading.session.exec(query.execution_options(yield_per=_AT_A_TIME)):
        yield _line(reading, *row)


def put_aside(reading: Reading, scope: Scope, since: datetime, until: datetime, file: IO[bytes]) -> None:
    """Copy the lines into a file, in the order of the books: what is printed from it keeps no reader waiting."""
    for line in lines(reading, scope, since, until):
        file.write(msgspec.json.encode(line) + b"\n")


def taken_up(file: IO[bytes]) -> Iterator[RegisterLine]:
    """Read the lines that were put aside in a file, from its beginning."""
    file.seek(0)
    decoder = msgspec.json.Decoder(RegisterLine)
    return map(decoder.decode, file)


def _line(reading: Reading, *row: Any) -> RegisterLine:
    (
        serial, code, procedure, sets, owner, applicant, owner_address, address, phone, agency, received_at,
        promised_at, forwarded_at, ready_at, returned_at, return_via, collector, state, note,
    ) = row  # fmt: skip
    return RegisterLine(
        serial=serial,
        code=code,
        procedure_name=procedure,
        sets=sets,
        person=owner or applicant,
        address=owner_address or address,
        phone=phone,
        agency=agency,
        received_at=received_at,
        promised_at=promised_at,
        forwarded_at=forwarded_at,
        ready_at=None if state in _WITHOUT_RESULT else ready_at,
        returned_at=returned_at,
        return_via=return_via,
        collected_by=_collector(reading, collector),
        ended_as=state if state in _WITHOUT_RESULT else "",
        note=note,
    )


def _collector(reading: Reading, sealed: str) -> str:
    return msgspec.json.decode(reading.seals.unseal(sealed), type=_Collected).name if sealed else ""
