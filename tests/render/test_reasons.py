"""A due date explains itself in sentences, in both languages."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import onestop
from onestop.model.procedure import SupplementRule
from onestop.render.reasons import allowance_text, tell_reason, tell_reasons
from onestop.render.wording import section
from onestop.rules.deadline import Allowance, Deadline, Extension, Supplement, Suspension, reckon
from onestop.rules.reason import Reason
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, off


def found(received: str, amount: float | str, unit: str, **more: Any) -> Deadline:
    return reckon(at(received), Allowance(amount, unit), calendar(), **more)


def texts(deadline: Deadline, lang: str = "vi") -> list[str]:
    return [tell_reason(reason, lang) for reason in deadline.because]


def test_the_officer_reads_why_it_is_8_december() -> None:
    """Word for word what stands beside the date at the counter."""
    assert tell_reasons(found("2026-11-23 09:52", 10, "working_day").because) == [
        {
            "rule": "receipt-day",
            "from": "2026-11-23",
            "to": "2026-11-23",
            "text": "Ngày tiếp nhận không tính",
        },
        {
            "rule": "allowance",
            "from": "2026-11-25",
            "to": "2026-12-08",
            "text": "10 ngày làm việc theo thủ tục",
        },
        {"rule": "holiday", "from": "2026-11-24", "to": "2026-11-24", "text": "Nghỉ Ngày Văn hóa Việt Nam"},
        {"rule": "weekend", "from": "2026-11-28", "to": "2026-11-29", "text": "Thứ Bảy, Chủ nhật"},
        {"rule": "weekend", "from": "2026-12-05", "to": "2026-12-06", "text": "Thứ Bảy, Chủ nhật"},
    ]


def test_the_same_in_english() -> None:
    """For a foreigner at the counter, and for another agency's system."""
    assert texts(found("2026-11-23 09:52", 10, "working_day"), "en") == [
        "The day of receipt is not counted",
        "10 working days for this procedure",
        "Holiday: Vietnam Culture Day",
        "Saturday, Sunday",
        "Saturday, Sunday",
    ]


def test_instants_are_told_with_the_offset_of_the_office() -> None:
    """Hours are counted between instants, days between days."""
    told = tell_reasons(found("2026-11-23 09:52", 2, "working_hour").because)

    assert told == [
        {
            "rule": "allowance",
            "from": "2026-11-23T09:52:00+07:00",
            "to": "2026-11-23T13:52:00+07:00",
            "text": "2 giờ làm việc theo thủ tục",
        }
    ]


