"""The register as files: every line of a long one, printed aside while others work."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import openpyxl
import pytest

from onestop.model.dossier import Dossier
from onestop.render.register_sheet import register_xlsx
from onestop.rules.access import SYSTEM
from onestop.store.tx import Tx
from tests.dossier_makers import make_procedures, receive
from tests.serving import Served

MANY = 1_203
"""More than two reads of the cursor, and a rest."""


def _copies(tx: Tx, code: str) -> None:
    """Copy a dossier until the register has as many lines as a busy month."""
    columns = [column.name for column in Dossier.__table__.columns]  # type: ignore[attr-defined]
    [row] = tx.run(f"SELECT {', '.join(columns)} FROM dossier WHERE code = :code", code=code).fetchall()
    for serial in range(2, MANY + 1):
        values = dict(zip(columns, row, strict=True)) | {
            "id": f"copy{serial:05}",
            "code": f"{code[:-4]}{serial:04}",
            "register_serial": serial,
            "link_hash": f"link{serial}",
        }
        tx.run(
            f"INSERT INTO dossier ({', '.join(columns)}) VALUES ({', '.join(f':{one}' for one in columns)})",
            **values,
        )


@pytest.fixture
def office(served: Served) -> Served:
    """An office with a register of a month."""
    make_procedures(served.database, served.hall)
    served.database.write_now(SYSTEM, _copies, receive(served.database, served.hall).code)
    return served


def test_no_line_of_a_long_register_is_lost(office: Served, tmp_path: Any) -> None:
    """Twelve hundred dossiers, each once, in the order of the books, in both files; their length is told."""
    serials = list(range(1, MANY + 1))
    with office.officer(1) as officer:
        told = officer.get("/api/register").json()["lines"]
        assert [line["serial"] for line in told] == serials
        for kind in ("xlsx", "pdf"):
            answer = officer.get("/api/register", params={"format": kind})
            assert int(answer.headers["content-length"]) == len(answer.content)
            (tmp_path / f"book.{kind}").write_bytes(answer.content)
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=5, values_only=True)] == serials
    text = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "book.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    found = re.findall(r"-(\d{4})(?=\D)", re.sub(r"\s", "", text))
    assert [int(each) for each in found] == serials


def test_others_are_served_while_a_register_is_printed(
    office: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printing takes seconds; a person who asks meanwhile is answered, another register waits its turn."""
    begun, go, printing = Event(), Event(), list[int]()

    def slowly(*given: Any, **named: Any) -> None:
        printing.append(1)
        begun.set()
        assert go.wait(20)
        register_xlsx(*given, **named)
        printing.pop()

    monkeypatch.setattr("onestop.web.register.register_xlsx", slowly)
    with office.officer(1) as officer, ThreadPoolExecutor(2) as asking:
        try:
            books = [asking.submit(officer.get, "/api/register", params={"format": "xlsx"}) for _ in range(2)]
            assert begun.wait(20)
            assert officer.get("/api/dossiers").status_code == 200
            assert [book.done() for book in books] == [False, False]
            assert printing == [1]
        finally:
            go.set()
        assert [book.result().status_code for book in books] == [200, 200]
