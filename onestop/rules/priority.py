"""Who is called first, and why: the classes that a centre has until it settles its own."""

from enum import StrEnum

import msgspec


class Priority(StrEnum):
    """Why somebody is called first (diện ưu tiên). A centre's own classes may have other keys."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    CHILD = "child"
    MERIT = "merit"


BOOKED = "booked"
"""The class of a visit that was booked: called from its hour on among those who go first."""
CARRIED = "carried"
"""The class of a visit left unserved when its day was closed: the citizen goes first the next time."""
OF_THE_HOUSE = frozenset({BOOKED, CARRIED})
"""Classes that the system gives by a fact, never by a wish."""


class PriorityRule(msgspec.Struct, frozen=True, kw_only=True):
    """A class of priority with its rule in words, in both languages; empty words mean those of the texts."""

    key: str
    name: str = ""
    name_en: str = ""
    rule: str = ""
    rule_en: str = ""


USUAL = tuple(PriorityRule(key=str(key)) for key in Priority)
"""The usual five. Which age, which papers: the office settles it, so the words are data."""
