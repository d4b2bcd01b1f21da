"""Finding dossiers by words: names however they are typed, hostile strings, long names; on both databases."""

import json
import unicodedata
from pathlib import Path
from random import Random
from typing import Any

import pytest

from onestop.model.dossier import Dossier
from onestop.rules import search_words
from onestop.rules.access import SYSTEM
from onestop.rules.scope import Scope
from onestop.rules.text import fold
from onestop.store import dossier_index, dossier_list
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import ready_result
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, NUMBER, PHONE, SAME_DAY, applicant, make_procedures, receive
from tests.makers import Hall

ALL = Scope()


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with procedures to receive dossiers for."""
    make_procedures(database, hall)
    return hall


def found(database: Database, words: str, scope: Scope = ALL, **sought: Any) -> list[str]:
    """List the names that are found, in their order."""
    page = database.read_now(dossier_list.page, scope, words=words, **sought)
    return [row.dossier.applicant_name for row in page.items]


def named(database: Database, office: Hall, *names: str) -> None:
    """Receive a dossier of each."""
    for name in names:
        receive(database, office, applicant=applicant(name=name), procedure=SAME_DAY, documents=())


@pytest.mark.parametrize(
    "words",
    [
        "dang thi hue", "Đặng Thị Huệ", "\u00d0ặng Thị Huệ", "ĐẶNG THỊ HUỆ",
        unicodedata.normalize("NFD", "đặng thị huệ"),
        "hue dang", "thi hue", "hu", "dang hu", "  Huệ  ", "da\u200bng hue", "huê đăng thi",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(database: Database, office: Hall, words: str) -> None:
    """With and without marks, Đ and its look-alike, composed or not, in any order, the last word begun."""
    named(database, office, "Đặng Thị Huệ", "Nguyễn Văn An", "Đặng Văn Hải")
    assert found(database, words)[0] == "Đặng Thị Huệ"
    assert "Nguyễn Văn An" not in found(database, words)


def test_words_are_whole_but_for_the_last(database: Database, office: Hall) -> None:
    """A part within a word finds nobody; one letter is a word."""
    named(database, office, "Nông Thị Ý", "Lê Hoàng")
    nong, le = ["Nông Thị Ý"], ["Lê Hoàng"]
    for words, names in (("ong", []), ("non", nong), ("no y", []), ("nong y", nong), ("y", nong), ("le h", []),
                         ("le ho", le), ("ho le", []), ("nong le", [])):  # fmt: skip
        assert found(database, words) == names, words


def test_a_dossier_is_found_by_its_telephone_and_what_stands_in_its_code(
    database: Database, office: Hall
) -> None:
    """The whole number only, however it is parted; the beginning of the code, its day, its serial."""
    named(database, office, "Nông Thị Bích Ngọc")
    for words in (PHONE, "0912 000 386", "+84912000386", "0912.000.386", NUMBER, "h14.12", "H14.12-2611", "261123",
                  "261123-0001", "0001", "ngoc 0001", "bich 261123"):  # fmt: skip
        assert found(database, words) == ["Nông Thị Bích Ngọc"], words
    for words in (PHONE[:-1], PHONE[1:], NUMBER[:-1], "14.12", "h14.12-2612", "261124", "0002", "ngoc 0002"):
        assert found(database, words) == [], words


def test_hostile_strings_find_nothing_and_break_nothing(
    database: Database, office: Hall, shared: Path
) -> None:
    """Every string of the list, as words and as a name: found again by itself, never by another's wildcard."""
    strings = json.loads((shared / "data/hostile/blns.json").read_text(encoding="utf-8"))
    named(database, office, "Nguyễn Văn An")
    for text in strings:
        found(database, text)
    for text in ("%", "_", "*", "'", '"', "\\", "a%", "ng_yen", "' OR 1=1 --", "²", "𝟘𝟘𝟘"):
        assert found(database, text) == [], text


def test_what_a_search_finds_is_what_looking_at_each_would(
    database: Database, office: Hall, shared: Path
) -> None:
    """A hundred names of the list and forty searches, against a plain reading of every name."""
    random = Random(7)  # noqa: S311  a seeded draw for tests
    given = (shared / "data/names/girl.txt").read_text(encoding="utf-8").split("\n")
    families, middles = ["Nguyễn", "Trần", "Đặng", "Nông"], ["Thị", "Văn"]
    names = [" ".join(map(random.choice, (families, middles, given))).strip() for _ in range(100)]
    named(database, office, *names)
    for _ in range(40):
        terms = random.sample(fold(random.choice(names)).split(), random.randint(1, 3))
        terms[-1] = terms[-1][: random.randint(2, 4)]
        *whole, last = terms

        def meets(name: str, whole: list[str] = whole, last: str = last) -> bool:
            words = search_words.split(name)
            begun = any(word == last or (len(last) > 1 and word.startswith(last)) for word in words)
            return begun and all(word in words for word in whole)

        expected = sorted(name for name in names if meets(name))
        assert sorted(found(database, " ".join(terms), limit=100)) == expected, terms


