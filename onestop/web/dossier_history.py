"""What happened to a dossier, in sentences."""

from datetime import datetime
from typing import Any

import msgspec

from onestop.clock import local
from onestop.model.dossier import Dossier
from onestop.render.dates import short_day
from onestop.render.numbers_vi import dong
from onestop.render.wording import say
from onestop.store import dossier_history
from onestop.store.dossier_history import Happened
from onestop.store.tx import Reading
from onestop.web.shapes import shown


class HistoryCard(msgspec.Struct, frozen=True):
    """Something that happened, in a sentence."""

    at: datetime | None
    kind: str
    text: str


def history_of(reading: Reading, dossier: Dossier, lang: str) -> list[HistoryCard]:
    """Tell what happened to a dossier, newest first."""
    entries = dossier_history.history_of(reading, dossier.centre_id, dossier.id)
    return [HistoryCard(shown(entry.at), entry.kind, _sentence(entry, lang)) for entry in entries]


def _sentence(entry: Happened, lang: str) -> str:
    """Tell an entry in a sentence; the facts choose it, the journal has no names of citizens to put in."""
    facts: dict[str, Any] = {"who": entry.officer or say("record.history.nobody", lang)}
    variant = entry.kind
    match entry.kind:
        case "dossier-received":
            facts["day"] = short_day(local(datetime.fromisoformat(entry.facts["promised_at"])).date())
        case "due-moved":
            for name in ("before", "after"):
                facts[name] = short_day(local(datetime.fromisoformat(entry.facts[name])).date())
        case "result-readied":
            days = abs(entry.facts["late_days"])
            standing = entry.facts["standing"]
            within = standing == "overdue" and not days
            variant, facts["days"] = f"{entry.kind}-{standing}{'-hours' if within else ''}", days
        case "upload-kept" | "mishap-noted":
            variant, facts["version"] = f"{entry.kind}-{entry.facts['what']}", entry.facts.get("version", 1)
        case "payment-taken" | "payment-voided":
            paid = entry.facts.get("fee_dong", 0) + entry.facts.get("charge_dong", 0)
            facts["number"], facts["amount"] = entry.facts["number"], dong(paid)
        case "result-returned":
            variant = f"{entry.kind}-{entry.facts['collector']}"
    return say(f"record.history.{variant}", lang, **facts)
