"""Refusals of a dossier's way among agencies."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class RouteLoops(Refusal):
    """An agency stands on the route twice with the same work."""

    code = "route-loops"
    work: str


@refusal
class RouteParallel(Refusal):
    """A paper dossier can be at one agency only (Decree 61/2018/NĐ-CP art. 19.6)."""

    code = "route-parallel"
    stage: int


@refusal
class LeadNotOne(Refusal):
    """Exactly one agency leads; `leads` is how many would."""

    code = "lead-not-one"
    leads: int


@refusal
class StageWrong(Refusal):
    """A leg was put at a stage that has been passed; `first` is the earliest that is left."""

    code = "stage-wrong"
    stage: int
    first: int


@refusal
class StageOpen(Refusal):
    """Stages run in turn, and agencies of the present one are not done."""

    code = "stage-open"
    agencies: list[str]


@refusal
class NothingToForward(Refusal):
    """No planned leg is left."""

    code = "nothing-to-forward"


@refusal
class NoLegHere(Refusal):
    """The officer's agency has no leg of this dossier for this move."""

    code = "no-leg-here"
    move: str


@refusal
class LegTaken(Refusal):
    """Somebody of the agency took the dossier on already."""

    code = "leg-taken"
    holder: str


@refusal
class LegTouched(Refusal):
    """Nothing is on its way untouched, so nothing can be taken back."""

    code = "leg-touched"
    agencies: list[str]


@refusal
class HoldsAlready(Refusal):
    """The officer holds it already."""

    code = "holds-already"
    officer: str


@refusal
class BouncedBack(Refusal):
    """The officer held it and had it back once; a second time it would go in circles."""

    code = "bounced-back"
    officer: str
    times: int


@refusal
class OfficerElsewhere(Refusal):
    """The officer does not work in the agency of the leg, or not on dossiers."""

    code = "officer-elsewhere"
    officer: str
    agency: str


@refusal
class NobodyCovers(Refusal):
    """The officer is on leave, and so is everybody who covers for them."""

    code = "nobody-covers"
    officer: str


@refusal
class LegsOpen(Refusal):
    """The result cannot be there: other agencies have not answered."""

    code = "legs-open"
    agencies: list[str]


@refusal
class NothingToHandOver(Refusal):
    """No dossier waits to go there."""

    code = "nothing-to-hand-over"
    agency: str
