"""How long an ended dossier is kept."""

from datetime import date

FOR_EVER = 0
"""Years of a procedure whose dossiers never leave the shelf."""
_LEAP = (2, 29)


def archive_day(ended_on: date, years: int) -> date | None:
    """Tell the first local day on which a dossier may leave the shelf; None for never.

    What ended on 29 February is kept until 1 March where there is none.

    Args:
        ended_on: The local day on which it ended.
        years: Its procedure's retention; 0 is for ever.

    Rule:
        Decree 61/2018/NĐ-CP art. 22, Decree 118/2025/NĐ-CP art. 22: kept as the law of archives has it; the
        years of each procedure are the catalogue's.
    """
    if years == FOR_EVER:
        return None
    if (ended_on.month, ended_on.day) == _LEAP:
        ended_on = date(ended_on.year, 3, 1)
    return ended_on.replace(year=ended_on.year + years)
