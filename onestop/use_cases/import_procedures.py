"""The office takes in the national portal's procedures."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from onestop.events import CatalogueLoaded, ProceduresLoaded
from onestop.model.procedure import Procedure, ProcedureChannel, Sector
from onestop.rules.access import Right, require
from onestop.rules.portal_import import (
    ImportedRow,
    OfficeVersion,
    Outcome,
    agency_named,
    allowance_text,
    is_own_commune,
    level_of,
    receiving_of,
    row_of,
    sector_key,
    with_channels_of,
)
from onestop.rules.procedure_file import compare
from onestop.rules.procedure_shapes import ImportedChannel, ImportedProcedure, Reading
from onestop.rules.text import fold
from onestop.store import imports
from onestop.store.imports import Left, Newest
from onestop.store.tx import Tx

SOURCE = "portal-import"
_BATCH = 100
_IMPLAUSIBLE = "fee-implausible"


class _Known(msgspec.Struct):
    """What the tables hold before an import, and what its rows refer to."""

    left: dict[str, Left]
    newest: dict[str, Newest]
    agencies: dict[str, str]
    sectors: dict[str, str]


def load(
    tx: Tx, reading: Reading, *, told: Callable[[int], None] = lambda _: None
) -> tuple[ImportedRow, ...]:
    """Take in what was read of the portal's files, all of it in one transaction.

    A code that is new becomes a procedure in force from today. One whose words changed gets a new
    version from today, and the old one ends yesterday (also where it began today: it then holds on no day);
    dossiers received under the old one keep it. One that did not change
    is not touched, so the same files twice write nothing at all, not even to the journal.

    The office's own word goes before the portal's. Where the newest version of a code was not made by an
    import (the starting catalogue, or a version of the office since), or where the office knows that
    another code took its place, nothing in force is changed: the portal's words are kept beside it and
    the row is reported as `kept`, with the fields in which they differ, for a person to decide. The
    catalogue knows papers, steps and the agency in charge, which the portal's files do not have.

    A fee too small to be one (`fee-implausible`) is not charged; it stands in the channel's text.

    Args:
        tx: The transaction.
        reading: What the files gave; refused rows are in it and are reported, the others are taken.
        told: Called with how many more procedures are done.

    Returns:
        The report: a row for each procedure read and each row refused, in the order of the files.

    Raises:
        NotAllowed: Not the system or an administrator.
        NotFound: The tables hold no province yet.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    province = imports.hold_province(tx)
    known = _Known(
        left=imports.left_by_code(tx),
        newest=imports.newest_by_code(tx),
        agencies=imports.agencies_by_name(tx),
        sectors={sector.name: sector.id for sector in imports.sectors(tx)},
    )
    rows = _report(tx, reading, known)

    outcomes = {row.code: row.outcome for row in rows if row.outcome != Outcome.REFUSED}
    fresh = [_whole(procedure, reading, known) for procedure in reading.procedures]
    _make_sectors(tx, (one for one in fresh if outcomes[one.code] in _MADE), known)
    written = 0
    for batch in _batches(fresh):
        written += _write(tx, batch, outcomes, known, province)
        told(len(batch))

    if written:
        counts = Counter(row.outcome for row in rows)
        tx.emit(
            CatalogueLoaded(
                centre_id=province,
                subject_id=province,
                source=SOURCE,
                added=counts[Outcome.ADDED],
                changed=counts[Outcome.CHANGED],
                refused=counts[Outcome.REFUSED],
            )
        )
    return rows


_MADE = frozenset({Outcome.ADDED, Outcome.CHANGED})
"""What makes a version."""


def _report(tx: Tx, reading: Reading, known: _Known) -> tuple[ImportedRow, ...]:
    compared = compare({code: left.facts for code, left in known.left.items()}, reading)
    read = {procedure.code: procedure for procedure in reading.procedures}
    own = dict(_own(tx, known))
    return tuple(
        row_of(row, None, None)
        if row.outcome == Outcome.REFUSED
        else row_of(row, read[row.code], own.get(row.code))
        for row in compared
    )


def _own(tx: Tx, known: _Known) -> Iterator[tuple[str, OfficeVersion]]:
    """Find the codes that are the office's own: not made by an import, ended by hand, or replaced."""
    for code, version in known.newest.items():
        before = known.left.get(code)
        if before is None or before.procedure_id != version.id or version.valid_to is not None:
            yield (
                code,
                OfficeVersion(
                    name=version.name, sector=version.sector, amount=version.amount, unit=version.unit
                ),
            )
    for code, successors in imports.successors_by_code(tx, tx.today).items():
        if code not in known.newest and any(each in known.newest for each in successors):
            yield code, OfficeVersion(replaced_by=successors)


