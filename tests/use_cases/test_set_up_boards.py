"""The office sets up rooms, boards and their sentences, the rules of turns and who goes first."""

from typing import Any

import pytest

from onestop.errors import Malformed, NameTaken, NotAllowed, NotFound, StillInUse
from onestop.rules.access import Actor
from onestop.rules.board_plan import BoardWish, RoomWish
from onestop.rules.counter_plan import CounterWish
from onestop.rules.turns_plan import ClassesWish, ClassWish, RulesWish
from onestop.store import hall as settled
from onestop.store import places, settled_turns
from onestop.store.database import Database
from onestop.use_cases import set_up_boards, set_up_counters, set_up_turns, take_ticket
from tests.makers import Hall, make_hall
from tests.setup_makers import changes, make_administrator


@pytest.fixture
def admin(database: Database, hall: Hall) -> Actor:
    """Give the administrator of the hall."""
    return make_administrator(database, hall)


def test_a_board_in_a_new_room(database: Database, hall: Hall, admin: Actor) -> None:
    """A room, then a board in it with a layout of its own; the journal has both."""
    database.write_now(admin, set_up_boards.add_room, RoomWish(key="P2", name="Phòng 2"))
    wish = BoardWish(
        name="Bảng phòng 2",
        room="P2",
        room_only=True,
        languages=["vi", "en"],
        layout={"parts": ["calls", "slides"], "slides": ["1.013817"], "slide_seconds": 30},
    )
    board = database.write_now(admin, set_up_boards.add_board, wish)

    assert [(what, changed) for what, changed, _ in changes(database, hall.centre)] == [
        ("room", "P2"),
        ("board", board),
    ]
    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_boards.remove_room, "P2")
    assert (refused.value.kind, refused.value.count) == ("room", 1)


@pytest.mark.parametrize(
    ("wish", "field", "reason"),
    [
        (BoardWish(), "name", "missing"),
        (BoardWish(name="B", languages=[]), "languages", "unknown"),
        (BoardWish(name="B", languages=["fr"]), "languages", "unknown"),
        (BoardWish(name="B", layout={"parts": []}), "parts", "none"),
        (BoardWish(name="B", layout={"parts": ["weather"]}), "parts", "unknown"),
        (BoardWish(name="B", layout={"slides": [7]}), "slides", "unknown"),
        (BoardWish(name="B", layout={"slide_seconds": 4}), "slide_seconds", "range"),
        (BoardWish(name="B", layout={"slide_seconds": 121}), "slide_seconds", "range"),
    ],
)
def test_a_board_that_cannot_be_is_refused_by_its_field(
    database: Database, admin: Actor, wish: BoardWish, field: str, reason: str
) -> None:
    """A layout is whole before it reaches a screen."""
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_boards.add_board, wish)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_board_that_a_screen_shows_stays(database: Database, hall: Hall, admin: Actor) -> None:
    """First the screen is hung elsewhere or revoked."""
    board = hall.board.board_id
    assert board is not None
    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_boards.retire_board, board)
    assert (refused.value.kind, refused.value.count) == ("board", 1)


def test_names_and_rooms_are_their_own(database: Database, admin: Actor) -> None:
    """Two boards of one name cannot be told apart on the devices' page; a room must be there."""
    database.write_now(admin, set_up_boards.add_room, RoomWish(key="P2", name="Phòng 2"))
    with pytest.raises(NameTaken):
        database.write_now(admin, set_up_boards.add_room, RoomWish(key="P2", name="Phòng hai"))
    with pytest.raises(NameTaken):
        database.write_now(admin, set_up_boards.add_board, BoardWish(name="Bảng chính"))
    with pytest.raises(NotFound):
        database.write_now(admin, set_up_boards.add_board, BoardWish(name="B", room="P9"))
    with pytest.raises(Malformed):
        database.write_now(admin, set_up_boards.add_room, RoomWish(key="Phòng hai", name="Phòng"))
    with pytest.raises(NotFound):
        database.write_now(admin, set_up_boards.change_room, "P9", RoomWish(name="Phòng"))
    other = make_hall(database, suffix="-b")
    assert other.board.board_id is not None
    with pytest.raises(NotAllowed):
        database.write_now(admin, set_up_boards.change_board, other.board.board_id, BoardWish(name="Ta"))


