"""The province keeps its agencies: their tree, their codes and the patterns of dossier codes."""

from onestop.rules.agency_plan import AgencyWish
from onestop.steps.keep_agency import change_agency, make_agency
from onestop.steps.keep_reach import reach_everywhere
from onestop.store import agencies
from onestop.store.tx import Tx


def add(tx: Tx, wish: AgencyWish) -> str:
    """Add an agency; give its id.

    Raises:
        NotAllowed: The actor keeps one centre's people only, or none.
        Malformed: No code, name or level, or one that cannot be.
        NameTaken: Another agency has that code.
        NotFound: There is no such agency to stand above it.
    """
    reach_everywhere(tx)
    agencies.hold_tree(tx)
    return make_agency(tx, wish)


def change(tx: Tx, agency_id: str, wish: AgencyWish) -> str:
    """Change an agency; codes that dossiers bear already stay, new ones follow the new pattern.

    Raises:
        NotAllowed: The actor keeps one centre's people only, or none.
        NotFound: No such agency, or none to stand above it.
        AgencyLoop: It would stand above itself.
        NameTaken: Another agency has that code.
        Malformed: A value that cannot be.
    """
    reach_everywhere(tx)
    agencies.hold_tree(tx)
    agency = agencies.find(tx, agency_id)
    change_agency(tx, agency, wish)
    return agency.id
