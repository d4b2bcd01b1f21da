"""The figures of agencies over HTTP: to whom they are told, in what form, and where what is late is found."""

import csv
import io
from typing import Any

import pytest

from onestop.rules.access import SYSTEM
from onestop.rules.agency_figures import AGENCY_UNITS
from tests.conftest import Hands
from tests.dossier_makers import receive
from tests.makers import make_hall
from tests.serving import HASH, Served
from tests.travel_makers import BIRTH, Agencies, accept, busy_fortnight, forward, make_agencies, return_leg
from tests.web.leaders import make_officer, signed_in

PERIOD = {"from": "2026-11-23", "to": "2026-12-31"}


@pytest.fixture
def among(served: Served) -> Agencies:
    """Give agencies whose leaders sign in, and leaders of the centre, of another, of the province."""
    made = make_agencies(served.database, served.hall)
    served.database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    )
    make_officer(served.database, served.hall, "giamdoc", "leader")
    make_officer(served.database, make_hall(served.database, suffix="-2"), "giamdoc2", "leader")
    make_officer(served.database, served.hall, "tinh", "leader")
    served.database.write_now(SYSTEM, _to_province, served.hall.province)
    return made


def _to_province(tx: Any, province: str) -> None:
    tx.run("UPDATE officer SET centre_id = :centre WHERE username = 'tinh'", centre=province)


def told(served: Served, who: str, **asked: str) -> dict[str, Any]:
    """Ask as somebody; give the figures by the agency's name, those of the whole under no name."""
    with signed_in(served, who) as client:
        answer = client.get("/api/figures/legs", params=PERIOD | asked)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    return {"": report["whole"]} | {row["name"]: row["figures"] for row in report["rows"]}


def by_hand(served: Served) -> dict[str, tuple[int, int]]:
    """Count what each agency received and has open, a plain statement beside the program's."""
    statement = """
    SELECT agency.name, leg.dossier_id, leg.state FROM leg JOIN agency ON agency.id = leg.agency_id
    WHERE leg.state IN ('sent', 'accepted', 'done')
    """
    came: dict[str, set[str]] = {}
    still: dict[str, set[str]] = {}
    for name, dossier, state in served.database.read_now(lambda reading: reading.run(statement).fetchall()):
        came.setdefault(name, set()).add(dossier)
        if state != "done":
            still.setdefault(name, set()).add(dossier)
    return {name: (len(came[name]), len(still.get(name, ()))) for name in came}


def test_each_leader_is_told_of_whom_they_lead(served: Served, among: Agencies, hands: Hands) -> None:
    """The centre's and the province's of all, an agency's of its own, another centre's of nobody."""
    busy_fortnight(served.database, among, hands, 2)
    everybody = told(served, "giamdoc")
    found = {name: (one["received"], one["open"]) for name, one in everybody.items() if name}
    assert found == by_hand(served)
    assert len(found) == 3
    assert list(everybody[""]) == list(AGENCY_UNITS)
    assert everybody[""]["received"] == 12
    assert told(served, "tinh") == everybody
    police = told(served, "police")
    assert {name for name in police if name} == {"Công an tỉnh"}
    assert police["Công an tỉnh"] == everybody["Công an tỉnh"]
    assert [name for name in told(served, "giamdoc2") if name] == []


def test_a_leader_sees_the_rooms_under_the_agency(served: Served, among: Agencies) -> None:
    """What a room of the health department has is told to the department's leader, apart."""
    code = receive(served.database, served.hall, procedure=BIRTH, documents=()).code
    forward(served.database, among.desk, code)

    def to_room(tx: Any) -> None:
        tx.run("UPDATE leg SET agency_id = :room WHERE state = 'sent'", room=among.ids["room"])

    served.database.write_now(SYSTEM, to_room)
    assert told(served, "health")["Phòng Bảo trợ"]["open"] == 1
    assert "Phòng Bảo trợ" not in told(served, "police")


@pytest.mark.parametrize("path", ["/api/figures/legs", "/figures/legs"])
def test_nobody_else_is_told(served: Served, among: Agencies, path: str) -> None:
    """Reception and specialists are refused, a kiosk too, and whoever is not signed in is asked to do so."""
    for who in ("quay1", "health.1"):
        with signed_in(served, who) as officer:
            assert officer.get(path).status_code == 403
    with served.kiosk() as kiosk:
        assert kiosk.get(path, follow_redirects=False).status_code in {303, 403}
    with served.client() as nobody:
        answer = nobody.get(path, follow_redirects=False)
    assert answer.status_code == (401 if path.startswith("/api") else 303)
    assert among.hall is served.hall


def test_the_file_has_the_same_figures(served: Served, among: Agencies, hands: Hands) -> None:
    """A row for each agency and one for the whole, in Vietnamese with semicolons and decimal commas."""
    busy_fortnight(served.database, among, hands, 3)
    figures = told(served, "giamdoc")
    with signed_in(served, "giamdoc") as leader:
        answer = leader.get("/api/figures/legs", params=PERIOD | {"format": "csv", "lang": "vi"})
        wrong = leader.get("/api/figures/legs", params=PERIOD | {"format": "pdf"})
    assert answer.headers["content-disposition"].endswith('filename="figures-legs-2026-11-23-2026-12-31.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Mục", "Tiếp nhận", "Đã giải quyết", "Trước hạn"]
    assert [row[0] for row in rows[1:-1]] == [name for name in figures if name]
    assert rows[-1][0] == "Toàn bộ, mỗi hồ sơ tính một lần"
    for row in rows[1:-1]:
        one = figures[row[0]]
        assert row[1:3] == [str(one["received"]), str(one["done"])]
        share = one["in_time_percent"]
        assert row[6] == ("" if share is None else f"{share:.2f}".rstrip("0").rstrip(".").replace(".", ","))
    assert wrong.status_code == 422


def test_the_page_leads_to_what_is_late_and_says_what_is_counted(
    served: Served, among: Agencies, hands: Hands
) -> None:
    """The leader of an agency comes there from the figures, sees the late one, and what each column means."""
    late = receive(served.database, served.hall, procedure=BIRTH, documents=(), channel="online").code
    forward(served.database, among.desk, late)
    accept(served.database, among.people["health.1"], late)
    return_leg(served.database, among.people["health.1"], late)
    with signed_in(served, "police") as leader:
        assert "#late" not in leader.get("/figures", follow_redirects=True).text
    hands.forward(days=9)
    with signed_in(served, "police") as leader:
        page = leader.get("/figures", follow_redirects=True)
        assert page.url.path == "/figures/legs"
        assert f"late={among.ids['police']}#late" in page.text
        assert "Trong số đang giải quyết: đã qua hạn của cơ quan" in page.text
        listed = leader.get("/figures/legs", params={"late": among.ids["police"]}).text
        assert f'href="/dossiers/{late}"' in listed
        assert late not in leader.get("/figures/legs", params={"late": among.ids["insurance"]}).text
        wrong = leader.get("/figures/legs", params={"from": "2020-01-01"}, headers={"accept": "text/html"})
    assert (wrong.status_code, "366 ngày" in wrong.text) == (422, True)
    with signed_in(served, "giamdoc") as leader:
        assert "/figures/legs" in leader.get("/figures").text
