"""The figures of the hall over HTTP: to whom they are told, in what form, and what is refused."""

import csv
import io
from typing import Any

import pytest

from onestop.render.figure_table import harmless
from onestop.rules.hall_figures import UNITS
from onestop.rules.hall_report import By
from tests.conftest import Hands
from tests.makers import Hall, make_hall
from tests.serving import Served
from tests.use_cases.random_day import Day
from tests.web.leaders import make_officer, signed_in

TODAY = "2026-11-23"


@pytest.fixture
def led(served: Served, hands: Hands) -> Served:
    """A hall with a leader, and a morning behind it."""
    make_officer(served.database, served.hall, "lanhdao", "leader")
    Day(served.database, served.hall, hands, 5).play(150)
    return served


def test_a_leader_sees_the_figures_by_everything(led: Served) -> None:
    """Each kind of row is there, named as the office names it, and sums up to the total."""
    with signed_in(led, "lanhdao") as leader:
        reports = {by: leader.get("/api/figures", params={"by": by}).json() for by in By}
    total = reports[By.TOTAL]["rows"][0]["figures"]
    assert list(total) == list(UNITS)
    assert total["arrived"] > 10
    for by, found in reports.items():
        assert (found["from"], found["to"], found["by"]) == (TODAY, TODAY, by)
        assert sum(row["figures"]["arrived"] for row in found["rows"]) == total["arrived"]
    names = {by: [row["name"] for row in found["rows"]] for by, found in reports.items()}
    assert names[By.LINE] == ["A Y tế, bảo trợ xã hội", "B Đất đai", "R Trả kết quả"]
    assert names[By.COUNTER][:3] == ["Quầy 1", "Quầy 2", "Quầy 3 Trả kết quả"]
    assert names[By.OFFICER][:3] == ["Cán bộ quầy 1", "Cán bộ quầy 2", "Cán bộ quầy 3"]
    assert names[By.HALF_HOUR][0] == "09:30–10:00"


@pytest.mark.parametrize("path", ["/api/figures", "/api/figures/now", "/figures"])
def test_nobody_else_sees_them(led: Served, path: str) -> None:
    """Reception is refused, a device too, and whoever is not signed in is asked to do so."""
    with led.officer(1) as reception:
        assert reception.get(path).status_code == 403
    with led.kiosk() as kiosk:
        assert kiosk.get(path, follow_redirects=False).status_code in {303, 403}
    with led.client() as nobody:
        answer = nobody.get(path, follow_redirects=False)
    assert answer.status_code == (303 if path == "/figures" else 401)


def test_another_centre_s_figures_are_never_told(led: Served) -> None:
    """A leader next door sees the own, empty hall, whatever is asked for; one of no centre sees nothing."""
    other = make_hall(led.database, suffix="-2")
    make_officer(led.database, other, "lanhdao2", "administrator")
    make_officer(led.database, Hall(kiosk=led.hall.kiosk), "tinh", "leader")
    with signed_in(led, "lanhdao2") as next_door:
        asked = {"centre": led.hall.centre, "by": "total"}
        assert next_door.get("/api/figures", params=asked).json()["rows"][0]["figures"]["arrived"] == 0
        lines = next_door.get("/api/figures/now", params=asked).json()["lines"]
        assert {line["id"] for line in lines} == set(other.lines.values())
    with signed_in(led, "tinh") as province:
        assert province.get("/api/figures").status_code == 403


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        ({"from": "2020-01-01"}, "range-too-long", "366"),
        ({"from": "23/11/2026"}, "malformed", "ngày"),
        ({"from": "2026-11-24", "to": "2026-11-23"}, "malformed", "sớm hơn"),
        ({"by": "weather"}, "malformed", "chọn lại"),
        ({"format": "pdf"}, "malformed", "chọn lại"),
    ],
)
def test_what_cannot_be_told_is_refused_plainly(
    led: Served, asked: dict[str, str], code: str, words: str
) -> None:
    """Each refusal says what is wrong and what to do, and nothing is reckoned."""
    with signed_in(led, "lanhdao") as leader:
        answer = leader.get("/api/figures", params=asked)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert words in answer.json()["detail"]


