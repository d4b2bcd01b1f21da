"""A paper being set: the frame of its pages, its dotted fields and its running text."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from onestop.render.fonts import Face, Fonts
from onestop.render.ink import HEIGHT, MM, WIDTH, Leaf, Mark, Rule, Run
from onestop.render.prose import legible, width_of, wrap
from onestop.render.wording import say

LEFT, RIGHT, TOP, BOTTOM = 12 * MM, 10 * MM, 7 * MM, 6 * MM
"""The margins; the left one is where the file is punched or bound."""
SPAN = WIDTH - LEFT - RIGHT
"""What a line of a paper measures."""
SIZES = (11.0, 10.5, 10.0, 9.6, 9.3, 9.0, 8.7, 8.4)
"""The sizes of the body that are tried until a paper holds on one page: points of a face as wide as Times."""
FLOWING = 9.6
"""The size of a paper that goes on to a second page."""

_LEAD = 1.33
"""A line of a field, in its own size: room for Ễ above and the dotted rule below."""
_ASCENT = 1.0
_RULE_BELOW = 0.24
_DOTS = (0.5, 1.3)
_NOTE_SIZE = 8.4
_NOTE_LEAD = 1.24
_NOTE_GAP = 1.6 * MM
_APART = 4 * MM
_FIELD_GAP = 1.3 * MM
_COLUMN_GAP = 3 * MM
_HANGING_LINES = 2


class Align(StrEnum):
    """Where a line stands in its room."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Field(NamedTuple):
    """A label and what is filled in; `most` is the lines it may take before it is cut with "…"."""

    label: str
    value: str
    most: int = 3


class Foot(NamedTuple):
    """What stands at the foot of every page: a note, and the sentence that numbers pages."""

    note: str
    page_key: str = "paper.common.page"


def fitting(compose: Callable[[float], "Sheet"], sizes: tuple[float, ...] = SIZES) -> "Sheet":
    """Set a paper in the largest type that keeps it on one page; one that never fits flows on from 9.6 points.

    The sizes are halved, not tried one after the other: setting a page costs about as much as printing it.
    """
    best, low, high = None, 0, len(sizes)
    while low < high:
        middle = (low + high) // 2
        sheet = compose(sizes[middle])
        if len(sheet.leaves) == 1:
            best, high = sheet, middle
        else:
            low = middle + 1
    return best or compose(FLOWING)


