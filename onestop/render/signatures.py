"""The place where a paper is signed."""

from typing import NamedTuple

from onestop.render.ink import MM
from onestop.render.page import LEFT, SPAN, Align, Sheet
from onestop.render.prose import legible, wrap
from onestop.render.wording import say

_LEAD = 1.3
_NAME_LINES = 2
_LEAST, _MOST = 10 * MM, 20 * MM
"""How much is left blank for a hand; what the page has to spare goes here first."""
_SPARE_SHARE = 0.75
_GAP = 1.5 * MM


class Signer(NamedTuple):
    """Who signs: in what capacity, in capitals, and the name that is printed under the signature."""

    role: str
    name: str
    remark: str = ""
    """What stands under the capacity; nothing is "(Ký và ghi rõ họ tên)"."""


def least_height(sheet: Sheet) -> float:
    """Tell what signatures take at least, with names of one line, in points."""
    return _GAP + sheet.size * _LEAD * 3 + _LEAST


def signatures(sheet: Sheet, left: Signer | None, right: Signer) -> None:
    """Set the signers side by side; they stay together on one leaf. A lone signer stands at the right."""
    half = SPAN / 2
    lead = sheet.size * _LEAD
    names = [
        wrap(legible(signer.name, sheet.fonts), sheet.fonts.bold, sheet.size, half - 6 * MM, most=_NAME_LINES)
        for signer in (left or right, right)
    ]
    fixed = _GAP + lead * (2 + max(map(len, names)))
    sheet.keep(fixed + _LEAST)
    room = min(_MOST, max(_LEAST, (sheet.left_over - fixed) * _SPARE_SHARE))
    top = sheet.y + _GAP
    for place, (signer, name) in enumerate(zip((left, right), names, strict=True)):
        if signer is not None:
            _signer(sheet, signer, name, x=LEFT + place * half, top=top, room=room)
    sheet.y += fixed + room


def _signer(sheet: Sheet, signer: Signer, name: list[str], *, x: float, top: float, room: float) -> None:
    lead = sheet.size * _LEAD
    rows = [
        (signer.role, sheet.fonts.bold, top + sheet.size),
        (signer.remark or say("paper.common.sign"), sheet.fonts.italic, top + sheet.size + lead),
    ]
    rows += [
        (piece, sheet.fonts.bold, top + sheet.size + room + lead * (2 + at)) for at, piece in enumerate(name)
    ]
    for words, face, baseline in rows:
        sheet.line(words, face, sheet.size, baseline, x=x, width=SPAN / 2, align=Align.CENTRE)
