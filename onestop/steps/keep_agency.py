"""What adding and changing an agency is, one by one or from a table."""

from typing import Any

import msgspec

from onestop.errors import NameTaken
from onestop.events import AgencyAdded, AgencyChanged
from onestop.model.place import Agency
from onestop.rules.agency_plan import USUAL_PATTERN, AgencyWish, key_of, settled_agency, stays_a_tree
from onestop.rules.wish import needed
from onestop.store import agencies, places
from onestop.store.tx import Tx


def make_agency(tx: Tx, wish: AgencyWish) -> str:
    """Add an agency to the tree, which is held; give its id.

    Raises:
        Malformed: No code, name or level, or one that cannot be.
        NameTaken: Another agency has that code.
        NotFound: There is no such agency to stand above it.
    """
    values = _settled(tx, "", wish)
    needed(values, "code", "name", "level")
    agency = Agency(key=key_of(values["code"], values["name"]), **values)

    tx.session.add(agency)
    tx.session.flush()

    tx.emit(AgencyAdded(centre_id=places.province(tx), subject_id=agency.id, code=agency.code))
    return agency.id


def change_agency(tx: Tx, agency: Agency, wish: AgencyWish) -> list[str]:
    """Change an agency of the tree, which is held; give the names of the fields that differ.

    Raises:
        NotFound: There is no such agency to stand above it.
        AgencyLoop: It would stand above itself.
        NameTaken: Another agency has that code.
        Malformed: A value that cannot be.
    """
    values = _settled(tx, agency.id, wish, code=agency.code, pattern=agency.code_pattern)
    if "parent_id" in values:
        known = {one.id: one for one in agencies.all_of(tx)}
        stays_a_tree(
            {one.id: one.parent_id for one in known.values()},
            agency.id,
            values["parent_id"],
            {one.id: one.name for one in known.values()},
        )

    fields = [name for name, value in values.items() if getattr(agency, name) != value]
    for name in fields:
        setattr(agency, name, values[name])
    doubted = msgspec.json.decode(agency.from_memory, type=list[str])
    # What the office itself has written is no longer from memory.
    agency.from_memory = msgspec.json.encode([name for name in doubted if name not in fields]).decode()
    tx.session.flush()

    if fields:
        tx.emit(AgencyChanged(centre_id=places.province(tx), subject_id=agency.id, fields=sorted(fields)))
    return sorted(fields)


def _settled(
    tx: Tx, agency_id: str, wish: AgencyWish, *, code: str = "", pattern: str = USUAL_PATTERN
) -> dict[str, Any]:
    values = settled_agency(wish, code=code, pattern=pattern)
    if "code" in values:
        other = agencies.coded(tx, values["code"])
        if other is not None and other.id != agency_id:
            raise NameTaken(kind="agency", name=values["code"])
    if "parent" in values:
        parent = values.pop("parent")
        values["parent_id"] = None if parent is None else agencies.find(tx, parent).id
    return values
