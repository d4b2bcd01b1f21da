"""What people type, made whole: one way of writing each letter, and none that cannot be seen."""

import re
import unicodedata

from onestop.errors import Malformed

_ETH = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ"})
"""Old keyboards and converters write the Icelandic eth for Đ; it looks alike and is found by no search."""
_STROKE = str.maketrans({"đ": "d", "Đ": "d"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, direction marks and zero-width letters, lone surrogates, private and unassigned letters."""
_BLANKS = re.compile(r"[^\S\n]+")
_MOST_COMPARED = 4
"""An NFC text is never shorter than a quarter of what it was made from, marks that no letter takes apart."""


def clean(text: str) -> str:
    """Write a text in NFC, with Đ for its look-alike U+00D0, trimmed, blanks as one space.

    Line ends stay, since an address or a note may have some; whatever ended them becomes a line feed.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_ETH))
    return "\n".join(line.strip() for line in _BLANKS.sub(" ", text).split("\n")).strip()


def fold(text: str) -> str:
    """Write a text as it is searched: lower case, no diacritics, Đ as d, blanks as one space, nothing unseen.

    Applied to what is stored and to what is sought, so that "Đặng thị huệ" and "dang thi hue" meet.
    """
    bare = unicodedata.normalize("NFD", text.translate(_ETH).translate(_STROKE))
    return " ".join("".join(letter for letter in bare if _is_searched(letter)).casefold().split())


def _is_searched(letter: str) -> bool:
    if letter.isspace():
        return True
    return not unicodedata.combining(letter) and unicodedata.category(letter) not in _UNSEEN


def one_line(text: str, *, field: str, most: int, least: int = 0) -> str:
    """Clean a text of one line, or refuse it.

    Args:
        text: As typed.
        field: Its name, for the refusal.
        most: The longest that is taken, in letters.
        least: The shortest; 1 where something must be there.

    Raises:
        Malformed: Too long (`length`), nothing where something must be (`missing`), or letters that
            cannot be seen (`control-characters`), which on paper could only deceive.
    """
    return _checked(text, field=field, most=most, least=least, allowed="")


def many_lines(text: str, *, field: str, most: int) -> str:
    """Clean a text that may have several lines, or refuse it as `one_line` does."""
    return _checked(text, field=field, most=most, least=0, allowed="\n")


def _checked(text: str, *, field: str, most: int, least: int, allowed: str) -> str:
    if len(text) > most * _MOST_COMPARED + 100:
        # Ten megabytes need not be normalised to be known as too long.
        raise Malformed(field=field, reason="length")
    text = clean(text)
    if len(text) > most:
        raise Malformed(field=field, reason="length")
    if len(text) < least:
        raise Malformed(field=field, reason="missing")
    if any(unicodedata.category(letter) in _UNSEEN and letter not in allowed for letter in text):
        raise Malformed(field=field, reason="control-characters")
    return text
