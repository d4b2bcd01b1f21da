"""What a hall has settled: its rules of turns, and its classes of priority."""

from onestop.rules.hall_rules import HallRules
from onestop.rules.priority import OF_THE_HOUSE, USUAL, PriorityRule
from onestop.store.tx import Reading

_RULES = """
SELECT priority_run, fair_minutes, late_numbers, late_minutes, more_time_numbers, service_level_minutes,
       undo_seconds
FROM hall_rules WHERE centre_id = :centre
"""
_CLASSES = """
SELECT key, name, name_en, rule, rule_en FROM priority_class
WHERE centre_id = :centre AND active ORDER BY position, key
"""
_ANY_CLASS = "SELECT 1 FROM priority_class WHERE centre_id = :centre LIMIT 1"


def rules_of(reading: Reading, centre_id: str) -> HallRules:
    """Read the rules of a hall; the usual ones where it settled none."""
    row = reading.run(_RULES, centre=centre_id).fetchone()
    return HallRules(**dict(zip(HallRules.__struct_fields__, row, strict=True))) if row else HallRules()


def priority_classes(reading: Reading, centre_id: str) -> tuple[PriorityRule, ...]:
    """List who is called first in a hall; the usual five where it settled none."""
    rows = reading.run(_CLASSES, centre=centre_id).fetchall()
    if not rows and reading.run(_ANY_CLASS, centre=centre_id).fetchone() is None:
        return USUAL
    return tuple(PriorityRule(**dict(zip(PriorityRule.__struct_fields__, row, strict=True))) for row in rows)


def knows_class(reading: Reading, centre_id: str, key: str) -> bool:
    """Tell whether a citizen may ask for that class."""
    known = {one.key for one in priority_classes(reading, centre_id)}
    return key in known and key not in OF_THE_HOUSE