def test_days_to_come_and_long_ago_are_empty_not_wrong(led: Served) -> None:
    """The first and the last day that a calendar can name are answered as any other."""
    with signed_in(led, "lanhdao") as leader:
        for day in ("0001-01-01", "1900-02-28", "9999-12-31"):
            answer = leader.get("/api/figures", params={"from": day, "to": day})
            assert answer.status_code == 200, day
            assert answer.json()["rows"][0]["figures"]["arrived"] == 0


def test_now_is_what_stands_in_the_hall(led: Served) -> None:
    """People waiting by line, the counters' states and who stands there, and the half-hours so far."""
    with signed_in(led, "lanhdao") as leader:
        now = leader.get("/api/figures/now").json()

    def count(state: str) -> Any:
        return led.database.read_now(
            lambda reading: reading.run(
                "SELECT count(*) FROM ticket WHERE state = :state", state=state
            ).fetchone()[0]
        )

    assert (now["waiting"], now["served"]) == (count("waiting"), count("served"))
    assert sum(line["waiting"] for line in now["lines"]) == now["waiting"]
    assert now["longest_wait"] == max(line["longest_wait"] or 0 for line in now["lines"])
    at_counters = [counter for counter in now["counters"] if counter["label"]]
    assert len(at_counters) == count("called") + count("serving")
    assert sum(each["arrived"] for each in now["half_hours"]) >= now["visits"]


def _table(answer: Any, delimiter: str) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


def test_a_spreadsheet_gets_the_same_figures(led: Served) -> None:
    """The Vietnamese file has semicolons and decimal commas, the English one commas and points."""
    with signed_in(led, "lanhdao") as leader:
        figures = leader.get("/api/figures", params={"by": "line"}).json()["rows"][0]["figures"]
        answers = {
            lang: leader.get("/api/figures", params={"by": "line", "format": "csv", "lang": lang})
            for lang in ("vi", "en")
        }
    assert answers["vi"].headers["content-disposition"] == (
        f'attachment; filename="figures-{TODAY}-{TODAY}-line.csv"'
    )
    vi, en = _table(answers["vi"], ";"), _table(answers["en"], ",")
    assert [len(row) for row in vi + en] == [len(UNITS) + 1] * 8
    assert (vi[0][2], en[0][2]) == ("Lượt đến", "Arrived")
    assert vi[1][2] == en[1][2] == str(figures["arrived"])
    place = list(UNITS).index("within_target_percent") + 1
    assert float(en[1][place]) == pytest.approx(figures["within_target_percent"], abs=0.01)
    assert vi[1][place] == en[1][place].replace(".", ",")


def test_a_name_is_never_a_formula(led: Served) -> None:
    """What an office typed as a line's name is text in the spreadsheet, whatever it begins with."""
    led.database.write_now(
        led.hall.kiosk,
        lambda tx: tx.run(
            "UPDATE officer SET name = :name WHERE username = 'quay1'", name='=HYPERLINK("http://x.vn";1)'
        ),
    )
    with signed_in(led, "lanhdao") as leader:
        answer = leader.get("/api/figures", params={"by": "officer", "format": "csv", "lang": "vi"})
    names = [row[0] for row in _table(answer, ";")]
    assert '\'=HYPERLINK("http://x.vn";1)' in names
    assert [harmless(text) for text in ("-1", " +2", "@x", "\tx", "Đất đai")] == [
        "'-1", "' +2", "'@x", "'\tx", "Đất đai",
    ]  # fmt: skip


def test_the_page_tells_an_impossible_period_beside_its_fields(led: Served) -> None:
    """The page stays, shows today, and says what to change."""
    with signed_in(led, "lanhdao") as leader:
        answer = leader.get("/figures", params={"from": "2020-01-01"}, headers={"accept": "text/html"})
        assert answer.status_code == 422
        assert "366 ngày" in answer.text
        answer = leader.get("/figures", params={"from": "2026-11-20", "to": "2026-11-20"})
    assert "Trong kỳ này chưa có ai lấy số" in answer.text
