"""Days that the mountains give, and the way to an agency of another place, in sentences of both languages."""

import pytest

from onestop.render.reasons import tell_reason
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline, reckon
from onestop.rules.elsewhere import Elsewhere, reckon_from_start
from onestop.rules.mountains import MountainDays
from tests.rules.calendars import at, calendar

LAND = "Văn phòng Đăng ký đất đai"
HA_LANG = "Ủy ban nhân dân xã Hạ Lang"
BY_ARTICLE = "Nghị định 309/2026/NĐ-CP, Điều 8.3"
RECEIVED = at("2026-11-23 09:52")


def texts(deadline: Deadline, lang: str = "vi") -> list[str]:
    return [tell_reason(reason, lang) for reason in deadline.because]


@pytest.mark.parametrize(
    ("basis", "vi", "en"),
    [
        ("Nghị định 151/2025/NĐ-CP", "theo Nghị định 151/2025/NĐ-CP", "by Nghị định 151/2025/NĐ-CP"),
        ("", "theo quy định của thủ tục", "by the rules of the procedure"),
    ],
)
def test_the_days_that_the_mountains_give_are_named_with_their_article(basis: str, vi: str, en: str) -> None:
    """How many, because of whom, by which instrument; where the data cites none, by the procedure's own rules."""
    days = MountainDays(10, LAND, basis)
    deadline = reckon(RECEIVED, days.told_of(Allowance(15, "working_day")), calendar())

    more = f"trong đó 10 ngày làm việc thêm vì {LAND} ở địa bàn miền núi"
    assert texts(deadline)[1] == f"15 ngày làm việc theo thủ tục, {more} ({vi})"
    more = f"10 of them working days more because {LAND} is in the mountains"
    assert texts(deadline, "en")[1] == f"15 working days for this procedure, {more} ({en})"
    assert deadline.due_at == reckon(RECEIVED, Allowance(15, "working_day"), calendar()).due_at


def test_days_from_memory_say_so_and_a_long_basis_is_not_copied_out() -> None:
    """Nothing from memory passes as law, and a reason stays a sentence."""
    days = MountainDays(10, HA_LANG, "Luật " * 50, from_memory=True)
    deadline = reckon(RECEIVED, days.told_of(Allowance(15, "working_day")), calendar())

    assert texts(deadline)[1].endswith("(theo quy định của thủ tục) (chưa thấy văn bản)")
    assert texts(deadline, "en")[1].endswith("(by the rules of the procedure) (the instrument was not seen)")


def told(elsewhere: Elsewhere, lang: str, many: int) -> list[str]:
    deadline = reckon_from_start(RECEIVED, Allowance(10, "working_day"), calendar(), elsewhere)
    return texts(deadline, lang)[:many]


def test_what_was_sent_on_late_and_is_awaited_is_told_in_both_languages() -> None:
    """Decree 309/2026, art. 8.3 and 9: the receiving centre's lateness, then from when the time counts."""
    late = at("2026-11-23 17:00"), at("2026-11-25 09:00")
    awaited = Elsewhere(HA_LANG, forwarded_late=late)

    vi, en = told(awaited, "vi", 2), told(awaited, "en", 2)

    assert vi[0] == "Nơi tiếp nhận chuyển hồ sơ chậm, lúc 09:00 ngày 25/11"
    assert vi[1] == f"Thời hạn tính từ khi {HA_LANG} nhận hồ sơ ({BY_ARTICLE}), dự kiến lúc 09:00 ngày 25/11"
    assert en[0] == "The receiving office sent the dossier on late, at 09:00 on 25/11"
    assert en[1].startswith(f"The time is counted from when {HA_LANG} receives the dossier (Decree 309/2026")


def test_what_has_arrived_is_told_in_both_languages() -> None:
    """Decree 309/2026, art. 8.3: from which instant the time is counted."""
    arrived = Elsewhere(HA_LANG, arrived_at=at("2026-11-25 14:30"))

    [vi], [en] = told(arrived, "vi", 1), told(arrived, "en", 1)

    assert vi == f"{HA_LANG} nhận hồ sơ lúc 14:30 ngày 25/11, thời hạn tính từ lúc đó ({BY_ARTICLE})"
    assert en.startswith(
        f"{HA_LANG} received the dossier at 14:30 on 25/11, and its time is counted from then"
    )
