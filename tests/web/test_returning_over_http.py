"""Money, the way back of results, mishaps, the register: over real HTTP, by right and within reach."""

import base64
import io
import subprocess

import httpx
import openpyxl
import pytest
from PIL import Image

from tests.dossier_makers import NAME, PAID, make_procedures
from tests.makers import make_hall
from tests.serving import HASH, Served
from tests.web.test_dossiers_over_http import BODY, move, receive


@pytest.fixture
def office(served: Served) -> Served:
    """Give a running service with procedures to receive dossiers for."""
    make_procedures(served.database, served.hall)
    return served


def drawn(width: int = 300) -> str:
    """Draw a signature as a canvas gives it."""
    made = io.BytesIO()
    Image.new("RGBA", (width, 100), (0, 0, 0, 0)).save(made, "PNG")
    return "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()


def pay(officer: httpx.Client, code: str, key: str = "pay-1", **body: str) -> httpx.Response:
    """Pay a fee."""
    address = f"/api/dossiers/{code}/payments"
    return officer.post(address, json={"paid_by": "cash"} | body, headers={"idempotency-key": key})


def test_a_fee_is_paid_printed_declared_void_and_added_up(office: Served) -> None:
    """The same key gives the same slip; without one none is made; the quarter's list for spreadsheets too."""
    with office.officer(1) as officer, office.client() as nobody:
        code = receive(officer, procedure=PAID, documents=[]).json()["code"]
        first, again = pay(officer, code, payer="Lý Văn A"), pay(officer, code, payer="Lý Văn A")
        assert (first.status_code, first.json()) == (201, again.json())
        assert (first.json()["number"], first.json()["total_dong"]) == ("2026/0000001", 60_000)
        bare = officer.post(f"/api/dossiers/{code}/payments", json={"paid_by": "cash"})
        assert (bare.status_code, bare.json()["code"]) == (400, "idempotency-key-missing")
        assert pay(officer, code, "pay-2").json()["code"] == "fee-settled"
        slip = officer.get(first.json()["paper"])
        assert slip.content.startswith(b"%PDF-")
        assert officer.get(first.json()["paper"]).content == slip.content

        told = officer.get("/api/payments").json()
        assert (told["from"], told["total_dong"]) == ("2026-10-01", 60_000)
        assert [(row["agency"], row["fee_dong"], row["charge_dong"]) for row in told["rows"]] == [
            ("Sở Y tế", 50_000, 10_000)
        ]
        listed = officer.get("/api/payments", params={"format": "csv", "lang": "vi"})
        assert (
            listed.content.decode("utf-8-sig")
            .splitlines()[1]
            .endswith("Sở Y tế;1;50000;10000;60000;0;0;0;60000")
        )
        assert nobody.get("/api/payments").status_code == 401
        assert officer.get("/api/payments?from=2026-13-01").status_code == 422

        void = officer.post(f"/api/payments/{first.json()['id']}/void", json={"reason": "Thu nhầm"})
        assert (void.status_code, void.json()["void_reason"]) == (200, "Thu nhầm")
        assert officer.get(f"/api/dossiers/{code}").json()["fee_paid"] is False
        assert officer.get(first.json()["paper"]).status_code == 404
        kinds = [one["kind"] for one in officer.get(f"/api/dossiers/{code}").json()["history"]]
        assert kinds == ["payment-voided", "payment-taken", "dossier-received"]


def test_how_a_fee_was_paid_is_told_at_receipt_and_stands_on_the_slip_and_in_the_takings(
    office: Served,
) -> None:
    """A transfer with its reference; without it nothing is received, and the sentence names the field."""
    told = {"procedure": PAID, "documents": [], "fee_paid": True, "paid_by": "transfer"}
    with office.officer(1) as officer:
        refused = receive(officer, "without", **told)
        assert (refused.status_code, refused.json()["field"]) == (422, "paid_reference")
        made = receive(officer, "with", **told, paid_reference="FT26327.08812").json()
        [payment] = officer.get(f"/api/dossiers/{made['code']}/payments").json()
        assert (payment["paid_by"], payment["paid_reference"]) == ("transfer", "FT26327.08812")
        slip = officer.get(payment["paper"]).content
        read = subprocess.run(["pdftotext", "-", "-"], input=slip, capture_output=True, check=True)
        words = " ".join(read.stdout.decode().split())
        assert "chuyển khoản" in words
        assert "FT26327.08812" in words
        [row] = officer.get("/api/payments").json()["rows"]
        assert (row["cash_dong"], row["transfer_dong"], row["total_dong"]) == (0, 60_000, 60_000)


