"""An installation gets the administrator of a centre or of the province, from its server's command line."""

from sqlmodel import select

from onestop.errors import NameTaken, NotFound
from onestop.events import AdministratorAppointed
from onestop.model.people import Officer, Role
from onestop.model.place import Centre
from onestop.rules.access import Right, require
from onestop.rules.text import one_line
from onestop.store.tx import Tx


def appoint(tx: Tx, centre_key: str, username: str, hashed: str) -> str:
    """Make an administrator, or give the one of that name a new password; give the centre's name.

    Args:
        tx: The transaction, of the system itself.
        centre_key: The centre's key in the catalogue; `province` for who keeps all centres' people.
        username: What is typed at the sign-in; kept in small letters.
        hashed: The hash of the first password.

    Raises:
        NotFound: No such centre.
        Malformed: No user name, or one that is too long.
        NameTaken: An officer of another centre or role has that user name.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    centre = tx.session.exec(select(Centre).where(Centre.key == centre_key)).one_or_none()
    if centre is None:
        raise NotFound(kind="centre", sought=centre_key)
    username = one_line(username, field="username", least=1, most=60).lower()
    officer = tx.session.exec(select(Officer).where(Officer.username == username)).one_or_none()
    if officer is None:
        officer = Officer(
            username=username, name=username, password_hash="", role=Role.ADMINISTRATOR, centre_id=centre.id
        )
        tx.session.add(officer)
    if officer.role != Role.ADMINISTRATOR or officer.centre_id != centre.id:
        raise NameTaken(kind="officer", name=username)

    officer.password_hash = hashed
    officer.change_password = True
    officer.failed_in_a_row, officer.locked_until, officer.disabled_at = 0, None, None

    tx.emit(AdministratorAppointed(centre_id=centre.id, subject_id=officer.id))
    return f"{centre.name} {centre.place}"
