"""What a report of a slip changes, and when a slip that nobody reports is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from onestop.rules.printing import GIVE_UP_AFTER, LEASE, state_after, state_seen

NOW = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "told", "after"),
    [
        ("queued", "printed", "printed"),
        ("sent", "printed", "printed"),
        ("sent", "failed", "failed"),
        ("sent", "paper_out", "paper_out"),
        ("printed", "failed", "printed"),
        ("printed", "paper_out", "printed"),
        ("printed", "printed", "printed"),
        ("failed", "printed", "printed"),
        ("paper_out", "printed", "printed"),
        ("failed", "paper_out", "failed"),
        ("paper_out", "failed", "paper_out"),
    ],
)
def test_paper_that_came_out_is_a_fact(state: str, told: str, after: str) -> None:
    """Printed follows anything and nothing follows it; of two faults the first stays."""
    assert state_after(state, told) == after


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_after_two_minutes_of_silence_a_slip_has_failed(state: str) -> None:
    """It is shown as failed at two minutes, and not before."""
    asked = NOW - GIVE_UP_AFTER
    assert state_seen(state, asked_at=asked, lease_until=None, now=NOW) == "failed"
    just = asked + timedelta(seconds=1)
    assert state_seen(state, asked_at=just, lease_until=None, now=NOW) == state


def test_a_slip_in_an_agent_s_hands_is_waited_for() -> None:
    """Fetched at the last moment: it fails when the lease has run out, not while it may be printing."""
    asked, taken = NOW - GIVE_UP_AFTER, NOW - timedelta(seconds=1)
    assert state_seen("sent", asked_at=asked, lease_until=taken + LEASE, now=NOW) == "sent"
    assert state_seen("sent", asked_at=asked, lease_until=taken + LEASE, now=taken + LEASE) == "failed"


@pytest.mark.parametrize("state", ["printed", "failed", "paper_out"])
def test_what_was_reported_stays(state: str) -> None:
    """Time changes nothing about a slip that somebody reported."""
    assert state_seen(state, asked_at=NOW - timedelta(days=1), lease_until=None, now=NOW) == state
