"""Receiving a dossier: the date that is promised, the code, the receipt, and what is refused; on both databases."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from onestop.clock import LOCAL
from onestop.errors import (
    AllowanceNotStated,
    BackdatedReceipt,
    Incomplete,
    KeyReused,
    Malformed,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ProcedureReplaced,
    Refusal,
)
from onestop.render.fonts import find_fonts
from onestop.render.issued import print_paper, thawed
from onestop.render.receipt import ReceiptFacts
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.rules.intake import Brought
from onestop.rules.lookup import is_whole
from onestop.store import dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Once, Reading
from onestop.use_cases import receive_dossier, take_ticket
from onestop.use_cases.receive_dossier import ReceivedDossier
from tests.conftest import Hands
from tests.dossier_makers import (
    BASE,
    BY_HOURS,
    COMPLETE,
    NAME,
    NUMBER,
    PAID,
    PHONE,
    REPLACED,
    SAME_DAY,
    SOCIAL_WORK,
    SPLIT,
    applicant,
    make_agency,
    receive,
    submission,
)
from tests.makers import Hall


def receipt_of(database: Database, paper_id: str) -> ReceiptFacts:
    """Read the frozen facts of a receipt."""

    def read(reading: Reading) -> ReceiptFacts:
        paper = dossiers.paper(reading, paper_id)
        facts = thawed(paper.name, reading.seals.unseal(paper.facts_sealed))
        assert isinstance(facts, ReceiptFacts)
        return facts

    return database.read_now(read)


def nothing_written(database: Database, hall: Hall) -> bool:
    """Tell whether a refusal left no trace: no dossier, no number taken, no paper, no entry."""

    def count(reading: Reading) -> list[int]:
        tables = ("dossier", "document", "dossier_period", "paper", "tally", "intake")
        return [reading.run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    return not any(database.read_now(count)) and database.read_now(journal.head, hall.centre) == 0


def local(*parts: int) -> datetime:
    """Name an instant by the office's clock."""
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[misc,arg-type]  # year to minute


def test_ten_working_days_from_23_november_end_on_8_december(database: Database, office: Hall) -> None:
    """Received Monday 09:40; the Tuesday after is a holiday; two weekends lie between: Tuesday 17:00."""
    got = receive(database, office)

    assert got.code == "H14.12-261123-0001"
    assert got.promised_at == got.due_at == local(2026, 12, 8, 17, 0)
    facts = receipt_of(database, got.receipt_id)
    assert facts.because == (
        "23/11: Ngày tiếp nhận không tính",
        "25/11 đến 08/12: 10 ngày làm việc theo thủ tục",
        "24/11: Nghỉ Ngày Văn hóa Việt Nam",
        "28/11 đến 29/11, 05/12 đến 06/12: Thứ Bảy, Chủ nhật",
    )


