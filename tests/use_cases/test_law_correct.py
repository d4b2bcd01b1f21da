"""A receipt put right: the old one void and kept, the new one under the same number and code."""

from datetime import UTC, datetime

import pytest

from onestop.errors import Incomplete, Malformed, MoveNotAllowed, NothingToCorrect
from onestop.render.receipt import ReceiptFacts
from onestop.rules.applicant import TypedApplicant
from onestop.rules.intake import Brought
from onestop.rules.scope import Scope
from onestop.store import dossier_list, journal
from onestop.store.database import Database
from tests.conftest import Hands
from tests.dossier_makers import NAME, NUMBER, PAID, applicant, receive
from tests.dossier_moves import Moves
from tests.makers import Hall

RIGHT_NUMBER = "004189006743"


def test_a_wrong_name_and_number_are_put_right_on_a_new_issue(
    database: Database, office: Hall, moves: Moves, hands: Hands
) -> None:
    """Circular 01/2018 art. 19: one code for one dossier; the number in the register stays too."""
    code = receive(database, office).code
    hands.at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    moves.correct(code, applicant=applicant(name="Nông Thị Bích Ngà", identity_no=RIGHT_NUMBER))
    old, new = moves.papers(code)
    before, after = moves.facts(old, ReceiptFacts), moves.facts(new, ReceiptFacts)

    assert old.void_at is not None
    assert (before.code, before.number, before.secret) == (after.code, after.number, after.secret)
    assert (before.applicant.name, after.applicant.name) == (NAME, "Nông Thị Bích Ngà")
    assert (after.applicant.identity_no, after.first_promised_at) == (RIGHT_NUMBER, None)
    assert after.promised_at == before.promised_at
    assert after.replaces_on is not None
    assert "Ghi nhầm số bộ" in after.reissue_reason


def test_the_journal_knows_which_fields_and_nobody_in_them(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Names of fields only; what differs only."""
    code = receive(database, office).code
    moves.correct(code, applicant=applicant(name="Nông Thị Bích Ngà", phone="0912000387"), sets=2)
    entries = database.read_now(journal.since, office.centre, 0)

    assert moves.told("receipt-corrected")[0]["fields"] == ["applicant_name", "phone", "sets"]
    assert not any(
        private in entry.facts for entry in entries for private in (NAME, "Ngà", "0912000387", NUMBER)
    )


def test_who_was_put_right_is_found_by_the_right_number_and_name(
    database: Database, office: Hall, moves: Moves
) -> None:
    """And no longer by the wrong one."""
    code = receive(database, office).code
    moves.correct(code, applicant=applicant(name="Lý Văn Sáng", identity_no=RIGHT_NUMBER))

    def found(words: str) -> list[str]:
        page = database.read_now(lambda reading: dossier_list.page(reading, Scope(), words=words))
        return [one.dossier.code for one in page.items]

    assert (found(RIGHT_NUMBER), found("ly van sang")) == ([code], [code])
    assert (found(NUMBER), found("bich ngoc")) == ([], [])


def test_papers_that_were_counted_wrongly_are_counted_anew_and_must_be_complete(
    database: Database, office: Hall, moves: Moves
) -> None:
    """A correction cannot make an incomplete dossier out of a complete one."""
    code = receive(database, office).code
    with pytest.raises(Incomplete):
        moves.correct(code, documents=(Brought(position=1, originals=1),))
    papers = (Brought(position=1, originals=2), Brought(position=2, certified=1))
    moves.correct(code, documents=papers)
    facts = moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert [line.originals for line in facts.documents] == [2, 0]
    assert moves.told("receipt-corrected")[0]["fields"] == ["documents"]


def test_what_is_not_told_of_the_applicant_stays(database: Database, office: Hall, moves: Moves) -> None:
    """An officer sees numbers masked and corrects the name alone; an empty text takes away, nothing keeps."""
    code = receive(database, office).code
    moves.correct(code, applicant=TypedApplicant(name="Nông Thị Bích Ngà", phone=""))
    facts = moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert (facts.applicant.identity_no, facts.applicant.phone) == (NUMBER, "")
    assert moves.told("receipt-corrected")[0]["fields"] == ["applicant_name", "phone"]


def test_what_is_right_already_is_not_corrected(database: Database, office: Hall, moves: Moves) -> None:
    """No void paper for nothing."""
    code = receive(database, office).code
    for same in ({"sets": 1}, {"applicant": applicant()}, {"reason": "Không có gì."}):
        with pytest.raises(NothingToCorrect):
            moves.correct(code, **same)

    assert len(moves.papers(code)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "", "sets": 2},
        {"sets": 0},
        {"sets": 10**6},
        {"return_via": "pigeon"},
        {"return_via": "post", "return_address": ""},
        {"owner_name": "x" * 201},
        {"note": "x" * 2_001},
        {"applicant": applicant(identity_no="")},
        {"applicant": applicant(name="")},
    ],
)
def test_a_correction_that_would_make_it_wrong_is_refused(
    database: Database, office: Hall, moves: Moves, changed: dict[str, object]
) -> None:
    """Looked over as at receipt."""
    code = receive(database, office).code
    with pytest.raises(Malformed):
        moves.correct(code, **changed)

    assert moves.dossier(code).version == 1


def test_a_result_by_post_needs_an_address(database: Database, office: Hall, moves: Moves) -> None:
    """Told with it, it is printed where the result will be."""
    code = receive(database, office).code
    moves.correct(code, return_via="post", return_address="Tổ 1, xã Hòa An", owner_name="Lý Văn Sáng")
    facts = moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert "Tổ 1, xã Hòa An" in facts.return_place
    assert facts.owner is not None
    assert facts.owner.name == "Lý Văn Sáng"


def test_the_fee_on_the_new_issue_is_as_it_stands(database: Database, office: Hall, moves: Moves) -> None:
    """Decree 61/2018 art. 22: what was paid stays paid."""
    code = receive(database, office, procedure=PAID, documents=(), fee_paid=True).code
    moves.correct(code)
    facts = moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert (facts.fee_settled, facts.sets) == (True, 2)


def test_a_receipt_is_corrected_while_it_waits_and_not_after_its_end(
    database: Database, office: Hall, moves: Moves
) -> None:
    """A dossier that waits for papers may have a wrong name as well."""
    code = receive(database, office).code
    moves.ask(code)
    moves.correct(code)
    assert moves.dossier(code).state == "supplement_asked"
    moves.take(code)
    moves.ready(code)
    with pytest.raises(MoveNotAllowed):
        moves.correct(code, sets=3)
