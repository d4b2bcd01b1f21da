"""What happened to a dossier among agencies, as facts of a sentence: ids become names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from onestop.clock import local_day
from onestop.render.dates import short_day
from onestop.store import covers, legs
from onestop.store.dossier_history import Happened
from onestop.store.tx import Reading

KINDS = frozenset(
    {
        "route-planned",
        "route-changed",
        "dossier-forwarded",
        "leg-taken-back",
        "leg-accepted",
        "clock-begun",
        "leg-assigned",
        "leg-returned",
        "dossier-taken-over",
    }
)


def names_in(reading: Reading, entries: Sequence[Happened]) -> dict[str, str]:
    """Read the names of the agencies and officers that entries tell of, by their ids."""
    agencies, officers = set[str](), set[str]()
    for entry in entries:
        if entry.kind in KINDS:
            agencies.update(entry.facts.get("agencies", ()))
            agencies.add(entry.facts.get("agency_id") or "")
            officers.update(entry.facts.get(name) or "" for name in ("officer_id", "covers_id"))
    return legs.names_of(reading, agencies - {""}) | covers.officer_names(reading, officers - {""})


def told(entry: Happened, names: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """Tell which sentence an entry makes, and the names that fill it."""
    facts = entry.facts
    filled: dict[str, Any] = {
        "agencies": ", ".join(names.get(each, each) for each in facts.get("agencies", ())),
        "agency": names.get(facts.get("agency_id") or "", ""),
    }
    variant = ""
    match entry.kind:
        case "route-planned" if facts["added"] != "0":
            variant, filled["added"] = "-added", facts["added"]
        case "route-planned" if facts["serialised"]:
            variant = "-serialised"
        case "dossier-forwarded" if facts["late"]:
            variant = "-late"
        case "clock-begun":
            filled["day"] = short_day(local_day(datetime.fromisoformat(facts["due_at"])))
        case "leg-assigned":
            filled["officer"] = names.get(facts["officer_id"], "")
            if facts["covers_id"]:
                variant, filled["covers"] = "-covers", names.get(facts["covers_id"], "")
            elif filled["officer"] == entry.officer:
                variant = "-self"
        case "leg-returned":
            filled["days"] = abs(facts["late_days"])
            within = facts["standing"] == "overdue" and not facts["late_days"]
            variant = f"-{facts['standing']}{'-hours' if within else ''}"
    return entry.kind + variant, filled
