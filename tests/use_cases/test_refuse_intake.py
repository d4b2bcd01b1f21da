"""Forms 02 and 03 at the counter: handed out, kept, and nothing promised; on both databases."""

import json
from typing import Any

import pytest

from onestop.errors import Malformed, NotAllowed, NotFound, Refusal
from onestop.model.dossier import Intake
from onestop.render.decline import DeclineFacts
from onestop.render.issued import thawed
from onestop.render.paper_facts import PaperFacts
from onestop.render.supplement_request import SupplementFacts
from onestop.rules.intake import Brought
from onestop.store import dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import refuse_intake
from onestop.use_cases.refuse_intake import MissingPaper, RefusedIntake, RefusedSubmission
from tests.conftest import Hands
from tests.dossier_makers import COMPLETE, NAME, SOCIAL_WORK, applicant, receive
from tests.makers import Hall


def refuse(database: Database, hall: Hall, outcome: str = "supplement", **changed: Any) -> RefusedIntake:
    """Refuse an intake at counter 1; name what is to differ."""
    usual: dict[str, Any] = {"procedure": SOCIAL_WORK, "applicant": applicant()}
    asked = RefusedSubmission(outcome=outcome, **(usual | changed))
    return database.write_now(hall.officer(1), refuse_intake.refuse, asked)


def facts_of(database: Database, paper_id: str) -> PaperFacts:
    """Read the frozen facts of a paper."""

    def read(reading: Reading) -> PaperFacts:
        paper = dossiers.paper(reading, paper_id)
        return thawed(paper.name, reading.seals.unseal(paper.facts_sealed))

    return database.read_now(read)


