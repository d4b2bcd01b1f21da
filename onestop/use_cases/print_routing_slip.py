"""Somebody asks for the routing slip of a dossier: it is issued anew if anything on it changed."""

from onestop.rules.access import Right, require
from onestop.steps.change_state import within_reach
from onestop.steps.write_routing_slip import issue_routing_slip
from onestop.store import dossiers
from onestop.store.tx import Tx


def renew(tx: Tx, code: str) -> str | None:
    """Issue the routing slip if it changed since it was last issued; give the new paper's id, None where it stands.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: It is out of the officer's reach, or whoever asks is no officer.

    Rule:
        Circular 01/2018/TT-VPCP, form 05; Circular 03/2025/TT-VPCP, form 06.
    """
    require(tx.actor, Right.SEE_DOSSIER)
    dossier = dossiers.lock(tx, code)
    within_reach(tx, dossier, Right.SEE_DOSSIER)
    return issue_routing_slip(tx, dossier)
