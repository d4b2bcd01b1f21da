"""The words by which a dossier is found, and the keys and the order under which the index of words keeps it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import combinations

from onestop.model.columns import micros
from onestop.model.dossier import OWED, DossierState
from onestop.rules.text import fold

PAIRED = 16
"""So many words of a name are also kept two by two; the rare name with more bears the mark `LONG`."""
LONG = "…"
FAR = 8_000_000_000_000_000
"""Microseconds since 1970, the year 2223: twice any due date, so that the ended sort after the owed."""
_LONGEST = 60
_PIECES = re.compile(r"[^\W_]+")


def split(text: str) -> list[str]:
    """Take a text apart into its folded words, each once, in their order; a word of signs alone stays as it is."""
    found: dict[str, None] = {}
    for chunk in fold(text).split():
        found.update(dict.fromkeys(word[:_LONGEST] for word in _PIECES.findall(chunk) or [chunk]))
    return list(found)


def words_of(name: str, code: str) -> str:
    """Give the words by which a dossier is found, a blank before, between and after: its name's, then its code's.

    Of the code `H14.12-261109-0021` that is the day and the serial, as people say them; what begins as the
    whole code begins is found by the code itself.
    """
    return f" {' '.join(dict.fromkeys([*split(name), *code_words(code)]))} "


def code_words(code: str) -> list[str]:
    """Give what stands behind the agency in a code, or in the beginning of one: the day, the serial."""
    return fold(code).split("-")[1:]


def rank_of(state: str, due_at: datetime) -> int:
    """Number a dossier as lists show it: the owed soonest due first, then the ended, latest due first."""
    at = micros(due_at)
    return at if state in OWED else FAR - at


def state_word(state: str) -> str:
    """Give the word under which every dossier of a state is kept."""
    return f"={DossierState(state)}"


def procedure_word(procedure_id: str) -> str:
    """Give the word under which every dossier of a procedure is kept."""
    return f"@{procedure_id}"


def pair(one: str, other: str) -> str:
    """Give the word under which two words of one name are kept, whichever stands first."""
    return one if one == other else " ".join(sorted((one, other)))


def entries(words: str, *, state: str, procedure_id: str) -> list[str]:
    """Give everything under which a dossier is kept.

    Why pairs: two words may each be common and hardly ever meet in one name; going through all of one for
    the few of both would take longer with every year.
    """
    single = words.split()
    named = [word for word in single if not word.isdigit()]
    pairs = [pair(*two) for two in combinations(named[:PAIRED], 2)]
    return [
        state_word(state),
        procedure_word(procedure_id),
        *single,
        *pairs,
        *([LONG] if len(named) > PAIRED else []),
    ]


def keys_of(scopes: Iterable[str], found: Sequence[str]) -> list[int]:
    """Give the keys of the index: a number of 64 bits for every scope and every entry.

    Two entries may in theory share a number; whoever searches looks at the dossier itself before it counts.
    """
    return [key_of(scope, entry) for scope in scopes for entry in found]


def key_of(scope: str, entry: str) -> int:
    """Give the key of an entry in a scope."""
    return int.from_bytes(blake2b(f"{scope}\n{entry}".encode(), digest_size=8).digest(), signed=True)
