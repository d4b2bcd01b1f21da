"""A ruled table on a paper: a head of two storeys at most, repeated on every page it reaches."""

from typing import NamedTuple

from onestop.render.ink import MM, Rule
from onestop.render.page import FLOWING, LEFT, SPAN, Align, Sheet
from onestop.render.prose import legible, wrap


class Column(NamedTuple):
    """A column: its head, its width, how its cells stand.

    The width is in points where the body is of 9.6 points, and follows the type; 0 takes what is left.
    """

    head: str
    width: float
    align: Align = Align.CENTRE
    under: str = ""
    """The head that it shares with its neighbours; written once above them."""


Row = tuple[str, ...]
"""A cell for each column; a cell may hold several lines, parted by a line feed."""

_LEAD = 1.24
_SMALLER = 0.93
_PAD_X = 1.0 * MM
_PAD_Y = 0.42 * MM
_THIN, _THICK = 0.5, 1.2
_MOST_LINES = 8
_MOST_HEAD_LINES = 5


def table(sheet: Sheet, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> None:
    """Set a table over as many leaves as it takes; a cell of more than 8 lines is cut with "…"."""
    grid = _Grid(sheet, columns)
    ready = [grid.broken(row) for row in rows]
    sheet.keep(grid.head_height + (grid.height(ready[0]) if ready else 0))
    grid.open()
    for row in ready:
        if sheet.y + grid.height(row) > sheet.floor:
            grid.close()
            sheet.turn()
            grid.open()
        grid.row(row)
    grid.close()


class _Grid:
    """The geometry of one table; what is above the present row on this leaf is already drawn."""

    def __init__(self, sheet: Sheet, columns: tuple[Column, ...]) -> None:
        self._sheet, self._columns = sheet, columns
        self._size = sheet.size * _SMALLER
        self._lead = self._size * _LEAD
        given = [column.width * sheet.nominal / FLOWING for column in columns]
        self._widths = [width or SPAN - sum(given) for width in given]
        self._edges = [LEFT + sum(self._widths[:index]) for index in range(len(columns) + 1)]
        bold = sheet.fonts.bold
        self._heads = [
            wrap(column.head, bold, self._size, width - 2 * _PAD_X, most=_MOST_HEAD_LINES)
            for column, width in zip(columns, self._widths, strict=True)
        ]
        self._shared = [index for index, column in enumerate(columns) if column.under]
        self._storey = self._lead + 2 * _PAD_Y if self._shared else 0.0
        low = [len(self._heads[index]) for index in self._shared]
        tall = [len(head) for index, head in enumerate(self._heads) if index not in self._shared]
        lower = max(
            max(low, default=1) * self._lead + 2 * _PAD_Y,
            max(tall, default=1) * self._lead + 2 * _PAD_Y - self._storey,
        )
        self.head_height = self._storey + lower
        self._top = 0.0

    def broken(self, row: Row) -> list[list[str]]:
        """Break every cell into lines."""
        return [self._cell(text, width) for text, width in zip(row, self._widths, strict=True)]

    def height(self, row: list[list[str]]) -> float:
        """Tell how tall a broken row is, in points."""
        return max(map(len, row)) * self._lead + 2 * _PAD_Y

    def open(self) -> None:
        """Draw the head at the present place."""
        self._top = self._sheet.y
        bold = self._sheet.fonts.bold
        for index, head in enumerate(self._heads):
            above = self._storey if index in self._shared else 0.0
            self._lines(index, head, self._top + above, self.head_height - above, Align.CENTRE)
        if self._shared:
            left, right = self._edges[self._shared[0]], self._edges[self._shared[-1] + 1]
            self._sheet.mark(Rule(left, self._top + self._storey, right, self._top + self._storey, _THIN))
            self._sheet.line(
                self._columns[self._shared[0]].under,
                bold,
                self._size,
                self._top + _PAD_Y + self._size,
                x=left,
                width=right - left,
                align=Align.CENTRE,
            )
        self._level(self._top, _THIN)
        self._sheet.y += self.head_height
        self._level(self._sheet.y, _THICK)

    def row(self, row: list[list[str]]) -> None:
        """Draw one broken row and the rule under it."""
        height = self.height(row)
        for index, (lines, column) in enumerate(zip(row, self._columns, strict=True)):
            self._lines(index, lines, self._sheet.y, height, column.align)
        self._sheet.y += height
        self._level(self._sheet.y, _THIN)

    def close(self) -> None:
        """Draw the upright rules of what stands on this leaf."""
        for index, edge in enumerate(self._edges):
            inner = index in self._shared[1:]
            self._sheet.mark(
                Rule(edge, self._top + (self._storey if inner else 0), edge, self._sheet.y, _THIN)
            )

    def _cell(self, text: str, width: float) -> list[str]:
        face, room = self._sheet.fonts.regular, width - 2 * _PAD_X
        lines: list[str] = []
        for part in text.split("\n"):
            lines += wrap(legible(part, self._sheet.fonts), face, self._size, room, most=_MOST_LINES)
        return lines[:_MOST_LINES]

    def _lines(self, index: int, lines: list[str], top: float, height: float, align: Align) -> None:
        """Stand lines in the middle of a cell, heads in bold."""
        face = self._sheet.fonts.bold if lines is self._heads[index] else self._sheet.fonts.regular
        baseline = top + (height - len(lines) * self._lead) / 2 + self._size
        x, width = self._edges[index] + _PAD_X, self._widths[index] - 2 * _PAD_X
        for piece in lines:
            self._sheet.line(piece, face, self._size, baseline, x=x, width=width, align=align)
            baseline += self._lead

    def _level(self, y: float, weight: float) -> None:
        self._sheet.mark(Rule(LEFT, y, LEFT + SPAN, y, weight))
