"""Lists that go with dossiers: numbered, printed in two copies, taken from one by one, told of per row."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import Malformed, NotAllowed, NothingToHandOver
from onestop.render.handover_slip import HandoverSlipFacts
from onestop.render.issued import thawed
from onestop.rules.access import SYSTEM, Actor
from onestop.store import dossiers, handovers
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import hand_over_list, ready_result
from onestop.use_cases.hand_over_list import Codes, HandedList, NewList
from tests.dossier_makers import receive
from tests.makers import Hall
from tests.travel_makers import Agencies, accept, forward, handovers_of, make_agencies, states, take_back


@pytest.fixture
def among(database: Database, hall: Hall) -> Agencies:
    """Give agencies that dossiers travel among."""
    return make_agencies(database, hall)


@pytest.fixture
def sent(database: Database, among: Agencies) -> list[str]:
    """Give three paper dossiers on their way to the health department."""
    codes = [receive(database, among.hall).code for _ in range(3)]
    for code in codes:
        forward(database, among.desk, code)
    return codes


def make(database: Database, actor: Actor, agency: str, *codes: str, outward: bool = True) -> HandedList:
    """Make a list."""
    wish = NewList(agency=agency, outward=outward, codes=codes or None)
    return database.write_now(actor, hand_over_list.make, wish)


def take(database: Database, actor: Actor, list_id: str, *codes: str) -> list[str]:
    """Take from a list and tell how each came out."""
    rows = database.write_now(actor, hand_over_list.take, list_id, Codes(codes=codes)).rows
    return [row.outcome for row in rows]


def strike(database: Database, actor: Actor, list_id: str, *codes: str) -> list[str]:
    """Strike from a list and tell how each came out."""
    wish = Codes(codes=codes, reason="Không có trong tập")
    return [row.outcome for row in database.write_now(actor, hand_over_list.strike, list_id, wish).rows]


def slip(database: Database, list_id: str) -> HandoverSlipFacts:
    """Read the paper of a list."""

    def read(reading: Reading) -> HandoverSlipFacts:
        (paper,) = dossiers.papers_of(reading, list_id)
        facts = thawed(paper.name, reading.seals.unseal(paper.facts_sealed))
        assert isinstance(facts, HandoverSlipFacts)
        return facts

    return database.read_now(read)


def closed(database: Database, list_id: str) -> bool:
    """Tell whether nothing is left to take from a list."""
    return database.read_now(handovers.the_list, list_id).taken_at is not None


def test_all_that_waits_goes_on_one_list(database: Database, among: Agencies, sent: list[str]) -> None:
    """Without codes all of it, with its number and its paper; nothing is left for a second list."""
    made = make(database, among.desk, among.ids["health"])
    facts = slip(database, made.id)

    assert [row.outcome for row in made.rows] == ["done"] * 3
    assert (facts.number, facts.giver, facts.taker) == (
        "0001/BGHS",
        "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
        "Sở Y tế",
    )
    assert [line.code for line in facts.lines] == sent
    with pytest.raises(NothingToHandOver):
        make(database, among.desk, among.ids["health"])


def test_scanned_ones_only_and_each_is_told(database: Database, among: Agencies, sent: list[str]) -> None:
    """A code scanned twice, one that waits for nobody, and one that nobody has, are told for themselves."""
    other = receive(database, among.hall).code
    made = make(database, among.desk, among.ids["health"], sent[1], sent[1].lower(), other, "H14.99-1")
    assert [row.outcome for row in made.rows] == ["done", "twice", "not_waiting", "not_waiting"]
    assert len(slip(database, made.id).lines) == 1


def test_taking_from_a_list_takes_the_dossier_on(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """One by one or many at once; what is not on it, or comes twice, is told; with the last it is closed."""
    made = make(database, among.desk, among.ids["health"], *sent[:2])
    officer = among.people["health.1"]
    assert take(database, officer, made.id, sent[0], sent[0], sent[2]) == ["done", "twice", "not_on_list"]
    assert states(database, sent[0]) == ["accepted"]
    assert not closed(database, made.id)
    assert take(database, officer, made.id, sent[0], sent[1]) == ["taken_before", "done"]
    assert closed(database, made.id)
    assert take(database, officer, made.id, *sent[:2]) == ["taken_before"] * 2


def test_a_dossier_accepted_by_itself_is_taken_from_its_list(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """Who works from the dossier's page closes the list as well."""
    made = make(database, among.desk, among.ids["health"], sent[0])
    accept(database, among.people["health.1"], sent[0])
    assert closed(database, made.id)


