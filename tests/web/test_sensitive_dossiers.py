"""That a person has a dossier of a sensitive procedure is told by no screen, slip, public page or letter."""

import json
from typing import Any

import pytest
from websockets.sync.client import connect

from onestop.render.message import worded
from onestop.render.wording import known
from onestop.rules.access import SYSTEM, Actor
from onestop.store.tx import Reading, Tx
from onestop.use_cases import change_calendar, serve_line
from onestop.use_cases.change_calendar import DaysFile
from tests.conftest import Hands
from tests.dossier_makers import NAME, NUMBER, PHONE, SOCIAL_WORK, applicant, make_procedures, receive
from tests.dossier_moves import BUILDING_LAW, HEALTH, LACKING, LAND_LAW, LATER, TAX, Moves
from tests.makers import BOARD_TOKEN, PRINTER_TOKEN, add_printer
from tests.serving import Served

PROCEDURE = "đăng ký hành nghề công tác xã hội"
PERSON = (NAME, "Bích Ngọc", NUMBER, PHONE)
STORM = "date,kind,name,known_on\n2026-11-26,statutory,Nghỉ tránh bão,2026-11-23\n"


@pytest.fixture
def office(served: Served) -> Served:
    """An office whose first procedure is sensitive, with a printer for slips."""
    make_procedures(served.database, served.hall)
    served.database.write_now(SYSTEM, _hide)
    add_printer(served.database, served.hall)
    return served


def _hide(tx: Tx) -> None:
    tx.run("UPDATE procedure SET sensitive = :yes WHERE code = :code", yes=True, code=SOCIAL_WORK)


def tells(text: str) -> list[str]:
    """Find what a text tells of the procedure or the person."""
    return [each for each in (PROCEDURE, SOCIAL_WORK, *PERSON) if each.lower() in text.lower()]


def letters(office: Served) -> list[tuple[str, str, str]]:
    """Word every letter that is owed: template, subject, body."""

    def read(reading: Reading) -> list[Any]:
        rows = reading.run("SELECT template, lang, facts_sealed FROM delivery ORDER BY template").fetchall()
        return [(row[0], row[1], json.loads(reading.seals.unseal(row[2]))) for row in rows]

    found = []
    for template, lang, facts in office.database.read_now(read):
        letter = worded(template, lang, facts, "https://motcua.example.vn")
        assert letter is not None, template
        found.append((template, *letter))
    return found


def test_no_public_page_names_procedure_or_person(office: Served) -> None:
    """By the code alone, as data and as a page, with a wrong secret too: the step and the dates, nothing else."""
    code = receive(office.database, office.hall).code
    with office.client() as citizen:
        data = citizen.get(f"/api/status/{code}")
        html = {"accept": "text/html"}
        pages = [
            citizen.get(f"/status/{code}", headers=html),
            citizen.get(f"/status?code={code}", headers=html, follow_redirects=True),
            citizen.post(f"/api/status/{code}", json={"secret": "AAAAAAAA"}),
        ]
    assert set(data.json()) == {"code", "step", "promised_at", "due_at"}
    assert code in pages[0].text
    assert [tells(page.text) for page in (data, *pages)] == [[], [], [], []]


def test_no_screen_and_no_slip_names_procedure_or_person(office: Served) -> None:
    """The receipt scanned at the kiosk gives a number: its slip, its page, the board that calls it, none tells."""
    hall, database = office.hall, office.database
    code = receive(database, hall).code
    Moves(database, hall).ready(code)
    board, shown = hall.board.board_id, list[str]()
    with office.kiosk() as kiosk, office.client(PRINTER_TOKEN) as printer, office.client() as citizen:
        body = {"line": hall.lines["R"], "dossier_code": code}
        ticket = kiosk.post("/api/tickets", json=body, headers={"idempotency-key": "k"})
        assert ticket.status_code == 201, ticket.text
        slips = printer.get("/api/print-jobs")
        assert ticket.json()["label"] in slips.text
        place = citizen.get(ticket.json()["status_url"], follow_redirects=True)
        assert ticket.json()["label"] in place.text
        shown += [ticket.text, slips.text, place.text, kiosk.get("/api/kiosk").text]
    address = office.base_url.replace("http", "ws") + f"/api/boards/{board}/live?since=0"
    token = {"authorization": f"Bearer {BOARD_TOKEN}"}
    with connect(address, additional_headers=token) as screen, office.board() as asked:
        database.write_now(hall.officer(3), serve_line.call_next, hall.counters[3])
        while "ticket-called" not in (frame := str(screen.recv(timeout=20))):
            shown.append(frame)
        shown += [frame, asked.get(f"/api/boards/{board}").text]
    assert ticket.json()["label"] in shown[-1]
    assert [tells(text) for text in shown] == [[] for _ in shown]


