"""An officer signs in and out. Passwords are checked before the transaction: a hash takes its time."""

from datetime import timedelta

from onestop import chance
from onestop.errors import LoginFailed
from onestop.events import OfficerSignedIn, OfficerSignedOut, SignInFailed
from onestop.store import people, places
from onestop.store.tx import Tx

SESSION_HOURS = 12
"""A working day with its overtime; the session ends by itself before the next."""
FREE_FAILURES = 5
"""Wrong passwords in a row before the account waits; then a minute, two, four, at most an hour."""
LONGEST_WAIT_MINUTES = 60


def sign_in(tx: Tx, officer_id: str) -> str:
    """Open a session for an officer whose password was right; give its new token.

    Raises:
        LoginFailed: The account was closed meanwhile.
    """
    officer = people.officer(tx, officer_id=officer_id)
    if officer is None or officer.disabled_at is not None:
        raise LoginFailed
    token = chance.new_token()
    people.put_session(tx, officer_id, token, tx.now + timedelta(hours=SESSION_HOURS))
    tx.emit(
        OfficerSignedIn(
            centre_id=officer.centre_id or places.province(tx),
            subject_id=officer_id,
            counter=officer.counter_id,
        )
    )
    return token


def note_failure(tx: Tx, officer_id: str | None) -> None:
    """Note a wrong password; after five in a row the account waits, each time twice as long."""
    if officer_id is None:
        tx.emit(SignInFailed(centre_id=places.province(tx), subject_id="unknown"))
        return
    officer = people.officer(tx, officer_id=officer_id)
    if officer is None:
        return
    failed = officer.failed_in_a_row + 1
    beyond = failed - FREE_FAILURES
    minutes = min(LONGEST_WAIT_MINUTES, 2**beyond) if beyond >= 0 else 0
    people.put_failure(tx, officer_id, failed, tx.now + timedelta(minutes=minutes) if minutes else None)
    tx.emit(SignInFailed(centre_id=officer.centre_id or places.province(tx), subject_id=officer_id))


def sign_out(tx: Tx, token: str) -> None:
    """End the session that bears the token."""
    people.end_session(tx, token)
    tx.emit(OfficerSignedOut(centre_id=tx.actor.centre_id or places.province(tx), subject_id=tx.actor.id))