@pytest.mark.parametrize(
    ("received", "allowance", "more", "sentence", "english"),
    [
        (
            "2026-11-29 20:00",
            (1, "working_day"),
            {},
            "Nộp ngoài giờ làm việc, tính như nhận lúc 07:30 ngày 30/11",
            "Handed in while closed, counted as received at 07:30 on 30/11",
        ),
        ("2026-11-23 09:00", (0, "same_day"), {}, "Trả kết quả trong ngày", "Returned the same day"),
        (
            "2026-11-23 16:00",
            (0, "same_day"),
            {},
            "Nhận sau 15 giờ, trả trong ngày làm việc tiếp theo",
            "Received after 15:00, returned the next working day",
        ),
        (
            "2025-12-31 09:00",
            (2, "month"),
            {},
            "Tháng này không có ngày 31, tính đến ngày cuối tháng",
            "This month has no day 31, so its last day counts",
        ),
        (
            "2026-11-23 09:00",
            (6, "calendar_day"),
            {},
            "Ngày cuối là ngày nghỉ, hạn lùi đến ngày làm việc tiếp theo",
            "The last day is a day off, so the next working day counts",
        ),
        (
            "2026-04-24 09:00",
            (1, "working_day"),
            {},
            "Nghỉ bù Giỗ Tổ Hùng Vương",
            "Day off in lieu: Hùng Kings' Day",
        ),
        (
            "2026-08-28 09:00",
            (1, "working_day"),
            {},
            "Nghỉ hoán đổi với 22/08/2026",
            "Day off, swapped with 22/08/2026",
        ),
        (
            "2026-08-21 09:00",
            (1, "working_day"),
            {},
            "Làm bù cho 31/08/2026, có tính",
            "Made up for 31/08/2026, counted",
        ),
        (
            "2025-12-31 09:00",
            (1, "working_day"),
            {},
            "Nghỉ hoán đổi với 10/01/2026 (chưa thấy văn bản)",
            "Day off, swapped with 10/01/2026 (the announcement was not seen)",
        ),
        (
            "2026-12-31 09:00",
            (1, "working_day"),
            {},
            "Lịch nghỉ năm 2027 chưa công bố, ngày hẹn là dự kiến",
            "The holidays of 2027 are not announced yet, so the date is provisional",
        ),
        (
            "2026-11-09 09:00",
            (5, "working_day"),
            {"supplements": [Supplement(at("2026-11-10 09:00"), at("2026-11-12 09:00"))]},
            "Bổ sung đủ, thời hạn tính lại từ đầu",
            "Supplement complete, the time starts again",
        ),
        (
            "2026-11-09 09:00",
            (5, "working_day"),
            {
                "supplements": [
                    Supplement(at("2026-11-10 09:00"), at("2026-11-12 09:00"), SupplementRule.PAUSE)
                ]
            },
            "Chờ bổ sung, không tính 2 ngày làm việc",
            "Waiting for a supplement, 2 working days not counted",
        ),
        (
            "2026-11-09 09:00",
            (5, "calendar_day"),
            {
                "supplements": [
                    Supplement(at("2026-11-10 09:00"), at("2026-11-11 09:00"), SupplementRule.NOT_COUNTED)
                ]
            },
            "Thời gian ở cơ quan khác, không tính 1 ngày",
            "With another office, 1 day not counted",
        ),
        (
            "2026-11-09 09:00",
            (8, "working_hour"),
            {
                "suspensions": [
                    Suspension(at("2026-11-09 10:00"), at("2026-11-09 14:00"), "chờ nộp thuế", "Điều 5")
                ]
            },
            "Tạm dừng (chờ nộp thuế; Điều 5), không tính 2 giờ làm việc",
            "Suspended (chờ nộp thuế; Điều 5), 2 h of working time not counted",
        ),
        (
            "2026-11-09 09:00",
            (8, "working_hour"),
            {"suspensions": [Suspension(at("2026-11-09 10:00"), at("2026-11-09 14:05"))]},
            "Tạm dừng, không tính 2 giờ 5 phút làm việc",
            "Suspended, 2 h 5 min of working time not counted",
        ),
        (
            "2026-11-09 09:00",
            (8, "clock_hour"),
            {"suspensions": [Suspension(at("2026-11-09 10:00"), at("2026-11-09 10:45"))]},
            "Tạm dừng, không tính 45 phút",
            "Suspended, 45 min not counted",
        ),
        (
            "2026-11-09 09:00",
            (5, "working_day"),
            {"suspensions": [Suspension(at("2026-11-10 09:00"), at("2026-11-10 10:00"), "{name}")]},
            "Tạm dừng ({name}), hạn không đổi",
            "Suspended ({name}), the date stays",
        ),
        (
            "2026-11-09 09:00",
            (5, "working_day"),
            {"extensions": [Extension(Allowance("2.5", "working_day"), None, "Luật Đất đai")]},
            "Gia hạn 2,5 ngày làm việc (Luật Đất đai)",
            "Extended by 2.5 working days (Luật Đất đai)",
        ),
        (
            "2026-11-09 09:00",
            (5, "working_day"),
            {"supplements": [Supplement(at("2026-11-10 09:00"), None)]},
            "Đang chờ, hạn tính lại khi nhận đủ",
            "Waiting; the date is reckoned again when everything is in",
        ),
    ],
)
def test_every_rule_says_what_it_did(
    received: str, allowance: tuple[float, str], more: dict[str, Any], sentence: str, english: str
) -> None:
    """One sentence each, beside its days."""
    deadline = found(received, *allowance, **more)

    assert sentence in texts(deadline)
    assert english in texts(deadline, "en")