def test_a_signature_on_the_screen_is_kept_with_the_dossier_and_told_on_the_note(office: Served) -> None:
    """Whoever collects draws it; it is a file of the dossier, byte for byte, and the note says who signed."""
    with office.officer(3) as officer:
        code = receive(officer).json()["code"]
        move(officer, code, "result_ready")
        signature = drawn()
        move(officer, code, "hand_over", collector={"kind": "applicant"}, signature=signature)
        [card] = officer.get(f"/api/dossiers/{code}/files").json()
        assert (card["kind"], card["media_type"], card["version"]) == ("signature", "image/png", 1)
        assert officer.get(card["url"]).content == base64.b64decode(signature.partition(",")[2])
        note = officer.get(f"/api/dossiers/{code}/papers/result_receipt.pdf").content
        read = subprocess.run(["pdftotext", "-", "-"], input=note, capture_output=True, check=True)
        assert f"Ký nhận: {NAME} đã ký trên màn hình" in " ".join(read.stdout.decode().split())


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        ("data:image/png;base64,???", "malformed"),
        (base64.b64encode(b"<svg onload=alert(1)>").decode(), "file-refused"),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(100)).decode(), "file-refused"),
        (drawn(5000), "file-refused"),
        ("A" * 300_000, "file-too-large"),
    ],
)
def test_what_is_no_small_png_is_no_signature(office: Served, signature: str, code: str) -> None:
    """The result stays, and nothing comes to lie on the disk; nor by whoever may not return results."""
    with office.officer(1) as officer, office.client() as nobody:
        dossier = receive(officer).json()["code"]
        move(officer, dossier, "result_ready")
        got = move(officer, dossier, "hand_over", collector={"kind": "applicant"}, signature=signature)
        assert got.json()["code"] == code
        assert officer.get(f"/api/dossiers/{dossier}").json()["state"] == "result_ready"
        stranger = nobody.post(
            f"/api/dossiers/{dossier}/hand_over",
            json={"collector": {"kind": "applicant"}, "signature": drawn()},
        )
        assert stranger.status_code == 401
        assert not [path for path in office.database.settings.uploads.rglob("*") if path.is_file()]


def test_results_that_wait_are_listed_and_shown_on_a_page(office: Served) -> None:
    """Age in working days, numbers masked; who is not signed in is led to the door."""
    with office.officer(1) as officer, office.client() as nobody:
        code = receive(officer).json()["code"]
        move(officer, code, "result_ready")
        [item] = officer.get("/api/uncollected").json()["items"]
        assert (item["code"], item["working_days"], item["reminders"]) == (code, 0, 0)
        assert item["phone_masked"] == "0912 ••• 386"
        shown = officer.get("/uncollected").text
        assert code in shown
        assert "0912000386" not in shown
        assert nobody.get("/api/uncollected").status_code == 401
        assert nobody.get("/uncollected").headers["location"].startswith("/login")


def test_a_mishap_is_shown_with_its_dossier_until_it_is_mended_and_after(office: Served) -> None:
    """Noted, settled, in the history in sentences."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        body = {"what": "damage", "account": "Ướt văn bằng khi vận chuyển."}
        [noted] = officer.post(f"/api/dossiers/{code}/mishaps", json=body).json()
        wrong = officer.post(f"/api/dossiers/{code}/mishaps", json=body | {"what": "fire"})
        assert wrong.status_code in {400, 422}
        settled = officer.post(f"/api/mishaps/{noted['id']}/settle", json={"settlement": "Xin cấp lại."})
        assert settled.status_code == 204
        dossier = officer.get(f"/api/dossiers/{code}").json()
        [mishap] = dossier["mishaps"]
        assert (mishap["what"], mishap["settlement"]) == ("damage", "Xin cấp lại.")
        assert "hư hỏng" in dossier["history"][1]["text"]


def test_the_register_comes_as_json_spreadsheet_and_book(office: Served) -> None:
    """Received, promised, sent, returned; who collected; on the page the newest lines and both files."""
    with office.officer(1) as officer, office.client() as nobody:
        codes = [receive(officer, key).json()["code"] for key in ("a", "b")]
        move(officer, codes[0], "result_ready")
        move(officer, codes[0], "hand_over", collector={"kind": "applicant"})
        told = officer.get("/api/register").json()
        assert (told["from"], [line["code"] for line in told["lines"]]) == ("2026-01-01", codes)
        assert [line["serial"] for line in told["lines"]] == [1, 2]
        assert told["lines"][0]["collected_by"] == NAME
        assert told["lines"][0]["received_at"].endswith("+07:00")
        assert officer.get("/api/register?from=2026-11-24&to=2026-12-31").json()["lines"] == []

        sheet = officer.get("/api/register", params={"format": "xlsx"})
        assert sheet.headers["content-disposition"].endswith('.xlsx"')
        rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
        assert [row[1] for row in rows[-2:]] == codes
        book = officer.get("/api/register", params={"format": "pdf"})
        assert book.headers["content-type"] == "application/pdf"
        text = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=book.content, capture_output=True, check=True
        )
        assert codes[1].replace("-", "") in text.stdout.decode().replace("\n", "").replace("-", "")
        assert officer.get("/api/register", params={"format": "pdf"}).content == book.content

        page = officer.get("/register").text
        assert all(code in page for code in codes)
        assert "format=xlsx" in page
        assert officer.get("/register?from=2026-12-31&to=2026-01-01").status_code == 422
        for wrong in ("?format=doc", "?from=yesterday", "?from=2020-01-01&to=2026-01-01", "?to=9999-12-31"):
            assert officer.get(f"/api/register{wrong}").status_code == 422
        assert nobody.get("/api/register").status_code == 401


def test_another_centre_s_officer_sees_nothing_of_this_one(office: Served) -> None:
    """No money, no results, no lines; and may not change what is not theirs."""
    make_hall(office.database, suffix="-khac")
    office.database.write_now(
        office.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    )
    with office.officer(1) as officer, office.signed_in("quay1-khac") as other:
        code = receive(officer, **{**BODY, "procedure": PAID, "documents": []}).json()["code"]
        paid = pay(officer, code).json()["id"]
        move(officer, code, "result_ready")
        assert other.get("/api/register").json()["lines"] == []
        assert other.get("/api/uncollected").json()["items"] == []
        assert other.get("/api/payments").json()["rows"] == []
        assert pay(other, code).status_code == 403
        assert other.post(f"/api/payments/{paid}/void", json={"reason": "x"}).status_code == 403
        body = {"what": "loss", "account": "x"}
        assert other.post(f"/api/dossiers/{code}/mishaps", json=body).status_code == 403
