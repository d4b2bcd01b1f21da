"""How numbers look: ticket labels, dossier codes, paper numbers. Who counts them is the store's work."""

import re
from datetime import date

from onestop.errors import Malformed

_LABEL_DIGITS = 3
_PATTERN = re.compile(r"^(?P<head>.*?)(?P<serial>N{4,})(?P<tail>[^N]*)$")
LONGEST_CODE = 40


def ticket_label(letter: str, serial: int) -> str:
    """Write what is printed and spoken: `A012`; the thousandth is `A1000`."""
    return f"{letter}{serial:0{_LABEL_DIGITS}d}"


def dossier_code(pattern: str, agency: str, day: date, serial: int) -> str:
    """Write a dossier's code from the pattern of the agency in charge.

    Args:
        pattern: Text with `AGENCY` (its identifier), `YYMMDD` or `YYYYMMDD` (the day of receipt), and
            a run of four `N` or more (the day's serial, filled with zeros, longer when it must be).
        agency: The agency's identifier, e.g. `H14.12`.
        day: The local day of receipt.
        serial: The number of the dossier among that agency's of that day, from 1.

    Raises:
        Malformed: The pattern has no run of `N`, or the code would be longer than 40 characters.

    Rule:
        Decree 61/2018/NĐ-CP art. 26 and Circular 01/2018/TT-VPCP art. 19: agency, day, and a serial of
        the unit and day of four digits; Circular 04/2025/TT-VPCP lets it grow.
    """
    parts = _PATTERN.match(pattern)
    if parts is None:
        raise Malformed(field="code_pattern", reason="no-serial")

    def filled(text: str) -> str:
        dated = text.replace("YYYYMMDD", f"{day:%Y%m%d}").replace("YYMMDD", f"{day:%y%m%d}")
        return dated.replace("AGENCY", agency)

    code = f"{filled(parts['head'])}{serial:0{len(parts['serial'])}d}{filled(parts['tail'])}"
    if len(code) > LONGEST_CODE:
        raise Malformed(field="code_pattern", reason="too-long")
    return code


def paper_number(serial: int, kind: str) -> str:
    """Write a paper's number in the year's register: `0007/TNHS`."""
    return f"{serial:04d}/{kind}"


def slip_number(serial: int) -> str:
    """Write a payment slip's number of the centre and year, seven digits as on printed ones: `0000007`."""
    return f"{serial:07d}"