def _whole(procedure: ImportedProcedure, reading: Reading, known: _Known) -> ImportedProcedure:
    before = known.left.get(procedure.code)
    if reading.with_channels or before is None:
        return procedure
    return with_channels_of(procedure, before.facts)


def _make_sectors(tx: Tx, procedures: Iterable[ImportedProcedure], known: _Known) -> None:
    taken = {sector.key for sector in imports.sectors(tx)}
    made: list[Sector] = []
    for procedure in procedures:
        if procedure.sector in known.sectors:
            continue
        sector = Sector(key=sector_key(procedure.sector, taken), name=procedure.sector)
        taken.add(sector.key)
        known.sectors[sector.name] = sector.id
        made.append(sector)
    imports.put_sectors(tx, made)


def _batches(procedures: Sequence[ImportedProcedure]) -> Iterator[Sequence[ImportedProcedure]]:
    for start in range(0, len(procedures), _BATCH):
        yield procedures[start : start + _BATCH]


def _write(
    tx: Tx,
    batch: Sequence[ImportedProcedure],
    outcomes: Mapping[str, Outcome],
    known: _Known,
    province: str,
) -> int:
    """Write what is new of a batch; tell how many procedures that were."""
    versions = {one.code: _version(tx, one, known) for one in batch if outcomes[one.code] in _MADE}
    channels = [row for one in batch if one.code in versions for row in _channels(one, versions[one.code].id)]
    for code in versions:
        if code in known.newest:
            imports.end_version(tx, known.newest[code].id, last_on=tx.today - timedelta(days=1))
    imports.put_versions(tx, list(versions.values()), channels)
    if versions:
        tx.emit(
            ProceduresLoaded(
                centre_id=province,
                subject_id=province,
                source=SOURCE,
                valid_from=tx.today.isoformat(),
                versions={code: row.version for code, row in versions.items()},
            )
        )
    heard = [one for one in batch if one.code in versions or _is_news(one, outcomes, known)]
    for one in heard:
        version = versions.get(one.code)
        imports.remember(tx, one, procedure_id=version.id if version else None)
    return len(heard)


def _is_news(procedure: ImportedProcedure, outcomes: Mapping[str, Outcome], known: _Known) -> bool:
    """Tell whether the portal says something else than before of a code that the office keeps."""
    before = known.left.get(procedure.code)
    digest = imports.digest_of(imports.facts_of(procedure))
    return outcomes[procedure.code] == Outcome.KEPT and (before is None or before.digest != digest)


def _version(tx: Tx, procedure: ImportedProcedure, known: _Known) -> Procedure:
    leading = procedure.leading
    agency = agency_named(procedure, known.agencies)
    before = known.newest.get(procedure.code)
    return Procedure(
        code=procedure.code,
        version=before.version + 1 if before else 1,
        name=procedure.name,
        folded=fold(f"{procedure.code} {procedure.name}"),
        sector_id=known.sectors[procedure.sector],
        agency_id=agency,
        own_commune=agency is None and is_own_commune(procedure),
        receiving=receiving_of(procedure),
        level=level_of(procedure),
        amount=allowance_text(leading) if leading else "",
        unit=leading.unit if leading else None,
        legal_basis=procedure.decision,
        source=SOURCE,
        from_memory=json.dumps(_not_stated(leading, agency)),
        digest=imports.digest_of(imports.facts_of(procedure)),
        valid_from=tx.today,
        loaded_at=tx.now,
    )


def _not_stated(leading: ImportedChannel | None, agency: str | None) -> list[str]:
    """Name the fields that the portal's files do not settle: an officer should look at them."""
    doubtful = leading is None or bool(leading.doubts)
    marks = {"allowance": doubtful, "resolved_by": agency is None, "requirements": True}
    return [field for field, marked in marks.items() if marked]


def _channels(procedure: ImportedProcedure, procedure_id: str) -> Iterator[ProcedureChannel]:
    for position, channel in enumerate(procedure.channels, start=1):
        yield ProcedureChannel(
            procedure_id=procedure_id,
            position=position,
            channel=channel.channel,
            amount=allowance_text(channel),
            unit=channel.unit,
            fee_dong=None if _IMPLAUSIBLE in channel.doubts else channel.fee_dong,
            raw=channel.raw,
            counts=channel.counts,
        )
