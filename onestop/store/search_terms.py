"""The ways in which what was typed or scanned may mean a dossier: its link, code, name, procedure, numbers."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

from onestop.errors import Malformed
from onestop.rules import search_words
from onestop.rules.applicant import typed_phone
from onestop.rules.search_words import LONG, pair
from onestop.store import dossiers
from onestop.store.search_trails import BEYOND, Seen, Trail
from onestop.store.tx import Reading

_LONGEST = 300
_MOST_WORDS = 12
_MOST_GROWN = 200
_MOST_TRAILS = 6
_MOST_PROCEDURES = 400
_FEW_CODES = 250
_SHORTEST_CODE = 3
_SHORTEST_NUMBER = 6
_SHORTEST_PROCEDURE = 5
_GROWN = "SELECT word FROM search_word WHERE word >= :beginning AND word < :beyond LIMIT :most"
_KNOWN = "SELECT word FROM search_word WHERE word = :word"
_PROCEDURES = "SELECT id FROM procedure WHERE"
_CODES = """
SELECT count(*) FROM (SELECT 1 FROM dossier WHERE code >= :code AND code < :beyond LIMIT :most) AS met
"""


class Way(NamedTuple):
    """One way to find: what a dossier has to meet, and the trails it lies on.

    Every dossier that meets it lies on each of the trails, so one of them is enough to go along; where
    there are none, the whole list has to be.
    """

    meets: Callable[[Seen], bool]
    trails: Sequence[Trail] = ()


def ways(reading: Reading, words: str) -> list[Way]:
    """Tell in which ways dossiers may be found by what was typed; none where it can mean nothing."""
    words = "".join(letter for letter in words[:_LONGEST] if letter.isprintable() or letter.isspace()).strip()
    if not words:
        return [Way(lambda _: True)]
    if "/s/" in words:
        link = dossiers.link_hash(reading, words.rpartition("/s/")[2])
        return [Way(lambda seen: seen.link_hash == link, [Trail("link", [link])])]
    terms = search_words.split(words)[:_MOST_WORDS]
    typed = "".join(words.split()).upper()
    found = [_by_words(reading, terms), _by_procedure(reading, terms), _by_code(reading, typed)]
    return [*(way for way in found if way is not None), *_by_numbers(reading, typed)]


def _by_words(reading: Reading, terms: list[str]) -> Way | None:
    """Find by words of a name, of the day or of the serial in a code; the last word may be a beginning."""
    if not terms:
        return None
    *whole, last = terms
    if not all(reading.run(_KNOWN, word=word).fetchone() for word in whole):
        return None
    grown = _grown(reading, last)
    if grown == []:
        return None
    sought = [f" {word} " for word in whole]
    sought.append(f" {last}" if len(last) > 1 else f" {last} ")
    choices = [*([word] for word in whole), *([] if grown is None else [grown])]
    return Way(lambda seen: all(text in seen.found_words for text in sought), _trails(choices))


def _grown(reading: Reading, beginning: str) -> list[str] | None:
    """List the words of dossiers that begin so; None where they are too many to look under each."""
    if len(beginning) == 1:
        return [beginning]
    rows = reading.run(
        _GROWN, beginning=beginning, beyond=beginning + BEYOND, most=_MOST_GROWN + 1
    ).fetchall()
    return None if len(rows) > _MOST_GROWN else [row[0] for row in rows]


def _trails(choices: list[list[str]]) -> list[Trail]:
    """List the entries to go along, the rarest likely first, of dossiers that have a word of each choice.

    A number is rare enough alone, and no pairs are kept of it. Other words are rarer two by two, and
    most of all the family's with the given name, which are typed first and last.
    """
    numbers = [Trail("words", words) for words in reversed(choices) if all(word.isdigit() for word in words)]
    if numbers or not choices:
        return numbers
    *others, last = choices
    pairs = [*((one, last) for one in others), *combinations(others, 2)]
    alone = [Trail("words", words) for words in reversed(choices)]
    return [*(_paired(*two) for two in pairs), *alone][:_MOST_TRAILS]


def _paired(some: list[str], others: list[str]) -> Trail:
    """Give the entries of a word of each kind; of long names, and of the numbers in a name, no pair is kept."""
    pairs = [pair(one, other) for one in some for other in others]
    return Trail("words", [*pairs, LONG, *(word for word in others if word.isdigit())])


def _by_procedure(reading: Reading, terms: list[str]) -> Way | None:
    """Find by words, or parts of words, of the procedure's name or code.

    A few letters are in the name of many procedures, and whoever types them means a person.
    """
    if sum(map(len, terms)) < _SHORTEST_PROCEDURE:
        return None
    # Letters name the places of values; replacing is what both databases know and no sign in a word upsets.
    parts = {f"part_{'abcdefghijkl'[at]}": term for at, term in enumerate(terms)}
    holds = " AND ".join(f"replace(folded, :{part}, '') <> folded" for part in parts)
    ids = {row[0] for row in reading.run(f"{_PROCEDURES} {holds}", **parts).fetchall()}
    if not ids:
        return None
    trail = Trail("words", [search_words.procedure_word(one) for one in sorted(ids)])
    return Way(lambda seen: seen.procedure_id in ids, [trail] if len(ids) <= _MOST_PROCEDURES else [])


def _by_code(reading: Reading, typed: str) -> Way | None:
    """Find by a code, or by how it begins: few by the code itself, many by the days that may follow."""
    if len(typed) < _SHORTEST_CODE or not any(letter.isdigit() for letter in typed):
        return None
    met = reading.run(_CODES, code=typed, beyond=typed + BEYOND, most=_FEW_CODES).fetchone()[0]
    if met == 0:
        return None
    trails = [Trail("code", [typed])] if met < _FEW_CODES else _days(reading, typed)
    return Way(lambda seen: seen.code.startswith(typed), trails)


def _days(reading: Reading, code: str) -> list[Trail]:
    """Tell on which days dossiers were received whose codes begin so; nothing where it may be any."""
    day, *serial = search_words.code_words(code) or [""]
    days = [day] if serial else _grown(reading, day) if day else None
    return [Trail("words", days)] if days else []


def _by_numbers(reading: Reading, typed: str) -> list[Way]:
    """Find by a whole number: of an identity paper, by its keyed hash, or of a telephone."""
    if len(typed) < _SHORTEST_NUMBER or not any(letter.isdigit() for letter in typed):
        return []
    identity = dossiers.identity_hash(reading, typed)
    found = [Way(lambda seen: seen.identity_hash == identity, [Trail("identity", [identity])])]
    try:
        phone = typed_phone(typed, field="q")
    except Malformed:
        return found
    return [*found, Way(lambda seen: seen.phone == phone, [Trail("phone", [phone])])]
