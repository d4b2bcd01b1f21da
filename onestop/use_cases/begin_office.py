"""An empty installation begins: its code is printed, and whoever has it makes the first centre, once."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import select

from onestop import chance
from onestop.errors import FirstRunCodeWrong, NotFound
from onestop.events import AgencyAdded, OfficeBegun
from onestop.model.people import Officer, OfficerRight, Role
from onestop.model.place import Agency, Centre, CentreKind
from onestop.model.procedure import OpeningHours
from onestop.rules.access import Right, require
from onestop.rules.agency_plan import key_of
from onestop.rules.device_plan import shown_code
from onestop.rules.first_run import FirstRun, is_same
from onestop.rules.opening_hours import Opening
from onestop.store import agencies, first_run
from onestop.store.tx import Tx

_LONGEST_KEY = 60


def draw_code(tx: Tx) -> str | None:
    """Draw a code for the first run, to be printed where only who runs the server sees it; None once begun."""
    if first_run.has_begun(tx):
        return None
    code = shown_code(chance.new_secret())
    first_run.put_code(tx, code)
    return code


def begin(
    tx: Tx, code: str, wish: FirstRun, hashed: str, *, load: Callable[[Tx], Any], hours: Sequence[Opening]
) -> str:
    """Make the province, the first centre with its agency and hours, and its administrator; give the centre's id.

    Args:
        tx: The transaction, of the system itself.
        code: As printed by the server.
        wish: What was typed.
        hashed: The hash of the administrator's password.
        load: Loads the catalogue, or what of it no office can do without, in this transaction.
        hours: When a new centre is open.

    Raises:
        NotFound: The installation has begun already.
        FirstRunCodeWrong: No such code was printed, or it was used.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    known = first_run.use_up(tx, code)
    if first_run.has_begun(tx):
        raise NotFound(kind="page", sought="first-run")
    if not known:
        raise FirstRunCodeWrong
    load(tx)
    province = tx.session.exec(select(Centre).where(Centre.kind == CentreKind.PROVINCE)).one()
    province.name = wish.province
    agency = _agency(tx, province, wish)
    centre = _centre(tx, agency, wish, hours)
    officer = Officer(
        username=wish.username,
        name=wish.name,
        password_hash=hashed,
        role=Role.ADMINISTRATOR,
        centre_id=centre.id,
    )

    tx.session.add(officer)
    tx.session.flush()
    tx.session.add(OfficerRight(officer_id=officer.id, may=Right.KEEP_PROVINCE))

    tx.emit(OfficeBegun(centre_id=centre.id, subject_id=centre.id, administrator=officer.id))
    return centre.id


def _agency(tx: Tx, province: Centre, wish: FirstRun) -> Agency:
    """Find the agency in the catalogue by its code, or make it."""
    agency = agencies.coded(tx, wish.agency_code)
    if agency is None:
        level = "commune" if wish.level == "commune" else "department"
        key = key_of(wish.agency_code, wish.agency)
        agency = Agency(key=key, code=wish.agency_code, name=wish.agency, level=level)
        tx.session.add(agency)
        tx.session.flush()
        tx.emit(AgencyAdded(centre_id=province.id, subject_id=agency.id, code=agency.code))
    return agency


def _centre(tx: Tx, agency: Agency, wish: FirstRun, hours: Sequence[Opening]) -> Centre:
    """Find the centre in the catalogue by its name and place, or make it."""
    known = tx.session.exec(select(Centre).where(Centre.kind == CentreKind.CENTRE)).all()
    centre = next((one for one in known if _is(one, wish)), None)
    if centre is None:
        centre = Centre(
            key=key_of(wish.agency_code, wish.place)[:_LONGEST_KEY], name=wish.centre, place=wish.place
        )
        tx.session.add(centre)
        tx.session.flush()
        tx.session.add_all(
            OpeningHours(
                centre_id=centre.id,
                weekday=opening.weekday,
                opens=opening.opens,
                closes=opening.closes,
                counts=opening.counts,
                valid_from=opening.valid_from,
                valid_to=opening.valid_to,
            )
            for opening in hours
        )
    centre.superior, centre.level, centre.agency_id = agency.name, wish.level, agency.id
    centre.town, centre.address = wish.town or centre.town, wish.address or centre.address
    centre.phone = wish.phone or centre.phone
    tx.session.add(centre)
    tx.session.flush()
    return centre


def _is(centre: Centre, wish: FirstRun) -> bool:
    return is_same(centre.name, wish.centre) and is_same(centre.place, wish.place)
