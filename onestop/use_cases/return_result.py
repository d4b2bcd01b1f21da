"""The result is handed over: to the applicant, to whoever they authorised, or to the post."""

from typing import Literal, assert_never

import msgspec

from onestop import chance
from onestop.errors import Malformed, ResultUnpaid
from onestop.events import ResultReturned
from onestop.model.dossier import Dossier, ReturnVia
from onestop.model.upload import Upload, UploadKind
from onestop.render.issued import RESULT
from onestop.render.paper_facts import Party
from onestop.render.result_receipt import Collector, ResultReceiptFacts, ReturnedItem
from onestop.render.terms_in_words import fee_in_words, identity_kind
from onestop.render.wording import say
from onestop.rules.applicant import Representative, typed_name
from onestop.rules.fees import Owed
from onestop.rules.file_kind import PNG
from onestop.rules.identity import typed_identity
from onestop.rules.paying import paid_how
from onestop.rules.text import one_line
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.issue_paper import BOOK, issue, letterhead, take_paper_number
from onestop.steps.put_upload import put_upload
from onestop.steps.take_payment import take_payment
from onestop.steps.tell_result import call_off
from onestop.steps.travel import take_in
from onestop.store import procedures, uploads
from onestop.store.tx import Tx
from onestop.store.upload_files import KeptFile

_LONGEST_AUTHORITY = 200
_LONGEST_TRACKING = 60
SIGNATURE_NAME = "chu-ky.png"


class TypedCollector(msgspec.Struct, frozen=True, kw_only=True):
    """Who collects the result, as typed; the applicant is known already.

    `paper` is what lets a representative collect, or the number under which the post carries the result.
    """

    kind: Literal["applicant", "representative", "post"]
    name: str | None = None
    identity_no: str | None = None
    paper: str | None = None


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """Who collects, whether and how the fee is settled with it, and what was signed on the screen."""

    collector: TypedCollector
    fee_paid: bool = False
    paid_by: str | None = None
    paid_reference: str | None = None
    signature: KeptFile | None = None
    """A PNG that is on disk already; without one the note is signed on paper."""


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
        Malformed: A representative without name, number or paper, an applicant with another's number, the
            post where the result is not to go by it or without its number, no such way of paying, or a
            transfer without its reference.

    Rule:
        Decree 61/2018/NĐ-CP art. 20: to the applicant or whom they authorise, or by post as registered.
    """
    dossier, after = hold(tx, code, move=DossierMove.HAND_OVER, version=version)
    collector = _collector(tx, dossier, wish.collector)
    paid = paid_how(wish.paid_by, wish.paid_reference)
    if wish.fee_paid and dossier.fee_dong and dossier.fee_paid_at is None:
        payer = collector.name if collector.kind == "representative" else dossier.applicant_name
        take_payment(tx, dossier, paid=paid, payer=payer)
    if dossier.fee_dong and dossier.fee_paid_at is None:
        raise ResultUnpaid(owed_dong=dossier.fee_dong)

    take_in(tx, dossier)
    dossier.returned_at = tx.now
    dossier.collector = tx.seals.seal(msgspec.json.encode(collector).decode())
    change(tx, dossier, after)
    call_off(tx, dossier)

    tx.emit(
        ResultReturned(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            collector=collector.kind,
            returned_at=tx.now,
        )
    )
    if wish.signature is not None:
        put_upload(tx, dossier, _signed(tx, dossier, wish.signature))
    _issue_note(tx, dossier, collector, signed=_how_signed(collector, wish.signature))
    return moved(dossier)


def _collector(tx: Tx, dossier: Dossier, typed: TypedCollector) -> Collector:
    """Tell who collects, and by what right."""
    match typed.kind:
        case "applicant":
            return _applicant(tx, dossier, typed)
        case "representative":
            return _representative(tx, dossier, typed)
        case "post":
            if dossier.return_via != ReturnVia.POST:
                raise Malformed(field="collector.kind", reason="not-by-post")
            number = one_line(typed.paper or "", field="collector.paper", most=_LONGEST_TRACKING, least=1)
            return Collector(kind="post", name=dossier.applicant_name, tracking=number)
        case _:
            assert_never(typed.kind)


def _applicant(tx: Tx, dossier: Dossier, typed: TypedCollector) -> Collector:
    number, field = typed.identity_no or "", "collector.identity_no"
    known = tx.seals.unseal(dossier.identity_sealed)
    if number.strip() and typed_identity(number, field=field) != known:
        raise Malformed(field=field, reason="another-person")
    return Collector(
        kind="applicant",
        name=dossier.applicant_name,
        identity_kind=identity_kind(known),
        identity_no=known,
    )


def _representative(tx: Tx, dossier: Dossier, typed: TypedCollector) -> Collector:
    """Read who comes for the applicant; the paper of one who was named at receipt is known since then."""
    number = typed_identity(typed.identity_no or "", field="collector.identity_no")
    paper = one_line(typed.paper or "", field="collector.paper", most=_LONGEST_AUTHORITY)
    if not paper and dossier.representative:
        known = msgspec.json.decode(tx.seals.unseal(dossier.representative), type=Representative)
        paper = known.paper if known.identity_no == number else ""
    if not paper:
        raise Malformed(field="collector.paper", reason="missing")
    return Collector(
        kind="representative",
        name=typed_name(typed.name or "", field="collector.name"),
        identity_kind=identity_kind(number),
        identity_no=number,
        authority=paper,
    )


def _signed(tx: Tx, dossier: Dossier, drawn: KeptFile) -> Upload:
    """Make the row of a signature drawn on the screen."""
    last = uploads.newest(tx, dossier.id, UploadKind.SIGNATURE, 0, SIGNATURE_NAME)
    return Upload(
        id=chance.new_id(),
        dossier_id=dossier.id,
        kind=UploadKind.SIGNATURE,
        name=SIGNATURE_NAME,
        version=last.version + 1 if last else 1,
        digest=drawn.digest,
        media_type=PNG.media_type,
        size=drawn.size,
        officer_id=tx.actor.id,
        uploaded_at=tx.now,
    )


def _how_signed(collector: Collector, drawn: KeptFile | None) -> Literal["", "screen", "paper"]:
    if drawn is not None:
        return "screen"
    return "" if collector.kind == "post" else "paper"


def _issue_note(
    tx: Tx, dossier: Dossier, collector: Collector, *, signed: Literal["", "screen", "paper"]
) -> None:
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
        signed=signed,
        book=BOOK,
        serial=str(dossier.register_serial),
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=RESULT, facts=facts)
