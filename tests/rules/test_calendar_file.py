"""A calendar file is read whole or refused at its line."""

from datetime import date

import pytest

from onestop.errors import FileUnreadable
from onestop.rules.calendar_file import read_calendar
from onestop.rules.calendar_row import CalendarRow, DayKind

HEADER = "date,kind,name,known_on,source,from_memory\n"
TET = "2027-02-05,statutory,Tết Nguyên đán,2026-11-20,thông báo,no\n"


def test_rows_are_read_in_order_of_their_days() -> None:
    """However they stand in the file, with or without the columns that may be left out."""
    rest = "Tết,statutory,2026-11-20"
    text = f"\ufeffname,kind,known_on,date\n{rest},2027-02-06\n\n{rest},2027-02-05\n"

    rows = read_calendar(text, "lich.csv")

    assert [date(2027, 2, 5), date(2027, 2, 6)] == [row.on for row in rows]
    assert CalendarRow(date(2027, 2, 5), DayKind.STATUTORY, "Tết", date(2026, 11, 20)) == rows[0]


def test_a_day_may_be_announced_anew() -> None:
    """The same day with a later announcement is a new row, not a repetition."""
    later = TET.replace("2026-11-20", "2026-12-20")

    assert len(read_calendar(HEADER + TET + later, "lich.csv")) == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "no-rows"),
        (HEADER, 0, "no-rows"),
        ("date,kind,name\n", 1, "columns known_on"),
        ("date,kind,name,known_on,form_memory\n", 1, "columns form_memory"),
        ("date,kind,name,known_on,name\n", 1, "columns date,kind,known_on,name,name"),
        (HEADER + TET + TET, 3, "repeated"),
        (HEADER + TET + "2027-02-06,statutory\n", 3, "cells"),
        (HEADER + "05/02/2027,statutory,Tết,2026-11-20,,no\n", 2, "date"),
        (HEADER + "20270205,statutory,Tết,2026-11-20,,no\n", 2, "date"),
        (HEADER + "2027-02-30,statutory,Tết,2026-11-20,,no\n", 2, "date"),
        (HEADER + "2027-02-05,holiday,Tết,2026-11-20,,no\n", 2, "kind"),
        (HEADER + "2027-02-05,statutory, ,2026-11-20,,no\n", 2, "name"),
        (HEADER + f"2027-02-05,statutory,{'T' * 10_000},2026-11-20,,no\n", 2, "name"),
        (HEADER + "2027-02-05,statutory,Tết,,,no\n", 2, "known_on"),
        (HEADER + "2027-02-05,statutory,Tết,2026-11-20,,maybe\n", 2, "from_memory"),
        (HEADER + '2027-02-05,statutory,"Tết,2026-11-20,,no\n', 2, "not-csv"),
        ("%PDF-1.7\n\x00\x01", 1, "columns"),
        (HEADER + "\x00\n", 2, "cells"),
    ],
)
def test_a_wrong_file_is_refused_at_its_line(text: str, line: int, reason: str) -> None:
    """Nothing of it is taken; the line counts from 1 with the header, 0 is the file as a whole."""
    with pytest.raises(FileUnreadable) as refused:
        read_calendar(text, "lich.csv")

    assert ("lich.csv", line) == (refused.value.file, refused.value.line)
    assert refused.value.reason.startswith(reason.split(",", maxsplit=1)[0])