class Sheet:
    """Leaves of A5 that fill from the top; when one is full the next begins, with the paper's name on it.

    Nothing drawn through it leaves the margins: fields and lines wrap, and are cut with "…" where the number
    of lines they may take is spent.
    """

    def __init__(self, fonts: Fonts, size: float, *, running: str, foot: Foot) -> None:
        self.fonts, self.nominal, self.size = fonts, size, size * fonts.scale
        self._note_size = _NOTE_SIZE * fonts.scale
        self.leaves: list[Leaf] = [[]]
        self.y = TOP
        self._page_key = foot.page_key
        self._running = legible(running, fonts)
        self._note = wrap(legible(foot.note, fonts), fonts.regular, self._note_size, SPAN, most=5)
        last = width_of(self._note[-1], fonts.regular, self._note_size)
        if last + _APART + width_of(self._label(10, 10), fonts.regular, self._note_size) > SPAN:
            self._note.append("")
        self.floor = HEIGHT - BOTTOM - len(self._note) * self._note_size * _NOTE_LEAD - _NOTE_GAP

    @property
    def lead(self) -> float:
        """The height of a field of one line, in points."""
        return self.size * _LEAD

    @property
    def left_over(self) -> float:
        """What is still blank on this leaf, in points."""
        return self.floor - self.y

    def mark(self, *marks: Mark) -> None:
        """Put marks on the present leaf."""
        self.leaves[-1].extend(marks)

    def keep(self, height: float) -> None:
        """Turn to the next leaf unless this one has room for `height` more."""
        if self.y + height > self.floor:
            self.turn()

    def turn(self) -> None:
        """Begin the next leaf, named so that it can be put back where it belongs."""
        self.leaves.append([])
        self.y = TOP
        self.text(self._running, self.fonts.italic, self.size * 0.9, most=2)
        self.mark(Rule(LEFT, self.y + 1, LEFT + SPAN, self.y + 1, 0.4))
        self.y += 2 * MM

    def gap(self, height: float) -> None:
        """Leave a blank."""
        self.y += height

    def line(
        self,
        text: str,
        face: Face,
        size: float,
        baseline: float,
        *,
        x: float = LEFT,
        width: float = SPAN,
        align: Align = Align.LEFT,
    ) -> float:
        """Put one line that is known to fit on the present leaf; return where it begins."""
        slack = width - width_of(text, face, size)
        start = x + slack * {Align.LEFT: 0, Align.CENTRE: 0.5, Align.RIGHT: 1}[align]
        self.mark(Run(start, baseline, text, face, size))
        return start

    def text(
        self,
        text: str,
        face: Face,
        size: float,
        *,
        indent: float = 0,
        most: int = 60,
        align: Align = Align.LEFT,
        lead: float = 1.26,
    ) -> None:
        """Set running text, paragraph by paragraph, over as many leaves as it takes."""
        for paragraph in text.splitlines():
            words = legible(paragraph, self.fonts)
            if not words:
                continue
            for piece in wrap(words, face, size, SPAN - indent, most=most):
                self.keep(size * lead)
                self.line(
                    piece,
                    face,
                    size,
                    self.y + size * _ASCENT,
                    x=LEFT + indent,
                    width=SPAN - indent,
                    align=align,
                )
                self.y += size * lead

    def field(self, field: Field) -> None:
        """Set a label and its value on a dotted rule of the whole width."""
        self._fields(((field, LEFT, SPAN),))

    def fields(self, first: Field, second: Field) -> None:
        """Set two fields side by side, or under each other where one would have to wrap."""
        needs = [self._natural(field) for field in (first, second)]
        room = SPAN - _COLUMN_GAP
        if sum(needs) > room:
            self.field(first)
            self.field(second)
            return
        width = max(needs[0], min(room / 2, room - needs[1]))
        self._fields(
            ((first, LEFT, width), (second, LEFT + width + _COLUMN_GAP, room - width)),
        )

    def finish(self) -> list[Leaf]:
        """Write the foot of every leaf, now that their number is known."""
        face, lead = self.fonts.regular, self._note_size * _NOTE_LEAD
        top = self.floor + _NOTE_GAP
        last = top + len(self._note) * lead
        for page, leaf in enumerate(self.leaves, 1):
            leaf.append(Rule(LEFT, top, LEFT + SPAN, top, 0.5))
            for number, piece in enumerate(self._note, 1):
                leaf.append(Run(LEFT, top + number * lead, piece, face, self._note_size))
            label = self._label(page, len(self.leaves))
            wide = width_of(label, face, self._note_size)
            leaf.append(Run(LEFT + SPAN - wide, last, label, face, self._note_size))
        return self.leaves

    def _label(self, page: int, pages: int) -> str:
        return say(self._page_key, page=page, pages=pages)

    def _natural(self, field: Field) -> float:
        """Measure a field set on one line."""
        value = width_of(legible(field.value, self.fonts), self.fonts.bold, self.size)
        return self._label_room(field) + value + 1

    def _fields(self, row: tuple[tuple[Field, float, float], ...]) -> None:
        lead = self.lead
        broken = [self._broken(field, width) for field, _, width in row]
        tallest = lead * max(len(lines) for lines, _ in broken)
        self.keep(tallest)
        for (field, x, width), (lines, further) in zip(row, broken, strict=True):
            self.line(field.label, self.fonts.regular, self.size, self.y + self.size * _ASCENT, x=x)
            start = x + self._label_room(field)
            for number, piece in enumerate(lines):
                self._dotted(piece, x + further if number else start, x + width, self.y + number * lead)
        self.y += tallest

    def _broken(self, field: Field, width: float) -> tuple[list[str], float]:
        """Break a value: two lines hang under where it begins, more run back to the margin (0)."""
        value, taken = legible(field.value, self.fonts), self._label_room(field)
        hanging = wrap(value, self.fonts.bold, self.size, width - taken, most=field.most)
        if len(hanging) <= _HANGING_LINES:
            return hanging, taken
        return wrap(value, self.fonts.bold, self.size, width, most=field.most, first=width - taken), 0

    def _label_room(self, field: Field) -> float:
        return width_of(field.label, self.fonts.regular, self.size) + _FIELD_GAP

    def _dotted(self, piece: str, start: float, end: float, top: float) -> None:
        baseline = top + self.size * _ASCENT
        self.mark(Run(start, baseline, piece, self.fonts.bold, self.size))
        below = baseline + self.size * _RULE_BELOW
        self.mark(Rule(start, below, end, below, 0.5, _DOTS))
