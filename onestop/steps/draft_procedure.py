"""What every change of the catalogue does: ask who may, hold the catalogue, find the draft as it was read."""

from datetime import datetime

from onestop.clock import local
from onestop.errors import DraftChanged, DraftGone
from onestop.events import ProcedureDrafted
from onestop.model.place import Agency
from onestop.model.procedure import Procedure, Sector
from onestop.rules.access import Right, require
from onestop.rules.procedure_facts import ProcedureFacts
from onestop.store import imports, procedure_drafts
from onestop.store.tx import Tx


def hold_catalogue(tx: Tx) -> str:
    """Give the province, in whose journal the catalogue is kept; changes of it follow each other from here on.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no catalogue.
        NotFound: The tables hold no province yet.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    return imports.hold_province(tx)


def changed_at(row: Procedure) -> str:
    """Write when a draft was last changed, as whoever reads it sends it back."""
    return local(row.loaded_at).isoformat()


def held_draft(tx: Tx, code: str, read_at: str | None) -> Procedure:
    """Find the draft of a code, unchanged since it was read.

    Args:
        tx: The transaction, in which the catalogue is held.
        code: The national code.
        read_at: When it was last changed as the reader saw it; None to take it as it is.

    Raises:
        DraftGone: There is none (any more): somebody published or discarded it.
        DraftChanged: Somebody else changed it since.
    """
    row = procedure_drafts.draft_of(tx, code)
    if row is None:
        versions = procedure_drafts.versions_of(tx, code)
        published = [
            one.version for one in versions if read_at and one.loaded_at >= _instant(read_at, tx.now)
        ]
        raise DraftGone(procedure=code, version=max(published, default=0))
    if read_at is not None and changed_at(row) != read_at:
        raise DraftChanged(procedure=code)
    return row


def point_to_what_there_is(tx: Tx, facts: ProcedureFacts) -> None:
    """Let a draft name a sector and agencies that there are, or refuse.

    Raises:
        NotFound: One of them there is not.
    """
    procedure_drafts.must_be(tx, Sector, [facts.sector], kind="sector")
    named = [facts.agency, *(step.agency for step in facts.steps)]
    procedure_drafts.must_be(tx, Agency, [one for one in named if one], kind="agency")


def tell_drafted(tx: Tx, province: str, row: Procedure, act: str, fields: list[str]) -> None:
    """Say what was done to a draft."""
    tx.emit(ProcedureDrafted(centre_id=province, subject_id=row.id, code=row.code, act=act, fields=fields))


def _instant(text: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if found.tzinfo else otherwise