def test_a_weekend_cut_short_names_the_day_that_is_left() -> None:
    """Received on an open Saturday, only Sunday is passed over; a Saturday holiday leaves a Sunday."""
    saturday = reckon(
        at("2026-11-28 09:00"), Allowance(1, "working_day"), calendar(HOURS + SATURDAY_MORNINGS)
    )

    assert texts(saturday)[-1] == "Chủ nhật"
    assert "Thứ Bảy" in texts(found("2026-04-24 09:00", 1, "working_day"))
    assert "Sunday" in texts(found("2025-04-25 09:00", 2, "working_day"), "en")


def test_a_day_announced_after_the_receipt_says_when() -> None:
    """Whoever received before it knew nothing of it; whoever receives later finds nothing special in it."""
    storm = off("2026-11-26", known_on="2026-11-25", name="Nghỉ tránh bão")
    known = calendar(as_of=date(2026, 11, 25), more=(storm,))
    early, late = (reckon(at(f"2026-11-{day} 09:00"), Allowance(3, "working_day"), known) for day in (23, 25))

    assert "Nghỉ tránh bão (công bố ngày 25/11/2026)" in texts(early)
    assert "Holiday: tránh bão (announced on 25/11/2026)" in texts(early, "en")
    assert "Nghỉ tránh bão" in texts(late)


def test_a_holiday_that_the_law_does_not_name_keeps_its_name() -> None:
    """Announced for one year, in the words of the announcement."""
    reason = Reason("holiday", date(2026, 12, 1), date(2026, 12, 1), {"name": "Quốc tang"})

    assert (tell_reason(reason), tell_reason(reason, "en")) == ("Nghỉ Quốc tang", "Holiday: Quốc tang")


@pytest.mark.parametrize(
    ("amount", "unit", "vietnamese", "english"),
    [
        (10, "working_day", "10 ngày làm việc", "10 working days"),
        (1, "working_day", "1 ngày làm việc", "1 working day"),
        ("1.25", "working_day", "1,25 ngày làm việc", "1.25 working days"),
        (30, "calendar_day", "30 ngày", "30 days"),
        (8, "working_hour", "8 giờ làm việc", "8 working hours"),
        (24, "clock_hour", "24 giờ", "24 hours"),
        (3, "month", "3 tháng", "3 months"),
        (1, "month", "1 tháng", "1 month"),
        (0, "same_day", "trong ngày", "the same day"),
        (0, "working_day", "trong ngày", "the same day"),
    ],
)
def test_an_allowance_reads_as_in_the_instrument(
    amount: float | str, unit: str, vietnamese: str, english: str
) -> None:
    """A decimal comma in Vietnamese, a point in English."""
    allowance = Allowance(amount, unit)

    assert (allowance_text(allowance), allowance_text(allowance, "en")) == (vietnamese, english)


def test_reasons_survive_being_kept_as_json() -> None:
    """A dossier keeps them; years later they are told again, in the reader's language."""
    deadline = found(
        "2026-11-29 20:00",
        "1.5",
        "working_day",
        suspensions=[Suspension(at("2026-12-01 09:00"), at("2026-12-01 10:00"), "chờ")],
    )
    kept = json.dumps([reason.plain() for reason in deadline.because], ensure_ascii=False)

    assert tuple(Reason.of(each) for each in json.loads(kept)) == deadline.because


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_rule_that_the_engine_names_has_a_sentence(lang: str) -> None:
    """And no sentence stands there without a rule."""
    rules = Path(onestop.__file__).parent / "rules"
    source = "".join(
        (rules / f"{name}.py").read_text()
        for name in ("because", "days_off", "deadline", "elsewhere", "pauses")
    )
    named = set(re.findall(r'"((?:[a-z]+-)*[a-z0-9]+)"', source))
    sentences = {
        key.removesuffix("-nothing").removesuffix("-mountains") for key in section("deadline", lang)["reason"]
    }

    assert sentences - named == {"saturday", "sunday"}, "both are parts of a weekend"
    used = re.findall(r'Reason\(\s*"([a-z0-9-]+)"', source) + re.findall(r': "([a-z-]+)",\n', source)
    assert set(used) <= sentences
