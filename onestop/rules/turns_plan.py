"""What an office settles about turns: the rules of its hall, and who goes first."""

import re

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed
from onestop.rules.priority import OF_THE_HOUSE, Priority
from onestop.rules.text import one_line
from onestop.rules.wish import in_range, present

RANGES = {
    "priority_run": (1, 10),
    "fair_minutes": (5, 480),
    "late_numbers": (0, 50),
    "late_minutes": (0, 240),
    "more_time_numbers": (1, 20),
    "service_level_minutes": (1, 240),
    "undo_seconds": (0, 300),
}
"""What each rule may be, both ends included."""
MOST_CLASSES = 8
_KEY = re.compile(r"[a-z][a-z0-9-]{0,9}", re.ASCII)
_USUAL = frozenset(str(one) for one in Priority)


class RulesWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of a hall as they shall be; `model.line` says what each means."""

    priority_run: int | UnsetType = UNSET
    fair_minutes: int | UnsetType = UNSET
    late_numbers: int | UnsetType = UNSET
    late_minutes: int | UnsetType = UNSET
    more_time_numbers: int | UnsetType = UNSET
    service_level_minutes: int | UnsetType = UNSET
    undo_seconds: int | UnsetType = UNSET


class ClassWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of priority as it shall be; a new one may leave its key to be drawn.

    The usual five may leave their words empty: then they are those of the texts.
    """

    key: str = ""
    name: str = ""
    name_en: str = ""
    rule: str = ""
    rule_en: str = ""
    active: bool = True


class ClassesWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All classes of priority in the order in which the kiosk shows them."""

    classes: list[ClassWish]


def settled_rules(wish: RulesWish) -> dict[str, int]:
    """Read a wish about the rules of a hall.

    Raises:
        Malformed: A number outside its range.
    """
    values: dict[str, int] = present(wish)
    in_range(values, RANGES)
    return values


def settled_classes(wish: ClassesWish) -> list[ClassWish]:
    """Read the classes of priority. The field of a refusal is `name_1`, `key_2`, … by its place from 1.

    Raises:
        Malformed: More than eight, a key that is none, is the house's own or comes twice, a class without
            a name, or words that are too long.
    """
    if len(wish.classes) > MOST_CLASSES:
        raise Malformed(field="classes", reason="range")
    keys = [one.key for one in wish.classes if one.key]
    for place, one in enumerate(wish.classes, start=1):
        if one.key and (not _KEY.fullmatch(one.key) or one.key in OF_THE_HOUSE or keys.count(one.key) > 1):
            raise Malformed(field=f"key_{place}", reason="unknown")
    return [_settled(one, place) for place, one in enumerate(wish.classes, start=1)]


def _settled(one: ClassWish, place: int) -> ClassWish:
    least = 0 if one.key in _USUAL else 1
    words = {
        "name": one_line(one.name, field=f"name_{place}", most=60, least=least),
        "name_en": one_line(one.name_en, field=f"name_en_{place}", most=60),
        "rule": one_line(one.rule, field=f"rule_{place}", most=200),
        "rule_en": one_line(one.rule_en, field=f"rule_en_{place}", most=200),
    }
    return msgspec.structs.replace(one, **words)
