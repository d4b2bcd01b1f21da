"""A slip drawn in dots of black: few cheap printers have a code page with Vietnamese, all of them print dots."""

from collections.abc import Callable, Sequence
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont

from onestop.render.barcode import QR_QUIET_MODULES, qr_cells
from onestop.render.fonts import FontFiles
from onestop.render.ticket_slip import Block, Code, Pair, Rule, Step, Words

DOTS = 576
"""What a roll of 80 mm prints across, 72 mm, at 203 dots an inch; sizes are told for this width."""

_SIZES: dict[Step, int] = {"small": 27, "plain": 31, "large": 42, "huge": 226}
_FIGURE = 40
_LEADING = 1.3
"""Room for two marks above a letter (Ễ, Ậ) and one below."""
_GAP = 14
_QR_SIDE = 236
_WHITE, _BLACK = 255, 0
_INK = 150
"""Grey at the edge of a letter is ink up to here: thermal heads know black only."""

Font = ImageFont.FreeTypeFont


class Pen:
    """Draws blocks in one family of faces, for one width of paper."""

    def __init__(self, fonts: FontFiles, dots: int = DOTS) -> None:
        self.dots = dots
        self._faces = {False: str(fonts.regular), True: str(fonts.bold or fonts.regular)}
        self._open: dict[tuple[bool, int], Font] = {}

    def draw(self, slip: Sequence[Block]) -> Image.Image:
        """Draw a slip: black and white, as wide as the paper prints, as long as it needs."""
        pieces = [self._piece(block) for block in slip]
        picture = Image.new("L", (self.dots, sum(piece.height for piece in pieces)), _WHITE)
        top = 0
        for piece in pieces:
            picture.paste(piece, (0, top))
            top += piece.height
        return picture.point(_ink).convert("1", dither=Image.Dither.NONE)

    def _piece(self, block: Block) -> Image.Image:
        match block:
            case Words():
                return self._words(block)
            case Rule():
                return self._rule(dashed=block.dashed)
            case Pair():
                return self._pair(block)
            case Code():
                return self._code(block)
            case _:
                assert_never(block)

    def _scaled(self, dots: int) -> int:
        return max(1, round(dots * self.dots / DOTS))

    def _font(self, size: int, *, bold: bool) -> Font:
        key = bold, size
        if key not in self._open:
            self._open[key] = ImageFont.truetype(self._faces[bold], size)
        return self._open[key]

    def _words(self, block: Words) -> Image.Image:
        font = self._font(self._scaled(_SIZES[block.step]), bold=block.bold)
        if block.step == "huge":
            return self._number(block.text, font.size)
        return self._paragraph(block.text, font, self.dots, middle=block.middle)

    def _number(self, label: str, size: float) -> Image.Image:
        """Draw the number as large as the paper is wide, and no line higher than its figures."""
        font = self._font(int(size), bold=True)
        widest = self.dots * 0.96
        if font.getlength(label) > widest:
            font = self._font(int(size * widest / font.getlength(label)), bold=True)
        _, top, _, bottom = font.getbbox(label, anchor="ms")
        gap = self._scaled(_GAP)
        piece = self._blank(self.dots, int(bottom - top) + 2 * gap)
        ImageDraw.Draw(piece).text((self.dots / 2, gap - top), label, _BLACK, font, "ms")
        return piece

    def _paragraph(self, text: str, font: Font, width: int, *, middle: bool = False) -> Image.Image:
        lines = wrapped(text, font.getlength, width)
        step = round(font.size * _LEADING)
        piece = self._blank(width, step * len(lines))
        pen = ImageDraw.Draw(piece)
        for place, line in enumerate(lines):
            base = step * place + round(font.size * 1.03)
            x, anchor = (width / 2, "ms") if middle else (0, "ls")
            pen.text((x, base), line, _BLACK, font, anchor)
        return piece

    def _rule(self, *, dashed: bool) -> Image.Image:
        gap, thick = self._scaled(_GAP), 2 if dashed else 4
        piece = self._blank(self.dots, 2 * gap + thick)
        pen = ImageDraw.Draw(piece)
        step = self._scaled(12) if dashed else self.dots
        for left in range(0, self.dots, step):
            right = left + (step // 2 if dashed else step) - 1
            pen.rectangle((left, gap, right, gap + thick - 1), _BLACK)
        return piece

    def _pair(self, block: Pair) -> Image.Image:
        half, gap = self.dots // 2, self._scaled(_GAP)
        sides = [
            _stacked(
                self._paragraph(name, self._font(self._scaled(_SIZES["small"]), bold=False), half - gap),
                self._paragraph(figure, self._font(self._scaled(_FIGURE), bold=True), half - gap),
            )
            for name, figure in (block.left, block.right)
        ]
        piece = self._blank(self.dots, max(side.height for side in sides))
        piece.paste(sides[0], (0, 0))
        piece.paste(sides[1], (half + gap, 0))
        ImageDraw.Draw(piece).line((half, 0, half, piece.height), _BLACK, 2)
        return piece

    def _code(self, block: Code) -> Image.Image:
        cells, modules = qr_cells(block.address)
        module = max(2, self._scaled(_QR_SIDE) // modules)
        quiet = module * QR_QUIET_MODULES
        side = module * modules + 2 * quiet
        small = self._scaled(_SIZES["small"])
        room = self.dots - side
        words = _stacked(
            self._paragraph(block.title, self._font(small, bold=True), room),
            self._paragraph(block.text, self._font(small, bold=False), room),
        )
        piece = self._blank(self.dots, max(side, words.height))
        pen = ImageDraw.Draw(piece)
        for x, y, width, height in cells:
            left, top = quiet + x * module, quiet + y * module
            pen.rectangle((left, top, left + width * module - 1, top + height * module - 1), _BLACK)
        piece.paste(words, (side, (piece.height - words.height) // 2))
        return piece

    def _blank(self, width: int, height: int) -> Image.Image:
        return Image.new("L", (width, height), _WHITE)


def wrapped(text: str, length: Callable[[str], float], width: float) -> list[str]:
    """Break a text into lines no wider than `width`, at blanks, within a word only where one fills a line."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if length(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while length(line) > width:
            fits = next(place for place in range(len(line) - 1, 0, -1) if length(line[:place]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def _stacked(above: Image.Image, below: Image.Image) -> Image.Image:
    piece = Image.new("L", (above.width, above.height + below.height), _WHITE)
    piece.paste(above, (0, 0))
    piece.paste(below, (0, above.height))
    return piece


def _ink(grey: int) -> int:
    return _BLACK if grey < _INK else _WHITE
