"""The receipt again: a date that moved or a correction gives a new issue, the one before it is void."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Protocol

import msgspec

from onestop.clock import local_day
from onestop.errors import NotFound
from onestop.model.dossier import Document, Dossier, Paper
from onestop.render.issued import RECEIPT
from onestop.render.paper_facts import Owner, Party, Representative
from onestop.render.receipt import ReceiptFacts
from onestop.render.terms_in_words import because_in_words
from onestop.rules import applicant
from onestop.rules.deadline import Deadline
from onestop.rules.elsewhere import awaited_agency
from onestop.steps.issue_paper import form_set_on, issue
from onestop.steps.reckon_due import read_back
from onestop.steps.recompute import reckoned
from onestop.steps.write_receipt import agencies_due, line_of, place_of
from onestop.store import dossiers
from onestop.store.tx import Reading, Tx


def reissue(tx: Tx, dossier: Dossier, *, reason: str = "", base_url: str | None = None) -> str:
    """Issue a dossier's receipt anew from what is known of it now; give the new paper's id.

    It bears the number, the secret, the link and the receiving officer of the first, and says what was
    promised first. Call it after `recompute`, with everything that was corrected already written.

    Args:
        tx: The transaction; the dossier is held in it.
        dossier: As it is to be printed.
        reason: Why, printed; empty where the moved date says it all.
        base_url: The address that citizens reach, without a slash at its end; None keeps the one printed.

    Raises:
        NotFound: It never had a receipt.
    """
    papers = [paper for paper in dossiers.papers_of(tx, dossier.id) if paper.name == RECEIPT]
    if not papers:
        raise NotFound(kind="paper", sought=RECEIPT)
    before = papers[-1]
    facts = changed_date(tx, before, dossier, reckoned(tx, dossier), dossier)
    facts = _corrected(tx, facts, dossier, dossiers.documents_of(tx, dossier.id))
    facts = msgspec.structs.replace(
        facts,
        return_place=place_of(tx, dossier, office=facts.office),
        reissue_reason=reason,
        agencies=agencies_due(tx, dossier),
    )
    if base_url is not None:
        facts = msgspec.structs.replace(
            facts,
            status_url=f"{base_url}/s/{facts.status_url.rpartition('/')[2]}",
            status_page=f"{base_url.partition('://')[2] or base_url}/status",
        )
    return issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=RECEIPT, facts=facts)


def facts_of(reading: Reading, paper: Paper) -> ReceiptFacts:
    """Read what a receipt was printed from."""
    return msgspec.json.decode(reading.seals.unseal(paper.facts_sealed), type=ReceiptFacts)


def promised_now(dossier: Dossier, deadline: Deadline) -> datetime:
    """Tell the hour to print: what was promised stays while the day stays, else the returns of the new day."""
    same_day = local_day(deadline.promised_at) == local_day(dossier.promised_at)
    return dossier.promised_at if same_day and not deadline.to_the_minute else deadline.promised_at


class Told(Protocol):
    """The reasons and the standing of a date, as a dossier keeps them or is about to."""

    @property
    def because(self) -> str:
        """The reasons, as they are kept."""
        ...

    @property
    def provisional(self) -> bool:
        """Whether the date rests on a year that is not announced."""
        ...

    @property
    def calendar_version(self) -> str:
        """The version of the calendar."""
        ...


def changed_date(
    reading: Reading, before: Paper, dossier: Dossier, deadline: Deadline, told: Told
) -> ReceiptFacts:
    """Give the facts of the next issue after nothing but the date changed, the days of agencies left as they are.

    Args:
        reading: Where the paper was read.
        before: The receipt that holds.
        dossier: Whose it is, with what was promised first.
        deadline: As reckoned now.
        told: What is told of the date.
    """
    facts = facts_of(reading, before)
    promised_at = promised_now(dossier, deadline)
    moved = promised_at != dossier.promised_at
    return msgspec.structs.replace(
        facts,
        form_set=form_set_on(reading.today),
        issued_on=reading.today,
        fee_settled=None if facts.fee_settled is None else dossier.fee_paid_at is not None,
        promised_at=promised_at,
        because=_in_words(told.because),
        awaits=awaited_agency(read_back(told.because)) if facts.awaits else "",
        provisional=told.provisional,
        calendar_version=told.calendar_version,
        issue=before.issue + 1,
        reissue_reason="",
        replaces_on=local_day(before.issued_at),
        first_promised_at=dossier.promised_at if moved else None,
        first_calendar_version=facts.first_calendar_version or facts.calendar_version,
    )


def _corrected(
    reading: Reading, facts: ReceiptFacts, dossier: Dossier, documents: Sequence[Document]
) -> ReceiptFacts:
    """Give facts with people and papers as the dossier has them now."""
    owner = Owner(name=dossier.owner_name, address=dossier.owner_address) if dossier.owner_name else None
    return msgspec.structs.replace(
        facts,
        applicant=Party(
            name=dossier.applicant_name,
            identity_no=reading.seals.unseal(dossier.identity_sealed),
            phone=dossier.phone,
            email=dossier.email,
            address=dossier.address,
        ),
        representative=_representative(reading, dossier),
        owner=owner,
        documents=tuple(map(line_of, documents)),
        sets=dossier.sets,
    )


@lru_cache(maxsize=1024)
def _in_words(because: str) -> tuple[str, ...]:
    """Tell the reasons that a dossier keeps; what was received on one day for the same time has the same."""
    return because_in_words(read_back(because))


def _representative(reading: Reading, dossier: Dossier) -> Representative | None:
    if not dossier.representative:
        return None
    plain = reading.seals.unseal(dossier.representative)
    known = msgspec.json.decode(plain, type=applicant.Representative)
    return Representative(name=known.name, identity_no=known.identity_no, paper=known.paper)
