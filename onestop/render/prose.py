"""Lines of text: what can be printed of a string, how wide it is, where it breaks, where it is cut."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

from onestop.render.fonts import Face, Fonts

CUT = "…"
"""Stands for what did not fit."""
NO_BREAK = "\u00a0"
_BLANK = re.compile(r"[^\S\u00a0]+")
_MARKS_IN_A_ROW = 2
"""NFC leaves no mark by itself in Vietnamese; other tongues may need two, more only soil the line above."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_LONG_WORD = 40
_SMALLEST = 0.6
_BOX = "\u25a1"


def legible(text: str, fonts: Fonts) -> str:
    """Prepare a string for print: NFC, blanks as one space, letters that no face has as a box or a "?".

    A no-break space stays what it is.
    What cannot be seen (controls, direction marks, zero-width letters) is dropped: on paper it could only
    deceive. The result holds nothing but letters of `fonts`.
    """
    text = _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    if fonts.letters.issuperset(text):
        return text
    stand_in = _BOX if _BOX in fonts.letters else "?"
    # Once more NFC: where a mark was dropped, the next may now join its letter.
    kept = unicodedata.normalize("NFC", "".join(_printable(text, fonts, stand_in)))
    return _BLANK.sub(" ", "".join(_printable(kept, fonts, stand_in))).strip(" ")


def unbroken(text: str) -> str:
    """Keep a telephone number on one line: its blanks become no-break spaces, which print as blanks."""
    return text.replace(" ", NO_BREAK)


def width_of(text: str, face: Face, size: float) -> float:
    """Measure a line in points."""
    if len(text) > _LONG_WORD:
        return size * _ems(text, face.name)
    return size * _ems_of_word(text, face.name)


def wrap(
    text: str, face: Face, size: float, width: float, *, most: int, first: float | None = None
) -> list[str]:
    """Break a legible text into lines no wider than `width`; a word wider than a line breaks inside.

    Args:
        text: One paragraph, as `legible` gave it.
        face: The face it is set in.
        size: In points.
        width: In points.
        most: The lines there is room for; what goes beyond is cut and the last line ends with "…".
        first: The width of the first line where something stands before it, in points.
    """
    lines = _Lines(face, size, width, first)
    for word in text.split(" "):
        lines.add(word)
        if len(lines.done) > most:
            break
    broken = lines.end()
    if len(broken) <= most:
        return broken
    room = first if first is not None and most == 1 else width
    return [*broken[: most - 1], cut(broken[most - 1] + CUT, face, size, room)]


def cut(text: str, face: Face, size: float, width: float) -> str:
    """Shorten a line until it fits, ending it with "…"; a line that fits is left alone."""
    if width_of(text, face, size) <= width:
        return text
    kept, room = 0, width - width_of(CUT, face, size)
    for letter in text:
        room -= width_of(letter, face, size)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip(" ,;.") + CUT


def fit(text: str, face: Face, size: float, width: float) -> tuple[str, float]:
    """Make a line fit that must not break: smaller, down to three fifths of its size, then cut."""
    fitting = max(size * _SMALLEST, min(size, size * width / max(1.0, width_of(text, face, size))))
    return cut(text, face, fitting, width + 0.01), fitting


def balanced(text: str, face: Face, size: float, width: float, *, most: int) -> list[str]:
    """Break a heading into as few lines as can be, of widths as even as can be."""
    lines = wrap(text, face, size, width, most=most)
    narrower = width
    while len(lines) > 1 and narrower > width / 2:
        narrower -= size / 2
        tried = wrap(text, face, size, narrower, most=most + 1)
        if len(tried) > len(lines) or any(width_of(line, face, size) > narrower for line in tried):
            break
        lines = tried
    return lines


class _Lines:
    """Lines being filled, word by word; every word is measured once, since no face here kerns."""

    def __init__(self, face: Face, size: float, width: float, first: float | None) -> None:
        self.done: list[str] = []
        self._face, self._size, self._width = face, size, width
        self._room = width if first is None else first
        self._words: list[str] = []
        self._used = 0.0
        self._space = width_of(" ", face, size)

    def add(self, word: str) -> None:
        wide = width_of(word, self._face, self._size)
        gap = self._space if self._words else 0.0
        if self._used + gap + wide <= self._room:
            self._words.append(word)
            self._used += gap + wide
            return
        if self._words:
            self._break()
        if wide > self._room:
            word = self._break_inside(word)
        self._words, self._used = [word], width_of(word, self._face, self._size)

    def end(self) -> list[str]:
        if self._words:
            self._break()
        return self.done

    def _break(self) -> None:
        self.done.append(" ".join(self._words))
        self._words, self._used, self._room = [], 0.0, self._width

    def _break_inside(self, word: str) -> str:
        """Put whole lines of a word that is wider than a line; return what is left of it."""
        piece, used = "", 0.0
        for letter in word:
            wide = width_of(letter, self._face, self._size)
            if piece and used + wide > self._room:
                self._words = [piece]
                self._break()
                piece, used = "", 0.0
            piece, used = piece + letter, used + wide
        return piece


def _printable(text: str, fonts: Fonts, stand_in: str) -> Iterator[str]:
    marks = _MARKS_IN_A_ROW
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in _UNSEEN:
            continue
        if kind[0] == "M":
            marks += 1
            if marks <= _MARKS_IN_A_ROW and letter in fonts.marks:
                yield letter
            continue
        marks = 0
        yield letter if letter in fonts.letters or letter == NO_BREAK else stand_in


@lru_cache(maxsize=8192)
def _ems_of_word(word: str, name: str) -> float:
    return _ems(word, name)


def _ems(text: str, name: str) -> float:
    return float(pdfmetrics.stringWidth(text, name, 1))


_SENTENCE_END = re.compile(r"[.;,\s]+$")


def without_stop(sentence: str) -> str:
    """Take the full stop off a sentence that is to stand in a list."""
    return _SENTENCE_END.sub("", sentence)
