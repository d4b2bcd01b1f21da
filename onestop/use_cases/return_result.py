"""The result comes back and is handed over: its standing is fixed once, then the citizen has it."""

from typing import Literal

import msgspec

from onestop.errors import Malformed, ResultUnpaid
from onestop.events import ResultReadied, ResultReturned
from onestop.model.dossier import Dossier
from onestop.render.issued import RESULT
from onestop.render.paper_facts import Party
from onestop.render.result_receipt import Collector, ResultReceiptFacts, ReturnedItem
from onestop.render.terms_in_words import fee_in_words, identity_kind
from onestop.render.wording import say
from onestop.rules.applicant import typed_name
from onestop.rules.fees import Owed
from onestop.rules.identity import typed_identity
from onestop.rules.text import one_line
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, fix_standing, hold, moved
from onestop.steps.finish_route import finish_route
from onestop.steps.issue_paper import BOOK, issue, letterhead, take_paper_number
from onestop.steps.travel import take_in
from onestop.store import procedures
from onestop.store.tx import Tx

_LONGEST_AUTHORITY = 200


class TypedCollector(msgspec.Struct, frozen=True, kw_only=True):
    """Who collects the result, as typed; the applicant is known already."""

    kind: Literal["applicant", "representative"]
    name: str | None = None
    identity_no: str | None = None
    paper: str | None = None


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """Who collects, and whether the fee is settled with it."""

    collector: TypedCollector
    fee_paid: bool = False


def result_ready(tx: Tx, code: str, *, version: int | None = None) -> MovedDossier:
    """Note that the result is there, and fix early, on time or overdue for good.

    Args:
        tx: The transaction.
        code: The dossier's code.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has a result already.
        LegsOpen: An agency that co-operates has not answered.
        NoLegHere: The officer's agency only co-operates.
    """
    dossier, after = hold(tx, code, move=DossierMove.RESULT_READY, version=version)

    finish_route(tx, dossier)
    fix_standing(tx, dossier)
    change(tx, dossier, after)

    tx.emit(
        ResultReadied(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            standing=dossier.standing or "",
            late_days=dossier.late_days or 0,
            ready_at=tx.now,
        )
    )
    return moved(dossier)


def hand_over(tx: Tx, code: str, wish: HandOver, *, version: int | None = None) -> MovedDossier:
    """Hand the result over to whoever collects it, and issue the note of it.

    Args:
        tx: The transaction.
        code: The dossier's code.
        wish: Who collects, and whether the fee is settled with this move.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: There is no result yet, or it was returned.
        ResultUnpaid: The fee is not settled.
        Malformed: A representative without a name or number, or an applicant with another's number.
    """
    dossier, after = hold(tx, code, move=DossierMove.HAND_OVER, version=version)
    collector = _collector(tx, dossier, wish.collector)
    if wish.fee_paid and dossier.fee_dong and dossier.fee_paid_at is None:
        dossier.fee_paid_at = tx.now
    if dossier.fee_dong and dossier.fee_paid_at is None:
        raise ResultUnpaid(owed_dong=dossier.fee_dong)

    take_in(tx, dossier)
    dossier.returned_at = tx.now
    dossier.collector = tx.seals.seal(msgspec.json.encode(collector).decode())
    change(tx, dossier, after)

    tx.emit(
        ResultReturned(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            collector=collector.kind,
            returned_at=tx.now,
        )
    )
    _issue_note(tx, dossier, collector)
    return moved(dossier)


def _collector(tx: Tx, dossier: Dossier, typed: TypedCollector) -> Collector:
    """Tell who collects: the applicant as known, or a representative with a name and a number."""
    number, field = typed.identity_no or "", "collector.identity_no"
    if typed.kind == "applicant":
        name, known = dossier.applicant_name, tx.seals.unseal(dossier.identity_sealed)
        if number.strip() and typed_identity(number, field=field) != known:
            raise Malformed(field=field, reason="another-person")
        return Collector(kind="applicant", name=name, identity_kind=identity_kind(known), identity_no=known)
    number = typed_identity(number, field=field)
    return Collector(
        kind="representative",
        name=typed_name(typed.name or "", field="collector.name"),
        identity_kind=identity_kind(number),
        identity_no=number,
        authority=one_line(typed.paper or "", field="collector.paper", most=_LONGEST_AUTHORITY),
    )


def _issue_note(tx: Tx, dossier: Dossier, collector: Collector) -> None:
    procedure = procedures.by_id(tx, dossier.procedure_id)
    number = take_paper_number(tx, "result", dossier.centre_id)[1]
    facts = ResultReceiptFacts(
        **letterhead(tx, dossier.centre_id, number),
        code=dossier.code,
        applicant=Party(
            name=dossier.applicant_name,
            identity_no=tx.seals.unseal(dossier.identity_sealed),
            phone=dossier.phone,
            email=dossier.email,
            address=dossier.address,
        ),
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        collector=collector,
        items=(ReturnedItem(name=say("record.result", procedure=procedure.name)),),
        promised_at=dossier.promised_at,
        ready_at=dossier.ready_at,
        handed_over_at=tx.now,
        fee=fee_in_words(Owed(fee_dong=dossier.fee_dong)),
        fee_settled=True if dossier.fee_dong else None,
        book=BOOK,
        serial=str(dossier.register_serial),
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=RESULT, facts=facts)
