"""Refusals about officers, their passwords and sectors, agencies, and leave."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class PasswordToChange(Refusal):
    """Somebody else set this password; first the officer sets one of their own."""

    code = "password-to-change"


@refusal
class PasswordWrong(Refusal):
    """The present password was not right, so no new one is set."""

    code = "password-wrong"


@refusal
class SectorForeign(Refusal):
    """The officer is held to other sectors than this procedure's."""

    code = "sector-foreign"
    procedure: str


@refusal
class OwnAccount(Refusal):
    """Nobody takes the own account away, or its own right to keep people."""

    code = "own-account"


@refusal
class LastAdministrator(Refusal):
    """Without this officer nobody could keep people any more."""

    code = "last-administrator"
    name: str


@refusal
class AgencyLoop(Refusal):
    """An agency would stand above itself."""

    code = "agency-loop"
    agency: str
    above: str


@refusal
class CoverOutOfReach(Refusal):
    """Who covers has no sight of the work: another agency or centre, or a closed account."""

    code = "cover-out-of-reach"
    name: str
    cover: str


@refusal
class CoverInCircle(Refusal):
    """On one day, who covers would be covered in turn by the one who is away."""

    code = "cover-in-circle"
    name: str
    cover: str


@refusal
class AbsenceOverlaps(Refusal):
    """The officer is noted as away on some of these days already."""

    code = "absence-overlaps"
    name: str
    first: str
    last: str


@refusal
class SheetRefused(Refusal):
    """Some rows of a table cannot be taken, so none was."""

    code = "sheet-refused"
    refused: int
    rows: list[str]


@refusal
class FirstRunCodeWrong(Refusal):
    """The code is not the one that the server printed."""

    code = "first-run-code-wrong"
