"""A receipt issued again: what changed is on it, what was promised first too, and the old one is void."""

from datetime import timedelta

import pytest

from onestop.errors import NotFound
from onestop.model.dossier import Dossier
from onestop.model.interruption import Extension
from onestop.render.fonts import find_fonts
from onestop.render.issued import frozen, print_paper, thawed
from onestop.render.receipt import ReceiptFacts
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.store import dossiers
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from tests.conftest import Hands
from tests.dossier_makers import BASE, make_procedures, receive
from tests.makers import Hall
from tests.render.papers import text_of


def facts_of(database: Database, paper_id: str) -> ReceiptFacts:
    """Read the frozen facts of a receipt."""

    def read(reading: Reading) -> ReceiptFacts:
        paper = dossiers.paper(reading, paper_id)
        found = thawed(paper.name, reading.seals.unseal(paper.facts_sealed))
        assert isinstance(found, ReceiptFacts)
        return found

    return database.read_now(read)


def extended(tx: Tx, code: str) -> str:
    """Give five working days more, and issue the receipt again."""
    dossier = dossiers.lock(tx, code)
    tx.session.add(
        Extension(
            dossier_id=dossier.id, amount="5", unit="working_day", legal_basis="Điều 19", officer_id=tx.actor.id,
            decided_at=tx.now,
        )
    )  # fmt: skip
    tx.session.flush()
    recompute(tx, dossier, because="extension")
    return reissue(tx, dossier, base_url=BASE)


def renamed(tx: Tx, code: str) -> str:
    """Correct the applicant's name, and issue the receipt again."""
    dossier = dossiers.lock(tx, code)
    dossier.applicant_name = "Nông Thị Bích Ngà"
    tx.session.add(dossier)
    tx.session.flush()
    return reissue(tx, dossier, base_url=BASE)


def test_a_moved_date_is_printed_with_the_one_promised_first(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Ten days and five more: the new day, why, and until when it had been promised; same number and secret."""
    make_procedures(database, hall)
    received = receive(database, hall)
    first = facts_of(database, received.receipt_id)
    hands.forward(days=3)

    again = facts_of(database, database.write_now(hall.officer(1), extended, received.code))

    assert again.promised_at == first.promised_at + timedelta(days=7)
    assert (again.issue, again.replaces_on, again.first_promised_at) == (
        2,
        first.issued_on,
        first.promised_at,
    )
    assert (again.number, again.secret, again.status_url) == (first.number, first.secret, first.status_url)
    assert any("gia hạn" in reason.lower() for reason in again.because)
    printed = text_of(print_paper("receipt", frozen(again), find_fonts()))
    assert "Cấp lần 2, thay giấy cấp ngày 23/11/2026 đã hủy" in printed
    assert "Lần đầu đã hẹn: 17:00 08/12/2026" in printed


def test_the_issue_before_is_void_and_kept(database: Database, hall: Hall) -> None:
    """Two papers, of which one is current."""
    make_procedures(database, hall)
    received = receive(database, hall)

    new = database.write_now(hall.officer(1), extended, received.code)

    def papers(reading: Reading) -> list[tuple[str, bool]]:
        return [
            (each.id, each.void_at is not None)
            for each in dossiers.papers_of(reading, received.id, void=True)
        ]

    assert database.read_now(papers) == [(received.receipt_id, True), (new, False)]


def test_a_correction_keeps_the_promise(database: Database, hall: Hall, hands: Hands) -> None:
    """The name is the corrected one; the day is the same and no other is spoken of, also days later."""
    make_procedures(database, hall)
    received = receive(database, hall)
    first = facts_of(database, received.receipt_id)
    hands.forward(days=2)

    again = facts_of(database, database.write_now(hall.officer(1), renamed, received.code))

    assert again.applicant.name == "Nông Thị Bích Ngà"
    assert (again.promised_at, again.first_promised_at) == (first.promised_at, None)
    assert (again.channel, again.fee, again.officer_name) == (first.channel, first.fee, first.officer_name)


def test_without_a_first_receipt_there_is_none_to_replace(database: Database, hall: Hall) -> None:
    """What came from another system without a receipt gets none by this way."""
    make_procedures(database, hall)
    received = receive(database, hall)

    def without(tx: Tx) -> None:
        tx.run("DELETE FROM paper WHERE owner_id = :owner", owner=received.id)
        dossier = tx.session.get(Dossier, received.id)
        assert dossier is not None
        reissue(tx, dossier, base_url=BASE)

    with pytest.raises(NotFound):
        database.write_now(hall.officer(1), without)
