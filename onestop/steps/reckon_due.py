"""When a dossier is due: the procedure's terms through a channel, counted on the centre's calendar."""

import json
from datetime import datetime
from itertools import takewhile
from typing import Any

from onestop.model.place import Agency
from onestop.model.procedure import Procedure
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline
from onestop.rules.elsewhere import Elsewhere, reckon_from_start
from onestop.rules.fees import Tariff
from onestop.rules.mountains import MountainDays
from onestop.rules.reason import Reason
from onestop.rules.terms import StatedTerms, Terms, counts_to_the_minute, terms_through
from onestop.steps.circumstances import mountain_days
from onestop.store import calendar, procedures
from onestop.store.tx import Reading


def terms_of(reading: Reading, procedure: Procedure, channel: str, agency: Agency | None) -> Terms:
    """Find the terms of a procedure through a channel.

    Args:
        reading: Where to look.
        procedure: The version that counts.
        channel: How the dossier is submitted.
        agency: The agency in charge; in the mountains some procedures may take longer.

    Raises:
        AllowanceNotStated: No time is stated for this channel.
    """
    channels = [
        StatedTerms(
            channel=row.channel, amount=row.amount, unit=row.unit, dong=row.fee_dong, counts=row.counts
        )
        for row in procedures.channels_of(reading, procedure.id)
    ]
    return terms_through(
        channel,
        code=procedure.code,
        whole=StatedTerms(amount=procedure.amount, unit=procedure.unit),
        channels=channels,
        tariff=Tariff(
            fee_dong=procedure.fee_dong,
            charge_dong=procedure.charge_dong,
            online_discount_percent=procedure.online_discount_percent,
        ),
        mountains=_mountains(procedure, agency),
    )


def _mountains(procedure: Procedure, agency: Agency | None) -> MountainDays | None:
    if agency is None or not agency.mountainous:
        return None
    return mountain_days(procedure.mountain_days, agency.name, procedure.legal_basis, procedure.from_memory)


def due_of(
    reading: Reading,
    centre_id: str,
    received_at: datetime,
    allowance: Allowance,
    elsewhere: Elsewhere | None = None,
) -> Deadline:
    """Reckon when something received by a centre is due, with what is known of its calendar today.

    Args:
        reading: Where to look.
        centre_id: The centre that receives.
        received_at: Aware instant of receipt.
        allowance: As granted.
        elsewhere: The competent agency, where it is another place's.

    Raises:
        NotFound: No such centre.
        CalendarOutOfReach: The count leads beyond the years of this system.
    """
    return reckon_from_start(received_at, allowance, calendar.calendar_of(reading, centre_id), elsewhere)


def written(because: tuple[Reason, ...]) -> str:
    """Write reasons as a dossier keeps them."""
    return json.dumps([reason.plain() for reason in because], ensure_ascii=False)


def read_back(because: str) -> list[Reason]:
    """Read the reasons that a dossier keeps."""
    plain: list[dict[str, Any]] = json.loads(because)
    return [Reason.of(reason) for reason in plain]


def judged_to_the_minute(because: list[Reason]) -> bool:
    """Tell from a date's own reasons whether lateness is judged at the instant or by the day.

    What was granted last decides, together with what was counted with it in the same unit: five days and an
    extension by 24 hours end at an instant, four hours and an extension by a day with that day.
    """
    facts = [reason.facts for reason in because if reason.rule in {"allowance", "extension"}]
    granted = [Allowance(each["amount"], each["unit"]) for each in facts]
    last = granted[-1:] and granted[-1].unit
    counted = takewhile(lambda each: each.unit == last, reversed(granted))
    return any(counts_to_the_minute(each) for each in counted)
