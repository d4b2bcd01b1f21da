"""The wait that the next in a line may expect, from today's staff and the line's latest visits."""

from onestop.rules.estimate import Wait, expected_wait
from onestop.rules.line_share import share_of_line
from onestop.store.places import LineRow
from onestop.store.tx import Reading
from onestop.store.visit_lengths import latest_lengths, open_counters


def estimate(reading: Reading, line: LineRow, ahead: int) -> Wait | None:
    """Tell the range of minutes until somebody with so many ahead is called; None: too little is known."""
    lengths = latest_lengths(reading, line.centre_id, line.id)
    if lengths is None:
        return None
    counters = open_counters(reading, line.centre_id)
    serving = [counter for counter in counters if line.id in counter.lines]
    if not serving:
        return None
    called = [counter.called_at for counter in serving if counter.called_at is not None]
    return expected_wait(
        lengths,
        ahead=ahead,
        serving=[max(0.0, (reading.now - at).total_seconds()) for at in called],
        counters=len(serving),
        share=share_of_line(line.id, ahead, counters),
    )
