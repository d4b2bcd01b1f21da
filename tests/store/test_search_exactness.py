"""Searches of a thousand dossiers against a plain reading of every one, over all pages; on both databases."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import pytest

from onestop.model.dossier import RUNNING, Dossier
from onestop.rules import search_words
from onestop.rules.access import SYSTEM
from onestop.rules.scope import Scope
from onestop.store import dossier_list, dossiers
from onestop.store.database import Database
from onestop.store.tx import Reading
from tests.bench.search_fill import IDENTITY, PHONE, fill
from tests.dossier_makers import make_procedures, receive
from tests.makers import Hall

SIZE = 1000
STATES = ("open", "processing", "result_ready", "returned", "ended")
Meets = Callable[[Dossier], bool]


@pytest.fixture
def everything(database: Database, hall: Hall) -> list[Dossier]:
    """Give a thousand dossiers, in the order of the lists."""
    make_procedures(database, hall)
    like = database.read_now(dossiers.by_id, receive(database, hall).id)
    database.write_now(SYSTEM, fill, like, SIZE)

    def read(reading: Reading) -> list[Dossier]:
        rows = reading.run("SELECT id FROM dossier ORDER BY found_rank, id").fetchall()
        return [dossiers.by_id(reading, row[0]) for row in rows]

    return database.read_now(read)


def walked(database: Database, hall: Hall, **sought: Any) -> list[str]:
    """List what all pages of a search hold."""
    limit = Random(str(sought)).randint(5, 80)  # noqa: S311  a seeded draw for tests
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = database.read_now(
            dossier_list.page, Scope(centre_id=hall.centre), limit=limit, cursor=cursor, **sought
        )
        found += [row.dossier.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def has_words(*terms: str) -> Meets:
    """Tell what holds some words, the last perhaps begun."""
    *whole, last = terms

    def meets(dossier: Dossier) -> bool:
        words = [*search_words.split(dossier.applicant_name), *search_words.code_words(dossier.code)]
        return set(whole) <= set(words) and any(word.startswith(last) for word in words)

    return meets


def is_overdue(dossier: Dossier, now: datetime) -> bool:
    """Tell what should have been ready, on the office's own time."""
    return dossier.state in RUNNING and dossier.due_at < now


def test_every_page_of_every_search_holds_what_looking_at_each_dossier_would(
    database: Database, hall: Hall, everything: list[Dossier]
) -> None:
    """Words common and rare, begun and whole, with and without a state or a day; codes, days and numbers."""
    random = Random(11)  # noqa: S311  a seeded draw for tests
    code = random.choice(everything).code
    prefix, day, serial = code.split("-")
    sought: list[tuple[str, Meets]] = [
        ("", lambda _: True),
        *((text, lambda one, text=text: one.code.startswith(text))
          for text in (code, code[:-1], code[:-2], code[:-3], f"{prefix}-{day}", code[:-len(serial) - 3], prefix)),
        (f"{day}-{serial}", has_words(day, serial)),
        (PHONE, lambda one: one.phone == PHONE),
        (IDENTITY, lambda one: one.applicant_name == "Xồng Bá Dềnh"),
    ]  # fmt: skip
    sought += [(words, has_words(*words.split())) for words in ("thi", "nguyen thi", "tran nguyen", "van hu")]
    for _ in range(12):
        terms = search_words.split(random.choice(everything).applicant_name)
        terms = random.sample(terms, random.randint(1, len(terms)))
        terms[-1] = terms[-1][: random.randint(2, 6)]
        sought.append((" ".join(terms), has_words(*terms)))

    for words, meets in sought:
        for state in (None, "returned", random.choice(STATES)):
            states = dossier_list._states(state)
            expected = [one.id for one in everything if meets(one) and (not states or one.state in states)]
            assert walked(database, hall, words=words, state=state) == expected, (words, state)
        overdue = [one.id for one in everything if meets(one) and is_overdue(one, database.now())]
        assert walked(database, hall, words=words, due="overdue") == overdue, words
