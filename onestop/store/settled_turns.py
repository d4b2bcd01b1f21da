"""The classes of priority as the office keeps them, those that are no longer offered too."""

import msgspec

from onestop.rules.priority import USUAL
from onestop.store.tx import Reading

_CLASSES = """
SELECT key, name, name_en, rule, rule_en, active FROM priority_class
WHERE centre_id = :centre ORDER BY position, key
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


def classes_of(reading: Reading, centre_id: str) -> list[SettledClass]:
    """Read all classes of priority of a centre, in its order; else the usual five."""
    rows = reading.run(_CLASSES, centre=centre_id).fetchall()
    if not rows:
        return [SettledClass(key=one.key) for one in USUAL]
    return [
        SettledClass(
            key=row[0], name=row[1], name_en=row[2], rule=row[3], rule_en=row[4], active=bool(row[5])
        )
        for row in rows
    ]
