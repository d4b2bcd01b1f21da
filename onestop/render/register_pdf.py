"""The register on A4 across, as it is bound into a book: a head on every page, rows that are never parted."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import IO, Any

from reportlab.pdfgen.canvas import Canvas

from onestop.render.fonts import Fonts
from onestop.render.ink import LANGUAGE, MM, save
from onestop.render.prose import legible, width_of, wrap
from onestop.render.register_cells import COLUMNS, in_words, shared_heads
from onestop.render.wording import say
from onestop.rules.register import RegisterLine

WIDTH, HEIGHT = 297 * MM, 210 * MM
_MARGIN = 10 * MM
_SIZE, _LEAD = 7.4, 8.9
_PAD = 0.8 * MM
_TITLE = 12.0
_FOOT = 8 * MM
_MOST_LINES = 9
_COUNT, _COUNT_WIDTH = "pages", 6 * MM
_COUNT_AT = WIDTH - _MARGIN - _COUNT_WIDTH
"""Where how many pages there are begins, behind the page's own number."""
_REMEMBERED = 20_000

_Row = list[list[str]]
_Break = Callable[[str, int], list[str]]


def register_pdf(
    lines: Iterable[RegisterLine],
    into: IO[bytes],
    fonts: Fonts,
    *,
    superior: str,
    office: str,
    form: str,
    days: tuple[date, date],
) -> None:
    """Print the register of some days: faces embedded as subsets, the same lines as the same bytes.

    Each page is drawn as its rows come; how many there are is drawn once, at the end, where all of them point to.

    Args:
        lines: In the order of the books.
        into: A file that was just opened.
        fonts: The family that it is set in.
        superior: The agency above, in capitals.
        office: Whose register it is.
        form: The form's number and circular, in words.
        days: The first and the last local day, both included.
    """
    broken = _breaker(fonts)
    rows = (
        [broken(in_words(column.cell(line)), place) for place, column in enumerate(COLUMNS)] for line in lines
    )
    heads = [
        wrap(column.head, fonts.bold, _SIZE, _room(place), most=4) for place, column in enumerate(COLUMNS)
    ]
    book = _Book(fonts, heads, superior=superior, office=office, form=form, days=days)
    title = say("paper.register.name")
    canvas = Canvas(
        into, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1,
        initialFontName=fonts.regular.name, lang=LANGUAGE,
    )  # fmt: skip
    for tell, words in ((canvas.setTitle, title), (canvas.setSubject, title), (canvas.setAuthor, office)):
        tell(words)
    canvas.setCreator("onestop")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    number = 0
    for number, page in enumerate(book.pages(rows), 1):
        book.draw(canvas, page, number)
    book.draw_count(canvas, number)
    save(canvas)


def _breaker(fonts: Fonts) -> _Break:
    """Break cells into lines; names of procedures and agencies come again and again and are broken once."""

    @lru_cache(maxsize=_REMEMBERED)
    def broken(text: str, place: int) -> list[str]:
        found = list[str]()
        for part in text.split("\n"):
            if part:
                found += wrap(legible(part, fonts), fonts.regular, _SIZE, _room(place), most=_MOST_LINES)
        return found[:_MOST_LINES]

    return broken


def _room(place: int) -> float:
    return COLUMNS[place].width_mm * MM - 2 * _PAD


_EDGES = [
    _MARGIN + sum(column.width_mm for column in COLUMNS[:place]) * MM for place in range(len(COLUMNS) + 1)
]


