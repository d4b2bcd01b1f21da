"""What was brought against what the procedure asks for: complete, or what is missing."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from onestop.errors import Incomplete, Malformed
from onestop.rules.identity import LONGEST_ADDRESS
from onestop.rules.text import one_line

MOST_OF_A_PAPER = 9_999
MOST_PAPERS = 200
_LAST_POSITION = 9_999
MOST_SETS = 99


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that the procedure asks for (thành phần hồ sơ), and how many of each kind."""

    position: int
    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    optional: bool = False
    replaced_by_database: bool = False


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that was brought, as the counter counted it.

    `name` is for a paper that the procedure does not list and the citizen wants kept with the file.
    """

    position: int
    originals: int = 0
    certified: int = 0
    copies: int = 0
    from_database: bool = False
    name: str | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it goes into the dossier and onto the receipt."""

    position: int
    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    from_database: bool = False


def compare(demands: Sequence[Demand], brought: Sequence[Brought]) -> tuple[Taken, ...]:
    """Compare what was brought with what is asked for; give the papers taken, in order.

    An original serves where a certified or plain copy is asked for, a certified copy where a plain one
    is: the counter may copy what it is shown (Decree 61/2018/NĐ-CP art. 17.1). A copy never serves for
    an original, certified or not. A paper that a database replaces is never asked for (Decree 118/2025
    as amended, art. 4.2a); where the officer says so, the receipt tells that it was read there.
    `from_database` is believed of no other paper: else one tick would make any dossier complete. An
    optional paper may be left out.

    Raises:
        Incomplete: Papers are missing, all of them named at once (art. 15: told once, fully).
        Malformed: A paper counted twice, negatively, or unknown to the procedure and without a name.
    """
    counted = _by_position(brought)
    taken, missing = list[Taken](), list[dict[str, Any]]()
    for demand in sorted(demands, key=lambda demand: demand.position):
        have = counted.pop(demand.position, None) or Brought(position=demand.position)
        from_database = demand.replaced_by_database and have.from_database and not _any(have)
        if not _serves(demand, have) and not (demand.optional or demand.replaced_by_database):
            missing.append(_shortfall(demand, have))
        if _any(have) or from_database:
            taken.append(_taken(have, demand.name, from_database=from_database))
    if missing:
        raise Incomplete(missing=missing)
    return (*taken, *_beyond(counted.values()))


def _by_position(brought: Iterable[Brought]) -> dict[int, Brought]:
    counted = dict[int, Brought]()
    for paper in brought:
        if paper.position in counted:
            raise Malformed(field="documents", reason="twice")
        if len(counted) == MOST_PAPERS or not 1 <= paper.position <= _LAST_POSITION:
            raise Malformed(field="documents", reason="number")
        if not all(0 <= count <= MOST_OF_A_PAPER for count in _counts(paper)):
            raise Malformed(field="documents", reason="number")
        counted[paper.position] = paper
    return counted


def _counts(paper: Brought | Demand) -> tuple[int, int, int]:
    return paper.originals, paper.certified, paper.copies


def _any(paper: Brought) -> bool:
    return any(_counts(paper))


def _serves(demand: Demand, have: Brought) -> bool:
    """Tell whether the originals, then all that are true to them, then all, are enough."""
    return (
        have.originals >= demand.originals
        and have.originals + have.certified >= demand.originals + demand.certified
        and sum(_counts(have)) >= sum(_counts(demand))
    )


def _shortfall(demand: Demand, have: Brought) -> dict[str, Any]:
    kinds = ("originals", "certified", "copies")
    return {
        "position": demand.position,
        "name": demand.name,
        "need": dict(zip(kinds, _counts(demand), strict=True)),
        "have": dict(zip(kinds, _counts(have), strict=True)),
    }


def _taken(have: Brought, name: str, *, from_database: bool) -> Taken:
    originals, certified, copies = _counts(have)
    return Taken(
        position=have.position,
        name=name,
        originals=originals,
        certified=certified,
        copies=copies,
        from_database=from_database,
    )


def _beyond(papers: Iterable[Brought]) -> list[Taken]:
    """Take the papers that the procedure does not list, each by the name it was given."""
    taken = list[Taken]()
    for paper in sorted(papers, key=lambda paper: paper.position):
        if not paper.name:
            raise Malformed(field="documents", reason="unknown")
        name = one_line(paper.name, field="documents", most=LONGEST_ADDRESS, least=1)
        taken.append(_taken(paper, name, from_database=False))
    return taken
