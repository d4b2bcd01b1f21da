"""The office sets up its lines: what it may, what it is refused, and what the journal keeps of it."""

import pytest

from onestop.errors import BandTaken, LineClosed, Malformed, NotAllowed, NotFound, NotSignedIn, StillInUse
from onestop.rules.access import CITIZEN, Actor
from onestop.rules.counter_plan import ProfileLineWish, ProfileWish
from onestop.rules.line_plan import LineWish
from onestop.store import places
from onestop.store.database import Database
from onestop.use_cases import serve_line, set_up_lines, set_up_profiles, take_ticket
from tests.makers import Hall, make_hall
from tests.setup_makers import changes, make_administrator


@pytest.fixture
def admin(database: Database, hall: Hall) -> Actor:
    """Give the administrator of the hall."""
    return make_administrator(database, hall)


def _letters(database: Database, hall: Hall) -> list[str]:
    return [line.letter for line in database.read_now(places.lines_of, hall.centre)]


def test_a_new_line_is_there_for_the_next_citizen(database: Database, hall: Hall, admin: Actor) -> None:
    """Added, it gives its first number at once, and the journal says who made what."""
    wish = LineWish(letter="c", name="  Doanh nghiệp ", band_first=300, band_last=599, round_the_clock=True)
    line = database.write_now(admin, set_up_lines.add, wish)

    ticket = database.write_now(hall.kiosk, take_ticket.take, line)

    assert _letters(database, hall) == ["A", "B", "C", "R"]
    assert ticket.label == "C300"
    [(what, changed, fields)] = changes(database, hall.centre)
    assert (what, changed, fields["made"], fields["letter"]) == ("line", line, "– → yes", "– → C")
    assert fields["name"] == "– → Doanh nghiệp"


@pytest.mark.parametrize(
    ("wish", "field", "reason"),
    [
        (LineWish(name="Đất đai"), "letter", "missing"),
        (LineWish(letter="C"), "name", "missing"),
        (LineWish(letter="C", name="  "), "name", "missing"),
        (LineWish(letter="Đ", name="Đất đai"), "letter", "line-letter"),
        (LineWish(letter="ABC", name="Đất đai"), "letter", "line-letter"),
        (LineWish(letter="C", name="x" * 81), "name", "length"),
        (LineWish(letter="C", name="Đất đai", band_first=0), "band_first", "range"),
        (LineWish(letter="C", name="Đất đai", band_first=9, band_last=8), "band_last", "band-backwards"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_field(
    database: Database, hall: Hall, admin: Actor, wish: LineWish, field: str, reason: str
) -> None:
    """The page can point to the field that is wrong; nothing was written."""
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_lines.add, wish)

    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert _letters(database, hall) == ["A", "B", "R"]


def test_bands_of_one_letter_do_not_meet(database: Database, hall: Hall, admin: Actor) -> None:
    """Line A goes on for ever until it is given an end; then another may take the numbers beyond."""
    second = LineWish(letter="A", name="Bảo trợ xã hội", band_first=300)
    with pytest.raises(BandTaken) as refused:
        database.write_now(admin, set_up_lines.add, second)
    assert refused.value.line == "Y tế, bảo trợ xã hội"

    database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(band_last=299))
    database.write_now(admin, set_up_lines.add, second)
    with pytest.raises(BandTaken):
        database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(band_last=300))

    assert _letters(database, hall) == ["A", "A", "B", "R"]
    assert changes(database, hall.centre)[0] == ("band", hall.lines["A"], {"band_last": "– → 299"})


def test_numbers_given_today_hold_letter_and_band(database: Database, hall: Hall, admin: Actor) -> None:
    """A slip in somebody's hand cannot come to mean another line."""
    for _ in range(3):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])

    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(letter="X"))
    assert (refused.value.kind, refused.value.count) == ("numbers", 3)
    with pytest.raises(Malformed) as short:
        database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(band_last=2))
    assert short.value.reason == "band-given"

    database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(band_last=3, name="Y tế"))


