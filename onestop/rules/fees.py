"""What a dossier costs: fee and charge by channel, in whole đồng."""

import msgspec

from onestop.errors import Malformed
from onestop.model.procedure import Channel

_WHOLE = 100
MOST_DONG = 2_000_000_000
"""More than any fee or charge of a dossier; what the column holds in both databases."""


class Tariff(msgspec.Struct, frozen=True, kw_only=True):
    """What a procedure costs (phí, lệ phí), and the discount of those who submit online.

    `channel_dong` is the whole that the channel itself states, None where it states none.
    `online_discount_percent`: Cao Bằng takes half off online (Resolution 89/2022/NQ-HĐND).
    """

    fee_dong: int = 0
    charge_dong: int = 0
    online_discount_percent: int = 0
    channel_dong: int | None = None


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be paid for one dossier; fee and charge differ in law and are told apart."""

    fee_dong: int = 0
    charge_dong: int = 0

    @property
    def total_dong(self) -> int:
        """The whole."""
        return self.fee_dong + self.charge_dong


def owed(tariff: Tariff, channel: str, told_dong: int | None = None) -> Owed:
    """Reckon what a dossier costs through a channel.

    What the channel states counts before the procedure's own amounts, discount included. Of a discounted
    amount the fraction of a đồng falls away, in favour of the citizen.

    Args:
        tariff: What the catalogue states.
        channel: How the dossier is submitted.
        told_dong: What the officer tells, where the amount depends on the case (pages, area) or the
            citizen is exempt; None to take the catalogue's.

    Raises:
        Malformed: The officer tells a negative amount, or more than the catalogue states (`fee`).
    """
    percent = _WHOLE - tariff.online_discount_percent if channel == Channel.ONLINE else _WHOLE
    stated = Owed(
        fee_dong=tariff.fee_dong * percent // _WHOLE, charge_dong=tariff.charge_dong * percent // _WHOLE
    )
    if tariff.channel_dong is not None and tariff.channel_dong != stated.total_dong:
        stated = Owed(fee_dong=tariff.channel_dong)
    if told_dong is None or told_dong == stated.total_dong:
        return stated
    if not 0 <= told_dong <= (stated.total_dong or MOST_DONG):
        raise Malformed(field="fee_dong", reason="fee")
    return Owed(fee_dong=told_dong)
