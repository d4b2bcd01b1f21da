"""Moving the dates of many dossiers by a changed calendar: written, printed anew, told to those who wait."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from onestop.clock import local_day
from onestop.model.dossier import Dossier
from onestop.render.dates import short_day
from onestop.render.issued import RECEIPT
from onestop.render.paper_facts import PaperFacts
from onestop.render.terms_in_words import because_in_words
from onestop.rules.calendar_change import news
from onestop.rules.deadline import Deadline
from onestop.steps.issue_paper import issue_many
from onestop.steps.owe_message import owe
from onestop.steps.reckon_due import read_back
from onestop.steps.reckon_open import Again
from onestop.steps.recompute import forward_anew, write_down
from onestop.steps.reissue_receipt import changed_date, facts_of
from onestop.steps.word_letter import discreet
from onestop.store import calendar_changes, places
from onestop.store.tx import Tx

BECAUSE = "calendar-changed"
TEMPLATE = "due-moved"


class Moves(msgspec.Struct):
    """What has been moved so far; `left` are the codes of those that could not be reckoned."""

    examined: int = 0
    moved: int = 0
    receipts: int = 0
    messages: int = 0
    left: list[str] = []


class _Moved(msgspec.Struct, frozen=True):
    """A dossier that moved: when it was due before and the reasons it gave then, and what was reckoned now."""

    dossier: Dossier
    due_at: datetime
    because: str
    deadline: Deadline


def move_dates(tx: Tx, lot: Sequence[Again], moves: Moves) -> None:
    """Write the dates of a lot of dossiers that are held, and everything that follows from those that moved."""
    moved = list[_Moved]()
    for dossier, course, known, deadline, _ in lot:
        if deadline is None:
            moves.left.append(dossier.code)
            continue
        before = dossier.due_at, dossier.because
        forward_anew(dossier, course, known)
        if write_down(tx, dossier, course.legs, deadline, because=BECAUSE):
            dossier.version += 1
            moved.append(_Moved(dossier, *before, deadline))
    tx.session.flush()

    papers = _print_again(tx, moved)
    moves.examined += len(lot)
    moves.moved += len(moved)
    moves.receipts += len(papers)
    moves.messages += _tell(tx, [each for each in moved if each.dossier.email], papers)


def _print_again(tx: Tx, moved: Sequence[_Moved]) -> dict[str, str]:
    """Issue the receipts anew, of those that have one; give the papers' ids by dossier."""
    papers = calendar_changes.current_papers(tx, RECEIPT, [each.dossier.id for each in moved])
    wanted = list[tuple[Dossier, int, PaperFacts]]()
    for each in moved:
        before = papers.get(each.dossier.id)
        if before is not None:
            facts = changed_date(tx, facts_of(tx, before), before, each.dossier, each.deadline)
            wanted.append((each.dossier, facts.issue, facts))
    return issue_many(tx, RECEIPT, wanted)


def _tell(tx: Tx, readers: Sequence[_Moved], papers: dict[str, str]) -> int:
    """Owe a message to each, who gave an address; one for each new receipt. Give how many."""
    procedures = calendar_changes.procedures_told(tx, {each.dossier.procedure_id for each in readers})
    centres = {key: places.centre(tx, key) for key in {each.dossier.centre_id for each in readers}}
    for each in readers:
        dossier, centre = each.dossier, centres[each.dossier.centre_id]
        why = because_in_words(news(read_back(each.because), each.deadline.because))
        name, sensitive = procedures[dossier.procedure_id]
        facts = {
            "code": dossier.code,
            "procedure": name,
            "before": short_day(local_day(each.due_at)),
            "day": short_day(local_day(dossier.due_at)),
            "why": "; ".join(why),
            "centre": f"{centre.name} {centre.place}".strip(),
            "path": f"/status/{dossier.code}",
        }
        owe(
            tx,
            dossier.centre_id,
            papers.get(dossier.id, f"{dossier.id}.{dossier.version}"),
            TEMPLATE,
            address=dossier.email,
            facts=discreet(facts, sensitive=sensitive),
        )
    return len(readers)
