"""What a changed calendar makes of dossiers: everything that is to be written, reckoned and sealed before it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from onestop import chance
from onestop.clock import local_day
from onestop.events import DueMoved
from onestop.model.dossier import Dossier, Paper
from onestop.render.dates import short_day
from onestop.render.issued import RECEIPT
from onestop.render.terms_in_words import because_in_words
from onestop.rules.calendar_change import news
from onestop.rules.deadline import Deadline
from onestop.steps.issue_paper import drawn_up
from onestop.steps.reckon_due import read_back, written
from onestop.steps.reckon_open import Again
from onestop.steps.recompute import due_moved, forward_anew, leg_ends
from onestop.steps.reissue_receipt import changed_date
from onestop.steps.word_letter import discreet
from onestop.steps.write_receipt import agencies_told
from onestop.store import calendar_changes, deliveries, dossier_index, legs, places
from onestop.store.deliveries import OwedMessage
from onestop.store.dossier_index import Reranked
from onestop.store.moved_dates import NewDates
from onestop.store.places import CentreRow
from onestop.store.tx import Reading

BECAUSE = "calendar-changed"
TEMPLATE = "due-moved"


class Move(NamedTuple):
    """What is to be written of one dossier; it holds as long as the dossier has the `version` that was read.

    `dates` is None where it cannot be reckoned; then and where the date stays, nothing is told: `event` is
    None. `legs` are planned ends by the ids of legs, `receipt` and `letter` rows that are sealed already.
    """

    code: str
    version: int
    dates: NewDates | None = None
    legs: tuple[tuple[str, datetime], ...] = ()
    event: DueMoved | None = None
    rank: Reranked | None = None
    receipt: dict[str, Any] | None = None
    letter: dict[str, Any] | None = None


class _Known(NamedTuple):
    """What the dossiers of a lot have in common: their receipts, by dossier, and names by id.

    Of a procedure also whether it is sensitive.
    """

    papers: Mapping[str, Paper]
    agencies: Mapping[str, str]
    procedures: Mapping[str, tuple[str, bool]]
    centres: Mapping[str, CentreRow]


def foresee(reading: Reading, lot: Sequence[Again]) -> dict[str, Move]:
    """Work out what is to be written of each dossier of a lot, by its id; nothing is written."""
    moving = [each for each in lot if each.moves]
    known = _Known(
        calendar_changes.current_papers(reading, RECEIPT, [each.dossier.id for each in moving]),
        legs.names_of(reading, {leg.agency_id for each in moving for leg in each.course.legs}),
        calendar_changes.procedures_told(reading, {each.dossier.procedure_id for each in moving}),
        {key: places.centre(reading, key) for key in {each.dossier.centre_id for each in moving}},
    )
    return {each.dossier.id: _move(reading, each, known) for each in lot}


def _move(reading: Reading, again: Again, known: _Known) -> Move:
    dossier, deadline = again.dossier, again.deadline
    if deadline is None:
        return Move(dossier.code, dossier.version)
    event = due_moved(dossier, deadline, because=BECAUSE)
    rank = dossier_index.reranked(dossier, deadline.due_at)
    dates = NewDates(
        dossier.id,
        deadline.due_at,
        written(deadline.because),
        deadline.calendar_version,
        deadline.provisional,
        forward_anew(dossier, again.course, again.known),
        dossier.version if event is None else dossier.version + 1,
        rank.after,
    )
    ends = leg_ends(again.course.legs, deadline)
    told = tuple((leg.id, due_at) for leg, due_at in ends if leg.due_at != due_at)
    if event is None:
        return Move(dossier.code, dossier.version, dates, told)
    receipt = _receipt(reading, again, deadline, dates, known)
    about = receipt["id"] if receipt else f"{dossier.id}.{dates.version}"
    letter = _letter(reading, dossier, deadline, about, known)
    return Move(dossier.code, dossier.version, dates, told, event, rank, receipt, letter)


def _receipt(
    reading: Reading, again: Again, deadline: Deadline, dates: NewDates, known: _Known
) -> dict[str, Any] | None:
    """Draw up the receipt anew; None where there was none."""
    dossier, before = again.dossier, known.papers.get(again.dossier.id)
    if before is None:
        return None
    facts = changed_date(reading, before, dossier, deadline, dates)
    if facts.agencies:
        ends = leg_ends(again.course.legs, deadline)
        facts = msgspec.structs.replace(facts, agencies=agencies_told(ends, known.agencies))
    return drawn_up(
        reading,
        centre_id=dossier.centre_id,
        owner_id=dossier.id,
        name=RECEIPT,
        facts=facts,
        serial=facts.issue,
    )


def _letter(
    reading: Reading, dossier: Dossier, deadline: Deadline, subject_id: str, known: _Known
) -> dict[str, Any] | None:
    """Write the message to whoever gave an address; None for who gave none."""
    if not dossier.email:
        return None
    centre, (procedure, sensitive) = known.centres[dossier.centre_id], known.procedures[dossier.procedure_id]
    why = because_in_words(news(read_back(dossier.because), deadline.because))
    facts = {
        "code": dossier.code,
        "procedure": procedure,
        "before": short_day(local_day(dossier.due_at)),
        "day": short_day(local_day(deadline.due_at)),
        "why": "; ".join(why),
        "centre": f"{centre.name} {centre.place}".strip(),
        "path": f"/status/{dossier.code}",
    }
    return deliveries.sealed(
        reading,
        OwedMessage(
            id=chance.new_id(),
            centre_id=dossier.centre_id,
            subject_id=subject_id,
            template=TEMPLATE,
            channel="email",
            lang="vi",
            tries=0,
            address=dossier.email,
            facts=discreet(facts, sensitive=sensitive),
        ),
    )
