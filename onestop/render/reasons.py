"""Deadlines in words: the reasons of a date, and the text of an allowance."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from onestop.clock import local
from onestop.render.dates import short_day
from onestop.render.wording import say
from onestop.rules import holidays_by_rule as by_rule
from onestop.rules.allowance import Allowance
from onestop.rules.reason import Moment, Reason

_HOLIDAYS = {
    by_rule.NEW_YEAR: "new_year",
    by_rule.TET: "tet",
    by_rule.HUNG_KINGS: "hung_kings",
    by_rule.VICTORY_DAY: "victory_day",
    by_rule.LABOUR_DAY: "labour_day",
    by_rule.NATIONAL_DAY: "national_day",
    by_rule.CULTURE_DAY: "culture_day",
}
_ANOTHER_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
_DAY_OFF = "Nghỉ "
"""How the office often begins the name of a day off; the sentence begins with it too."""
_SATURDAY, _SUNDAY = 6, 7
_MINUTES_AN_HOUR = 60


def tell_reasons(because: Iterable[Reason], lang: str = "vi") -> list[dict[str, str]]:
    """Tell reasons as the API and the papers show them: `{rule, from, to, text}`, in the given order.

    `from` and `to` are both included: days as YYYY-MM-DD, instants as ISO 8601 with +07:00.
    """
    return [
        {"rule": each.rule, "from": _iso(each.from_), "to": _iso(each.to), "text": tell_reason(each, lang)}
        for each in because
    ]


def tell_reason(reason: Reason, lang: str = "vi") -> str:
    """Tell one reason in a sentence without a full stop: "Nghỉ Ngày Văn hóa Việt Nam"."""
    words = _words(reason, lang)
    text = say(f"deadline.reason.{_key(reason)}", lang, **words)
    if "known_on" in reason.facts:
        day = short_day(date.fromisoformat(reason.facts["known_on"]))
        text = say("deadline.mark.known_on", lang, text=text, day=day)
    if reason.facts.get("from_memory"):
        mark = "basis_from_memory" if reason.rule == "allowance" else "from_memory"
        text = say(f"deadline.mark.{mark}", lang, text=text)
    return text


def allowance_text(allowance: Allowance, lang: str = "vi") -> str:
    """Write an allowance: "10 ngày làm việc", "trong ngày", "1,25 ngày làm việc", "24 giờ"."""
    return _amount(allowance.facts["amount"], allowance.facts["unit"], lang)


def _amount(amount: str, unit: str, lang: str) -> str:
    if unit == "same_day" or amount == "0":
        return say("deadline.allowance.same_day", lang)
    written = amount.replace(".", say("deadline.decimal_mark", lang))
    return say(f"deadline.allowance.{unit}{'_one' if amount == '1' else ''}", lang, amount=written)


def _key(reason: Reason) -> str:
    """Choose the sentence: a weekend may be one day, a pause may have taken nothing, the mountains given more."""
    if reason.rule == "weekend":
        days = reason.from_.isoweekday(), reason.to.isoweekday()
        return {(_SATURDAY, _SATURDAY): "saturday", (_SUNDAY, _SUNDAY): "sunday"}.get(days, "weekend")
    if reason.facts.get("taken") == "0":
        return f"{reason.rule}-nothing"
    if "mountain_days" in reason.facts:
        return f"{reason.rule}-mountains"
    return reason.rule


def _words(reason: Reason, lang: str) -> dict[str, Any]:
    """Turn a reason's facts into words of the reader's language."""
    facts = reason.facts
    words: dict[str, Any] = dict(facts)
    if "name" in facts:
        words["name"] = _name(reason.rule, facts["name"], lang)
    if "unit" in facts:
        words["allowance"] = _amount(facts["amount"], facts["unit"], lang)
    if "taken" in facts:
        words["taken"] = _taken(facts["taken"], facts["counted_in"], lang)
    if "mountain_days" in facts:
        key = "basis" if "basis" in facts else "no_basis"
        words["basis"] = say(f"deadline.mark.{key}", lang, basis=facts.get("basis", ""))
    why = "; ".join(filter(None, (facts.get("reason"), facts.get("legal_basis"))))
    words["why"] = say("deadline.mark.why", lang, why=why) if why else ""
    if isinstance(reason.to, datetime):
        there = local(reason.to)
        words |= {"time": f"{there:%H:%M}", "day": f"{there:%d/%m}"}
    return words


def _name(rule: str, name: str, lang: str) -> str:
    """Name a holiday in the reader's language where it is one of the law's, and a swap by its other day."""
    if rule in {"day-off-swapped", "makeup-day"}:
        other = _ANOTHER_DAY.search(name)
        return other[0] if other else name
    key = _HOLIDAYS.get(name)
    return say(f"deadline.holiday.{key}", lang) if key else name.removeprefix(_DAY_OFF)


def _taken(taken: str, counted_in: str, lang: str) -> str:
    if not counted_in.endswith("minute"):
        return _amount(taken, counted_in, lang)
    hours, minutes = divmod(int(taken), _MINUTES_AN_HOUR)
    shape = "both" if hours and minutes else "hours" if hours else "only"
    length = say(f"deadline.minutes.{shape}", lang, hours=hours, minutes=minutes)
    return say(f"deadline.minutes.{counted_in.removesuffix('_minute')}", lang, length=length)


def _iso(moment: Moment) -> str:
    return local(moment).isoformat() if isinstance(moment, datetime) else moment.isoformat()
