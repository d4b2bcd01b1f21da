"""A device asks to be let in: it shows a code, and fetches its token once the office has typed it."""

from datetime import timedelta

import msgspec

from onestop import chance
from onestop.errors import NotFound, TooManyAttempts
from onestop.model.device import DeviceKind, Enrolment
from onestop.rules.device_plan import CODE_MINUTES, MOST_OPEN, shown_code
from onestop.store import kept_devices
from onestop.store.tx import Tx

_TRY_AGAIN_SECONDS = 60


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the device shows and keeps: the code for the office, the secret for itself."""

    code: str
    poll: str
    expires_in_seconds: int = CODE_MINUTES * 60


def ask(tx: Tx, kind: DeviceKind) -> Asked:
    """Draw a code for a screen; it can be typed for ten minutes.

    Raises:
        TooManyAttempts: Fifty codes wait already.
    """
    if kept_devices.open_enrolments(tx) >= MOST_OPEN:
        raise TooManyAttempts(wait_seconds=_TRY_AGAIN_SECONDS)
    code, poll = shown_code(chance.new_secret()), chance.new_token()

    tx.session.add(
        Enrolment(
            code=code,
            poll_hash=tx.seals.fingerprint("enrolment", poll),
            kind=kind,
            asked_at=tx.now,
            expires_at=tx.now + timedelta(minutes=CODE_MINUTES),
        )
    )
    return Asked(code=code, poll=poll)


def fetch(tx: Tx, poll: str) -> str:
    """Give a device that was let in its token, once.

    Raises:
        NotFound: Nobody let it in, it fetched its token already, or it was revoked meanwhile.
    """
    asking = kept_devices.asking_behind(tx, poll)
    enrolment = kept_devices.hold_enrolment(tx, asking.enrolment_id)
    if enrolment.device_id is None:
        raise NotFound(kind="enrolment", sought="")
    device = kept_devices.device(tx, enrolment.device_id)
    if device.revoked_at is not None:
        raise NotFound(kind="enrolment", sought="")
    token = chance.new_token()

    enrolment.taken_at = tx.now
    device.token_hash = tx.seals.fingerprint("device", token)
    return token