def test_what_was_not_in_the_pile_is_struck_off_and_waits_anew(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """The list is closed without it, and the next one has it."""
    made = make(database, among.desk, among.ids["health"], *sent[:2])
    take(database, among.people["health.1"], made.id, sent[0])
    assert strike(database, among.people["health.1"], made.id, sent[1], sent[0]) == ["done", "taken_before"]
    assert closed(database, made.id)
    assert take(database, among.people["health.1"], made.id, sent[1]) == ["struck_before"]
    again = make(database, among.desk, among.ids["health"], sent[1])
    assert take(database, among.people["health.1"], again.id, sent[1]) == ["done"]


def test_what_was_taken_back_is_on_no_list(database: Database, among: Agencies, sent: list[str]) -> None:
    """Taken back on its way, it can no longer be taken over."""
    made = make(database, among.desk, among.ids["health"], sent[0])
    take_back(database, among.desk, sent[0])
    assert take(database, among.people["health.1"], made.id, sent[0]) == ["struck_before"]


def test_what_waits_for_papers_is_not_taken_over(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """While something is awaited no leg moves, and the row says so."""
    made = make(database, among.desk, among.ids["health"], sent[0])
    database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE dossier SET state = 'suspended' WHERE code = :code", code=sent[0])
    )
    assert take(database, among.people["health.1"], made.id, sent[0]) == ["paused"]
    assert states(database, sent[0]) == ["sent"]


def test_results_come_back_on_a_list_of_the_agency(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """Made by the agency under its own name, taken by the centre; the citizen's result is then there."""
    officer = among.people["health.1"]
    accept(database, officer, sent[0])
    database.write_now(officer, ready_result.result_ready, sent[0])
    made = make(database, officer, among.ids["health"], outward=False)
    facts = slip(database, made.id)

    assert (facts.number, facts.office_short, facts.giver) == ("0001/BGKQ", "SỞ Y TẾ", "Sở Y tế")
    assert [(line.code, line.result) for line in facts.lines] == [(sent[0], "Có kết quả")]
    with pytest.raises(NotAllowed):
        take(database, officer, made.id, sent[0])
    assert take(database, among.desk, made.id, sent[0]) == ["done"]
    assert handovers_of(database, sent[0])[-1].taken_at is not None


@pytest.mark.parametrize("who", ["police.1", "health.1"])
def test_only_who_gives_makes_a_list(database: Database, among: Agencies, sent: list[str], who: str) -> None:
    """Dossiers go out by the centre's hand; another agency takes nothing from it either."""
    with pytest.raises(NotAllowed):
        make(database, among.people[who], among.ids["health"], *sent)
    made = make(database, among.desk, among.ids["health"], *sent)
    with pytest.raises(NotAllowed):
        take(database, among.people["police.1"], made.id, *sent)
    with pytest.raises(NotAllowed):
        take(database, among.desk, made.id, *sent)


def test_a_list_is_no_archive(database: Database, among: Agencies, sent: list[str]) -> None:
    """More than two hundred rows is no list that two people count."""
    with pytest.raises(Malformed):
        make(database, among.desk, among.ids["health"], *(sent * 67))


def test_two_counters_that_make_a_list_at_once_do_not_list_a_dossier_twice(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """Each dossier stands on one of them; whoever comes second may find nothing left."""
    together = threading.Barrier(2)

    def press(counter: int) -> int:
        together.wait()
        try:
            made = make(database, among.hall.officer(counter), among.ids["health"])
        except NothingToHandOver:
            return 0
        return sum(row.outcome == "done" for row in made.rows)

    with ThreadPoolExecutor(2) as desks:
        assert sum(desks.map(press, (1, 2))) == len(sent)


def test_two_officers_who_scan_the_same_pile_take_each_dossier_once(
    database: Database, among: Agencies, sent: list[str]
) -> None:
    """Whoever is second is told that it was taken."""
    made = make(database, among.desk, among.ids["health"], *sent)
    together = threading.Barrier(2)

    def press(who: str) -> list[str]:
        together.wait()
        return take(database, among.people[who], made.id, *(sent if who == "health.1" else reversed(sent)))

    with ThreadPoolExecutor(2) as officers:
        told = [outcome for outcomes in officers.map(press, ("health.1", "health.2")) for outcome in outcomes]
    assert sorted(told) == ["done"] * 3 + ["taken_before"] * 3
    assert closed(database, made.id)
