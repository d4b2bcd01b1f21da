"""Files of procedures become drafts, all of them or none, and in force is nothing until they are published."""

from datetime import date

import pytest

from onestop.errors import NotAllowed, SheetRefused
from onestop.render.procedure_table import csv_of, workbook_of
from onestop.rules.access import Actor
from onestop.rules.procedure_asked import SheetFile
from onestop.rules.procedure_columns import PARTS, cells_of
from onestop.store import procedure_drafts, procedures
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import import_sheets, keep_procedures
from onestop.use_cases.keep_procedures import TogetherWish
from tests.dossier_makers import PAID, SOCIAL_WORK, make_procedures
from tests.makers import Hall
from tests.procedure_makers import begin, draft, spans, told
from tests.setup_makers import make_administrator

TODAY = date(2026, 11, 23)
NEW = "1.009999"


@pytest.fixture
def keeper(database: Database, hall: Hall) -> Actor:
    """Give the administrator of a hall that has procedures."""
    make_procedures(database, hall)
    return make_administrator(database, hall)


def sheet(*lines: str, name: str = "a.csv") -> list[SheetFile]:
    """Make a CSV file."""
    return [SheetFile(name, "\r\n".join(lines).encode())]


def outcomes(rows: list[import_sheets.SheetRow]) -> list[tuple[int, str, str]]:
    """Give the line, code and outcome of each row."""
    return [(row.line, row.code, row.outcome) for row in rows]


def exported(reading: Reading) -> list[SheetFile]:
    """Take everything in force out, as a workbook and as CSV files."""
    ground = import_sheets.ground_of(reading)
    facts = [procedure_drafts.facts_of(reading, row) for row in procedure_drafts.all_in_force(reading)]
    tables = {part: [row for one in facts for row in cells_of(part, one, ground)] for part in PARTS}
    return [
        SheetFile("all.xlsx", workbook_of(tables)),
        SheetFile("steps.csv", csv_of("steps", tables["steps"])),
    ]


def test_what_was_taken_out_changes_nothing_when_it_comes_back(database: Database, keeper: Actor) -> None:
    """Every code of the office, every paper, every step: unchanged; no draft, no word in the journal."""
    files = database.read_now(exported)
    rows = database.write_now(keeper, import_sheets.take, files[:1])
    assert {row.outcome for row in rows} == {"unchanged"}
    assert len(rows) == 4
    assert draft(database) is None


def test_a_look_tells_what_would_change_and_writes_nothing(database: Database, keeper: Actor) -> None:
    """Row by row: new, changed with its fields, unchanged, refused with the reason."""
    files = sheet(
        "ma,ten,linh_vuc,co_quan,noi_tiep_nhan,thoi_han,don_vi",
        f"{SOCIAL_WORK},,,,tỉnh,8,",
        f"{PAID},,,,,10,ngày làm việc",
        f"{NEW},Mới,Bảo trợ xã hội,Sở Y tế,xã,3,ngày làm việc",
        "1.014.111,,,,,3,",
        "1.000003,Không lĩnh vực,Lĩnh vực lạ,,,3,",
        "1.000004,Thiếu cơ quan,bao-tro-xa-hoi,,xã,3,ngày",
    )
    rows = database.read_now(import_sheets.look, files, actor=keeper)

    assert outcomes(rows) == [
        (2, SOCIAL_WORK, "changed"),
        (3, PAID, "unchanged"),
        (4, NEW, "added"),
        (5, "1.014.111", "refused"),
        (6, "1.000003", "refused"),
        (7, "1.000004", "refused"),
    ]
    assert rows[0].changed == ("amount",)
    assert [str(row.refusal.code) for row in rows if row.refusal] == [
        "code-unreadable",
        "not-found",
        "malformed",
    ]
    with pytest.raises(SheetRefused) as caught:
        database.write_now(keeper, import_sheets.take, files)
    assert caught.value.refused == 3
    assert draft(database) is None
    assert draft(database, NEW) is None


def test_files_become_drafts_that_are_published_together(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """A table of procedures and one of their papers at once; a draft that was begun goes on."""
    begin(database, keeper, answer_days=15)
    files = [
        *sheet("ma;thoi_han", f"{SOCIAL_WORK};6", f"{PAID};12"),
        *sheet("ma,giay_to,ban_chinh", f"{SOCIAL_WORK},Một tờ đơn,1", name="giay-to.csv"),
    ]
    rows = database.write_now(keeper, import_sheets.take, files)

    assert [(row.code, row.changed) for row in rows] == [
        (SOCIAL_WORK, ("amount", "requirements")),
        (PAID, ("amount",)),
    ]
    facts = draft(database)
    assert facts is not None
    assert (facts.amount, facts.answer_days, [one.name for one in facts.requirements]) == (
        "6",
        15,
        ["Một tờ đơn"],
    )
    assert [facts["act"] for kind, facts in told(database, hall) if kind == "procedure-drafted"] == [
        "begun",
        "changed",
        "begun",
    ]
    assert spans(database)[-1][0] == 1

    wish = TogetherWish(codes=[SOCIAL_WORK, PAID], valid_from=TODAY)
    database.write_now(keeper, keep_procedures.publish_together, wish)
    assert database.read_now(procedures.procedure_on, SOCIAL_WORK, TODAY).amount == "6"


def test_only_the_keeper_brings_files(database: Database, hall: Hall, keeper: Actor) -> None:
    """Reception neither takes in nor looks."""
    assert keeper.id
    files = sheet("ma,thoi_han", f"{SOCIAL_WORK},6")
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), import_sheets.take, files)
    with pytest.raises(NotAllowed):
        database.read_now(import_sheets.look, files, actor=hall.officer(1))
