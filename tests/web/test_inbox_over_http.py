"""The officer's inbox over real HTTP: whose work is in it, who sees whole numbers, to whom work may be given."""

from typing import Any

import pytest
from sqlmodel import select

from onestop.model.leg import Absence, Leg
from onestop.model.people import Officer
from onestop.rules.access import SYSTEM
from onestop.store import dossiers, journal
from onestop.store.tx import Tx
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, NUMBER, PHONE, SAME_DAY, make_agency, make_procedures, receive
from tests.serving import Served
from tests.web.leaders import make_officer, signed_in


@pytest.fixture
def office(served: Served) -> Served:
    """A running service with procedures, and people who resolve what is received."""
    make_procedures(served.database, served.hall)
    for name, role in (("chuyenvien", "specialist"), ("lanhdao", "leader")):
        make_officer(served.database, served.hall, name, role, f"Đinh Thị {name.title()}")
    served.database.write_now(SYSTEM, settle, served.hall.agency)
    return served


def settle(tx: Tx, agency_id: str) -> None:
    """Let both work in the agency that resolves what is received."""
    tx.run("UPDATE officer SET agency_id = :id WHERE role IN ('specialist', 'leader')", id=agency_id)


def leg(tx: Tx, dossier_id: str, state: str, officer: str | None = None) -> None:
    """Bring the planned leg of a dossier into a state, as forwarding and taking on do."""
    dossier = dossiers.by_id(tx, dossier_id)
    holder = officer and tx.run("SELECT id FROM officer WHERE username = :name", name=officer).fetchone()[0]
    row = tx.session.exec(select(Leg).where(Leg.dossier_id == dossier.id)).one()
    row.state, row.officer_id, row.sent_at = state, holder, tx.now
    row.accepted_at = tx.now if state == "accepted" else None
    tx.session.add(row)


def send_to(tx: Tx, agency_id: str) -> None:
    """Let the leader work in an agency."""
    tx.run("UPDATE officer SET agency_id = :id, centre_id = NULL WHERE username = 'lanhdao'", id=agency_id)


def groups(answer: dict[str, Any]) -> dict[str, int]:
    """Tell how many there are in each group that holds something."""
    assert "groups" in answer, answer
    return {one["group"]: one["count"] for one in answer["groups"] if one["count"]}


def test_reception_finds_what_is_late_due_and_ready(office: Served, hands: Hands) -> None:
    """Soonest due first; each counted in every group that it is work in."""
    first = receive(office.database, office.hall, procedure=SAME_DAY, documents=())
    second = receive(office.database, office.hall)
    with office.officer(1) as officer:
        found = officer.get("/api/inbox").json()
        assert groups(found) == {"today": 1, "to_forward": 2}
        assert (found["group"], [one["code"] for one in found["items"]]) == ("today", [first.code])
    hands.forward(days=1, hours=8)
    with office.officer(1) as officer:
        found = officer.get("/api/inbox").json()
        assert groups(found) == {"overdue": 1, "late_to_forward": 2}
        late = officer.get("/api/inbox?group=late_to_forward").json()["items"]
        assert [one["code"] for one in late] == [first.code, second.code]
        assert late[0]["forward_by"] == "2026-11-23T17:00:00+07:00"
        officer.post(f"/api/dossiers/{second.code}/result_ready")
        found = officer.get("/api/inbox?group=to_hand_over").json()
        assert [one["code"] for one in found["items"]] == [second.code]
        assert officer.get("/api/inbox?group=to_assign").status_code == 422
        page = officer.get("/inbox?group=overdue")
        assert first.code in page.text
        assert second.code not in page.text


def test_an_agency_finds_what_to_take_on_to_give_and_what_it_holds(office: Served) -> None:
    """What was sent, what nobody holds, and one's own; the leader gives, the specialist works."""
    sent, taken, held = (receive(office.database, office.hall) for _ in range(3))
    office.database.write_now(SYSTEM, leg, sent.id, "sent")
    office.database.write_now(SYSTEM, leg, taken.id, "accepted")
    office.database.write_now(SYSTEM, leg, held.id, "accepted", "chuyenvien")
    with signed_in(office, "chuyenvien") as specialist, signed_in(office, "lanhdao") as leader:
        assert groups(specialist.get("/api/inbox").json()) == {"to_take_on": 1, "mine": 1}
        mine = specialist.get("/api/inbox?group=mine").json()["items"]
        assert [one["code"] for one in mine] == [held.code]
        listed = specialist.get("/api/dossiers?mine=1").json()["items"]
        assert [one["code"] for one in listed] == [held.code]
        assert specialist.get("/api/dossiers?mine=1&q=nong+thi").json()["items"] == listed
        assert groups(leader.get("/api/inbox").json()) == {"to_take_on": 1, "to_assign": 1}
        assert specialist.get("/api/inbox?group=to_assign").status_code == 422