def test_form_02_asks_for_all_that_is_missing_and_promises_nothing(database: Database, office: Hall) -> None:
    """What the comparison finds missing stands on the form; no code, no date, no number of the register."""
    got = refuse(database, office, documents=(Brought(position=2, copies=1),))
    facts = facts_of(database, got.paper_id)

    assert isinstance(facts, SupplementFacts)
    assert [(line.name, line.originals, line.certified) for line in facts.missing] == [
        ("Đơn đề nghị theo mẫu", 1, 0),
        ("Văn bằng chuyên môn về công tác xã hội", 0, 1),
    ]
    assert (facts.number, facts.code, facts.serial) == ("0001/HDHS", "", "")
    assert (facts.contact_name, facts.contact_phone) == ("Cán bộ quầy 1", "0206 000 0000")
    assert facts.reason == "Hồ sơ chưa đủ thành phần theo quy định của thủ tục."

    def count(reading: Reading) -> list[int]:
        tables = ("dossier", "dossier_period")
        return [reading.run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    assert database.read_now(count) == [0, 0]
    assert receive(database, office).code == "H14.12-261123-0001"


def test_the_officer_may_name_what_is_missing_and_remark_on_it(database: Database, office: Hall) -> None:
    """A paper of the list by its position, another by its name."""
    named = (MissingPaper(position=2, note="bản mờ, không đọc được"), MissingPaper(name="Giấy ủy quyền"))
    facts = facts_of(database, refuse(database, office, missing=named).paper_id)

    assert isinstance(facts, SupplementFacts)
    assert [(line.name, line.certified, line.note) for line in facts.missing] == [
        ("Văn bằng chuyên môn về công tác xã hội", 1, "bản mờ, không đọc được"),
        ("Giấy ủy quyền", 0, ""),
    ]


def test_form_03_declines_with_its_reason(database: Database, office: Hall) -> None:
    """A number of its own, and who refused."""
    got = refuse(database, office, "decline", reason="Không thuộc thẩm quyền.\nĐiều 5.")
    facts = facts_of(database, got.paper_id)

    assert isinstance(facts, DeclineFacts)
    assert (facts.number, facts.reason) == ("0001/TCHS", "Không thuộc thẩm quyền.\nĐiều 5.")


def test_the_intake_is_kept_with_what_was_asked(database: Database, office: Hall, hands: Hands) -> None:
    """Who came back three times can show it."""
    got = refuse(database, office)

    def read(reading: Reading) -> Intake | None:
        return reading.session.get(Intake, got.id)

    kept = database.read_now(read)
    assert kept is not None
    assert (kept.outcome, kept.applicant_name) == ("supplement", NAME)
    assert kept.at < hands.at
    assert [line["name"] for line in json.loads(kept.missing)] == [
        "Đơn đề nghị theo mẫu",
        "Văn bằng chuyên môn về công tác xã hội",
    ]


def test_numbers_of_forms_count_by_kind_and_start_anew_each_year(
    database: Database, office: Hall, hands: Hands
) -> None:
    """Form 02 and form 03 have a count each."""
    for _ in range(2):
        refuse(database, office)
    declined = refuse(database, office, "decline", reason="Không thuộc thẩm quyền.")
    hands.forward(days=60)
    later = refuse(database, office)

    assert facts_of(database, declined.paper_id).number == "0001/TCHS"
    assert facts_of(database, later.paper_id).number == "0001/HDHS"


def test_form_02_goes_to_somebody_whose_number_is_not_known(database: Database, office: Hall) -> None:
    """The paper that is missing may be the căn cước."""
    facts = facts_of(
        database, refuse(database, office, applicant=applicant(identity_no="", phone="")).paper_id
    )

    assert isinstance(facts, SupplementFacts)
    assert facts.applicant.identity_no == ""


@pytest.mark.parametrize(
    ("changed", "kind", "facts"),
    [
        ({"outcome": "pigeon"}, Malformed, {"field": "outcome"}),
        ({"outcome": "decline"}, Malformed, {"field": "reason", "reason": "missing"}),
        ({"outcome": "decline", "reason": "x" * 10_000}, Malformed, {"field": "reason", "reason": "length"}),
        ({"documents": COMPLETE}, Malformed, {"field": "missing", "reason": "missing"}),
        ({"missing": ()}, Malformed, {"field": "missing", "reason": "missing"}),
        ({"missing": (MissingPaper(),)}, Malformed, {"field": "missing", "reason": "missing"}),
        ({"missing": (MissingPaper(position=3),)}, Malformed, {"field": "missing", "reason": "in-database"}),
        ({"missing": (MissingPaper(name="x"),) * 300}, Malformed, {"field": "missing"}),
        ({"procedure": "9.999999"}, NotFound, {"kind": "procedure"}),
        ({"applicant": applicant(name="")}, Malformed, {"field": "applicant.name"}),
        ({"ticket": "nosuchticket"}, NotFound, {"kind": "ticket"}),
    ],
)
def test_a_form_that_cannot_be_leaves_no_trace(
    database: Database, office: Hall, changed: dict[str, Any], kind: type[Refusal], facts: dict[str, Any]
) -> None:
    """Nothing missing, no reason, a paper that the database has: no form, no number, no entry."""
    with pytest.raises(kind) as refused:
        refuse(database, office, **changed)

    def count(reading: Reading) -> list[int]:
        tables = ("intake", "paper", "tally")
        return [reading.run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    assert facts.items() <= refused.value.facts.items()
    assert database.read_now(count) == [0, 0, 0]
    assert database.read_now(journal.head, office.centre) == 0


def test_a_kiosk_hands_out_no_form(database: Database, office: Hall) -> None:
    """Only an officer tells somebody no."""
    asked = RefusedSubmission(outcome="supplement", procedure=SOCIAL_WORK, applicant=applicant())
    with pytest.raises(NotAllowed):
        database.write_now(office.kiosk, refuse_intake.refuse, asked)


def test_the_journal_knows_that_somebody_was_refused_and_not_who(database: Database, office: Hall) -> None:
    """Procedure, outcome and how many papers; no name, and not the reason that a person typed."""
    refuse(database, office, "decline", reason=f"{NAME} chưa đủ tuổi")
    entries = database.read_now(journal.since, office.centre, 0)
    text = " ".join(entry.facts for entry in entries)

    assert sorted(entry.kind for entry in entries) == ["intake-refused", "paper-issued"]
    assert not any(private in text for private in (NAME, "Ngọc", "tuổi"))