class _Book:
    """The pages of one register."""

    def __init__(
        self, fonts: Fonts, heads: _Row, *, superior: str, office: str, form: str, days: tuple[date, date]
    ) -> None:
        self._fonts, self._heads = fonts, heads
        self._superior, self._office, self._form = superior, office, form
        self._period = say("paper.register.period", first=f"{days[0]:%d/%m/%Y}", last=f"{days[1]:%d/%m/%Y}")
        self._storey = _LEAD + 2 * _PAD
        self._head = max(map(len, heads)) * _LEAD + 2 * _PAD + self._storey

    def pages(self, rows: Iterable[_Row]) -> Iterable[list[_Row]]:
        """Put rows on pages, as many as each holds; without any row there is one page."""
        page, left = list[_Row](), self._left(1)
        number = 1
        for row in rows:
            height = _height(row)
            if height > left and page:
                yield page
                number += 1
                page, left = [], self._left(number)
            page.append(row)
            left -= height
        yield page

    def _left(self, number: int) -> float:
        top = self._top(number)
        return HEIGHT - top - self._head - _MARGIN - _FOOT

    def _top(self, number: int) -> float:
        return _MARGIN + (17 * MM if number == 1 else 0)

    def draw(self, canvas: Any, rows: Sequence[_Row], number: int) -> None:
        """Draw one page."""
        self._set_title(canvas, number)
        text, rules = canvas.beginText(), canvas.beginPath()
        top = self._top(number)
        self._set_head(text, rules, top)
        y = top + self._head
        text.setFont(self._fonts.regular.name, _SIZE, _LEAD)
        for row in rows:
            for place, cell in enumerate(row):
                if cell:
                    # Line by line: placed and measured piece by piece a year would take half as long again.
                    text.setTextOrigin(_EDGES[place] + _PAD, HEIGHT - y - _PAD - _SIZE)
                    text.textLines(cell, trim=0)
            y += _height(row)
            _level(rules, y)
        for place, edge in enumerate(_EDGES):
            inner = any(begin < place <= end for begin, end, _ in shared_heads())
            rules.moveTo(edge, HEIGHT - top - (self._storey if inner else 0))
            rules.lineTo(edge, HEIGHT - y)
        self._set_foot(text, number)
        canvas.setLineWidth(0.4)
        canvas.drawPath(rules)
        canvas.drawText(text)
        canvas.saveState()
        canvas.translate(_COUNT_AT, _MARGIN)
        canvas.doForm(_COUNT)
        canvas.restoreState()
        canvas.showPage()

    def draw_count(self, canvas: Any, pages: int) -> None:
        """Draw how many pages there are, once, for the foot of each."""
        canvas.beginForm(_COUNT, 0, -_LEAD, _COUNT_WIDTH, 2 * _LEAD)
        canvas.setFont(self._fonts.regular.name, _SIZE)
        canvas.drawString(0, 0, str(pages))
        canvas.endForm()

    def _set_title(self, canvas: Any, number: int) -> None:
        if number > 1:
            return
        centre, y = WIDTH / 2, HEIGHT - _MARGIN - _TITLE
        canvas.setFont(self._fonts.regular.name, 9)
        canvas.drawString(_MARGIN, y, legible(self._superior, self._fonts))
        canvas.drawRightString(WIDTH - _MARGIN, y, self._form)
        canvas.setFont(self._fonts.bold.name, 9)
        canvas.drawString(_MARGIN, y - 12, legible(self._office, self._fonts))
        canvas.setFont(self._fonts.bold.name, _TITLE)
        canvas.drawCentredString(centre, y - 14, say("paper.register.title"))
        canvas.setFont(self._fonts.italic.name, 9)
        canvas.drawCentredString(centre, y - 27, self._period)

    def _set_head(self, text: Any, rules: Any, top: float) -> None:
        bold, shared = self._fonts.bold, shared_heads()
        text.setFont(bold.name, _SIZE)
        under = {place for begin, end, _ in shared for place in range(begin, end + 1)}
        for begin, end, words in shared:
            wide = _EDGES[end + 1] - _EDGES[begin]
            text.setTextOrigin(
                _EDGES[begin] + (wide - width_of(words, bold, _SIZE)) / 2, HEIGHT - top - _PAD - _SIZE
            )
            text.textOut(words)
            rules.moveTo(_EDGES[begin], HEIGHT - top - self._storey)
            rules.lineTo(_EDGES[end + 1], HEIGHT - top - self._storey)
        for place, head in enumerate(self._heads):
            above = self._storey if place in under else 0.0
            y = top + above + (self._head - above - len(head) * _LEAD) / 2 + _SIZE
            for at, piece in enumerate(head):
                slack = _room(place) - width_of(piece, bold, _SIZE)
                text.setTextOrigin(_EDGES[place] + _PAD + slack / 2, HEIGHT - y - at * _LEAD)
                text.textOut(piece)
        _level(rules, top)
        _level(rules, top + self._head)

    def _set_foot(self, text: Any, number: int) -> None:
        words = say("paper.common.page", page=number, pages="")
        wide = width_of(words, self._fonts.regular, _SIZE)
        text.setTextOrigin(_COUNT_AT - wide, _MARGIN)
        text.textOut(words)


def _height(row: _Row) -> float:
    return max(1, *map(len, row)) * _LEAD + 2 * _PAD


def _level(rules: Any, y: float) -> None:
    rules.moveTo(_EDGES[0], HEIGHT - y)
    rules.lineTo(_EDGES[-1], HEIGHT - y)
