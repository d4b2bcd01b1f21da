"""When an officer is away and who covers: no two leaves on one day, no circle of covers, cover within reach."""

from collections.abc import Iterable
from datetime import date

import msgspec

from onestop.errors import AbsenceOverlaps, CoverInCircle, Malformed

LONGEST_DAYS = 366
"""A year: maternity leave takes six months (Labour Code 45/2019/QH14, art. 139.1)."""


class AbsenceWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A leave: local days, both included; `officer` and `cover` are ids."""

    officer: str
    cover: str
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")


class Away(msgspec.Struct, frozen=True, kw_only=True):
    """A leave that stands: who is away from which day to which, and who covers."""

    officer_id: str
    cover_id: str
    first: date
    last: date


def settled_days(wish: AbsenceWish, today: date) -> None:
    """Hold the days of a leave to an order, and to days that are not over.

    Raises:
        Malformed: The last day comes before the first (`before-first`), is over (`past-day`), or lies more
            than a year after it (`range`).
    """
    if wish.last < wish.first:
        raise Malformed(field="to", reason="before-first")
    if wish.last < today:
        raise Malformed(field="to", reason="past-day")
    if (wish.last - wish.first).days > LONGEST_DAYS:
        raise Malformed(field="to", reason="range")
    if wish.officer == wish.cover:
        raise Malformed(field="cover", reason="cover-oneself")


def fits(new: Away, standing: Iterable[Away], *, name: str, cover: str) -> None:
    """Let a leave stand beside the others, or refuse it.

    Raises:
        AbsenceOverlaps: The officer is away on one of these days already.
        CoverInCircle: On one of these days whoever covers, or covers for them in turn, is covered by the
            officer who is away: the work would go round and reach nobody.
    """
    others = list(standing)
    for one in others:
        if one.officer_id == new.officer_id and _meet(one, new):
            raise AbsenceOverlaps(name=name, first=f"{one.first:%d/%m/%Y}", last=f"{one.last:%d/%m/%Y}")
    waiting = [new]
    while waiting:
        away = waiting.pop()
        for one in others:
            if one.officer_id != away.cover_id or not _meet(one, away):
                continue
            if one.cover_id == new.officer_id:
                raise CoverInCircle(name=name, cover=cover)
            # Only the days that all of them share go on: a circle must close on one day.
            waiting.append(
                msgspec.structs.replace(one, first=max(one.first, away.first), last=min(one.last, away.last))
            )


def reaches(parents: dict[str, str | None], cover_agency: str | None, agency: str | None) -> bool:
    """Tell whether an agency is, or stands above, another: then its officers see that one's dossiers."""
    above = agency
    while above is not None:
        if above == cover_agency:
            return True
        above = parents.get(above)
    return False


def _meet(one: Away, other: Away) -> bool:
    return one.first <= other.last and other.first <= one.last
