"""Files of a dossier over HTTP: taken in as what they are, versions kept, strangers and giants refused."""

import contextlib
import io
import socket
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from onestop.model.dossier import Dossier
from onestop.store import dossiers, journal
from tests.dossier_makers import make_procedures
from tests.makers import make_hall
from tests.serving import HASH, Served
from tests.web.test_dossiers_over_http import move, receive

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str) -> bytes:
    """Make a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, kind)
    return made.getvalue()


def archive(before: bytes = b"") -> bytes:
    """Make a ZIP archive, after other bytes where asked."""
    made = io.BytesIO(before)
    made.seek(0, io.SEEK_END)
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("run.exe", "MZ")
    return made.getvalue()


@pytest.fixture
def office(served: Served) -> Served:
    """Give a running service with procedures to receive dossiers for."""
    make_procedures(served.database, served.hall)
    return served


def send(
    officer: httpx.Client, code: str, whole: bytes, name: str = "scan.pdf", **fields: str
) -> httpx.Response:
    """Upload a file."""
    return officer.post(
        f"/api/dossiers/{code}/files", data=fields, files={"file": (name, whole, "text/html")}
    )


def kept(office: Served) -> list[Path]:
    """List every file under the folder of uploads."""
    return [path for path in office.database.settings.uploads.rglob("*") if path.is_file()]


def test_a_scan_comes_in_and_goes_out_byte_for_byte(office: Served) -> None:
    """Its type is the bytes', whatever the browser says; it is saved, never opened in the page."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        got = send(officer, code, PDF, "Đơn đề nghị.pdf", kind="scan", place="1")
        card = got.json()
        assert (got.status_code, card["media_type"], card["version"]) == (201, "application/pdf", 1)
        assert (card["name"], card["place"], card["officer_name"]) == ("Đơn đề nghị.pdf", 1, "Cán bộ quầy 1")
        answer = officer.get(card["url"])
        assert answer.content == PDF
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        shown = officer.get(card["url"], params={"show": "true"})
        assert shown.headers["content-disposition"].startswith("attachment;")


def test_only_pictures_are_shown_in_the_page_and_only_boxed_in(office: Served) -> None:
    """A picture may be looked at; it can run nothing and is of no origin."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        for kind, media_type, ending in (("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg")):
            card = send(officer, code, picture(kind), "anh").json()
            assert (card["name"], card["media_type"]) == (f"anh.{ending}", media_type)
            answer = officer.get(card["url"], params={"show": "true"})
            assert answer.headers["content-disposition"].startswith("inline;")
            assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_the_same_name_again_is_the_next_version_and_the_same_bytes_are_none(office: Served) -> None:
    """Nothing is overwritten; a lost answer asked for again changes nothing."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        first, again = send(officer, code, PDF).json(), send(officer, code, PDF).json()
        second = send(officer, code, PDF + b"%%EOF\n").json()
        assert first == again
        assert (second["version"], second["newest"]) == (2, True)
        files = officer.get(f"/api/dossiers/{code}/files").json()
        assert [(one["version"], one["newest"]) for one in files] == [(2, True), (1, False)]
        assert officer.get(first["url"]).content == PDF


def test_what_was_sent_by_mistake_is_void_with_a_reason_and_stays(office: Served) -> None:
    """Void once, told why; the bytes are still there."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        card = send(officer, code, PDF).json()
        assert officer.post(f"{card['url']}/void", json={"reason": " "}).json()["code"] == "malformed"
        assert officer.post(f"{card['url']}/void", json={"reason": "Nhầm hồ sơ"}).status_code == 204
        again = officer.post(f"{card['url']}/void", json={"reason": "Nhầm hồ sơ"})
        assert (again.status_code, again.json()["code"]) == (409, "file-void")
        [void] = officer.get(f"/api/dossiers/{code}/files").json()
        assert (void["void_reason"], void["void_at"] is not None) == ("Nhầm hồ sơ", True)
        assert officer.get(card["url"]).content == PDF
        history = officer.get(f"/api/dossiers/{code}").json()["history"]
        assert [one["kind"] for one in history][:2] == ["upload-voided", "upload-kept"]


def test_who_looked_at_a_file_is_written_down(office: Served) -> None:
    """Each look, with the officer's name, the latest first; and no name of the file in the journal."""
    with office.officer(1) as officer, office.officer(2) as other:
        code = receive(officer).json()["code"]
        card = send(officer, code, PDF, "Nông Thị Bích Ngọc.pdf").json()
        other.get(card["url"])
        officer.get(card["url"])
        looks = officer.get(f"{card['url']}/seen").json()
        assert [look["officer_name"] for look in looks] == ["Cán bộ quầy 1", "Cán bộ quầy 2"]
    entries = office.database.read_now(journal.since, office.hall.centre, 1)
    assert "Ngọc" not in " ".join(entry.facts for entry in entries)


def test_what_is_no_scan_is_refused_and_leaves_nothing(office: Served) -> None:
    """A ZIP named .pdf, a page with a script, two kinds in one, half a file, nothing."""
    refused = {
        "unknown-type": (archive(), b"<html><script>alert(1)</script>", b"\n" + PDF),
        "mixed": (archive(PDF),),
        "broken": (PDF[:20],),
        "empty": (b"",),
    }
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        for reason, wholes in refused.items():
            for whole in wholes:
                got = send(officer, code, whole, "ho-so.pdf")
                told = (got.status_code, got.json()["code"], got.json()["reason"])
                assert told == (422, "file-refused", reason)
        assert kept(office) == []


