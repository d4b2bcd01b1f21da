"""Why something is done to a dossier, as officers type it: a reason, and the article it rests on."""

from onestop.errors import Malformed
from onestop.rules.text import many_lines, one_line

LONGEST_REASON = 2_000
LONGEST_BASIS = 300


def reasoned(text: str, *, field: str) -> str:
    """Read a reason, 1 to 2,000 letters, several lines if need be.

    Raises:
        Malformed: None, too long, or letters that cannot be seen.
    """
    reason = many_lines(text, field=field, most=LONGEST_REASON)
    if not reason:
        raise Malformed(field=field, reason="missing")
    return reason


def legal_basis(text: str) -> str:
    """Read the instrument and article that a pause or more time rests on, 1 to 300 letters.

    Raises:
        Malformed: None, too long, or letters that cannot be seen.
    """
    return one_line(text, field="legal_basis", most=LONGEST_BASIS, least=1)
