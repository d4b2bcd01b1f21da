"""From which day a version holds, and what becomes of the versions beside it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from onestop.errors import Malformed, PastVersion

_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)
_A_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days of a version, both ends included; one that ends before it begins holds on none."""

    id: str
    valid_from: date
    valid_to: date | None

    @property
    def holds(self) -> bool:
        """Whether there is a day on which it holds."""
        return self.valid_to is None or self.valid_to >= self.valid_from


class Validity(NamedTuple):
    """The last day of a new version, None for open-ended, and the new last days of others by their ids."""

    valid_to: date | None
    ends: dict[str, date]


def place(valid_from: date, valid_to: date | None, others: Iterable[Span], today: date) -> Validity:
    """Put a version in its place, so that one version holds on any day.

    What held until then ends the day before. What began since (today at the latest) gives way whole. What is
    published to begin later still begins, and this version ends the day before that.

    Args:
        valid_from: The first day of the new version, a local date.
        valid_to: Its last day where it is known; None for open-ended.
        others: The published versions of the code.
        today: The local date.

    Raises:
        Malformed: It ends before it begins (`before_first`), or a day out of reach (`date`).
    """
    if not _FIRST <= valid_from < _LAST:
        raise Malformed(field="valid_from", reason="date")
    if valid_to is not None and valid_to < valid_from:
        raise Malformed(field="valid_to", reason="before_first")
    ends: dict[str, date] = {}
    for other in others:
        if not other.holds:
            continue
        later = other.valid_from > max(today, valid_from)
        if later:
            day_before = other.valid_from - _A_DAY
            valid_to = day_before if valid_to is None else min(valid_to, day_before)
        elif other.valid_to is None or other.valid_to >= valid_from:
            ends[other.id] = valid_from - _A_DAY
    return Validity(valid_to, ends)


def ended(from_on: date, others: Iterable[Span]) -> dict[str, date]:
    """Give the versions that end when a procedure is withdrawn from a local date on, with their last days."""
    return {
        one.id: from_on - _A_DAY
        for one in others
        if one.holds and (one.valid_to is None or one.valid_to >= from_on)
    }


def not_behind(day: date, today: date, *, code: str, received: int) -> None:
    """Let a change begin on a day that is past only where nothing was received since.

    Raises:
        PastVersion: Dossiers were received from that day on; what they were promised stays what it was.
    """
    if day < today and received:
        raise PastVersion(procedure=code, day=day.strftime("%d/%m/%Y"), received=received)


def ring(new: dict[str, set[str]]) -> list[str]:
    """Find codes that replace each other in a ring: the ring in order, or nothing.

    Args:
        new: Which codes took the place of which.
    """
    done = set[str]()
    for start in new:
        path: list[str] = []
        todo = [(start, 0)]
        while todo:
            code, depth = todo.pop()
            path = path[:depth]
            if code in path:
                return [*path[path.index(code) :], code]
            if code in done and not path:
                continue
            path.append(code)
            todo += [(each, depth + 1) for each in sorted(new.get(code, ())) if each not in done]
        done.add(start)
    return []