def test_a_change_says_what_was_and_what_is(database: Database, hall: Hall, admin: Actor) -> None:
    """The journal keeps both; saving what is so already says nothing."""
    wish = LineWish(name="Y tế", name_en="Health", closed=True)
    database.write_now(admin, set_up_lines.change, hall.lines["A"], wish)
    database.write_now(admin, set_up_lines.change, hall.lines["A"], wish)

    assert changes(database, hall.centre) == [
        (
            "line",
            hall.lines["A"],
            {"name": "Y tế, bảo trợ xã hội → Y tế", "name_en": "– → Health", "closed": "no → yes"},
        )
    ]
    with pytest.raises(LineClosed):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])


def test_a_line_is_given_up_when_nobody_waits(database: Database, hall: Hall, admin: Actor) -> None:
    """Refused while somebody waits; afterwards it gives no numbers, and its visits are kept."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["B"])
    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_lines.retire, hall.lines["B"])
    assert (refused.value.kind, refused.value.count) == ("line", 1)

    database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
    database.write_now(admin, set_up_lines.retire, hall.lines["B"])

    assert _letters(database, hall) == ["A", "R"]
    with pytest.raises(LineClosed):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["B"])
    with pytest.raises(NotFound):
        database.write_now(admin, set_up_lines.change, hall.lines["B"], LineWish(name="Đất"))
    kept = database.read_now(lambda reading: reading.run("SELECT label FROM ticket").fetchall())
    assert [row[0] for row in kept] == ["B001"]


def test_the_letter_of_a_line_given_up_today_is_free_tomorrow(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """Its slips are still about today, so B001 is not given twice on one day."""
    database.write_now(admin, set_up_lines.retire, hall.lines["B"])
    again = LineWish(letter="B", name="Đất đai, xây dựng")
    with pytest.raises(BandTaken):
        database.write_now(admin, set_up_lines.add, again)

    yesterday = "UPDATE line SET retired_at = retired_at - 86400000000 WHERE id = :id"
    database.write_now(admin, lambda tx: tx.run(yesterday, id=hall.lines["B"]).rowcount)
    database.write_now(admin, set_up_lines.add, again)
    assert _letters(database, hall) == ["A", "B", "R"]


def test_the_only_line_of_a_profile_stays(database: Database, hall: Hall, admin: Actor) -> None:
    """A counter whose profile lost its last line would call nobody and not say why."""
    only = ProfileWish(name="Chỉ trả kết quả", lines=[ProfileLineWish(line=hall.lines["R"])])
    database.write_now(admin, set_up_profiles.add, only)

    with pytest.raises(StillInUse) as refused:
        database.write_now(admin, set_up_lines.retire, hall.lines["R"])
    assert (refused.value.kind, refused.value.name) == ("only-line", "Chỉ trả kết quả")


def test_the_sectors_of_a_line_are_those_of_the_catalogue(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """A sector that there is not is refused."""
    with pytest.raises(NotFound) as refused:
        database.write_now(admin, set_up_lines.change, hall.lines["A"], LineWish(sectors=["nowhere"]))
    assert refused.value.kind == "sector"


def test_only_the_administrator_of_the_hall_sets_up_its_lines(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """Not an officer, not a device, not a citizen, not the administrator of another centre."""
    other = make_hall(database, suffix="-b")
    stranger = make_administrator(database, other)
    wish = LineWish(name="Của người khác")
    for actor in (hall.officer(1), hall.kiosk, hall.board, stranger):
        with pytest.raises(NotAllowed):
            database.write_now(actor, set_up_lines.change, hall.lines["A"], wish)
        with pytest.raises(NotAllowed):
            database.write_now(actor, set_up_lines.retire, hall.lines["A"])
    with pytest.raises(NotSignedIn):
        database.write_now(CITIZEN, set_up_lines.add, wish)
    nowhere = Actor(id=admin.id, kind="officer", role="administrator")
    with pytest.raises(NotAllowed):
        database.write_now(nowhere, set_up_lines.add, wish)
    assert changes(database, hall.centre) == []