def test_what_is_due_within_a_working_day_wants_an_apology(office: Served) -> None:
    """Whoever may write one sees it; the others do not."""
    hours = receive(office.database, office.hall, procedure=BY_HOURS, documents=())
    receive(office.database, office.hall)
    with signed_in(office, "lanhdao") as leader, office.officer(1) as reception:
        found = leader.get("/api/inbox?group=to_apologise").json()
        assert [one["code"] for one in found["items"]] == [hours.code]
        assert "to_apologise" not in [one["group"] for one in reception.get("/api/inbox").json()["groups"]]


def test_another_agency_finds_nothing(office: Served) -> None:
    """Neither counts nor dossiers; no page for who is not signed in."""
    receive(office.database, office.hall, procedure=SAME_DAY, documents=())
    other = make_agency(office.database, "so-xay-dung", "H14.20")

    def elsewhere(tx: Tx) -> None:
        tx.run(
            "UPDATE officer SET agency_id = :agency, centre_id = NULL WHERE username = 'lanhdao'",
            agency=other,
        )

    office.database.write_now(SYSTEM, elsewhere)
    with signed_in(office, "lanhdao") as leader, office.client() as nobody:
        assert groups(leader.get("/api/inbox").json()) == {}
        assert leader.get("/api/inbox").json()["items"] == []
        assert leader.get("/inbox").status_code == 200
        assert nobody.get("/inbox", follow_redirects=False).status_code == 303
        assert nobody.get("/api/inbox").status_code == 401


def test_whole_numbers_are_shown_on_asking_and_the_journal_says_to_whom(office: Served) -> None:
    """Only within reach; the page and the list have them masked before and after."""
    dossier = receive(office.database, office.hall)
    path = f"/api/dossiers/{dossier.code}"
    other = make_agency(office.database, "so-xay-dung", "H14.20")
    with office.officer(1) as officer, office.client() as nobody:
        assert NUMBER not in officer.get(path).text
        shown = officer.post(f"{path}/unmask")
        assert shown.json() == {"identity_no": NUMBER, "phone": PHONE}
        history = officer.get(path).json()["history"]
        assert history[0]["kind"] == "dossier-unmasked"
        assert "Cán bộ quầy 1" in history[0]["text"]
        assert NUMBER not in officer.get(path).text
        head = office.database.read_now(journal.head, office.hall.centre)
        assert nobody.post(f"{path}/unmask").status_code in {401, 403}
    office.database.write_now(
        SYSTEM,
        lambda tx: tx.run(
            "UPDATE officer SET agency_id = :to, centre_id = NULL WHERE username = 'lanhdao'", to=other
        ),
    )
    with signed_in(office, "lanhdao") as stranger:
        assert stranger.post(f"{path}/unmask").status_code == 403
    assert (
        office.database.read_now(
            lambda reading: reading.run(
                "SELECT count(*) FROM journal_entry WHERE kind = 'dossier-unmasked'"
            ).fetchone()[0]
        )
        == 1
    )
    assert head


def test_work_is_given_to_officers_of_the_own_agency(office: Served) -> None:
    """By name, who is on leave is told; another agency's are not listed."""
    other = make_agency(office.database, "so-xay-dung", "H14.20")

    def away(tx: Tx) -> None:
        ids = {row[1]: row[0] for row in tx.run("SELECT id, username FROM officer").fetchall()}
        tx.session.add(
            Absence(officer_id=ids["chuyenvien"], cover_id=ids["lanhdao"], from_on=tx.today, to_on=tx.today)
        )
        tx.session.add(
            Officer(
                username="nguoikhac", name="Người khác", password_hash="x", role="specialist", agency_id=other
            )
        )

    office.database.write_now(SYSTEM, away)
    with signed_in(office, "lanhdao") as leader:
        found = {one["name"]: one["on_leave"] for one in leader.get("/api/officers").json()}
        assert "Người khác" not in found
        assert sum(found.values()) == 1
        assert leader.get(f"/api/officers?agency={other}").json() == []
        assert {one["id"] for one in leader.get("/api/agencies").json()} >= {other}
