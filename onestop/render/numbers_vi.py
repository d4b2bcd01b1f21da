"""Numbers and money, read out in Vietnamese as a receipt writes them."""

from onestop.errors import Malformed
from onestop.render.wording import say

MOST = 999_999_999_999
"""The largest number that is read: nine hundred and ninety-nine tỷ and the rest."""

_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (1, ""))
_HUNDRED = 100
_TWENTY = 20
_TEN = 10
_AFTER_TEN = {5: "five_after_tens"}
_AFTER_TWENTY = {1: "one_after_tens", 4: "four_after_tens", **_AFTER_TEN}


def read(number: int) -> str:
    """Read a whole number in words, 0 to `MOST`: 2026 is "hai nghìn không trăm hai mươi sáu".

    Once a higher group was read, a lower group names its hundreds even when there are none ("không trăm"),
    and a group of three noughts is passed over: 1.000.005 is "một triệu không trăm linh năm".

    Raises:
        Malformed: The number is negative or larger than `MOST`.
    """
    if not 0 <= number <= MOST:
        raise Malformed(field="number", reason="0-999999999999")
    words: list[str] = []
    for scale, name in _SCALES:
        group = number // scale % 1000
        if group:
            words += _with_hundreds(group) if words else _group(group)
            words += [_word(name)] if name else []
    return " ".join(words) or _word(0)


def dong(amount: int) -> str:
    """Write an amount of money in figures, thousands parted by dots: "1.250.000 đồng"."""
    return say("paper.money.amount", amount=f"{amount:,}".replace(",", "."))


def dong_in_words(amount: int) -> str:
    """Write an amount of money in words, as a sentence begins: "Một triệu hai trăm năm mươi nghìn đồng".

    Raises:
        Malformed: The amount is negative or larger than `MOST`.
    """
    words = say("paper.money.amount", amount=read(amount))
    return words[0].upper() + words[1:]


def _group(number: int) -> list[str]:
    """Read 1 to 999 with nothing before it."""
    return _with_hundreds(number) if number >= _HUNDRED else _below_hundred(number)


def _with_hundreds(number: int) -> list[str]:
    """Read 1 to 999 with its hundreds, also when there are none."""
    rest = number % _HUNDRED
    words = [_word(number // _HUNDRED), _word("hundred")]
    if 0 < rest < _TEN:
        return [*words, _word("no_tens"), _word(rest)]
    return words + (_below_hundred(rest) if rest else [])


def _below_hundred(number: int) -> list[str]:
    """Read 1 to 99; một, bốn and năm change after tens: hai mươi mốt, hai mươi tư, mười lăm."""
    tens, unit = divmod(number, _TEN)
    if not tens:
        return [_word(unit)]
    words = [_word("ten")] if number < _TWENTY else [_word(tens), _word("tens")]
    if not unit:
        return words
    after = _AFTER_TWENTY if number > _TWENTY else _AFTER_TEN
    return [*words, _word(after.get(unit, unit))]


def _word(name: int | str) -> str:
    return say(f"paper.numeral.{name}")
