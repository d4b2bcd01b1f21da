"""A national procedure code as people type it, or what is wrong with it."""

import re

from onestop.errors import CodeUnreadable

_CODE = re.compile(r"[0-9]\.[0-9]{6}", re.ASCII)
_SUFFIXED = re.compile(r"([0-9]\.[0-9]{6})(?:\.[0-9]{2,3}){3}\.[A-Z][0-9]{2}", re.ASCII)
_PARTERS = re.compile(r"[;,\n/]+|\s+và\s+|\s{2,}")
_SHOWN = 60
_DIGITS = 7
_MOST = 50


def one_code(text: str) -> str:
    """Read one national code: `1.001193`, or with the province's suffix, `1.001193.000.00.00.H14`.

    Raises:
        CodeUnreadable: Nothing (`missing`), several in a row (`several`), a thousands' point in it
            (`points`: official lists print `1.014.111`), too few or too many digits (`digits`), or
            something else than digits (`letters`). `meant` is what was probably meant, or nothing.
    """
    found = _parts(text)
    if not found:
        raise CodeUnreadable(sought="", reason="missing", meant="")
    if len(found) > 1:
        raise CodeUnreadable(sought=text.strip()[:_SHOWN], reason="several", meant=", ".join(found)[:_SHOWN])
    return _code(found[0])


def codes_in(text: str) -> list[str]:
    """Read the codes of a cell or field that may hold several in a row: `1.001740; 1.001645`; each once.

    Raises:
        CodeUnreadable: One of them is none, as for `one_code`.
    """
    return list(dict.fromkeys(_code(part) for part in _parts(text)))[:_MOST]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _PARTERS.split(text[:2_000]) if part.strip()]


def _code(part: str) -> str:
    code = re.sub(r"\s+", "", part).upper()
    if suffixed := _SUFFIXED.fullmatch(code):
        return suffixed[1]
    if _CODE.fullmatch(code):
        return code
    digits = re.sub(r"\D", "", code)
    meant = f"{digits[0]}.{digits[1:]}" if len(digits) == _DIGITS and digits.isascii() else ""
    if re.search(r"[^0-9.]", code):
        reason = "letters"
    elif len(digits) != _DIGITS:
        reason = "digits"
    else:
        reason = "points"
    raise CodeUnreadable(sought=part[:_SHOWN], reason=reason, meant=meant)
