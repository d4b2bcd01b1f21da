"""A running dossier lacks papers: they are asked for once and completely, and come back complete."""

import json
from datetime import date, datetime

import msgspec

from onestop import chance
from onestop.errors import Malformed
from onestop.events import SupplementAsked, SupplementTaken
from onestop.model.dossier import Document, Dossier
from onestop.model.interruption import SupplementRequest
from onestop.model.procedure import SupplementRule
from onestop.render.dates import short_day
from onestop.render.issued import SUPPLEMENT
from onestop.render.paper_facts import DocumentLine
from onestop.render.supplement_request import SupplementFacts
from onestop.render.wording import say
from onestop.rules.limits import supplement_notice_by
from onestop.rules.reasoned import reasoned
from onestop.rules.submission import LONGEST_NOTE
from onestop.rules.supplement import AskedPaper, Request, TypedItem, asked_for, rule_of
from onestop.rules.text import many_lines
from onestop.rules.verdict import verdict
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.issue_paper import issue, letterhead, take_paper_number
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.steps.tell_dossier import facts_about, owe_about
from onestop.store import calendar, dossiers, interruptions, procedures
from onestop.store.tx import Tx

ASKED_MESSAGE = "supplement_asked"


class AskSupplement(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask for, why, and what it does to the clock where that is not the procedure's rule."""

    items: tuple[TypedItem, ...]
    reason: str
    rule: str | None = None


class TakeSupplement(msgspec.Struct, frozen=True, kw_only=True):
    """The return of what was asked for; a note goes to the dossier's."""

    note: str | None = None


def ask(tx: Tx, code: str, wish: AskSupplement, *, version: int | None = None) -> MovedDossier:
    """Ask for papers that a running dossier lacks (form 02); nobody is late while they are awaited.

    A notice after the third working day is written all the same, and said to be late: refused, it would keep
    from the citizen what they must know.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: Papers are awaited already, it is suspended, or it has ended.
        Malformed: Nothing asked for, no reason, or a field that cannot be what it promises.
        SupplementAskedBefore: An earlier request asked for it, or gave that reason.

    Rule:
        Decree 61/2018/NĐ-CP art. 15 (once, completely) and 19.4 (through the centre, within 3 working days).
    """
    dossier, after = hold(tx, code, move=DossierMove.ASK_SUPPLEMENT, version=version)
    before = interruptions.supplements_of(tx, dossier.id)
    reason = reasoned(wish.reason, field="reason")
    items = asked_for(
        wish.items,
        reason,
        demands=procedures.demands_of(tx, dossier.procedure_id),
        before=[Request(_items_of(each), each.reason) for each in before],
    )
    working = calendar.calendar_of(tx, dossier.centre_id)
    answer_days = procedures.by_id(tx, dossier.procedure_id).answer_days

    request = SupplementRequest(
        id=chance.new_id(),
        dossier_id=dossier.id,
        position=len(before) + 1,
        items=json.dumps([msgspec.structs.asdict(item) for item in items], ensure_ascii=False),
        reason=reason,
        rule=rule_of(wish.rule, dossier.supplement_rule),
        officer_id=tx.actor.id,
        requested_at=tx.now,
        answer_by=working.last_day(tx.today, answer_days),
    )
    tx.session.add(request)
    change(tx, dossier, after)
    recompute(tx, dossier, because="waiting")

    notice_by = supplement_notice_by(_counted_from(dossier, before), working)
    late = verdict(due_at=notice_by, ready_at=tx.now, calendar=working, to_the_minute=False)
    tx.emit(
        SupplementAsked(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            request=request.position,
            papers=len(items),
            rule=request.rule,
            answer_by=request.answer_by,
            late_days=max(0, late.late_days),
        )
    )
    _issue_form(tx, dossier, items, reason, answer_by=request.answer_by)
    told = {
        "items": "\n".join(f"- {_line_of(item)}" for item in items),
        "reason": reason,
        "until": short_day(request.answer_by),
    }
    owe_about(tx, dossier, ASKED_MESSAGE, request.id, **told)
    return moved(dossier)


def take(tx: Tx, code: str, wish: TakeSupplement, *, version: int | None = None) -> MovedDossier:
    """Take what was asked for, complete: the dossier goes on, its time anew or without the wait.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: Nothing is awaited.
        Malformed: The note is too long.

    Rule:
        Decree 61/2018/NĐ-CP art. 19.4: the time is counted from the beginning after the full receipt, unless
        the procedure's own law says otherwise.
    """
    dossier, after = hold(tx, code, move=DossierMove.TAKE_SUPPLEMENT, version=version)
    request = interruptions.awaited_supplement(tx, dossier.id)
    if request is None:
        raise Malformed(field="items", reason="missing")
    note = "\n".join(filter(None, (dossier.note, wish.note)))
    dossier.note = many_lines(note, field="note", most=LONGEST_NOTE)

    request.returned_at = request.ended_at = max(tx.now, request.requested_at)
    tx.session.add(request)
    _keep_papers(tx, dossier, _items_of(request))
    change(tx, dossier, after)
    recompute(tx, dossier, because=f"supplement-{request.rule.replace('_', '-')}")

    tx.emit(
        SupplementTaken(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            request=request.position,
            rule=request.rule,
        )
    )
    reissue(tx, dossier, reason=say(f"record.reissued.supplement_{request.rule}"))
    return moved(dossier)


def _counted_from(dossier: Dossier, before: list[SupplementRequest]) -> datetime:
    """Tell since when the notice is counted: the receipt, or the last return that began it anew."""
    restarts = [each.returned_at for each in before if each.rule == SupplementRule.RESTART]
    return max([dossier.received_at, *filter(None, restarts)])


def _items_of(request: SupplementRequest) -> tuple[AskedPaper, ...]:
    return msgspec.json.decode(request.items, type=tuple[AskedPaper, ...])


def _line_of(item: AskedPaper) -> str:
    return say("paper.table.with_note", name=item.name, note=item.note) if item.note else item.name


def _keep_papers(tx: Tx, dossier: Dossier, items: tuple[AskedPaper, ...]) -> None:
    """Add what came to what the dossier holds, behind everything that the procedure lists."""
    held = [document.position for document in dossiers.documents_of(tx, dossier.id)]
    listed = [demand.position for demand in procedures.demands_of(tx, dossier.procedure_id)]
    first = max([0, *held, *listed]) + 1
    for position, item in enumerate(items, start=first):
        tx.session.add(
            Document(
                dossier_id=dossier.id,
                position=position,
                name=item.name,
                originals=item.originals,
                certified=item.certified,
                copies=item.copies,
            )
        )
    tx.session.flush()


def _issue_form(
    tx: Tx, dossier: Dossier, items: tuple[AskedPaper, ...], reason: str, *, answer_by: date
) -> None:
    head = letterhead(tx, dossier.centre_id, take_paper_number(tx, "supplement", dossier.centre_id)[1])
    facts = SupplementFacts(
        **head,
        **facts_about(tx, dossier),
        missing=tuple(DocumentLine(**msgspec.structs.asdict(item)) for item in items),
        reason=reason,
        contact_name=head["officer_name"],
        contact_phone=head["office_phone"],
        answer_by=answer_by,
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=SUPPLEMENT, facts=facts)
