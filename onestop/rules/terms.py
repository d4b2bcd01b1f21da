"""The terms on which a procedure is received through a channel: how long it may take, what it costs."""

from collections.abc import Sequence

import msgspec

from onestop.errors import AllowanceNotStated
from onestop.model.procedure import AllowanceUnit
from onestop.rules.allowance import Allowance
from onestop.rules.fees import Tariff
from onestop.rules.mountains import MountainDays

_TO_THE_MINUTE = {AllowanceUnit.WORKING_HOUR, AllowanceUnit.CLOCK_HOUR}


class StatedTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue states, for a procedure as a whole or for one of its channels.

    `amount` is a decimal text, empty where none is stated; `dong` the whole that a channel costs, None
    where it states none; `counts` is false for further cases of a channel, which promise nothing.
    """

    channel: str = ""
    amount: str = ""
    unit: str | None = None
    dong: int | None = None
    counts: bool = True


class Terms(msgspec.Struct, frozen=True):
    """The terms that a dossier is received on; `mountain_days` are those of its days that the mountains give."""

    allowance: Allowance
    tariff: Tariff
    mountain_days: int = 0


def terms_through(
    channel: str,
    *,
    code: str,
    whole: StatedTerms,
    channels: Sequence[StatedTerms],
    tariff: Tariff,
    mountains: MountainDays | None = None,
) -> Terms:
    """Find the terms of a procedure through a channel.

    A procedure that lists its channels is received through those only, on their own terms; one that lists
    none is received through all on the same.

    Args:
        channel: How the dossier is submitted.
        code: The procedure's, for the refusal.
        whole: What is stated for the procedure as a whole.
        channels: What is stated for its channels.
        tariff: Fee, charge and discount of the procedure.
        mountains: Working days more, where the agency in charge is in the mountains.

    Raises:
        AllowanceNotStated: No time is stated for this channel, so no day can be promised.
        AllowanceRefused: What is stated is no allowance.
    """
    stated = whole
    if channels:
        own = [each for each in channels if each.channel == channel and each.counts]
        stated = own[0] if own else StatedTerms()
    if stated.unit is None or not (stated.amount or stated.unit == AllowanceUnit.SAME_DAY):
        raise AllowanceNotStated(procedure=code, channel=channel)
    allowance = Allowance(stated.amount or "0", stated.unit)
    charged = msgspec.structs.replace(tariff, channel_dong=stated.dong)
    if not mountains or not mountains.days or allowance.unit is not AllowanceUnit.WORKING_DAY:
        return Terms(allowance, charged)
    allowance = Allowance(allowance.amount + mountains.days, allowance.unit)
    return Terms(mountains.told_of(allowance), charged, mountains.days)


def counts_to_the_minute(allowance: Allowance) -> bool:
    """Tell whether lateness is judged at the instant (hours, shares of a day) or by the day."""
    shares = allowance.unit is AllowanceUnit.WORKING_DAY and allowance.amount.denominator > 1
    return allowance.unit in _TO_THE_MINUTE or shares
