"""Who may do what: roles give rights, rights are asked for by name on every call and socket."""

from enum import StrEnum
from typing import Literal

import msgspec

from onestop.errors import NotAllowed, NotSignedIn
from onestop.model.people import Role


class Right(StrEnum):
    """One thing that may be allowed."""

    TAKE_TICKET = "take-ticket"
    SEE_BOARD = "see-board"
    SERVE_LINE = "serve-line"
    RECEIVE_DOSSIER = "receive-dossier"
    SEE_DOSSIER = "see-dossier"
    SEE_NUMBERS = "see-numbers"
    FORWARD_DOSSIER = "forward-dossier"
    PROCESS_DOSSIER = "process-dossier"
    ASSIGN_DOSSIER = "assign-dossier"
    ASK_SUPPLEMENT = "ask-supplement"
    SUSPEND_DOSSIER = "suspend-dossier"
    EXTEND_DOSSIER = "extend-dossier"
    APOLOGISE = "apologise"
    DECLINE_DOSSIER = "decline-dossier"
    END_DOSSIER = "end-dossier"
    CORRECT_RECEIPT = "correct-receipt"
    REOPEN_DOSSIER = "reopen-dossier"
    READY_RESULT = "ready-result"
    RETURN_RESULT = "return-result"
    TAKE_FEE = "take-fee"
    KEEP_FILES = "keep-files"
    SEE_REGISTER = "see-register"
    KEEP_PEOPLE = "keep-people"
    KEEP_PROVINCE = "keep-province"
    KEEP_CALENDAR = "keep-calendar"
    FETCH_PRINT_JOB = "fetch-print-job"
    KEEP_CATALOGUE = "keep-catalogue"
    SET_UP_HALL = "set-up-hall"
    SEE_FIGURES = "see-figures"
    CLOSE_DAY = "close-day"
    KEEP_DELIVERIES = "keep-deliveries"


_RECEPTION = frozenset(
    {
        Right.TAKE_TICKET,
        Right.SEE_BOARD,
        Right.SERVE_LINE,
        Right.RECEIVE_DOSSIER,
        Right.SEE_DOSSIER,
        Right.SEE_NUMBERS,
        Right.FORWARD_DOSSIER,
        Right.ASK_SUPPLEMENT,
        Right.END_DOSSIER,
        Right.CORRECT_RECEIPT,
        Right.READY_RESULT,
        Right.RETURN_RESULT,
        Right.TAKE_FEE,
        Right.KEEP_FILES,
        Right.SEE_REGISTER,
    }
)
RIGHTS_OF_ROLE: dict[str, frozenset[Right]] = {
    Role.RECEPTION: _RECEPTION,
    Role.SPECIALIST: frozenset(
        {
            Right.SEE_DOSSIER,
            Right.SEE_NUMBERS,
            Right.PROCESS_DOSSIER,
            Right.ASK_SUPPLEMENT,
            Right.SUSPEND_DOSSIER,
            Right.READY_RESULT,
            Right.KEEP_FILES,
        }
    ),
    Role.LEADER: frozenset(
        {
            Right.SEE_DOSSIER,
            Right.SEE_NUMBERS,
            Right.PROCESS_DOSSIER,
            Right.ASSIGN_DOSSIER,
            Right.ASK_SUPPLEMENT,
            Right.SUSPEND_DOSSIER,
            Right.EXTEND_DOSSIER,
            Right.APOLOGISE,
            Right.DECLINE_DOSSIER,
            Right.END_DOSSIER,
            Right.READY_RESULT,
            Right.KEEP_FILES,
            Right.SEE_REGISTER,
            Right.SEE_BOARD,
            Right.SEE_FIGURES,
            Right.CLOSE_DAY,
            Right.KEEP_DELIVERIES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.KEEP_CATALOGUE,
            Right.KEEP_PEOPLE,
            Right.KEEP_CALENDAR,
            Right.SEE_BOARD,
            Right.SET_UP_HALL,
            Right.SEE_FIGURES,
            Right.CLOSE_DAY,
            Right.KEEP_DELIVERIES,
        }
    ),
}
BEYOND_A_CENTRE = frozenset({Right.KEEP_PROVINCE})
"""Rights that reach every centre: given only by who has them."""
RIGHTS_OF_DEVICE: dict[str, frozenset[Right]] = {
    "kiosk": frozenset({Right.TAKE_TICKET, Right.FETCH_PRINT_JOB}),
    "board": frozenset({Right.SEE_BOARD}),
    "printer": frozenset({Right.FETCH_PRINT_JOB}),
}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: an officer, a device, a citizen without a name, or the system itself."""

    id: str
    kind: Literal["officer", "device", "citizen", "system"]
    role: str = ""
    centre_id: str | None = None
    agency_id: str | None = None
    counter_id: str | None = None
    board_id: str | None = None
    granted: frozenset[str] | None = None
    """What the office's own tables give; None where it keeps to the built-in rights of roles."""
    sectors: frozenset[str] | None = None
    """The sectors that an officer is held to; None is all."""
    change_password: bool = False
    """Somebody else set the password: nothing is allowed but setting a new one."""

    @property
    def rights(self) -> frozenset[str]:
        """The rights that the office, the role or the kind of device gives."""
        match self.kind:
            case "officer":
                return RIGHTS_OF_ROLE.get(self.role, frozenset()) if self.granted is None else self.granted
            case "device":
                return RIGHTS_OF_DEVICE.get(self.role, frozenset())
            case "system":
                return frozenset(Right)
            case "citizen":
                return frozenset()


SYSTEM = Actor(id="system", kind="system")
CITIZEN = Actor(id="citizen", kind="citizen")


def require(actor: Actor, right: Right, *, centre_id: str | None = None) -> None:
    """Let the actor pass, or refuse.

    Args:
        actor: Who asks.
        right: What for.
        centre_id: The centre it concerns; devices and officers act in their own only.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Known, but without the right, or at another centre.
    """
    if actor.kind == "citizen":
        raise NotSignedIn
    if right not in actor.rights:
        raise NotAllowed(right=right)
    if centre_id is not None and actor.kind != "system" and actor.centre_id != centre_id:
        raise NotAllowed(right=right)
