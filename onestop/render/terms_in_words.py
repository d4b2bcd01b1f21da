"""The terms of a dossier as papers tell them: its fee, its channel, where the result is returned, why that day."""

from collections.abc import Iterable
from datetime import date, datetime

from onestop.clock import local
from onestop.model.dossier import ReturnVia
from onestop.render.numbers_vi import dong
from onestop.render.reasons import tell_reason
from onestop.render.wording import say
from onestop.rules.fees import Owed
from onestop.rules.reason import Moment, Reason

_CARD_DIGITS = 12
_LONGEST_FEE_TEXT = 120


def fee_in_words(owed: Owed, stated: str = "") -> str:
    """Tell what is to be paid: "không", "50.000 đồng", "phí 50.000 đồng, lệ phí 10.000 đồng".

    Args:
        owed: What was reckoned.
        stated: What the catalogue says in words; told where no amount was reckoned and it is short.
    """
    if owed.fee_dong and owed.charge_dong:
        return say("record.fee.both", fee=dong(owed.fee_dong), charge=dong(owed.charge_dong))
    if owed.total_dong:
        return dong(owed.total_dong)
    if any(letter.isdigit() for letter in stated):
        # The catalogue speaks of money by the case (pages, area) and nothing was reckoned for this one.
        return stated if len(stated) <= _LONGEST_FEE_TEXT else say("record.fee.by_rule")
    return say("record.fee.none")


def channel_in_words(channel: str, *, counter: int | None, label: str | None) -> str:
    """Tell how a dossier came: "trực tiếp, quầy 3, số A012"."""
    words = say(f"record.channel.{channel}")
    if counter is not None and channel == "direct":
        words = say("record.channel.counter", channel=words, counter=counter)
    return say("record.channel.ticket", channel=words, label=label) if label else words


def return_place(via: str, *, address: str, counter: int | None, office: str) -> str:
    """Tell where the result is returned: at a counter, by post, or electronically."""
    match via:
        case ReturnVia.POST:
            return say("record.place.post", address=address)
        case ReturnVia.ELECTRONIC:
            return say("record.place.electronic")
        case _ if counter is not None:
            return say("record.place.counter", counter=counter, office=office)
        case _:
            return say("record.place.office", office=office)


def identity_kind(number: str) -> str:
    """Name the paper that bears a number, by its shape; nothing for no number."""
    if not number:
        return ""
    if not number.isdigit():
        return say("record.identity.passport")
    return say("record.identity.card" if len(number) == _CARD_DIGITS else "record.identity.old_card")


def because_in_words(because: Iterable[Reason]) -> tuple[str, ...]:
    """Tell why a day is that day, each wording once with all its days: "28/11 đến 29/11, 05/12: …"."""
    days = dict[str, list[str]]()
    for reason in because:
        days.setdefault(tell_reason(reason), []).append(_span(reason.from_, reason.to))
    return tuple(say("record.because", days=", ".join(spans), text=text) for text, spans in days.items())


def _span(first: Moment, last: Moment) -> str:
    begin, end = _short(first), _short(last)
    return begin if begin == end else say("record.days", first=begin, last=end)


def _short(moment: Moment) -> str:
    if isinstance(moment, datetime):
        there = local(moment)
        return f"{there:%H:%M %d/%m}"
    day: date = moment
    return f"{day:%d/%m}"
