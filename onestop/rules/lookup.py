"""How a citizen looks a dossier up: the secret of the receipt, and how much the code alone tells."""

import re
from enum import StrEnum

from onestop.errors import Malformed, NotFound
from onestop.model.dossier import DossierState
from onestop.rules.numbering import LONGEST_CODE

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The 32 symbols of a secret, as `onestop.chance` draws them: no 0 and O, no 1 and I."""
SECRET_LENGTH = 8
"""Seven drawn characters and the check character: 35 bits to guess, throttled."""

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOK_ALIKES = frozenset("01OI")
_PARTERS = re.compile(r"[\s.\-–—·]+")
_SUFFIXED = re.compile(r"(\d\.\d{6})\.\d{3}(?:\.\d{2}){2}\.[A-Z]\d{2}", re.ASCII)
_REDUCING = 0b100101
"""x⁵ + x² + 1, primitive: its root has 31 different powers, one for each place of a text."""


class Step(StrEnum):
    """How far a dossier is, as anybody may know who has its code (Circular 01/2018/TT-VPCP art. 16.2d)."""

    RECEIVED = "received"
    PROCESSING = "processing"
    ASKED = "asked"
    READY = "ready"
    RETURNED = "returned"
    ENDED = "ended"


_STEPS = {
    DossierState.RECEIVED: Step.RECEIVED,
    DossierState.PROCESSING: Step.PROCESSING,
    DossierState.SUPPLEMENT_ASKED: Step.ASKED,
    DossierState.SUSPENDED: Step.PROCESSING,
    DossierState.RESULT_READY: Step.READY,
    DossierState.RETURNED: Step.RETURNED,
    DossierState.DECLINED: Step.ENDED,
    DossierState.WITHDRAWN: Step.ENDED,
    DossierState.STOPPED: Step.ENDED,
    DossierState.LAPSED: Step.ENDED,
}


def step_of(state: str) -> Step:
    """Tell the step that the public sees of a state."""
    return _STEPS[DossierState(state)]


def with_check(free: str) -> str:
    """Add the check character to drawn characters.

    The characters are read as elements of the field with 32 elements, each multiplied by another power
    of a primitive element; with the check character they add up to nothing. So one wrong character is
    always found, and so are two that changed places, next to each other or not. (Luhn's rule, made for
    32 symbols, would miss 2 and Z changing places.)
    """
    return free + ALPHABET[_times_root(_weighed(free))]


def is_whole(secret: str) -> bool:
    """Tell whether a secret of the alphabet ends in its own check character."""
    return _weighed(secret) == 0


def typed_secret(text: str) -> str:
    """Read a secret as people type it: lower case, in groups, with dashes or blanks.

    Raises:
        Malformed: It bears 0, O, 1 or I, which no secret has (`look-alike`); a letter of no secret
            (`letter`); it is not eight characters long (`length`); or one is wrong or two have changed
            places (`check-character`).
    """
    secret = _PARTERS.sub("", text[:100]).upper()
    if any(letter in _LOOK_ALIKES for letter in secret):
        raise Malformed(field="secret", reason="look-alike")
    if any(letter not in _VALUE for letter in secret):
        raise Malformed(field="secret", reason="letter")
    if len(secret) != SECRET_LENGTH:
        raise Malformed(field="secret", reason="length")
    if not is_whole(secret):
        raise Malformed(field="secret", reason="check-character")
    return secret


def typed_code(text: str) -> str:
    """Read a dossier's code as people type it: any case, blanks anywhere, a dash of any length.

    Raises:
        NotFound: It is longer than any code, empty, or bears letters that no code has.
    """
    code = re.sub(r"[–—−]", "-", re.sub(r"\s+", "", text[:200])).upper()
    if not 0 < len(code) <= LONGEST_CODE or not _is_plain(code):
        raise NotFound(kind="dossier", sought=code[:LONGEST_CODE])
    return code


def typed_procedure(text: str) -> str:
    """Read a national procedure code as people copy it.

    `1.001193`, or with the province's suffix as portals print it, `1.001193.000.00.00.H14`.

    Raises:
        NotFound: It is longer than any code, empty, or bears letters that no code has.
    """
    code = re.sub(r"\s+", "", text[:200]).upper()
    if suffixed := _SUFFIXED.fullmatch(code):
        return suffixed[1]
    if not 0 < len(code) <= LONGEST_CODE or not _is_plain(code):
        raise NotFound(kind="procedure", sought=code[:LONGEST_CODE])
    return code


def typed_id(text: str, *, kind: str) -> str:
    """Let an id that came from outside into a query: letters and digits, as they are drawn.

    PostgreSQL does not take every text that JSON can bear, and answers with an error, not with nothing.

    Raises:
        NotFound: It can be nobody's id.
    """
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_CODE):
        raise NotFound(kind=kind, sought=text[:LONGEST_CODE])
    return text


def _is_plain(code: str) -> bool:
    return code.isascii() and code.isprintable()


def _weighed(text: str) -> int:
    total = 0
    for symbol in text:
        total = _times_root(total) ^ _VALUE[symbol]
    return total


def _times_root(element: int) -> int:
    """Multiply by the primitive element."""
    doubled = element << 1
    return doubled ^ _REDUCING if doubled & 0b100000 else doubled
