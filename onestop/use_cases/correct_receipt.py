"""A receipt says something wrong: it is put right and issued anew, under the same number and code."""

from typing import Any

import msgspec

from onestop.errors import Malformed
from onestop.events import ReceiptCorrected
from onestop.model.dossier import Document, Dossier, ReturnVia
from onestop.model.interruption import DecisionKind
from onestop.render.wording import say
from onestop.rules.applicant import TypedApplicant, applicant_of, typed_address, typed_name
from onestop.rules.correction import Correction, changed_fields
from onestop.rules.intake import MOST_SETS, Taken, compare
from onestop.rules.reasoned import reasoned
from onestop.rules.submission import LONGEST_NOTE
from onestop.rules.text import many_lines
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, hold, moved, touch
from onestop.steps.end_waiting import note_decision
from onestop.steps.reissue_receipt import reissue
from onestop.store import dossiers, procedures
from onestop.store.tx import Tx

_DOCUMENTS = "documents"


def correct(tx: Tx, code: str, wish: Correction, *, version: int | None = None) -> MovedDossier:
    """Put a receipt right; the old one is void and kept, no date moves.

    The journal is told which fields, never what they say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has a result, or has ended.
        Malformed: No reason, or a field that cannot be what it promises.
        Incomplete: Without the papers that the procedure asks for.
        NothingToCorrect: It says so already.
    """
    dossier, _ = hold(tx, code, move=DossierMove.CORRECT, version=version)
    reason = reasoned(wish.reason, field="reason")
    person, terms = _person(tx, dossier, wish), _terms(dossier, wish)
    before = _as_kept(tx, dossier)
    after: dict[str, Any] = {**person, **terms}
    if wish.documents is not None:
        after[_DOCUMENTS] = compare(procedures.demands_of(tx, dossier.procedure_id), wish.documents)
    fields = changed_fields(before, after)

    for name, value in after.items():
        match name:
            case "documents":
                _replace_documents(tx, dossier, value)
            case "identity_no":
                dossier.identity_sealed = tx.seals.seal(value)
                dossier.identity_hash = dossiers.identity_hash(tx, value)
            case _:
                setattr(dossier, name, value)
    note_decision(tx, dossier, DecisionKind.CORRECT, reason)
    touch(tx, dossier)

    tx.emit(
        ReceiptCorrected(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            fields=tuple(field for field in fields if field != "applicant_folded"),
        )
    )
    reissue(tx, dossier, reason=say("record.reissued.corrected", reason=reason))
    return moved(dossier)


def _person(tx: Tx, dossier: Dossier, wish: Correction) -> dict[str, Any]:
    """Look the applicant over as at receipt; give the columns.

    What is not told stays: officers see numbers masked, so they could not tell them again.
    """
    if wish.applicant is None:
        return {}
    kept = TypedApplicant(
        name=dossier.applicant_name,
        identity_no=_identity(tx, dossier),
        birth_on=dossier.born_on,
        sex=dossier.sex,
        address=dossier.address,
        phone=dossier.phone,
        email=dossier.email,
    )
    told = {name: text for name, text in msgspec.structs.asdict(wish.applicant).items() if text is not None}
    person = applicant_of(msgspec.structs.replace(kept, **told), tx.today)
    return {
        "applicant_name": person.name,
        "applicant_folded": person.folded,
        "identity_no": person.identity_no,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "born_on": person.birth_on,
        "sex": person.sex,
    }


def _terms(dossier: Dossier, wish: Correction) -> dict[str, Any]:
    """Look over what else was agreed; a result by post needs an address."""
    told: dict[str, Any] = {}
    if wish.sets is not None:
        if not 1 <= wish.sets <= MOST_SETS:
            raise Malformed(field="sets", reason="number")
        told["sets"] = wish.sets
    if wish.return_via is not None:
        if wish.return_via not in set(ReturnVia):
            raise Malformed(field="return_via", reason="unknown")
        told["return_via"] = wish.return_via
    if wish.owner_name is not None:
        told["owner_name"] = typed_name(wish.owner_name, field="owner_name", least=0)
    for name in ("return_address", "owner_address"):
        text = getattr(wish, name)
        if text is not None:
            told[name] = typed_address(text, field=name)
    if wish.note is not None:
        told["note"] = many_lines(wish.note, field="note", most=LONGEST_NOTE)
    by_post = told.get("return_via", dossier.return_via) == ReturnVia.POST
    if by_post and not told.get("return_address", dossier.return_address):
        raise Malformed(field="return_address", reason="missing")
    return told


def _identity(tx: Tx, dossier: Dossier) -> str:
    return tx.seals.unseal(dossier.identity_sealed) if dossier.identity_sealed else ""


def _as_kept(tx: Tx, dossier: Dossier) -> dict[str, Any]:
    """Give what a correction may change, as it is."""
    kept = dossier.model_dump()
    kept["identity_no"] = _identity(tx, dossier)
    kept[_DOCUMENTS] = tuple(
        Taken(**{name: getattr(row, name) for name in Taken.__struct_fields__})
        for row in dossiers.documents_of(tx, dossier.id)
    )
    return kept


def _replace_documents(tx: Tx, dossier: Dossier, taken: tuple[Taken, ...]) -> None:
    """Write what is in the file; what was written before stays on the receipt that is void."""
    for row in dossiers.documents_of(tx, dossier.id):
        tx.session.delete(row)
    tx.session.flush()
    tx.session.add_all([Document(dossier_id=dossier.id, **msgspec.structs.asdict(paper)) for paper in taken])
    tx.session.flush()
