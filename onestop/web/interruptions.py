"""What interrupted, prolonged or ended a dossier, for the officers' page and in the sentences of its history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from onestop.clock import local_day
from onestop.model.dossier import Dossier, DossierState
from onestop.model.interruption import Extension
from onestop.render.dates import short_day
from onestop.render.reasons import allowance_text
from onestop.render.wording import say
from onestop.rules.allowance import Allowance
from onestop.store import interruptions
from onestop.store.tx import Reading
from onestop.web.shapes import shown


class InterruptionCard(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A stretch or an act that moved a dossier's date, or told another.

    `name` is `supplement`, `suspension`, `extension` or `apology`. `to` is null while it lasts, and for an
    extension; for an apology it is the new date. `answer_by` is a supplement's last day, `amount` tells an
    extension's length in words, `text` the whole in a sentence.
    """

    name: str
    from_: datetime | None
    to: datetime | None
    reason: str
    legal_basis: str
    text: str
    answer_by: date | None = None
    amount: str | None = None


def interruptions_of(reading: Reading, dossier: Dossier, lang: str) -> list[InterruptionCard]:
    """Show everything that interrupted or prolonged a dossier, oldest first."""
    cards = [
        InterruptionCard(
            name="supplement",
            from_=shown(each.requested_at),
            to=shown(each.returned_at or each.ended_at),
            reason=each.reason,
            legal_basis="",
            text=_text("supplement", lang, reason=each.reason),
            answer_by=each.answer_by,
        )
        for each in interruptions.supplements_of(reading, dossier.id)
    ]
    cards += [
        InterruptionCard(
            name="suspension",
            from_=shown(each.suspended_at),
            to=shown(each.resumed_at),
            reason=each.reason,
            legal_basis=each.legal_basis,
            text=_text("suspension", lang, reason=each.reason, basis=each.legal_basis),
        )
        for each in interruptions.suspensions_of(reading, dossier.id)
    ]
    cards += [_extension(each, lang) for each in interruptions.extensions_of(reading, dossier.id)]
    apology = interruptions.apology_of(reading, dossier.id)
    if apology is not None:
        day = short_day(local_day(apology.told_at))
        cards.append(
            InterruptionCard(
                name="apology",
                from_=shown(apology.apologised_at),
                to=shown(apology.told_at),
                reason=apology.reason,
                legal_basis="",
                text=_text("apology", lang, day=day, reason=apology.reason),
            )
        )
    return sorted(cards, key=lambda card: str(card.from_))


def _extension(each: Extension, lang: str) -> InterruptionCard:
    amount = allowance_text(Allowance(each.amount, each.unit), lang)
    return InterruptionCard(
        name="extension",
        from_=shown(each.decided_at),
        to=None,
        reason=each.reason,
        legal_basis=each.legal_basis,
        text=_text("extension", lang, amount=amount, reason=each.reason, basis=each.legal_basis),
        amount=amount,
    )


def _text(kind: str, lang: str, **facts: str) -> str:
    return say(f"record.interruption.{kind}", lang, **facts)


def end_reason(reading: Reading, dossier: Dossier, lang: str) -> str | None:
    """Tell why a dossier ended without a result; None where it did not."""
    if dossier.state == DossierState.LAPSED:
        request = interruptions.supplements_of(reading, dossier.id)[-1]
        return say("record.end.lapsed_reason", lang, day=short_day(request.answer_by))
    if dossier.state not in {DossierState.DECLINED, DossierState.WITHDRAWN, DossierState.STOPPED}:
        return None
    return interruptions.decisions_of(reading, dossier.id)[-1].reason


INTERRUPTING = frozenset(
    {
        "supplement-asked",
        "supplement-taken",
        "supplement-warned",
        "dossier-suspended",
        "dossier-resumed",
        "dossier-extended",
        "apology-written",
        "dossier-ended",
        "dossier-reopened",
        "receipt-corrected",
    }
)
"""The entries of a dossier's history that `told` has sentences for."""


def told(kind: str, facts: Mapping[str, Any], lang: str) -> tuple[str, dict[str, Any]]:
    """Choose the sentence for an entry of `INTERRUPTING`; give its key under `record.history`, and its words."""
    variant, words = "", dict[str, Any]()
    match kind:
        case "supplement-asked":
            words = {"papers": facts["papers"], "day": _on(facts["answer_by"]), "days": facts["late_days"]}
            words["request"] = facts["request"]
            variant = "-again" if facts["request"] > 1 else "-late" if facts["late_days"] else ""
        case "supplement-taken":
            variant = f"-{facts['rule']}"
        case "supplement-warned":
            words = {"day": _on(facts["answer_by"])}
        case "dossier-extended":
            words = {"allowance": _length(facts, lang), "days": facts["late_days"]}
            variant = "-late" if facts["late_days"] else ""
        case "apology-written":
            words = {"day": _at(facts["told_at"]), "by": _at(facts["notice_by"])}
            variant = "" if facts["in_time"] else "-late"
        case "dossier-ended":
            overdue = facts["end"] == DossierState.DECLINED and facts["standing"] == "overdue"
            variant = f"-{facts['end']}{'-overdue' if overdue else ''}"
        case "dossier-reopened":
            words = {"day": _at(facts["ended_at"]), "how": say(f"record.end.{facts['standing']}", lang)}
        case "receipt-corrected":
            names = [say(f"record.field.{field}", lang) for field in facts["fields"]]
            words = {"fields": ", ".join(names)}
        case _:
            pass
    return f"{kind}{variant}", words


def _on(day: str) -> str:
    return short_day(date.fromisoformat(day))


def _at(instant: str) -> str:
    return short_day(local_day(datetime.fromisoformat(instant)))


def _length(facts: Mapping[str, Any], lang: str) -> str:
    return allowance_text(Allowance(facts["amount"], facts["unit"]), lang)
