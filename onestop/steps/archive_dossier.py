"""The shelf: an ended dossier is kept for the years of its procedure, one that runs again is not on it."""

from onestop.model.dossier import Dossier
from onestop.rules.retention import archive_day
from onestop.store import archive, procedures
from onestop.store.tx import Tx


def shelve(tx: Tx, dossier: Dossier, *, ended: bool) -> None:
    """Write until when a dossier that ended now is kept, or take that back where it runs (again)."""
    if not ended:
        archive.take_back(tx, dossier.id)
        return
    procedure = procedures.by_id(tx, dossier.procedure_id)
    archive.put(
        tx,
        dossier.id,
        years=procedure.retention_years,
        basis=f"{procedure.code}/{procedure.version}",
        archive_on=archive_day(tx.today, procedure.retention_years),
    )
