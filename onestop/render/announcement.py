"""The words of a call: what the loudspeaker says when a number is called."""

import re
import unicodedata

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
    desk = unicodedata.normalize("NFC", counter_name).casefold()
    key = "voice.return_desk" if RETURN_DESK in desk else "voice.call"
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