def test_an_empty_room_that_was_never_spoken_in_goes(database: Database, hall: Hall, admin: Actor) -> None:
    """One in which calls were announced stays: its announcements are numbered on."""
    database.write_now(admin, set_up_boards.add_room, RoomWish(key="P2", name="Phòng 2"))
    database.write_now(admin, set_up_counters.change, hall.counters[3], CounterWish(room="P2"))
    with pytest.raises(StillInUse):
        database.write_now(admin, set_up_boards.remove_room, "P2")
    database.write_now(admin, set_up_counters.change, hall.counters[3], CounterWish(room="1"))
    database.write_now(admin, set_up_boards.remove_room, "P2")

    database.write_now(admin, set_up_boards.add_room, RoomWish(key="P3", name="Phòng 3"))
    database.write_now(admin, lambda tx: tx.run("UPDATE room SET last_announcement = 4").rowcount)
    with pytest.raises(StillInUse) as spoken:
        database.write_now(admin, set_up_boards.remove_room, "P3")
    assert spoken.value.kind == "room-announced"


def test_the_running_sentences_are_the_office_s(database: Database, hall: Hall, admin: Actor) -> None:
    """Cleaned, without empty ones, ten at the most."""
    database.write_now(admin, set_up_boards.settle_ticker, ["  Mời giữ phiếu. ", "", "Nghỉ trưa 11:30."])
    kept = database.read_now(places.centre, hall.centre).ticker
    assert "Mời giữ phiếu." in kept
    assert "Nghỉ trưa" in kept
    with pytest.raises(Malformed):
        database.write_now(admin, set_up_boards.settle_ticker, ["câu"] * 11)


def test_the_rules_of_the_hall_are_settled_one_by_one(database: Database, hall: Hall, admin: Actor) -> None:
    """What is left out stays at the usual value."""
    database.write_now(admin, set_up_turns.settle_rules, RulesWish(priority_run=3))
    database.write_now(admin, set_up_turns.settle_rules, RulesWish(fair_minutes=60))

    rules = database.read_now(settled.rules_of, hall.centre)
    assert (rules.priority_run, rules.fair_minutes, rules.undo_seconds) == (3, 60, 60)
    assert changes(database, hall.centre) == [
        ("rules", hall.centre, {"priority_run": "2 → 3"}),
        ("rules", hall.centre, {"fair_minutes": "45 → 60"}),
    ]


@pytest.mark.parametrize(
    "wrong", [{"priority_run": 0}, {"fair_minutes": 4}, {"undo_seconds": 301}, {"late_numbers": -1}]
)
def test_a_rule_outside_its_range_is_refused(database: Database, admin: Actor, wrong: dict[str, Any]) -> None:
    """A hall in which nobody ordinary is ever called cannot be settled."""
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_turns.settle_rules, RulesWish(**wrong))
    assert (refused.value.field, refused.value.reason) == (next(iter(wrong)), "range")


def test_a_class_of_one_s_own_gives_priority_at_once(database: Database, hall: Hall, admin: Actor) -> None:
    """Added between the usual ones, it is asked in its order; one that is left out is no longer given."""
    wish = ClassesWish(
        classes=[
            ClassWish(key="elderly"),
            ClassWish(name="Người ở xa trên 50 km", name_en="Comes from afar", rule="Theo nơi cư trú."),
            ClassWish(key="merit", name="Người có công"),
        ]
    )
    database.write_now(admin, set_up_turns.settle_classes, wish)

    offered = database.read_now(settled.priority_classes, hall.centre)
    assert [one.name for one in offered] == ["", "Người ở xa trên 50 km", "Người có công"]
    ticket = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], offered[1].key)
    assert ticket.priority == offered[1].key
    with pytest.raises(Malformed):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], "pregnant")
    kept = {one.key: one.active for one in database.read_now(settled_turns.classes_of, hall.centre)}
    assert kept["pregnant"] is False
    assert len(kept) == 6


@pytest.mark.parametrize(
    ("classes", "field"),
    [
        ([ClassWish()], "name_1"),
        ([ClassWish(key="elderly"), ClassWish(key="far")], "name_2"),
        ([ClassWish(key="booked", name="Hẹn")], "key_1"),
        ([ClassWish(key="a", name="A"), ClassWish(key="a", name="B")], "key_1"),
        ([ClassWish(name=f"Diện {place}") for place in range(9)], "classes"),
    ],
)
def test_classes_that_cannot_be_are_refused_by_their_place(
    database: Database, admin: Actor, classes: list[ClassWish], field: str
) -> None:
    """A class needs a name; the house's own cannot be wished for."""
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_turns.settle_classes, ClassesWish(classes=classes))
    assert refused.value.field == field
