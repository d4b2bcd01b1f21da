"""Refusals of setting up a hall: what is taken already, and what is still in use."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class BandTaken(Refusal):
    """Another line gives numbers of that letter and band, or did today."""

    code = "band-taken"
    letter: str
    first: int
    last: int | None
    line: str


@refusal
class NameTaken(Refusal):
    """Something of that kind in the same centre bears that name or number."""

    code = "name-taken"
    kind: str
    name: str


@refusal
class StillInUse(Refusal):
    """It cannot be given up, or changed so, while so many people or things depend on it."""

    code = "still-in-use"
    kind: str
    name: str
    count: int