def test_a_name_of_more_words_than_are_paired_is_found_by_any_two(database: Database, office: Hall) -> None:
    """A company's name of twenty words: the first with the last, and all of them."""
    company = "Công ty trách nhiệm hữu hạn một thành viên xây dựng thương mại dịch vụ vận tải sản xuất "
    company += "Hoàng Gia Bảo 36"
    named(database, office, company, "Nguyễn Gia Bảo")
    for words in ("cong bao", "gia hoang", "ty san", "san ty xuat", "36 cong", company):
        assert found(database, words) == [company], words
    assert len(found(database, "gia bao")) == 2


def test_the_order_of_the_list_holds_with_and_without_words_over_pages(
    database: Database, office: Hall, hands: Hands
) -> None:
    """What is owed soonest first, then what has ended, newest first; no hole and no double between pages."""
    for number in range(30):
        procedure = (SAME_DAY, BY_HOURS)[number % 2]
        one = receive(
            database,
            office,
            procedure=procedure,
            documents=(),
            applicant=applicant(name=f"Nông Thị {'AB'[number % 2]}{number}"),
        )
        if number % 3 == 0:
            database.write_now(office.officer(1), ready_result.result_ready, one.code)
        hands.forward(hours=7)

    def walk(**sought: Any) -> list[Dossier]:
        seen: list[Dossier] = []
        cursor: str | None = None
        while True:
            page = database.read_now(dossier_list.page, ALL, limit=4, cursor=cursor, **sought)
            seen += [row.dossier for row in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return seen

    everything = walk()
    owed = [one for one in everything if one.state == "received"]
    ended = [one for one in everything if one.state == "result_ready"]
    assert everything == owed + ended
    assert (len(owed), len(ended)) == (20, 10)
    assert [one.due_at for one in owed] == sorted(one.due_at for one in owed)
    assert [one.due_at for one in ended] == sorted((one.due_at for one in ended), reverse=True)
    for words in ("nong", "nong thi", "thi", "xac nhan trong gio", "h14.12", "nong thi b1"):
        some = [one.id for one in walk(words=words)]
        assert some == [one.id for one in everything if one.id in set(some)], words
        assert some
    assert [one.id for one in walk(words="nong", state="result_ready")] == [one.id for one in ended]
    assert [one.id for one in walk(state="ended")] == []
    assert [one.id for one in walk(words="nong", due="overdue")] == [one.id for one in owed][
        : len(walk(due="overdue"))
    ]


def test_the_index_follows_a_corrected_name_and_a_moved_date(
    database: Database, office: Hall, hands: Hands
) -> None:
    """The old name finds it no more; nothing of what it was found by stays behind."""
    one = receive(database, office, applicant=applicant(name="Nguyễn Văn An"))

    def correct(tx: Tx) -> None:
        dossier = tx.session.get(Dossier, one.id)
        assert dossier is not None
        dossier.applicant_name, dossier.applicant_folded = "Đặng Thị Huệ", fold("Đặng Thị Huệ")
        dossier.due_at = hands.forward(days=3)
        dossier_index.index(tx, dossier)

    database.write_now(SYSTEM, correct)
    assert found(database, "nguyen van an") == []
    assert found(database, "dang hue") == ["Đặng Thị Huệ"]

    def rows(tx: Tx) -> tuple[int, set[int]]:
        dossier = tx.session.get(Dossier, one.id)
        assert dossier is not None
        entries = search_words.entries(
            dossier.found_words, state=dossier.state, procedure_id=dossier.procedure_id
        )
        kept = tx.run("SELECT key, rank FROM dossier_word WHERE dossier_id = :id", id=one.id).fetchall()
        assert {row[0] for row in kept} == set(
            search_words.keys_of([dossier.centre_id, dossier.agency_id], entries)
        )
        return len(kept), {row[1] for row in kept}

    count, ranks = database.write_now(SYSTEM, rows)
    assert (count, len(ranks)) == (20, 1)
