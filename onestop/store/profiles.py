"""Work profiles at work: which lines a counter serves, by what rule, and how far its round has come."""

from datetime import date

import msgspec

from onestop.model.counter import TurnRule
from onestop.rules.turns import LineHeads
from onestop.store import lines
from onestop.store.tx import Reading, Tx

_RULE = """
SELECT rule FROM work_profile JOIN counter ON counter.profile_id = work_profile.id WHERE counter.id = :counter
"""
_LINES = """
SELECT profile_line.line_id, profile_line.share, coalesce(counter_turn.taken, 0)
FROM counter JOIN profile_line ON profile_line.profile_id = counter.profile_id
JOIN line ON line.id = profile_line.line_id AND line.retired_at IS NULL
LEFT JOIN counter_turn ON counter_turn.counter_id = counter.id AND counter_turn.day = :day
    AND counter_turn.line_id = profile_line.line_id
WHERE counter.id = :counter ORDER BY profile_line.position, line.letter, line.band_first
"""
_TAKE_SHARE = """
INSERT INTO counter_turn (counter_id, day, line_id, taken) VALUES (:counter, :day, :line, 1)
ON CONFLICT (counter_id, day, line_id) DO UPDATE SET taken = counter_turn.taken + 1
"""
_NEW_ROUND = "UPDATE counter_turn SET taken = 0 WHERE counter_id = :counter AND day = :day"


class Served(msgspec.Struct, frozen=True):
    """A line of a counter's profile, its share, and how much of the share the present round has used."""

    line_id: str
    share: int
    taken: int


def rule_of(reading: Reading, counter_id: str) -> str:
    """Tell by what rule a counter chooses; the longest wait where it has no profile."""
    row = reading.run(_RULE, counter=counter_id).fetchone()
    return str(row[0]) if row else TurnRule.LONGEST_WAIT


def served(reading: Reading, counter_id: str, day: date) -> list[Served]:
    """List the lines of a counter's profile in its order."""
    rows = reading.run(_LINES, counter=counter_id, day=day.isoformat()).fetchall()
    return [Served(*row) for row in rows]


def heads(reading: Reading, profile: list[Served], day: date) -> list[LineHeads]:
    """Read who stands at the heads of a profile's lines."""
    return [
        msgspec.structs.replace(lines.heads(reading, one.line_id, day), share=one.share, taken=one.taken)
        for one in profile
    ]


def take_share(tx: Tx, counter_id: str, day: date, line_id: str, *, new_round: bool) -> None:
    """Count a call against the line's share; a new round begins with it where all shares were used."""
    if new_round:
        tx.run(_NEW_ROUND, counter=counter_id, day=day.isoformat())
    tx.run(_TAKE_SHARE, counter=counter_id, day=day.isoformat(), line=line_id)
