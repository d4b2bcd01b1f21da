"""What a request for papers asks for: named, counted, and asked once."""

from collections.abc import Iterable, Sequence

import msgspec

from onestop.errors import Malformed, SupplementAskedBefore
from onestop.model.procedure import SupplementRule
from onestop.rules.intake import MOST_OF_A_PAPER, MOST_PAPERS, Demand
from onestop.rules.text import fold, one_line

_LONGEST_NAME = 500
_LONGEST_NOTE = 300
_LONGEST_TOLD = 80
"""How much of what was asked before is told back in a refusal."""


class TypedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A paper to ask for, as typed; how many of which kind may be left open."""

    name: str | None = None
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str | None = None


class AskedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is asked for, as kept."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


class Request(msgspec.Struct, frozen=True):
    """A request made before: its papers and its reason."""

    items: tuple[AskedPaper, ...]
    reason: str


def asked_for(
    typed: Sequence[TypedItem], reason: str, *, demands: Iterable[Demand], before: Iterable[Request]
) -> tuple[AskedPaper, ...]:
    """Look over what a running dossier is asked for.

    Why may there be a second request at all? What is missing is told once, completely and correctly (Decree
    61/2018/NĐ-CP, art. 15), so nothing may be asked for twice and no reason may be given twice. But art. 19.4
    lets whoever appraises send a dossier back, and what only the first return brought to light was in nobody's
    hands before: another reason, other papers.

    Args:
        typed: As sent.
        reason: Cleaned.
        demands: What the procedure asks for; a paper that a database replaces is not asked for (Decree
            118/2025/NĐ-CP as amended by 309/2026, art. 4.2a).
        before: The requests that the dossier has had.

    Raises:
        Malformed: Nothing asked for, too much, one paper twice, or a field that cannot be what it promises.
        SupplementAskedBefore: A paper or the reason was in an earlier request.
    """
    if not 0 < len(typed) <= MOST_PAPERS:
        raise Malformed(field="items", reason="missing" if not typed else "number")
    items = tuple(_kept(item) for item in typed)
    names = [fold(item.name) for item in items]
    if len(set(names)) < len(names):
        raise Malformed(field="items", reason="twice")
    if {fold(demand.name) for demand in demands if demand.replaced_by_database} & set(names):
        raise Malformed(field="items", reason="in-database")
    for request in before:
        known = {fold(item.name) for item in request.items}
        again = next((item.name for item in items if fold(item.name) in known), None)
        if again is None and fold(request.reason) == fold(reason):
            again = reason
        if again is not None:
            raise SupplementAskedBefore(asked=again[:_LONGEST_TOLD])
    return items


def rule_of(wished: str | None, usual: str) -> SupplementRule:
    """Tell what a request does to the clock: what the officer says, else what the dossier's procedure says.

    Raises:
        Malformed: No such rule.
    """
    rule = wished or usual
    if rule not in set(SupplementRule):
        raise Malformed(field="rule", reason="unknown")
    return SupplementRule(rule)


def _kept(item: TypedItem) -> AskedPaper:
    counts = item.originals, item.certified, item.copies
    if not all(0 <= count <= MOST_OF_A_PAPER for count in counts):
        raise Malformed(field="items", reason="number")
    return AskedPaper(
        name=one_line(item.name or "", field="items", most=_LONGEST_NAME, least=1),
        originals=item.originals,
        certified=item.certified,
        copies=item.copies,
        note=one_line(item.note or "", field="items", most=_LONGEST_NOTE),
    )
