"""Refusals of what interrupts, prolongs, corrects or reopens a dossier."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class SupplementAskedBefore(Refusal):
    """What is asked for, or why, was asked for in an earlier request: it is told once and completely."""

    code = "supplement-asked-before"
    asked: str


@refusal
class ExtendedOnThisBasis(Refusal):
    """The dossier was given more time on this legal basis already."""

    code = "extended-on-this-basis"
    legal_basis: str


@refusal
class ApologisedAlready(Refusal):
    """A new date was told already, and it is told at most once; `told_on` is that local day, YYYY-MM-DD."""

    code = "apologised-already"
    told_on: str


@refusal
class ToldDateWrong(Refusal):
    """The new date cannot be told; `reason` is `not-after-due`, `past`, `day-off` or `too-far`."""

    code = "told-date-wrong"
    told_on: str
    due_on: str
    reason: str


@refusal
class NothingToCorrect(Refusal):
    """What was sent is what the receipt says already."""

    code = "nothing-to-correct"


@refusal
class PaperStillValid(Refusal):
    """Only a void paper is stamped as void."""

    code = "paper-still-valid"
    paper: str
