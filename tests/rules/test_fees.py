"""What a dossier costs, by channel."""

import pytest

from onestop.errors import Malformed
from onestop.rules.fees import Owed, Tariff, owed

HALF_ONLINE = Tariff(fee_dong=50_000, charge_dong=100_001, online_discount_percent=50)


def test_online_costs_half_where_the_procedure_says_so() -> None:
    """Half a đồng falls away, in favour of the citizen."""
    assert (
        owed(HALF_ONLINE, "direct") == owed(HALF_ONLINE, "post") == Owed(fee_dong=50_000, charge_dong=100_001)
    )
    assert owed(HALF_ONLINE, "online") == Owed(fee_dong=25_000, charge_dong=50_000)
    assert owed(HALF_ONLINE, "direct").total_dong == 150_001


def test_what_the_channel_states_counts_first() -> None:
    """The whole that a channel states has its discount in it."""
    stated = Tariff(fee_dong=50_000, online_discount_percent=50, channel_dong=30_000)

    assert owed(stated, "online") == Owed(fee_dong=30_000)
    assert owed(Tariff(fee_dong=1, channel_dong=0), "direct").total_dong == 0


def test_a_channel_that_states_the_same_whole_keeps_fee_and_charge_apart() -> None:
    """They differ in law and stay told apart as long as they can be."""
    assert owed(Tariff(fee_dong=2, charge_dong=3, channel_dong=5), "direct") == Owed(
        fee_dong=2, charge_dong=3
    )


def test_the_officer_tells_what_depends_on_the_case() -> None:
    """By pages or area where nothing is stated; nothing, for the exempt; never more than is stated."""
    assert owed(Tariff(), "direct", 12_000).total_dong == 12_000
    assert owed(HALF_ONLINE, "direct", 0).total_dong == 0
    for wrong in (-1, 150_002):
        with pytest.raises(Malformed):
            owed(HALF_ONLINE, "direct", wrong)
    with pytest.raises(Malformed):
        owed(Tariff(), "direct", 2_000_000_001)