def test_no_letter_names_a_sensitive_procedure_or_why(office: Served, hands: Hands) -> None:
    """Whoever reads over a shoulder learns a code and a day; the rest stands behind the receipt's secret."""
    moves, person = Moves(office.database, office.hall), applicant(email="ngoc@example.vn")
    code = receive(office.database, office.hall, applicant=person).code
    moves.ask(code)
    moves.take(code)
    moves.process(code)
    moves.suspend(code)
    moves.resume(code)
    moves.extend(code)
    keeper = Actor(
        id=office.hall.officer(1).id, kind="officer", role="administrator", centre_id=office.hall.centre
    )
    office.database.write_now(keeper, change_calendar.apply, DaysFile(text=STORM, name="bao.csv"))
    hands.forward(days=40)
    moves.apologise(code, told_on="2027-01-11")
    moves.ready(code)

    found = letters(office)
    assert [template for template, _, _ in found] == [
        "dossier_apology", "dossier_extended", "dossier_suspended", "due-moved", "result_ready", "supplement_asked",
    ]  # fmt: skip
    for template, subject, body in found:
        assert code in subject, template
        assert tells(subject + body) == [], template
        told = (LACKING, HEALTH.name, TAX, LAND_LAW, LATER, BUILDING_LAW)
        assert [each for each in told if str(each) in body] == [], template
        assert "mở bằng mã bí mật ở giấy hẹn" in body, template


def test_a_letter_of_any_other_procedure_says_what_it_is_about(office: Served) -> None:
    """What is no secret is told, with the reason, so that nobody has to come and ask."""
    office.database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE procedure SET sensitive = :no WHERE sensitive", no=False)
    )
    person = applicant(email="ngoc@example.vn")
    code = receive(office.database, office.hall, applicant=person).code
    Moves(office.database, office.hall).ask(code)
    [(_, subject, body)] = letters(office)
    assert tells(subject) == []
    assert PROCEDURE in body
    assert LACKING in body


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_subject_has_room_for_more_than_code_and_day(lang: str) -> None:
    """A subject shows on a locked phone: a template that would put a name or a reason there cannot be worded."""
    facts = dict.fromkeys(("code", "day", "time", "until", "due"), "x")
    for template in (
        "due-moved", "supplement_asked", "supplement_warning", "dossier_lapsed", "dossier_suspended",
        "dossier_extended", "dossier_apology", "dossier_declined", "dossier_withdrawn", "dossier_stopped",
        "dossier_reopened", "result_ready", "result_waiting_5", "result_waiting_15", "result_waiting_30",
    ):  # fmt: skip
        assert known(f"messages.{template}.subject", lang), template
        more = (
            "procedure",
            "reason",
            "items",
            "basis",
            "why",
            "allowance",
            "before",
            "centre",
            "phone",
            "address",
        )
        letter = worded(template, lang, facts | dict.fromkeys(more, "SECRET"), None)
        assert letter is not None
        assert "SECRET" not in letter[0], template


def test_the_catalogue_itself_is_public(office: Served) -> None:
    """That the procedure exists, with its time and papers, anybody may read: it names nobody."""
    with office.client() as citizen:
        [found] = [one for one in citizen.get("/api/procedures").json() if one["code"] == SOCIAL_WORK]
    assert PROCEDURE in found["name"]
