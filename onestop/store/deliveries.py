"""The outbox: messages owed, who is sending which, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.delivery import ONLY_OCCASION, DeliveryState
from onestop.rules.retrying import HELD_FOR
from onestop.store.tx import Reading, Tx

_PUT = """
INSERT INTO delivery (id, centre_id, subject_id, template, occasion_at, channel, lang, address_sealed,
                      facts_sealed, state, tries, fault, created_at, next_at)
VALUES (:id, :centre, :subject, :template, :occasion, :channel, :lang, :address, :facts,
        'created', 0, '', :at, :next)
ON CONFLICT (subject_id, template, channel, occasion_at) DO NOTHING
"""
_DUE = """
SELECT id, next_at FROM delivery
WHERE state IN ('created', 'sending', 'temporary-failure') AND next_at <= :now AND channel = :channel
ORDER BY next_at LIMIT :most
"""
_CLAIM = """
UPDATE delivery SET state = 'sending', tries = tries + 1, next_at = :until WHERE id = :id
RETURNING id, centre_id, subject_id, template, channel, lang, tries, address_sealed, facts_sealed
"""
_SETTLE = """
UPDATE delivery SET state = :state, fault = :fault, next_at = :next, ended_at = :ended
WHERE id = :id AND state = 'sending' AND tries = :tries
"""
_WITHDRAW = """
UPDATE delivery SET state = 'permanent-failure', fault = :fault, ended_at = :at
WHERE subject_id = :subject AND template = :template AND state IN ('created', 'temporary-failure')
"""
_AGAIN = """
UPDATE delivery SET state = 'created', tries = 0, fault = '', next_at = :at, ended_at = NULL WHERE id = :id
"""
_CARD = """
SELECT id, centre_id, subject_id, template, channel, lang, state, tries, fault, created_at, next_at, ended_at
FROM delivery
"""
_OF_CENTRE = "WHERE centre_id = :centre AND state = :state ORDER BY created_at DESC, id LIMIT :most"

_GIVEN_UP = """
WHERE centre_id = :centre AND state IN ('technical-failure', 'permanent-failure') AND fault <> :withdrawn
ORDER BY ended_at DESC, id LIMIT :most
"""


class OwedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the hands of a sender; its address and facts are personal."""

    id: str
    centre_id: str
    subject_id: str
    template: str
    channel: str
    lang: str
    tries: int
    address: str
    facts: dict[str, str]


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message as officers see it: never to whom or what about."""

    id: str
    centre_id: str
    subject_id: str
    template: str
    channel: str
    lang: str
    state: str
    tries: int
    fault: str
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None


def sealed(reading: Reading, message: OwedMessage) -> dict[str, Any]:
    """Give the columns of a message but its instants, with what is personal sealed; nothing is written."""
    return {
        "id": message.id,
        "centre": message.centre_id,
        "subject": message.subject_id,
        "template": message.template,
        "channel": message.channel,
        "lang": message.lang,
        "address": reading.seals.seal(message.address),
        "facts": reading.seals.seal(msgspec.json.encode(message.facts).decode()),
    }


def put(
    tx: Tx, rows: Sequence[dict[str, Any]], not_before: datetime, occasion_at: datetime = ONLY_OCCASION
) -> None:
    """Write messages that are owed from an instant on; one subject, template and occasion are one message.

    Args:
        tx: The transaction.
        rows: As `sealed` gives them.
        not_before: The instant.
        occasion_at: When what they tell of happened.
    """
    instants = {"at": micros(tx.now), "next": micros(not_before), "occasion": micros(occasion_at)}
    tx.run_many(_PUT, [row | instants for row in rows])


def due(tx: Tx, channel: str, most: int) -> list[tuple[str, datetime]]:
    """Hold messages that are due, and tell since when; those that another sender holds are passed over."""
    statement = _DUE if tx.is_sqlite else _DUE + " FOR UPDATE SKIP LOCKED"
    rows = tx.run(statement, now=micros(tx.now), channel=channel, most=most).fetchall()
    return [(row[0], instant(row[1])) for row in rows]


def claim(tx: Tx, delivery_id: str) -> OwedMessage:
    """Give a message that is held to a sender, for a while."""
    row = tx.run(_CLAIM, id=delivery_id, until=micros(tx.now + HELD_FOR)).fetchone()
    values = dict(zip(OwedMessage.__struct_fields__, row, strict=True))
    values["address"] = tx.seals.unseal(str(values["address"]))
    values["facts"] = msgspec.json.decode(tx.seals.unseal(str(values["facts"])), type=dict[str, str])
    return OwedMessage(**values)


def settle(tx: Tx, message: OwedMessage, state: DeliveryState, fault: str, next_at: datetime) -> bool:
    """Write what became of a message; false where it is no longer this sender's."""
    owed = state == DeliveryState.TEMPORARY_FAILURE
    settled = tx.run(
        _SETTLE,
        id=message.id,
        tries=message.tries,
        state=state,
        fault=fault,
        next=micros(next_at),
        ended=None if owed else micros(tx.now),
    )
    return settled.rowcount == 1


def withdraw(tx: Tx, subject_id: str, template: str, fault: str) -> None:
    """Put messages aside, of whatever occasion, that nobody has begun to send and that are not true any more."""
    tx.run(_WITHDRAW, subject=subject_id, template=template, fault=fault, at=micros(tx.now))


def put_again(tx: Tx, delivery_id: str) -> None:
    """Write that a message is owed anew, its tries forgotten."""
    tx.run(_AGAIN, id=delivery_id, at=micros(tx.now))


def lock(tx: Tx, delivery_id: str) -> DeliveryRow:
    """Read a message and hold it.

    Raises:
        NotFound: No such message.
    """
    row = tx.run(
        _CARD + ("WHERE id = :id" if tx.is_sqlite else "WHERE id = :id FOR UPDATE"), id=delivery_id
    ).fetchone()
    if row is None:
        raise NotFound(kind="delivery", sought=delivery_id)
    return _card(row)


def of_centre(reading: Reading, centre_id: str, state: str, most: int) -> list[DeliveryRow]:
    """List the messages of a centre in a state, the newest first."""
    rows = reading.run(_CARD + _OF_CENTRE, centre=centre_id, state=state, most=most).fetchall()
    return [_card(row) for row in rows]


def given_up(reading: Reading, centre_id: str, withdrawn: str, most: int) -> list[DeliveryRow]:
    """List the messages of a centre that could not be delivered, the latest first; none that was withdrawn."""
    rows = reading.run(_CARD + _GIVEN_UP, centre=centre_id, withdrawn=withdrawn, most=most).fetchall()
    return [_card(row) for row in rows]


def _card(row: tuple[object, ...]) -> DeliveryRow:
    values = dict(zip(DeliveryRow.__struct_fields__, row, strict=True))
    for name in ("created_at", "next_at", "ended_at"):
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    return DeliveryRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states
