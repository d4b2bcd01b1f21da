"""The ways in which what was typed or scanned may mean a dossier: its link, code, name, procedure, numbers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from onestop.errors import Malformed
from onestop.rules import search_words
from onestop.rules.applicant import typed_phone
from onestop.rules.search_words import LONG, pair
from onestop.store import dossiers
from onestop.store.tx import Reading

EVERY = "true"
"""The condition of a list without words."""
_LONGEST = 300
_MOST_WORDS = 12
_MOST_GROWN = 200
_MOST_PROCEDURES = 400
_MOST_DRIVERS = 6
_FEW = 1000
_LAST = "\U0010ffff"
_GROWN = "SELECT word FROM search_word WHERE word >= :beginning AND word < :end LIMIT :most"
_PROCEDURES = "SELECT id FROM procedure WHERE"
_OF_PROCEDURES = "dossier.procedure_id IN ("
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM dossier WHERE"
_COUNT_END = "LIMIT :most) AS met"
_SHORTEST_CODE = 3
_SHORTEST_NUMBER = 6
_SHORTEST_PROCEDURE = 5


class Driver(NamedTuple):
    """Entries of the index to go along: what stands under `sure` meets the condition, the rest is looked at."""

    sure: Sequence[str]
    unsure: Sequence[str] = ()


class Way(NamedTuple):
    """One way to find: the condition that a dossier meets, and what to look it up by.

    Every such dossier stands under an entry of each of the `drivers`, so one is taken; or the whole list
    where there is none. `few`: the condition alone leads to few dossiers.
    """

    condition: str
    values: dict[str, object]
    drivers: list[Driver]
    few: bool = False


def ways(reading: Reading, words: str) -> list[Way]:
    """Tell in which ways dossiers may be found by what was typed; none where it can mean nothing."""
    words = "".join(letter for letter in words[:_LONGEST] if letter.isprintable() or letter.isspace()).strip()
    if not words:
        return [Way(EVERY, {}, [])]
    if "/s/" in words:
        link = dossiers.link_hash(reading, words.rpartition("/s/")[2])
        return [Way("dossier.link_hash = :link", {"link": link}, [], few=True)]
    terms = search_words.split(words)[:_MOST_WORDS]
    typed = "".join(words.split()).upper()
    found = [_named(reading, terms), _by_procedure(reading, terms), _by_code(reading, typed)]
    return [way for way in (*found, *_by_numbers(reading, typed)) if way is not None]


def _contains(column: str, texts: Sequence[str], stem: str) -> tuple[str, dict[str, object]]:
    """Write that a text holds each of some others, letter by letter, in words that both databases know."""
    values: dict[str, object] = {f"{stem}_{'abcdefghijkl'[at]}": text for at, text in enumerate(texts)}
    return " AND ".join(f"replace({column}, :{name}, '') <> {column}" for name in values), values


def _named(reading: Reading, terms: list[str]) -> Way | None:
    """Find by words of a name, of the day or of the serial in a code; the last word may be a beginning."""
    if not terms:
        return None
    *whole, last = terms
    grown = _grown(reading, last)
    ending = "" if len(last) > 1 else " "
    texts = [*(f" {word} " for word in whole), f" {last}{ending}"]
    condition, values = _contains("dossier.found_words", texts, "term")
    if grown == []:
        return None
    return Way(condition, values, _drivers(whole, grown))


def _grown(reading: Reading, beginning: str) -> list[str] | None:
    """List the words of dossiers that begin so; None where they are too many to look under each."""
    if len(beginning) == 1:
        return [beginning]
    rows = reading.run(_GROWN, beginning=beginning, end=beginning + _LAST, most=_MOST_GROWN + 1).fetchall()
    return None if len(rows) > _MOST_GROWN else [row[0] for row in rows]


def _drivers(whole: list[str], grown: list[str] | None) -> list[Driver]:
    """List what to go along: numbers each alone, of other words two together, a single word alone."""
    if not whole:
        return [] if grown is None else [Driver(grown)]
    numbers = [Driver((), [word]) for word in whole if word.isdigit()]
    if grown is not None and all(word.isdigit() for word in grown):
        numbers.append(Driver((), grown))
    if numbers:
        return numbers
    found = [Driver((), [pair(one, other), LONG]) for one, other in pairwise(whole)]
    if grown is not None:
        # A beginning may also grow to a number, of which no pairs are kept.
        alone = [LONG, *(word for word in grown if word.isdigit())]
        for one in whole:
            pairs = [pair(one, word) for word in grown]
            found.append(Driver(pairs, alone) if len(whole) == 1 else Driver((), [*pairs, *alone]))
    return (found or [Driver((), whole)])[-_MOST_DRIVERS:]


def _by_procedure(reading: Reading, terms: list[str]) -> Way | None:
    """Find by words, or parts of words, of the procedure's name or code.

    A few letters are in the name of many procedures, and whoever types them means a person.
    """
    if sum(map(len, terms)) < _SHORTEST_PROCEDURE:
        return None
    condition, values = _contains("folded", terms, "part")
    query = f"{_PROCEDURES} {condition}"
    ids = [row[0] for row in reading.run(query, **values).fetchall()]
    if not ids:
        return None
    drivers = [Driver([search_words.procedure_word(one) for one in ids])]
    of_these = f"{_OF_PROCEDURES}{query})"
    return Way(of_these, values, drivers if len(ids) <= _MOST_PROCEDURES else [])


def _by_code(reading: Reading, typed: str) -> Way | None:
    """Find by a code, or by how it begins."""
    if len(typed) < _SHORTEST_CODE or not any(letter.isdigit() for letter in typed):
        return None
    condition = "dossier.code >= :code AND dossier.code < :beyond"
    found = _counted(reading, condition, {"code": typed, "beyond": typed + _LAST})
    if found is None or found.few:
        return found
    parts = search_words.code_words(typed)
    days = parts[:1] if len(parts) > 1 else _grown(reading, parts[0]) if parts and parts[0] else None
    return found._replace(drivers=[Driver((), days)] if days else [])


def _by_numbers(reading: Reading, typed: str) -> list[Way | None]:
    """Find by a whole number: of an identity paper, by its keyed hash, or of a telephone."""
    if len(typed) < _SHORTEST_NUMBER or not any(letter.isdigit() for letter in typed):
        return []
    identity = dossiers.identity_hash(reading, typed)
    found = [_counted(reading, "dossier.identity_hash = :identity", {"identity": identity})]
    try:
        phone = typed_phone(typed, field="q")
    except Malformed:
        return found
    return [*found, _counted(reading, "dossier.phone = :phone", {"phone": phone})]


def _counted(reading: Reading, condition: str, values: dict[str, object]) -> Way | None:
    """Tell by a count that ends early whether a condition is met at all, by few or by many."""
    query = f"{_COUNT} {condition} {_COUNT_END}"
    met = int(reading.run(query, most=_FEW, **values).fetchone()[0])
    return Way(condition, values, [], few=met < _FEW) if met else None
