"""Marks on a sheet of A5, and the press that turns sheets into a PDF."""

from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple, assert_never

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from onestop.render.fonts import Face, Fonts
from onestop.render.prose import width_of
from onestop.render.wording import say

MM = 72 / 25.4
"""Points in a millimetre. Everything here is measured in points, from the top left corner of the paper."""
WIDTH, HEIGHT = 148 * MM, 210 * MM
"""A5 upright: Circular 01/2018/TT-VPCP has forms 01 to 05 on it."""
LANGUAGE = "vi-VN"


class Run(NamedTuple):
    """A line of text in one face, standing on its baseline."""

    x: float
    baseline: float
    text: str
    face: Face
    size: float


class Rule(NamedTuple):
    """A straight line; `dashes` as PDF has them, none for a whole line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.6
    dashes: tuple[float, ...] = ()


class Boxes(NamedTuple):
    """Black rectangles (column, row, columns, rows) on a grid of cells, for bar codes."""

    x: float
    y: float
    cell_width: float
    cell_height: float
    cells: tuple[tuple[int, int, int, int], ...]


Mark = Run | Rule | Boxes
Leaf = list[Mark]


class Stamp(StrEnum):
    """What may be written across a paper that was issued before."""

    VOID = "void"


def press(
    leaves: Sequence[Leaf], fonts: Fonts, *, title: str, author: str, stamp: Stamp | None = None
) -> bytes:
    """Print leaves to a PDF: faces embedded as subsets, text as Unicode, the same marks as the same bytes.

    Args:
        leaves: One list of marks for each page.
        fonts: The family that the marks are set in.
        title: Shown by readers in place of a file name; no person's name belongs here.
        author: The office.
        stamp: Written across every page, in grey and under the text, which stays legible.
    """
    paper = BytesIO()
    # Why a lock around it all? A face is one file with one reading position; two cut at once would mix.
    with _PRESS:
        canvas = Canvas(
            paper,
            pagesize=(WIDTH, HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.regular.name,
            lang=LANGUAGE,
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setCreator("onestop")
        canvas.setSubject(title)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for leaf in leaves:
            if stamp is not None:
                _stamp(canvas, fonts, say(f"paper.common.{stamp.value}"))
            _print(canvas, leaf)
            canvas.showPage()
        canvas.save()
    return paper.getvalue()


def save(canvas: Any) -> None:
    """Write out a canvas that was drawn elsewhere, its faces cut while no other paper's are."""
    with _PRESS:
        canvas.save()


_PRESS = Lock()
rl_config.useA85 = 0
"""Pages stay binary: written out in 85 letters they would be a quarter longer, and slower to make."""
_STAMP_SIZE, _STAMP_UPRIGHT = 64.0, 10.0
_STAMP_GREY = 0.82


def _print(canvas: Any, leaf: Leaf) -> None:
    text = canvas.beginText()
    present: tuple[str, float] | None = None
    for mark in leaf:
        match mark:
            case Run():
                if present != (mark.face.name, mark.size):
                    present = (mark.face.name, mark.size)
                    text.setFont(*present)
                text.setTextTransform(1, 0, mark.face.slant, 1, mark.x, HEIGHT - mark.baseline)
                text.textOut(mark.text)
            case Rule():
                _rule(canvas, mark)
            case Boxes():
                _boxes(canvas, mark)
            case _:
                assert_never(mark)
    canvas.drawText(text)


def _rule(canvas: Any, rule: Rule) -> None:
    canvas.setLineWidth(rule.weight)
    canvas.setDash(*([list(rule.dashes), 0] if rule.dashes else [[], 0]))
    canvas.line(rule.x0, HEIGHT - rule.y0, rule.x1, HEIGHT - rule.y1)


def _boxes(canvas: Any, boxes: Boxes) -> None:
    canvas.saveState()
    canvas.transform(boxes.cell_width, 0, 0, -boxes.cell_height, boxes.x, HEIGHT - boxes.y)
    path = canvas.beginPath()
    for column, row, columns, rows in boxes.cells:
        path.rect(column, row, columns, rows)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _stamp(canvas: Any, fonts: Fonts, word: str) -> None:
    """Write a word across the page for the eye, and upright above it for programs that read aloud."""
    canvas.saveState()
    canvas.setFont(fonts.bold.name, _STAMP_UPRIGHT)
    wide = width_of(word, fonts.bold, _STAMP_UPRIGHT)
    canvas.drawString((WIDTH - wide) / 2, HEIGHT - _STAMP_UPRIGHT - 2 * MM, word)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(50)
    canvas.setFillGray(_STAMP_GREY)
    canvas.setFont(fonts.bold.name, _STAMP_SIZE)
    canvas.drawString(-width_of(word, fonts.bold, _STAMP_SIZE) / 2, -_STAMP_SIZE / 3, word)
    canvas.restoreState()
