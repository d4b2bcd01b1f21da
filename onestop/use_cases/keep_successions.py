"""The office keeps which codes took the place of which: replaced ones, split ones, other names of one."""

from datetime import date

import msgspec

from onestop.errors import Malformed, NotFound, SuccessionInRing
from onestop.events import SuccessionSettled
from onestop.model.procedure import Succession
from onestop.rules.procedure_code import one_code
from onestop.rules.procedure_validity import ring
from onestop.rules.text import one_line
from onestop.steps.draft_procedure import hold_catalogue
from onestop.store import procedure_drafts as store
from onestop.store.tx import Tx

_MOST = 20


class SuccessionWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which codes take the place of an old one; several where it was split. Without a day since ever (an alias)."""

    old: str
    new: list[str]
    from_on: date | None = None
    note: str = ""


def settle(tx: Tx, wish: SuccessionWish) -> str:
    """Settle what took the place of a code, in place of what was settled before; no `new` ends it. Give the old code.

    A code that still has a version in force on a day is not led away; withdraw it for that.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        CodeUnreadable: One is no national code.
        NotFound: No version of a new code was ever published.
        SuccessionInRing: The codes would replace each other in a ring.
        Malformed: More than twenty.
    """
    province = hold_catalogue(tx)
    old = one_code(wish.old)
    new = list(dict.fromkeys(one_code(code) for code in wish.new))
    if len(new) > _MOST:
        raise Malformed(field="new", reason="number")
    note = one_line(wish.note, field="note", most=500)
    for code in new:
        if not store.versions_of(tx, code):
            raise NotFound(kind="procedure", sought=code)
    graph = store.succession_graph(tx)
    graph[old] = set(new)
    if found := ring(graph):
        raise SuccessionInRing(codes=found)

    store.forget_successors(tx, old)
    for code in new:
        tx.session.add(Succession(old_code=old, new_code=code, from_on=wish.from_on, note=note))
    tx.session.flush()

    tx.emit(
        SuccessionSettled(
            centre_id=province,
            subject_id=province,
            old=old,
            new=new,
            from_on=wish.from_on.isoformat() if wish.from_on else None,
        )
    )
    return old
