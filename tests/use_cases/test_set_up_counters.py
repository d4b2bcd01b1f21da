"""The office sets up counters and work profiles, and what it is refused."""

import pytest

from onestop.errors import Malformed, NameTaken, NotAllowed, NotFound, StillInUse
from onestop.model.counter import TurnRule
from onestop.rules.access import Actor
from onestop.rules.counter_plan import CounterWish, ProfileLineWish, ProfileWish
from onestop.rules.line_plan import LineWish
from onestop.store import places
from onestop.store.database import Database
from onestop.use_cases import serve_line, set_up_counters, set_up_lines, set_up_profiles, take_ticket
from tests.makers import Hall, make_hall
from tests.setup_makers import changes, make_administrator


@pytest.fixture
def admin(database: Database, hall: Hall) -> Actor:
    """Give the administrator of the hall."""
    return make_administrator(database, hall)


def _lines(hall: Hall, *letters: str, share: int = 1) -> list[ProfileLineWish]:
    return [ProfileLineWish(line=hall.lines[letter], share=share) for letter in letters]


def _served(database: Database, counter: str) -> list[str]:
    return [line.letter for line in database.read_now(places.lines_served, counter)]


def test_twenty_counters_work_by_one_profile(database: Database, hall: Hall, admin: Actor) -> None:
    """A profile is set up once, and the order of its lines is the order in which they are served."""
    profile = database.write_now(
        admin,
        set_up_profiles.add,
        ProfileWish(name="Đất đai trước", rule=TurnRule.IN_ORDER, lines=_lines(hall, "B", "A")),
    )
    made = [
        database.write_now(admin, set_up_counters.add, CounterWish(number=number, profile=profile))
        for number in range(4, 21)
    ]

    assert len(database.read_now(places.counters_of, hall.centre)) == 20
    assert {tuple(_served(database, counter)) for counter in made} == {("B", "A")}


def test_a_changed_profile_holds_from_the_next_call(database: Database, hall: Hall, admin: Actor) -> None:
    """The officer does not sign in again: the counter calls by what was settled a moment ago."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["B"])
    profile = database.write_now(
        admin, set_up_profiles.add, ProfileWish(name="Chỉ đất đai", lines=_lines(hall, "B"))
    )
    database.write_now(admin, set_up_counters.change, hall.counters[1], CounterWish(profile=profile))

    called = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])

    assert called.label == "B001"
    assert changes(database, hall.centre)[-1][0] == "counter"


def test_a_ratio_keeps_its_shares_and_other_rules_have_none(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """2:1 is kept; changed to the longest wait, every line counts alike."""
    wish = ProfileWish(
        name="Hai một",
        rule=TurnRule.RATIO,
        lines=[*_lines(hall, "A", share=2), *_lines(hall, "B")],
    )
    profile = database.write_now(admin, set_up_profiles.add, wish)
    assert changes(database, hall.centre)[-1][2]["lines"] == "– → A×2, B"

    database.write_now(admin, set_up_profiles.change, profile, ProfileWish(rule=TurnRule.LONGEST_WAIT))
    shares = database.read_now(
        lambda reading: reading.run(
            "SELECT share FROM profile_line WHERE profile_id = :id", id=profile
        ).fetchall()
    )
    assert [row[0] for row in shares] == [1, 1]


@pytest.mark.parametrize(
    ("lines", "reason"), [([], "none"), (["A", "A"], "twice"), ([("A", 0)], "range"), ([("A", 10)], "range")]
)
def test_a_profile_has_lines_each_once(
    database: Database, hall: Hall, admin: Actor, lines: list[str | tuple[str, int]], reason: str
) -> None:
    """A counter without a line would call nobody."""
    given = [(one, 1) if isinstance(one, str) else one for one in lines]
    wanted = [ProfileLineWish(line=hall.lines[letter], share=share) for letter, share in given]
    with pytest.raises(Malformed) as refused:
        database.write_now(
            admin, set_up_profiles.add, ProfileWish(name="Sai", rule=TurnRule.RATIO, lines=wanted)
        )
    assert (refused.value.field, refused.value.reason) == ("lines", reason)


def test_numbers_of_counters_are_their_own(database: Database, hall: Hall, admin: Actor) -> None:
    """Two counters with one number would send two citizens to one chair; one given up frees its number."""
    with pytest.raises(NameTaken) as refused:
        database.write_now(admin, set_up_counters.add, CounterWish(number=2))
    assert (refused.value.kind, refused.value.name) == ("counter", "2")
    with pytest.raises(NameTaken):
        database.write_now(admin, set_up_counters.change, hall.counters[1], CounterWish(number=2))

    database.write_now(hall.officer(2), serve_line.turn_counter, hall.counters[2], "closed")
    database.write_now(admin, set_up_counters.retire, hall.counters[2])
    database.write_now(admin, set_up_counters.add, CounterWish(number=2))
    numbers = [counter.number for counter in database.read_now(places.counters_of, hall.centre)]
    assert numbers == [1, 2, 3]


def test_a_counter_is_not_given_up_under_somebody(database: Database, hall: Hall, admin: Actor) -> None:
    """With a citizen in front of it, or open, it stays; its number is not changed under a called citizen."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
    with pytest.raises(StillInUse) as busy:
        database.write_now(admin, set_up_counters.retire, hall.counters[1])
    with pytest.raises(StillInUse):
        database.write_now(admin, set_up_counters.change, hall.counters[1], CounterWish(number=9))
    with pytest.raises(StillInUse) as opened:
        database.write_now(admin, set_up_counters.retire, hall.counters[2])
    assert (busy.value.kind, opened.value.kind) == ("counter", "counter-open")


def test_a_profile_in_use_stays(database: Database, hall: Hall, admin: Actor) -> None:
    """It is given up when no counter works by it."""
    counter = database.read_now(places.counter, hall.counters[1])
    assert counter.profile_id is not None
    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_profiles.retire, counter.profile_id)
    assert (refused.value.kind, refused.value.count) == ("profile", 1)

    database.write_now(admin, set_up_counters.change, hall.counters[1], CounterWish(profile=None))
    database.write_now(admin, set_up_profiles.retire, counter.profile_id)
    with pytest.raises(NotFound):
        database.write_now(
            admin, set_up_counters.change, hall.counters[1], CounterWish(profile=counter.profile_id)
        )


def test_another_centre_s_lines_and_profiles_are_not_taken(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """A counter never serves people who wait in another building."""
    other = make_hall(database, suffix="-b")
    stranger = make_administrator(database, other)
    theirs = database.write_now(
        stranger, set_up_profiles.add, ProfileWish(name="Của họ", lines=_lines(other, "A"))
    )
    with pytest.raises(NotAllowed):
        database.write_now(admin, set_up_profiles.add, ProfileWish(name="X", lines=_lines(other, "A")))
    with pytest.raises(NotAllowed):
        database.write_now(admin, set_up_counters.change, hall.counters[1], CounterWish(profile=theirs))
    with pytest.raises(NotAllowed):
        database.write_now(admin, set_up_counters.retire, other.counters[1])
    with pytest.raises(NotFound):
        database.write_now(admin, set_up_counters.add, CounterWish(number=8, room="nowhere"))
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), set_up_lines.add, LineWish(letter="Z", name="Z"))
