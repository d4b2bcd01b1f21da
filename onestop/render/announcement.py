"""The words of a call: what the loudspeaker says when a number is called."""

import re
import unicodedata

import msgspec

from onestop.render import numbers_vi
from onestop.render.wording import LANGUAGES, say

RETURN_DESK = "trả kết quả"
"""A counter with this in its name hands out results; citizens know it by that name, not by a number."""


def call_text(label: str, counter_number: int, counter_name: str, times: int) -> dict[str, str]:
    """Word a call in every language.

    The first call of A102 to counter 3 is "Mời công dân có số thứ tự A, một không hai, đến quầy số ba."

    Args:
        label: What the slip shows ("A102"); spelled letter by letter, figure by figure.
        counter_number: Read as a number in words from 0 to 999; beyond that figure by figure.
        counter_name: The counter's own name; a return desk is called by it.
        times: 1 for the first call of the ticket; from 2 on the call says which one it is.
    """
    return {lang: _call(label, counter_number, counter_name, times, lang) for lang in LANGUAGES}


class Sentence(msgspec.Struct, frozen=True):
    """A sentence to be spoken, and the names of the recordings that say it.

    `pieces` said one after the other are the sentence; `whole` is the name of a recording of all of it.
    """

    lang: str
    text: str
    pieces: tuple[str, ...]
    whole: str


def call_sentences(label: str, counter_number: int, counter_name: str, times: int) -> dict[str, Sentence]:
    """Word a call in every language, with the recordings that would say it: "moi", "a", "1", "quay-3"."""
    words = call_text(label, counter_number, counter_name, times)
    desk = RESULTS if _is_return_desk(counter_name) else f"quay-{counter_number}"
    again = (f"lan-{times}",) if times > 1 else ()
    figures = tuple(sign for sign in unicodedata.normalize("NFC", label).casefold() if sign.isalnum())
    spoken = (INVITE, *figures, *(() if desk == RESULTS else (TO_COUNTER,)), desk)
    whole = "-".join(("".join(figures), desk, *again))
    return {
        # English says which call it is at the beginning, Vietnamese at the end.
        lang: Sentence(lang, words[lang], (*again, *spoken) if lang == "en" else (*spoken, *again), whole)
        for lang in LANGUAGES
    }


def pieces_for(letters: str, counters: list[tuple[int, str]]) -> tuple[str, ...]:
    """Name every recording that a hall needs: for the letters of its lines and its counters (number, name)."""
    # The number of a counter below ten is the figure of a label, and all figures are there.
    desks = [
        RESULTS if _is_return_desk(name) else f"quay-{number}"
        for number, name in counters
        if _is_return_desk(name) or number not in range(10)
    ]
    signs = sorted({sign for sign in letters.casefold() if sign.isalnum()} | set("0123456789"))
    calls = [f"lan-{times}" for times in range(2, _LAST_NAMED + 1)]
    return tuple(dict.fromkeys((INVITE, *signs, TO_COUNTER, *desks, *calls)))


def piece_in_words(piece: str, lang: str) -> str:
    """Give the words that a recording says: of "moi" "Mời công dân có số thứ tự", of "quay-12" "mười hai"."""
    kind, _, number = piece.rpartition("-")
    if kind == "lan":
        return _nth(int(number), lang)
    if piece in {INVITE, TO_COUNTER, RESULTS}:
        return say(f"voice.piece.{piece}", lang)
    if kind == "quay":
        return in_words(int(number), lang)
    return spelled(piece, lang) if piece.isdigit() else piece.upper()


INVITE, TO_COUNTER, RESULTS = "moi", "den-quay", "quay-tra-ket-qua"
"""Recordings: "mời công dân có số thứ tự", "đến quầy số", "đến quầy trả kết quả"."""


def _is_return_desk(name: str) -> bool:
    return RETURN_DESK in unicodedata.normalize("NFC", name).casefold()


def spelled(label: str, lang: str) -> str:
    """Spell a label for the ear: letters, then figures one by one; signs are not spoken."""
    parts = []
    for part in re.findall(r"[0-9]+|[^\W\d_]+", label):
        words = [
            say(f"voice.digit.{sign}", lang) if sign.isascii() and sign.isdigit() else sign for sign in part
        ]
        parts.append(" ".join(words))
    return ", ".join(parts)


def in_words(number: int, lang: str) -> str:
    """Read a counter's number aloud; outside 0 to 999 it is spelled, as a label is."""
    if not 0 <= number <= _LARGEST:
        return spelled(str(number), lang)
    return numbers_vi.read(number) if lang == "vi" else _english(number)


def _call(label: str, counter_number: int, counter_name: str, times: int, lang: str) -> str:
    facts = {"label": spelled(label, lang), "counter": in_words(counter_number, lang)}
    key = "voice.return_desk" if _is_return_desk(counter_name) else "voice.call"
    if times <= 1:
        return say(key, lang, **facts)
    return say(f"{key}_again", lang, nth=_nth(times, lang), **facts)


def _nth(times: int, lang: str) -> str:
    if times <= _LAST_NAMED:
        return say(f"voice.times.{times}", lang)
    return say("voice.times.more", lang, number=in_words(times, lang))


_LARGEST = 999
_LAST_NAMED = 3

_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _english(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest >= len(_EN):
        tens, ones = divmod(rest, 10)
        words.append(_EN_TENS[tens] + (f"-{_EN[ones]}" if ones else ""))
    elif rest or not hundreds:
        words.append(_EN[rest])
    return " and ".join(words)
