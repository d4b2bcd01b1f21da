"""The head of a paper: who issues it, the State's words, its number, its day, its title."""

from onestop.render.barcode import code128, code128_width, qr
from onestop.render.dates import day_in_words
from onestop.render.fonts import Face
from onestop.render.ink import MM, Rule
from onestop.render.page import LEFT, SIZES, SPAN, Align, Sheet
from onestop.render.paper_facts import PaperFacts
from onestop.render.prose import balanced, fit, legible, width_of, wrap
from onestop.render.wording import say

QR_SIDE = 18.5 * MM

_LEFT = (LEFT, 55 * MM)
_RIGHT = (LEFT + SPAN - 69 * MM, 69 * MM)
"""Where the two columns of the head begin and how wide they are."""
_SIZE = 9.4
_LEAD = 11.8
_TITLE = 13.4
_CODE = 12.4
_BAR_HEIGHT = 8.4 * MM
_QUIET = 4 * MM
_LABEL_GAP = 1.3 * MM
_CODE_ROOM = 45 * MM
_AIR = 0.7 * MM
"""Larger type means a page with room to spare: so much more above the title for each point."""


def masthead(sheet: Sheet, facts: PaperFacts) -> None:
    """Set the two columns that every paper of the State begins with (Decree 30/2020/NĐ-CP, appendix I)."""
    left = _agency(sheet, facts)
    right = _state(sheet)
    baseline = max(left, right) + _LEAD * 1.2
    number = say("paper.head.number", number=legible(facts.number, sheet.fonts))
    _column(sheet, number, sheet.fonts.regular, baseline, _LEFT)
    day = say(
        "paper.head.place_and_day",
        place=legible(facts.place, sheet.fonts),
        day=day_in_words(facts.issued_on),
    )
    _column(sheet, day, sheet.fonts.italic, baseline, _RIGHT)
    sheet.y = baseline + 2.2 * MM


def title(sheet: Sheet, words: str, under: str = "") -> None:
    """Set the name of the paper in capitals over the whole width, and which copy it is."""
    _, size = fit(words, sheet.fonts.bold, _TITLE * sheet.fonts.scale, SPAN)
    airy = (sheet.nominal - SIZES[-1]) * _AIR
    sheet.gap(0.6 * MM + airy)
    sheet.text(words, sheet.fonts.bold, size, align=Align.CENTRE, lead=1.28)
    if under:
        sheet.text(under, sheet.fonts.italic, sheet.size, align=Align.CENTRE)
    sheet.gap(0.7 * MM + airy / 2)


def code_block(sheet: Sheet, code: str, *, square: str, secret: tuple[str, str]) -> None:
    """Set a dossier's code as bars and text, a QR code at the right, and what opens the dossier.

    Bars too long to stand beside the QR code run under it over the whole width.
    """
    top, beside = sheet.y, SPAN - QR_SIDE - _QUIET
    sheet.mark(qr(square, LEFT + SPAN, top, room=QR_SIDE))
    if code128_width(code) <= beside:
        sheet.mark(code128(code, LEFT, top, height=_BAR_HEIGHT, room=beside))
        baseline = top + _BAR_HEIGHT + 4.7 * MM
        _labelled(sheet, (say("paper.common.code"), code), baseline, beside)
        _labelled(sheet, secret, baseline + 5.1 * MM, beside)
        sheet.y = top + QR_SIDE + 1.2 * MM
    else:
        _labelled(sheet, secret, top + QR_SIDE / 2, beside)
        sheet.y = top + QR_SIDE + 2 * MM
        _wide_code(sheet, code)


def code_line(sheet: Sheet, code: str) -> None:
    """Set a dossier's code as bars, and as text beside them, or under them where they need the width."""
    top, wide = sheet.y, code128_width(code)
    if wide <= SPAN - _CODE_ROOM:
        label, beside = say("paper.common.code"), LEFT + wide + _QUIET
        sheet.mark(code128(code, LEFT, top, height=_BAR_HEIGHT, room=wide))
        sheet.line(label, sheet.fonts.regular, sheet.size, top + sheet.size, x=beside)
        words, size = fit(legible(code, sheet.fonts), sheet.fonts.bold, _CODE, LEFT + SPAN - beside)
        sheet.line(words, sheet.fonts.bold, size, top + _BAR_HEIGHT - 1, x=beside)
        sheet.gap(_BAR_HEIGHT + 1 * MM)
    else:
        _wide_code(sheet, code)


def _wide_code(sheet: Sheet, code: str) -> None:
    """Set bars over the whole width and the code as text under them."""
    sheet.mark(code128(code, LEFT, sheet.y, height=_BAR_HEIGHT, room=SPAN))
    sheet.gap(_BAR_HEIGHT + 4.7 * MM)
    _labelled(sheet, (say("paper.common.code"), code), sheet.y, SPAN)
    sheet.gap(1.5 * MM)


def _labelled(sheet: Sheet, labelled: tuple[str, str], baseline: float, width: float) -> None:
    label, value = labelled
    start = LEFT + width_of(label, sheet.fonts.regular, sheet.size) + _LABEL_GAP
    sheet.line(label, sheet.fonts.regular, sheet.size, baseline)
    words, size = fit(legible(value, sheet.fonts), sheet.fonts.bold, _CODE, LEFT + width - start)
    sheet.line(words, sheet.fonts.bold, size, baseline, x=start)


def _agency(sheet: Sheet, facts: PaperFacts) -> float:
    """Set the left column; return the baseline of its last line."""
    regular, bold = sheet.fonts.regular, sheet.fonts.bold
    baseline = sheet.y + _SIZE
    superior = wrap(legible(facts.superior, sheet.fonts), regular, _SIZE, _LEFT[1], most=2)
    short = balanced(legible(facts.office_short, sheet.fonts), bold, _SIZE, _LEFT[1], most=3)
    for face, lines in ((regular, superior), (bold, short)):
        for piece in lines:
            sheet.line(piece, face, _SIZE, baseline, width=_LEFT[1], align=Align.CENTRE)
            baseline += _LEAD
    last = width_of(short[-1], bold, _SIZE)
    _centred_rule(sheet, LEFT + _LEFT[1] / 2, last / 2, baseline - _LEAD + 3.4)
    return baseline - _LEAD


def _state(sheet: Sheet) -> float:
    """Set the right column; return the baseline of its last line."""
    baseline = sheet.y + _SIZE
    _column(sheet, say("paper.head.state"), sheet.fonts.bold, baseline, _RIGHT)
    motto = say("paper.head.motto")
    baseline += _LEAD * 1.06
    _column(sheet, motto, sheet.fonts.bold, baseline, _RIGHT, size=_SIZE + 0.8)
    wide = width_of(motto, sheet.fonts.bold, _SIZE + 0.8)
    _centred_rule(sheet, _RIGHT[0] + _RIGHT[1] / 2, wide, baseline + 3.4)
    return baseline


def _column(
    sheet: Sheet,
    words: str,
    face: Face,
    baseline: float,
    column: tuple[float, float],
    *,
    size: float = _SIZE + 0.3,
) -> None:
    """Set one centred line, smaller where it would be wider than its column."""
    x, width = column
    fitting, size = fit(words, face, size, width)
    sheet.line(fitting, face, size, baseline, x=x, width=width, align=Align.CENTRE)


def _centred_rule(sheet: Sheet, middle: float, wide: float, y: float) -> None:
    sheet.mark(Rule(middle - wide / 2, y, middle + wide / 2, y, 0.7))