def test_the_receipt_bears_the_fields_of_form_01(database: Database, office: Hall) -> None:
    """Who, what, which papers, what it costs, when, and where the result will be."""
    ticket = database.write_now(office.kiosk, take_ticket.take, office.lines["A"])
    got = receive(database, office, ticket=ticket.id, procedure=PAID, documents=(), fee_paid=True)
    facts = receipt_of(database, got.receipt_id)

    assert facts.form_set == "TT03/2025"
    assert (facts.superior, facts.office_short) == (
        "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    )
    assert facts.office == "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng"
    assert (facts.number, facts.book, facts.serial) == ("0001/TNHS", "01", "1")
    assert (facts.applicant.name, facts.applicant.identity_no) == (NAME, NUMBER)
    assert facts.channel == "trực tiếp, quầy 1, số A001"
    assert (facts.procedure_code, facts.allowance) == (PAID, "10 ngày làm việc")
    assert (facts.fee, facts.fee_settled) == ("phí 50.000 đồng, lệ phí 10.000 đồng", True)
    assert facts.return_place == "Quầy 3, Trung tâm Phục vụ hành chính công tỉnh Cao Bằng"
    assert facts.officer_name == "Cán bộ quầy 1"
    assert facts.status_page == "motcua.example.vn/status"
    assert facts.calendar_version == "2026-01-01"


def test_a_free_procedure_says_so_and_lists_what_was_brought(database: Database, office: Hall) -> None:
    """A paper from the database is told as such; a paper not brought is not told at all."""
    brought = (*COMPLETE, Brought(position=3, from_database=True))
    facts = receipt_of(database, receive(database, office, documents=brought).receipt_id)

    assert (facts.fee, facts.fee_settled) == ("không", None)
    assert [(line.name, line.originals, line.certified, line.from_database) for line in facts.documents] == [
        ("Đơn đề nghị theo mẫu", 1, 0, False),
        ("Văn bằng chuyên môn về công tác xã hội", 0, 1, False),
        ("Phiếu lý lịch tư pháp", 0, 0, True),
    ]


def test_the_secret_on_paper_opens_the_dossier_and_nothing_keeps_it_readable(
    database: Database, office: Hall
) -> None:
    """Sealed for the receipt, hashed for the look-up; in no other column, no answer, no entry."""
    got = receive(database, office)
    facts = receipt_of(database, got.receipt_id)
    token = facts.status_url.removeprefix(f"{BASE}/s/")

    def check(reading: Reading) -> None:
        dossier = dossiers.by_code(reading, got.code.lower())
        assert is_whole(facts.secret)
        assert dossiers.keys_of(reading, dossier) == (facts.secret, token)
        assert dossiers.secret_hash(reading, got.code, facts.secret) == dossier.secret_hash
        assert dossiers.by_link(reading, token).id == got.id

    database.read_now(check)
    assert facts.secret not in msgspec.json.encode(got).decode()


def test_printing_again_gives_the_same_bytes(database: Database, office: Hall) -> None:
    """The facts are frozen with the dossier; today's name of the officer changes no paper."""
    got = receive(database, office)
    before = receipt_of(database, got.receipt_id)
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE officer SET name = 'Người khác'"))
    after = receipt_of(database, got.receipt_id)

    fonts = find_fonts(None)
    papers = [print_paper("receipt", msgspec.json.encode(facts).decode(), fonts) for facts in (before, after)]
    assert before == after
    assert papers[0] == papers[1]
    assert papers[0].startswith(b"%PDF-")


def test_codes_count_by_agency_and_day_and_the_register_by_centre_and_year(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The agency in charge begins the code; tomorrow it begins at 0001 again, the register goes on."""
    other = make_agency(database, "so-xay-dung", "H14.20", "AGENCY.YYYYMMDD-NNNNN")
    open_procedure = "UPDATE procedure SET agency_id = NULL WHERE code = :code"
    database.write_now(SYSTEM, lambda tx: tx.run(open_procedure, code=SAME_DAY))
    codes = [receive(database, office).code for _ in range(2)]
    codes.append(receive(database, office, procedure=SAME_DAY, documents=(), agency=other).code)
    hands.forward(days=2)
    last = receive(database, office)

    assert codes == ["H14.12-261123-0001", "H14.12-261123-0002", "H14.20.20261123-00001"]
    assert last.code == "H14.12-261125-0001"
    assert receipt_of(database, last.receipt_id).number == "0004/TNHS"


def test_racing_counters_get_every_code_once(database: Database, office: Hall) -> None:
    """Eight officers accept together: no code twice, none left out, in code and in register."""

    def accept(serial: int) -> str:
        return receive(database, office, counter=serial % 3 + 1).code

    with ThreadPoolExecutor(8) as officers:
        codes = list(officers.map(accept, range(40)))

    assert sorted(codes) == [f"H14.12-261123-{serial:04d}" for serial in range(1, 41)]
    serials = database.read_now(
        lambda reading: reading.run("SELECT register_serial FROM dossier ORDER BY 1").fetchall()
    )
    assert [row[0] for row in serials] == list(range(1, 41))
    assert database.read_now(journal.verify, office.centre) == (80, [])


def test_more_than_9999_dossiers_a_day_keep_their_own_codes(database: Database, office: Hall) -> None:
    """The serial grows a digit when it must."""
    receive(database, office)
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE tally SET last = 9999 WHERE purpose = 'code'"))

    assert receive(database, office).code == "H14.12-261123-10000"


def test_the_same_request_again_gives_the_same_dossier_and_secret(database: Database, office: Hall) -> None:
    """A lost answer does not make a second dossier; another request under the key is refused."""

    def send(**changed: Any) -> ReceivedDossier:
        typed = submission(**changed)
        digest = str(hash(msgspec.json.encode(typed)))
        return database.write_now(
            office.officer(1), receive_dossier.receive, typed, base_url=BASE,
            once=Once("key-1", digest, ReceivedDossier),
        )  # fmt: skip

    first, again = send(), send()

    assert first == again
    assert receipt_of(database, first.receipt_id) == receipt_of(database, again.receipt_id)
    with pytest.raises(KeyReused):
        send(sets=2)
    assert receive(database, office).code == "H14.12-261123-0002"


def test_same_day_is_due_at_closing_and_after_15_on_the_next_working_day(
    database: Database, office: Hall, hands: Hands
) -> None:
    """What comes after 15:00 on Monday, before Tuesday's holiday, is due on Wednesday."""
    assert receive(database, office, procedure=SAME_DAY, documents=()).due_at == local(2026, 11, 23, 17, 0)
    hands.at = datetime(2026, 11, 23, 8, 1, tzinfo=UTC)
    assert receive(database, office, procedure=SAME_DAY, documents=()).due_at == local(2026, 11, 25, 17, 0)


def test_working_hours_run_in_opening_hours_only(database: Database, office: Hall) -> None:
    """Four hours from 09:40: to 11:30, and from 13:30 to 15:40."""
    got = receive(database, office, procedure=BY_HOURS, documents=())

    assert got.due_at.replace(second=0, microsecond=0) == local(2026, 11, 23, 15, 40)


def test_received_on_sunday_counts_as_received_on_monday(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The code bears the day itself; the clock starts when the centre opens, and the receipt says so."""
    hands.at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    got = receive(database, office)

    assert (got.code, got.due_at) == ("H14.12-261122-0001", local(2026, 12, 8, 17, 0))
    because = receipt_of(database, got.receipt_id).because
    assert "Nộp ngoài giờ làm việc, tính như nhận lúc 07:30 ngày 23/11" in because[0]


def test_a_holiday_announced_later_counts_from_the_next_receipt_on(database: Database, office: Hall) -> None:
    """The calendar is kept in memory, yet a new row is seen at once; what was promised stays."""
    before = receive(database, office)
    database.write_now(
        SYSTEM,
        lambda tx: tx.run(
            "INSERT INTO calendar_day (id, on_day, kind, name, known_on, source, from_memory)"
            " VALUES ('x', '2026-12-01', 'swapped_off', 'Nghỉ hoán đổi', '2026-11-23', '', false)"
        ),
    )
    after = receive(database, office)

    assert before.due_at == local(2026, 12, 8, 17, 0)
    assert after.due_at == local(2026, 12, 9, 17, 0)
    assert receipt_of(database, after.receipt_id).calendar_version == "2026-11-23"


def test_a_promise_into_a_year_without_holidays_says_that_it_is_provisional(
    database: Database, office: Hall, hands: Hands
) -> None:
    """2027 is not announced."""
    hands.at = datetime(2026, 12, 28, 3, 0, tzinfo=UTC)

    assert receipt_of(database, receive(database, office).receipt_id).provisional


def test_online_is_shorter_and_costs_half_where_the_procedure_says_so(
    database: Database, office: Hall
) -> None:
    """Each channel has its own allowance; one without any promises nothing."""
    online = receive(database, office, procedure=PAID, documents=(), channel="online")
    assert online.due_at == local(2026, 12, 1, 17, 0)
    facts = receipt_of(database, online.receipt_id)
    assert (facts.fee, facts.fee_settled) == ("phí 25.000 đồng, lệ phí 5.000 đồng", False)

    with pytest.raises(AllowanceNotStated) as refused:
        receive(database, office, procedure=PAID, documents=(), channel="post")
    assert refused.value.facts == {"procedure": PAID, "channel": "post"}


def test_a_replaced_code_finds_its_successor_and_a_split_one_asks_which(
    database: Database, office: Hall
) -> None:
    """Papers still bear the old code; the dossier bears the new."""
    got = receive(database, office, procedure=f"{REPLACED}.000.00.00.H14")
    assert receipt_of(database, got.receipt_id).procedure_code == SOCIAL_WORK

    with pytest.raises(ProcedureReplaced) as refused:
        receive(database, office, procedure=SPLIT)
    assert refused.value.successors == [PAID, SOCIAL_WORK]


def test_a_dossier_keeps_the_version_it_was_received_under(database: Database, office: Hall) -> None:
    """A new version counts from its first day; yesterday's dossiers keep theirs."""
    before = receive(database, office)

    def next_version(tx: Any) -> None:
        tx.run(
            "UPDATE procedure SET valid_to = '2026-11-22' WHERE code = :code AND version = 1",
            code=SOCIAL_WORK,
        )
        tx.run(
            "INSERT INTO procedure SELECT 'newversion0000000000', code, 2, state, name, folded, sector_id,"
            " agency_id, own_commune, receiving, level, '3', unit, supplement_rule, answer_days, mountain_days,"
            " retention_years, allowance_text,"
            " fee_text, fees, pauses, fee_dong, charge_dong, online_discount_percent, online_level, sensitive,"
            " legal_basis, source, from_memory, digest, '2026-11-23', NULL, loaded_at"
            " FROM procedure WHERE code = :code",
            code=SOCIAL_WORK,
        )

    database.write_now(SYSTEM, next_version)
    after = receive(database, office, documents=())
    versions = database.read_now(
        lambda reading: [dossiers.by_code(reading, got.code).procedure_id for got in (before, after)]
    )

    assert after.due_at == local(2026, 11, 27, 17, 0)
    assert versions[1] == "newversion0000000000" != versions[0]


def test_a_name_taken_apart_is_kept_whole(database: Database, office: Hall) -> None:
    """NFD from a Mac and the wrong Đ from an old converter are kept, found and printed as everybody writes them."""
    typed = applicant(name=unicodedata.normalize("NFD", " \u00d0àm Thị  Hương "))
    facts = receipt_of(database, receive(database, office, applicant=typed).receipt_id)

    assert facts.applicant.name == "Đàm Thị Hương"


@pytest.mark.parametrize(
    ("changed", "kind", "facts"),
    [
        ({"procedure": "9.999999"}, NotFound, {"kind": "procedure", "sought": "9.999999"}),
        ({"procedure": ""}, NotFound, {"kind": "procedure"}),
        ({"documents": ()}, Incomplete, {}),
        ({"documents": COMPLETE[:1]}, Incomplete, {}),
        ({"documents": (*COMPLETE, Brought(position=77, copies=1))}, Malformed, {"field": "documents"}),
        (
            {"applicant": applicant(name="N" * 10_000)},
            Malformed,
            {"field": "applicant.name", "reason": "length"},
        ),
        ({"applicant": applicant(name=" ")}, Malformed, {"field": "applicant.name", "reason": "missing"}),
        ({"applicant": applicant(name="Nông\x07Ngọc")}, Malformed, {"reason": "control-characters"}),
        ({"applicant": applicant(identity_no="00418900674")}, Malformed, {"reason": "identity-number"}),
        ({"applicant": applicant(phone="123")}, Malformed, {"field": "applicant.phone"}),
        ({"channel": "pigeon"}, Malformed, {"field": "channel"}),
        ({"return_via": "pigeon"}, Malformed, {"field": "return_via"}),
        ({"return_via": "post", "applicant": applicant(address="")}, Malformed, {"field": "return_address"}),
        ({"sets": 0}, Malformed, {"field": "sets"}),
        ({"sets": 10**12}, Malformed, {"field": "sets"}),
        ({"note": "x" * 10_000}, Malformed, {"field": "note"}),
        ({"fee_dong": -1}, Malformed, {"field": "fee_dong"}),
        ({"ticket": "nosuchticket"}, NotFound, {"kind": "ticket"}),
        ({"ticket": "\x00"}, NotFound, {"kind": "ticket"}),
        ({"procedure": "\x00"}, NotFound, {"kind": "procedure"}),
        ({"note": "\x00"}, Malformed, {"field": "note"}),
        ({"received_at": datetime(2026, 11, 20, 3, 0, tzinfo=UTC)}, BackdatedReceipt, {}),
        ({"received_at": datetime(2026, 11, 24, 3, 0, tzinfo=UTC)}, BackdatedReceipt, {}),
    ],
)
def test_what_cannot_be_received_leaves_no_trace(
    database: Database, office: Hall, changed: dict[str, Any], kind: type[Refusal], facts: dict[str, Any]
) -> None:
    """Each bad input is refused with what is wrong; no number is used up, nothing is promised."""
    with pytest.raises(kind) as refused:
        receive(database, office, **changed)

    assert facts.items() <= refused.value.facts.items()
    assert nothing_written(database, office)


def test_what_is_missing_is_named_with_what_is_there(database: Database, office: Hall) -> None:
    """Both papers at once; the one in the database and the optional one are not asked for."""
    with pytest.raises(Incomplete) as refused:
        receive(database, office, documents=(Brought(position=2, copies=3),))

    assert [
        (paper["position"], paper["need"], paper["have"]["copies"]) for paper in refused.value.missing
    ] == [
        (1, {"originals": 1, "certified": 0, "copies": 0}, 0),
        (2, {"originals": 0, "certified": 1, "copies": 0}, 3),
    ]


def test_a_counter_whose_clock_is_a_minute_off_still_receives_now(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The server's clock counts, whatever the counter's says."""
    got = receive(database, office, received_at=hands.at - timedelta(minutes=1))

    def received_at(reading: Reading) -> datetime:
        return dossiers.by_code(reading, got.code).received_at

    assert database.read_now(received_at) >= hands.at - timedelta(seconds=1)


def test_only_an_officer_who_receives_may_receive(database: Database, office: Hall) -> None:
    """Not a kiosk, not a visitor, not an administrator, not the system itself."""
    leader = msgspec.structs.replace(office.officer(1), role="leader")
    for actor, kind in (
        (office.kiosk, NotAllowed),
        (CITIZEN, NotSignedIn),
        (SYSTEM, NotAllowed),
        (leader, NotAllowed),
    ):
        with pytest.raises(kind):
            database.write_now(actor, receive_dossier.receive, submission(), base_url=BASE)
    assert nothing_written(database, office)


def test_the_journal_knows_the_dossier_and_nobody_in_it(database: Database, office: Hall) -> None:
    """Codes, ids and dates; never a name, a number or a telephone: it is kept for ever and read by boards."""
    receive(database, office)
    entries = database.read_now(journal.since, office.centre, 0)
    text = " ".join(entry.facts + entry.actor_id + entry.subject_id for entry in entries)

    assert [entry.kind for entry in entries] == ["dossier-received", "paper-issued"]
    assert not any(private in text for private in (NAME, "Ngọc", NUMBER, PHONE, "Thục Phán", "1989"))


def test_numbers_of_people_are_sealed_in_the_tables(database: Database, office: Hall) -> None:
    """Who reads the file without the server's key reads no identity number, no secret, no receipt."""
    got = receive(database, office)
    secret = receipt_of(database, got.receipt_id).secret

    def columns(reading: Reading) -> str:
        rows = [
            reading.run(f"SELECT * FROM {table}").fetchall() for table in ("dossier", "paper", "document")
        ]
        return str(rows)

    kept = database.read_now(columns)
    assert NUMBER not in kept
    assert secret not in kept
    assert got.code in kept


def test_the_year_is_the_offices_own(database: Database, office: Hall, hands: Hands) -> None:
    """At 00:30 on New Year's Day in Cao Bằng it is still last year in London; the code is of the new year."""
    hands.at = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    got = receive(database, office)

    assert got.code == "H14.12-270101-0001"
    assert receipt_of(database, got.receipt_id).issued_on == date(2027, 1, 1)