def test_a_file_s_name_keeps_no_path_and_nothing_unseen(office: Served) -> None:
    """As browsers of any system send it."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        for given, name in {
            "../../etc/passwd": "passwd.pdf",
            "C:\\Lan\\anh\u202egnp.exe": "anhgnp.exe.pdf",
        }.items():
            assert send(officer, code, PDF, given).json()["name"] == name


def raw(office: Served, officer: httpx.Client, code: str, headers: dict[str, str]) -> socket.socket:
    """Begin a request by hand."""
    host, port = office.base_url.removeprefix("http://").split(":")
    cookies = "; ".join(f"{name}={value}" for name, value in officer.cookies.items())
    lines = {"host": host, "cookie": cookies, "x-csrftoken": officer.headers["x-csrftoken"]} | headers
    wire = socket.create_connection((host, int(port)), timeout=20)
    wire.sendall(
        f"POST /api/dossiers/{code}/files HTTP/1.1\r\n".encode()
        + "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()
        + b"\r\n"
    )
    return wire


FORM = {"content-type": "multipart/form-data; boundary=b"}
PART = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'


def test_two_gigabytes_are_refused_before_any_of_them_is_read(office: Served) -> None:
    """The announced length is enough."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        with raw(office, officer, code, FORM | {"content-length": str(2 * 2**30)}) as wire:
            assert wire.recv(4096).startswith(b"HTTP/1.1 413")
        assert kept(office) == []


def test_a_giant_that_does_not_say_so_is_cut_off_at_the_limit(office: Served) -> None:
    """Sent in pieces without a length: refused as soon as it is too much, and nothing stays."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        piece = bytes(1_000_000)
        with raw(office, officer, code, FORM | {"transfer-encoding": "chunked"}) as wire:
            sent = 0
            with contextlib.suppress(OSError):
                wire.sendall(b"%x\r\n%s\r\n" % (len(PART) + 9, PART + b"%PDF-1.7\n"))
                while sent < 60:
                    wire.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                    sent += 1
            with contextlib.suppress(OSError):
                assert wire.recv(4096).startswith(b"HTTP/1.1 413")
        assert kept(office) == []


def test_a_broken_upload_is_refused_and_leaves_nothing(office: Served) -> None:
    """Cut off in the middle, no form at all, two files at once, no file, a place that is none."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        address = f"/api/dossiers/{code}/files"
        bodies: list[tuple[bytes, str]] = [
            (PART + PDF, FORM["content-type"]),
            (b"", FORM["content-type"]),
            (PDF, "application/pdf"),
            (PART + PDF + b"\r\n" + PART + PDF + b"\r\n--b--\r\n", FORM["content-type"]),
        ]
        for body, kind in bodies:
            got = officer.post(address, content=body, headers={"content-type": kind})
            assert (got.status_code, got.json()["code"]) == (422, "malformed"), got.text
        wrong: list[dict[str, Any]] = [{"place": "99"}, {"place": "-1"}, {"kind": "program"}]
        for fields in wrong:
            assert send(officer, code, PDF, **fields).json()["code"] == "malformed"
        assert send(officer, "H14.12-261123-9999", PDF).status_code == 404


def test_strangers_neither_add_nor_see_files(office: Served) -> None:
    """Nobody, another centre's officer, and a request that another site made; nothing reaches the disk."""
    make_hall(office.database, suffix="-khac")
    office.database.write_now(
        office.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    )
    with office.officer(1) as officer, office.client() as nobody, office.signed_in("quay1-khac") as stranger:
        code = receive(officer).json()["code"]
        card = send(officer, code, PDF).json()
        before = kept(office)
        assert send(nobody, code, PDF + b"%%EOF").status_code == 401
        assert send(stranger, code, PDF + b"%%EOF").status_code == 403
        forged = officer.post(
            f"/api/dossiers/{code}/files", files={"file": ("a.pdf", PDF)}, headers={"x-csrftoken": ""}
        )
        assert forged.status_code == 403
        for client, status in ((nobody, 401), (stranger, 403)):
            assert client.get(card["url"]).status_code == status
            assert client.get(f"/api/dossiers/{code}/files").status_code == status
        assert kept(office) == before


def test_a_file_that_was_changed_on_disk_is_not_handed_out(office: Served) -> None:
    """What is there is not what was kept: better nothing."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        card = send(officer, code, PDF).json()
        [path] = kept(office)
        path.write_bytes(PDF + b"x")
        assert (officer.get(card["url"]).status_code, officer.get("/api/files/none").status_code) == (
            404,
            404,
        )


def test_an_ended_dossier_is_put_on_the_shelf_for_the_years_of_its_procedure(office: Served) -> None:
    """For ever where none are stated; a list of those that may leave by now, and nothing is deleted."""
    office.database.write_now(
        office.hall.officer(1), lambda tx: tx.run("UPDATE procedure SET retention_years = 5")
    )
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        move(officer, code, "result_ready")
        assert officer.get("/api/archive").json() == []
        move(officer, code, "hand_over", collector={"kind": "applicant"})
        [shelved] = officer.get("/api/archive").json()
        assert (shelved["code"], shelved["years"], shelved["archive_on"]) == (code, 5, "2031-11-23")
        assert officer.get("/api/archive", params={"due": "true"}).json() == []
        office.database.write_now(
            office.hall.officer(1), lambda tx: tx.run("UPDATE archive SET archive_on = '2026-11-23'")
        )
        assert [one["code"] for one in officer.get("/api/archive?due").json()] == [code]
    dossier: Dossier = office.database.read_now(dossiers.by_code, code)
    assert dossier.state == "returned"
