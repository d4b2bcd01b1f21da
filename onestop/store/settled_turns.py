"""What a centre has settled about turns: the rules of its hall, and who goes first."""

import msgspec

from onestop.rules.hall_rules import USUAL as USUAL_RULES
from onestop.rules.hall_rules import HallRules
from onestop.rules.priority import USUAL, PriorityRule
from onestop.store.tx import Reading

_RULES = """
SELECT priority_run, fair_minutes, late_numbers, late_minutes, more_time_numbers, service_level_minutes,
       undo_seconds
FROM hall_rules WHERE centre_id = :centre
"""
_CLASSES = """
SELECT key, name, name_en, rule, rule_en, active FROM priority_class WHERE centre_id = :centre ORDER BY position, key
"""
USUAL_KEYS = frozenset(one.key for one in USUAL)


class SettledClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class of priority, and whether it is offered."""

    key: str
    name: str = ""
    name_en: str = ""
    rule: str = ""
    rule_en: str = ""
    active: bool = True


def rules_of(reading: Reading, centre_id: str) -> HallRules:
    """Read the rules of a hall; the usual ones where nothing was settled."""
    row = reading.run(_RULES, centre=centre_id).fetchone()
    if row is None:
        return USUAL_RULES
    return HallRules(**dict(zip(HallRules.__struct_fields__, row, strict=True)))


def classes_of(reading: Reading, centre_id: str) -> list[SettledClass]:
    """Read all classes of priority of a centre, those that are not offered too; else the usual five."""
    rows = reading.run(_CLASSES, centre=centre_id).fetchall()
    if not rows:
        return [SettledClass(key=one.key) for one in USUAL]
    return [
        SettledClass(
            key=row[0], name=row[1], name_en=row[2], rule=row[3], rule_en=row[4], active=bool(row[5])
        )
        for row in rows
    ]


def offered_classes(reading: Reading, centre_id: str) -> tuple[PriorityRule, ...]:
    """Read the classes of priority that a centre offers, in its order."""
    return tuple(
        PriorityRule(key=one.key, name=one.name, name_en=one.name_en, rule=one.rule, rule_en=one.rule_en)
        for one in classes_of(reading, centre_id)
        if one.active
    )
