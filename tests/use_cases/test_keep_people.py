"""Who keeps people: whom they reach, what holds at once, and what nobody can do to themself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import (
    LastAdministrator,
    Malformed,
    NameTaken,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OwnAccount,
    Refusal,
)
from onestop.model.people import Role
from onestop.rules.access import CITIZEN, RIGHTS_OF_ROLE, SYSTEM, Actor, Right
from onestop.rules.officer_plan import OfficerWish
from onestop.store import officers, people
from onestop.store.database import Database
from onestop.use_cases import change_password, keep_people, sign_in
from tests.makers import Hall, make_hall
from tests.people_makers import acting, give_right, make_keeper, make_officer, make_sector, told
from tests.setup_makers import make_administrator

NEW = OfficerWish(username="Nhung", name="Lý Thị Nhung", role=Role.RECEPTION)


def add(database: Database, actor: Actor, wish: OfficerWish = NEW) -> str:
    """Make an account."""
    return database.write_now(actor, keep_people.add, wish, "hashed")


def test_an_administrator_makes_an_account_for_the_own_centre(database: Database, hall: Hall) -> None:
    """It is of the centre without being asked, has a password to change, and the journal knows no name."""
    made = add(database, make_administrator(database, hall))
    actor = acting(database, made)
    assert (actor.centre_id, actor.role, actor.change_password) == (hall.centre, "reception", True)
    [event] = told(database, "officer-added")
    assert event == {"subject": made, "role": "reception"}


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (OfficerWish(username="nhung", name="Nhung"), Malformed),
        (OfficerWish(username="lý nhung", name="Nhung", role=Role.LEADER), Malformed),
        (OfficerWish(username="quay1", name="Nhung", role=Role.LEADER), NameTaken),
        (OfficerWish(username="nhung", name="Nhung", role=Role.LEADER, agency="nowhere"), NotFound),
        (OfficerWish(username="nhung", name="Nhung", role=Role.LEADER, sectors=["nowhere"]), NotFound),
        (OfficerWish(username="nhung", name="Nhung", role=Role.LEADER, rights=["fly"]), Malformed),
        (OfficerWish(username="nhung", name="Nhung", role=Role.LEADER, rights=["keep-province"]), NotAllowed),
        (OfficerWish(username="nhung", name="Nhung", role=Role.LEADER, phone="12"), Malformed),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    database: Database, hall: Hall, wish: OfficerWish, refusal: type[Refusal]
) -> None:
    """Nothing is made then."""
    admin = make_administrator(database, hall)
    before = len(database.read_now(officers.listed, None))
    with pytest.raises(refusal):
        add(database, admin, wish)
    assert len(database.read_now(officers.listed, None)) == before


def test_only_who_keeps_people_keeps_them(database: Database, hall: Hall) -> None:
    """An officer, a leader, a kiosk or nobody makes no accounts."""
    for actor in (hall.officer(1), make_administrator(database, hall, role="leader"), hall.kiosk):
        with pytest.raises(NotAllowed):
            add(database, actor)
    with pytest.raises(NotSignedIn):
        add(database, CITIZEN)


def test_the_administrator_of_a_centre_reaches_its_officers_only(database: Database, hall: Hall) -> None:
    """Neither another centre's officer nor one moved there, and no role; the province's reaches all."""
    other = make_hall(database, suffix="-b")
    stranger = other.officer(1).id
    admin = make_administrator(database, hall)
    for use_case, arguments in (
        (keep_people.disable, (stranger,)),
        (keep_people.reset_password, (stranger, "hashed")),
        (keep_people.change, (stranger, OfficerWish(name="X"))),
        (keep_people.change, (hall.officer(1).id, OfficerWish(centre=other.centre))),
        (keep_people.set_roles, ({"leader": ["see-dossier"]},)),
    ):
        with pytest.raises(NotAllowed):
            database.write_now(admin, use_case, *arguments)
    database.write_now(make_keeper(database, hall), keep_people.disable, stranger)
    assert told(database, "officer-disabled") == [{"subject": stranger}]


def test_a_right_of_the_province_reaches_all_centres_too(database: Database, hall: Hall) -> None:
    """Who has it may give it on; who has it not may not take it away."""
    other = make_hall(database, suffix="-b")
    admin = make_administrator(database, hall)
    give_right(database, admin.id, Right.KEEP_PROVINCE)
    admin = acting(database, admin.id)
    give = OfficerWish(rights=["keep-province"])
    database.write_now(admin, keep_people.change, other.officer(1).id, give)
    assert Right.KEEP_PROVINCE in acting(database, other.officer(1).id).rights
    with pytest.raises(NotAllowed):
        database.write_now(
            make_administrator(database, other),
            keep_people.change,
            other.officer(1).id,
            OfficerWish(rights=[]),
        )


def test_a_disabled_account_is_nobody_s_at_once(database: Database, hall: Hall) -> None:
    """The session that was open finds nobody, and no new one begins; enabled again, it signs in."""
    admin, officer = make_administrator(database, hall), hall.officer(1).id
    token = database.write_now(hall.officer(1), sign_in.sign_in, officer)
    database.write_now(admin, keep_people.disable, officer)
    assert database.read_now(people.session_actor, token) is None
    database.write_now(admin, keep_people.enable, officer)
    assert database.read_now(people.session_actor, token) is None, "the old session stays ended"
    token = database.write_now(hall.officer(1), sign_in.sign_in, officer)
    assert database.read_now(people.session_actor, token) is not None


def test_a_reset_password_ends_the_sessions_and_must_be_changed(database: Database, hall: Hall) -> None:
    """Until the officer sets one of their own, which ends every session but the one that sets it."""
    admin, officer = make_administrator(database, hall), hall.officer(1).id
    token = database.write_now(hall.officer(1), sign_in.sign_in, officer)
    database.write_now(admin, keep_people.reset_password, officer, "hashed")
    assert database.read_now(people.session_actor, token) is None
    mine, elsewhere = (database.write_now(hall.officer(1), sign_in.sign_in, officer) for _ in range(2))
    actor = database.read_now(people.session_actor, mine)
    assert actor is not None
    assert actor.change_password
    database.write_now(actor, change_password.change, "own", mine)
    actor = database.read_now(people.session_actor, mine)
    assert actor is not None
    assert not actor.change_password
    assert database.read_now(people.session_actor, elsewhere) is None


def test_nobody_takes_the_own_account_away(database: Database, hall: Hall) -> None:
    """Neither closed nor reset nor demoted by its owner."""
    admin = make_administrator(database, hall)
    make_officer(database, hall, "another", "administrator")
    for use_case, arguments in (
        (keep_people.disable, ()),
        (keep_people.reset_password, ("hashed",)),
        (keep_people.change, (OfficerWish(role=Role.LEADER),)),
    ):
        with pytest.raises(OwnAccount):
            database.write_now(admin, use_case, admin.id, *arguments)


def test_the_last_administrator_stays(database: Database, hall: Hall) -> None:
    """Somebody with the right alone cannot leave the installation without an administrator."""
    admin = make_administrator(database, hall)
    leader = make_administrator(database, hall, role="leader")
    give_right(database, leader.id, Right.KEEP_PEOPLE)
    leader = acting(database, leader.id)
    with pytest.raises(LastAdministrator):
        database.write_now(leader, keep_people.disable, admin.id)
    with pytest.raises(LastAdministrator):
        database.write_now(leader, keep_people.change, admin.id, OfficerWish(role=Role.RECEPTION))


def test_two_administrators_cannot_close_each_other(database: Database, hall: Hall) -> None:
    """Pressed at the same moment, one of them stays."""
    one, two = make_administrator(database, hall), make_officer(database, hall, "another", "administrator")

    def close(pair: tuple[Actor, Actor]) -> bool:
        try:
            database.write_now(pair[0], keep_people.disable, pair[1].id)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(close, ((one, two), (two, one)))) == 1


def test_a_changed_account_tells_its_fields_and_not_their_values(database: Database, hall: Hall) -> None:
    """The journal says that name, rights and sectors differ; a change that changes nothing is not told."""
    admin, sector = make_administrator(database, hall), make_sector(database, "dat-dai")
    wish = OfficerWish(name="Lý Thị Nhung", rights=["reopen-dossier"], sectors=[sector])
    for _ in range(2):
        database.write_now(admin, keep_people.change, hall.officer(1).id, wish)
    [event] = told(database, "officer-changed")
    assert event["fields"] == ["name", "rights", "sectors"]
    actor = acting(database, hall.officer(1).id)
    assert actor.sectors == frozenset({sector})
    assert actor.rights == RIGHTS_OF_ROLE["reception"] | {"reopen-dossier"}


def test_who_leaves_a_centre_leaves_the_counter(database: Database, hall: Hall) -> None:
    """A seat of another centre is refused."""
    other = make_hall(database, suffix="-b")
    keeper, officer = make_keeper(database, hall), hall.officer(1).id
    with pytest.raises(NotAllowed):
        database.write_now(keeper, keep_people.change, officer, OfficerWish(counter=other.counters[1]))
    database.write_now(keeper, keep_people.change, officer, OfficerWish(centre=other.centre))
    actor = acting(database, officer)
    assert (actor.centre_id, actor.counter_id) == (other.centre, None)


def test_a_role_gives_what_the_office_says(database: Database, hall: Hall) -> None:
    """From the next call on, for everybody of that role; the others keep what they had."""
    keeper = make_keeper(database, hall)
    assert acting(database, hall.officer(1).id).granted is None, "without a table the built-in rights hold"
    given = sorted({*RIGHTS_OF_ROLE["reception"], "suspend-dossier"} - {"take-fee"})
    database.write_now(keeper, keep_people.set_roles, {"reception": given})
    assert acting(database, hall.officer(1).id).rights == set(given)
    leader = make_officer(database, hall, "lanhdao", "leader")
    assert leader.rights == RIGHTS_OF_ROLE["leader"]
    [event] = told(database, "role-rights-changed")
    assert (event["subject"], event["given"], event["taken"]) == (
        "reception", ["suspend-dossier"], ["take-fee"]
    )  # fmt: skip


def test_a_role_from_which_all_was_taken_gives_nothing(database: Database, hall: Hall) -> None:
    """An empty row of the table is not the built-in one."""
    database.write_now(make_keeper(database, hall), keep_people.set_roles, {"specialist": []})
    assert make_officer(database, hall, "chuyenvien", "specialist").rights == frozenset()


def test_administrators_keep_the_right_to_keep_people(database: Database, hall: Hall) -> None:
    """Or nobody could mend it again; a role that there is not, or a right, is refused too."""
    keeper = make_keeper(database, hall)
    for role, rights, refusal in (
        ("administrator", ["see-board"], Malformed),
        ("king", ["see-board"], NotFound),
        ("leader", ["fly"], Malformed),
        ("leader", ["keep-province"], NotAllowed),
    ):
        with pytest.raises(refusal):
            database.write_now(keeper, keep_people.set_roles, {role: rights})


def test_extra_rights_add_to_the_built_in_ones(database: Database, hall: Hall) -> None:
    """Where the office keeps no table of roles, a right of one officer does not take the role's away."""
    give_right(database, hall.officer(1).id, Right.REOPEN_DOSSIER)
    assert acting(database, hall.officer(1).id).rights == RIGHTS_OF_ROLE["reception"] | {"reopen-dossier"}


def test_sessions_without_an_officer_are_found(database: Database, hall: Hall) -> None:
    """What boards ask: who still has a session."""
    signed_in = acting(database, hall.officer(1).id).id
    asked = [signed_in, hall.officer(2).id]
    assert database.read_now(officers.without_session, asked) == {hall.officer(2).id}
    database.write_now(SYSTEM, officers.end_sessions, signed_in)
    assert database.read_now(officers.without_session, asked) == set(asked)
