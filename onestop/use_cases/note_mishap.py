"""A paper or result was lost, damaged or wrong in the office's hands, and how that was mended."""

from typing import Literal

import msgspec

from onestop import chance
from onestop.errors import MishapSettled
from onestop.events import MishapMended, MishapNoted
from onestop.model.upload import Mishap
from onestop.rules.access import Right, require
from onestop.rules.text import many_lines, one_line
from onestop.steps.change_state import within_reach
from onestop.store import dossiers, mishaps
from onestop.store.tx import Tx

_LONGEST = 2000


class TypedMishap(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, in the officer's words."""

    what: Literal["loss", "damage", "wrong"]
    account: str


class NotedMishap(msgspec.Struct, frozen=True, kw_only=True):
    """A mishap that is written down."""

    id: str


def note(tx: Tx, code: str, typed: TypedMishap) -> NotedMishap:
    """Write down that something was lost, damaged or wrong.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: Nothing is told of it.

    Rule:
        Decree 61/2018/NĐ-CP art. 21: the agency at fault bears the cost and apologises.
    """
    require(tx.actor, Right.KEEP_FILES)
    dossier = dossiers.by_code(tx, code)
    within_reach(tx, dossier, Right.KEEP_FILES)
    one_line(typed.account.replace("\n", " ")[:_LONGEST], field="account", most=_LONGEST, least=1)

    row = Mishap(
        id=chance.new_id(),
        dossier_id=dossier.id,
        what=typed.what,
        account=many_lines(typed.account, field="account", most=_LONGEST),
        officer_id=tx.actor.id,
        noted_at=tx.now,
    )
    mishaps.put(tx, row)

    tx.emit(
        MishapNoted(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            mishap=row.id,
            what=row.what,
        )
    )
    return NotedMishap(id=row.id)


def settle(tx: Tx, mishap_id: str, settlement: str) -> NotedMishap:
    """Write down how a mishap was mended.

    Raises:
        NotFound: No such mishap.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: Nothing is told of it.
        MishapSettled: It was settled before.
    """
    require(tx.actor, Right.KEEP_FILES)
    row = mishaps.lock(tx, mishap_id)
    dossier = dossiers.by_id(tx, row.dossier_id)
    within_reach(tx, dossier, Right.KEEP_FILES)
    told = one_line(settlement, field="settlement", most=_LONGEST, least=1)
    if row.settled_at is not None:
        raise MishapSettled

    row.settled_at, row.settlement = tx.now, told
    mishaps.put(tx, row)

    tx.emit(
        MishapMended(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            mishap=row.id,
            noted_at=row.noted_at,
        )
    )
    return NotedMishap(id=row.id)
