"""An officer sets a password of their own. Both passwords are hashed before the transaction."""

from onestop.errors import NotSignedIn
from onestop.events import PasswordChanged
from onestop.store import officers, places
from onestop.store.tx import Tx


def change(tx: Tx, hashed: str, token: str) -> None:
    """Set the actor's password; their other sessions end, this one goes on.

    Args:
        tx: The transaction.
        hashed: The hash of the new password; the present one was checked before.
        token: Of the session that asks.

    Raises:
        NotSignedIn: No officer asks.
    """
    if tx.actor.kind != "officer":
        raise NotSignedIn
    officer = officers.find(tx, tx.actor.id)

    officer.password_hash, officer.change_password = hashed, False
    officer.failed_in_a_row, officer.locked_until = 0, None
    officers.end_sessions(tx, officer.id, but=token)

    tx.emit(PasswordChanged(centre_id=officer.centre_id or places.province(tx), subject_id=officer.id))
