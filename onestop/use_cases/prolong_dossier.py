"""A dossier takes longer: more time on a legal basis moves the date, an apology only tells another."""

import msgspec

from onestop import chance
from onestop.clock import local, local_day
from onestop.errors import AllowanceRefused, ApologisedAlready, ExtendedOnThisBasis
from onestop.events import ApologyWritten, DossierExtended
from onestop.model.dossier import Dossier
from onestop.model.interruption import Apology, Extension
from onestop.model.procedure import AllowanceUnit
from onestop.render.apology import ApologyFacts
from onestop.render.dates import short_day
from onestop.render.issued import APOLOGY
from onestop.render.reasons import allowance_text
from onestop.render.wording import say
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.apology import new_date
from onestop.rules.limits import late_notice_by
from onestop.rules.numbering import paper_number
from onestop.rules.reasoned import legal_basis, reasoned
from onestop.rules.text import fold
from onestop.rules.verdict import verdict
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, hold, moved, touch
from onestop.steps.issue_paper import SIGN_OF, issue, letterhead, take_paper_number
from onestop.steps.reckon_due import judged_to_the_minute, read_back
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.steps.tell_dossier import agency_name, facts_about, owe_about
from onestop.store import calendar, interruptions
from onestop.store.tx import Tx

EXTENDED_MESSAGE = "dossier_extended"
APOLOGY_MESSAGE = "dossier_apology"


class Extend(msgspec.Struct, frozen=True, kw_only=True):
    """How much more time, in the dossier's unit unless told otherwise, why, and by which law."""

    amount: str | int | float
    reason: str
    legal_basis: str
    unit: str | None = None


class Apologise(msgspec.Struct, frozen=True, kw_only=True):
    """Why the result is late, and the local day (YYYY-MM-DD) on which it is promised now."""

    reason: str
    told_on: str


def extend(tx: Tx, code: str, wish: Extend, *, version: int | None = None) -> MovedDossier:
    """Grant more time on a legal basis, once on each; the receipt is issued anew and says both dates.

    More time for what is overdue already is granted all the same, and said to be late.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It waits for something, or has ended.
        Malformed: No reason, or no legal basis.
        AllowanceRefused: Nothing, less than nothing, or a unit that cannot carry it.
        ExtendedOnThisBasis: It was given more time on this basis before.
    """
    dossier, _ = hold(tx, code, move=DossierMove.EXTEND, version=version)
    more = Allowance(str(wish.amount), wish.unit or _own_unit(dossier))
    if more.amount <= 0 or more.unit is AllowanceUnit.SAME_DAY:
        raise AllowanceRefused(allowance=plain_amount(more.amount), unit=more.unit)
    basis, reason = legal_basis(wish.legal_basis), reasoned(wish.reason, field="reason")
    if fold(basis) in {fold(each.legal_basis) for each in interruptions.extensions_of(tx, dossier.id)}:
        raise ExtendedOnThisBasis(legal_basis=basis)
    late = verdict(
        due_at=dossier.due_at,
        ready_at=tx.now,
        calendar=calendar.calendar_of(tx, dossier.centre_id),
        to_the_minute=judged_to_the_minute(read_back(dossier.because)),
    )

    extension = Extension(
        id=chance.new_id(),
        dossier_id=dossier.id,
        amount=plain_amount(more.amount),
        unit=more.unit,
        reason=reason,
        legal_basis=basis,
        officer_id=tx.actor.id,
        decided_at=tx.now,
    )
    tx.session.add(extension)
    tx.session.flush()
    recompute(tx, dossier, because="extension")
    touch(tx, dossier)

    tx.emit(
        DossierExtended(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            amount=extension.amount,
            unit=extension.unit,
            late_days=max(0, late.late_days),
        )
    )
    reissue(tx, dossier, reason=say("record.reissued.extended", allowance=allowance_text(more), basis=basis))
    told = {"allowance": allowance_text(more), "reason": reason, "basis": basis, "due": _day(dossier)}
    owe_about(tx, dossier, EXTENDED_MESSAGE, extension.id, **told)
    return moved(dossier)


def apologise(tx: Tx, code: str, wish: Apologise, *, version: int | None = None) -> MovedDossier:
    """Apologise for a result that will be late and tell a new date (form 04), once; nothing moves by it.

    The law wants it a day before the due date. What comes later is written all the same, and said to be late:
    refused, it would take from the citizen the little that is left.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It waits for something, or has ended.
        ApologisedAlready: A new date was told before.
        Malformed: No reason, or no day.
        ToldDateWrong: A day off, not after the due date, gone by, or more than a year away.

    Rule:
        Decree 61/2018/NĐ-CP art. 19.9: reason and new date in writing, one day before the due date at the
        latest, at most one new date.
    """
    dossier, _ = hold(tx, code, move=DossierMove.APOLOGISE, version=version)
    told = interruptions.apology_of(tx, dossier.id)
    if told is not None:
        raise ApologisedAlready(told_on=local_day(told.told_at).isoformat())
    working = calendar.calendar_of(tx, dossier.centre_id)
    reason = reasoned(wish.reason, field="reason")
    told_at = new_date(wish.told_on, due_at=dossier.due_at, now=tx.now, calendar=working)
    notice_by = late_notice_by(dossier.due_at, working)

    apology = Apology(
        dossier_id=dossier.id,
        reason=reason,
        told_at=told_at,
        officer_id=tx.actor.id,
        apologised_at=tx.now,
    )
    tx.session.add(apology)
    dossier.told_at = told_at
    touch(tx, dossier)

    tx.emit(
        ApologyWritten(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            told_at=told_at,
            notice_by=notice_by,
            in_time=local_day(tx.now) <= local_day(notice_by),
        )
    )
    _issue_form(tx, dossier, apology)
    facts = {"reason": reason, "day": short_day(local_day(told_at)), "time": f"{local(told_at):%H:%M}"}
    owe_about(tx, dossier, APOLOGY_MESSAGE, dossier.id, **facts)
    return moved(dossier)


def _own_unit(dossier: Dossier) -> str:
    """Tell the unit of a dossier; more than "the same day" is told in working days."""
    same_day = dossier.unit == AllowanceUnit.SAME_DAY
    return AllowanceUnit.WORKING_DAY if same_day else dossier.unit


def _day(dossier: Dossier) -> str:
    return short_day(local_day(dossier.due_at))


def _issue_form(tx: Tx, dossier: Dossier, apology: Apology) -> None:
    facts = ApologyFacts(
        **letterhead(tx, dossier.centre_id, take_paper_number(tx, "apology", dossier.centre_id)[1]),
        **facts_about(tx, dossier),
        agency=agency_name(tx, dossier),
        receipt_number=paper_number(dossier.register_serial, SIGN_OF["register"]),
        received_at=dossier.received_at,
        promised_at=dossier.promised_at,
        told_at=apology.told_at,
        reason=apology.reason,
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=APOLOGY, facts=facts)
