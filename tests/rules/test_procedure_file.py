"""Importing the national portal's procedures: what is taken, and what would change."""

import unicodedata
from decimal import Decimal

import msgspec
import pytest

from onestop.rules.procedure_file import compare, read_procedures
from onestop.rules.procedure_shapes import ImportedProcedure
from tests.rules.portal_rows import by_code, channel, days, one, procedure, reasons

# --- what is taken ------------------------------------------------------------------------------


def test_names_are_cleaned() -> None:
    """Letters in pieces are put together, U+00D0 becomes Đ, line ends and blanks become one space."""
    broken = unicodedata.normalize("NFD", "Thủ tục  \u00d0ăng ký\r\nkhai sinh ")

    assert one(ten=broken).name == "Thủ tục Đăng ký khai sinh"


def test_letters_that_no_database_takes_are_dropped() -> None:
    """A NUL or half a letter in a long text does not stop an import."""
    assert one(trinh_tu="Bước 1\x00\ud83d\nBước 2").process == "Bước 1\nBước 2"


def test_the_words_for_nothing_mean_nothing() -> None:
    """An agency called "Không có thông tin" is no agency."""
    read = one(co_quan_thuc_hien="Không có thông tin", ket_qua="Giấy khai sinhMã: KQ.G15.000031Từ khóa")

    assert (read.agency, read.result) == ("", "Giấy khai sinh")


def test_a_procedure_may_stand_at_several_levels() -> None:
    """The portal lists them with commas; commas in brackets do not part."""
    read = one(
        cap="Cấp bộ, Cấp tỉnh, Cơ quan khác", doi_tuong="Tổ chức (không gồm doanh nghiệp, HTX), Công dân"
    )

    assert read.levels == ("Cấp bộ", "Cấp tỉnh", "Cơ quan khác")
    assert read.audience == ("Tổ chức (không gồm doanh nghiệp, HTX)", "Công dân")


def test_a_title_of_a_thousand_letters_is_a_title() -> None:
    """The longest of the portal has 1,094 letters; ten thousand are refused."""
    assert len(one(ten="Đ" * 1_094).name) == 1_094
    refused = read_procedures([procedure(ten="Đ" * 10_000)])

    assert reasons(refused) == [("procedures", 2, "name-length")]
    assert refused.refused[0].found == "Đ" * 80


def test_a_cut_off_at_15_hours_is_seen_in_either_text() -> None:
    """Received after 15:00, answered the next working day: told in the process or beside a channel."""
    assert one(trinh_tu="tiếp nhận sau 15 giờ").cut_off_15h
    assert one(cach_thuc_raw="sau 15  giờ cùng ngày").cut_off_15h
    assert not one(trinh_tu="trong 15 ngày").cut_off_15h


# --- how long -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "unit", "raw", "expected", "doubts"),
    [
        ("10", "working_day", "10 Ngày làm việc", (Decimal(10), "working_day"), ()),
        ("1.5", "working_day", "1.5 Ngày làm việc", (Decimal("1.5"), "working_day"), ()),
        ("20", "calendar_day", "20 Ngày", (Decimal(20), "calendar_day"), ()),
        ("6", "month", "6 Tháng", (Decimal(6), "month"), ()),
        ("24", "hour", "24 GiờMiễn phí", (Decimal(24), "clock_hour"), ()),
        ("8", "hour", "8 Giờ, trả kết quả trong 08 giờ làm việc", (Decimal(8), "working_hour"), ()),
        ("2", "hour", "2 GiờMiễn phí", (Decimal(2), "working_hour"), ("hour-kind-assumed",)),
        ("", "", "Không có thông tin8,000 VNĐ", (None, None), ()),
        ("", "", "1Miễn phí", (None, None), ("unit-missing",)),
    ],
)
def test_a_time_is_what_the_row_states(
    amount: str, unit: str, raw: str, expected: tuple[Decimal | None, str | None], doubts: tuple[str, ...]
) -> None:
    """Hours become working or clock hours by the words; a number without a unit is not guessed at."""
    read = one(days(amount, unit, raw=raw)).channels[0]

    assert (read.amount, read.unit) == expected
    assert read.doubts == doubts


def test_of_repeated_channels_the_longest_counts_and_all_are_kept() -> None:
    """Three cases at the counter, one online: 20 calendar days outlast 10 working days; the first of equals."""
    read = one(
        days("10"),
        days("20", "calendar_day", raw="a"),
        days("20", "calendar_day", raw="b"),
        channel(word="Trực tiếp"),
        days("3", word="Trực tuyến"),
    )

    assert [row.counts for row in read.channels] == [False, True, False, False, True]
    assert [row.row for row in read.channels] == [2, 3, 4, 5, 6]
    assert read.leading is read.channels[1]


def test_the_counter_leads_then_post_then_online() -> None:
    """Where the counter states no time, the time by post is the procedure's own."""
    read = one(channel(), days("7", word="Trực tuyến"), days("5", word="Dịch vụ bưu chính"))

    assert read.leading is not None
    assert read.leading.channel == "post"
    assert one(channel()).leading is None
    assert one(channel(word="Trực tuyến")).online


def test_a_fee_that_lost_its_noughts_is_doubted() -> None:
    """The portal's "40 Việt Nam Đồng" means 4.000 or 40.000: taken as stated, and marked."""
    read = one(days("1", phi_vnd="40"), days("1", phi_vnd="4000"))

    assert [(row.fee_dong, row.doubts) for row in read.channels] == [(40, ("fee-implausible",)), (4_000, ())]


# --- what would change --------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing() -> None:
    """Nor does it when its rows are in another order."""
    rows, channels = [procedure(), procedure("1.000894")], [days("3"), days("5", word="Trực tuyến")]
    before = by_code(read_procedures(rows, channels))

    again = compare(before, read_procedures(rows[::-1], channels))

    assert [row.outcome for row in again] == ["unchanged", "unchanged"]


def test_what_differs_is_named() -> None:
    """A new name and a longer time are told by field; a new code is added; a refused row says why."""
    before = by_code(read_procedures([procedure()], [days("3")]))
    after = read_procedures(
        [procedure(ten="Thủ tục đăng ký khai sinh"), procedure("1.000894"), procedure("x")], [days("5")]
    )

    told = [(row.row, row.code, row.outcome, row.changed, row.reason) for row in compare(before, after)]

    assert told == [
        (2, "1.001193", "changed", ("name", "channels"), ""),
        (3, "1.000894", "added", (), ""),
        (4, "x", "refused", (), "code-malformed"),
    ]


def test_without_a_channel_file_the_channels_stay() -> None:
    """An import of procedures alone says nothing of channels, so it changes none."""
    before = by_code(read_procedures([procedure()], [days("3")]))

    assert [row.outcome for row in compare(before, read_procedures([procedure()]))] == ["unchanged"]
    assert [row.outcome for row in compare(before, read_procedures([procedure()], []))] == ["changed"]


def test_a_reading_survives_being_stored() -> None:
    """As JSON and back it is the same, so that the next import can be compared with it."""
    read = one(days("1.5"), channel(word="Trực tuyến"))

    assert msgspec.convert(msgspec.json.decode(msgspec.json.encode(read)), ImportedProcedure) == read
