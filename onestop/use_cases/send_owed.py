"""The outbox at work: a sender takes what is due, and tells what became of it; an officer sends again."""

from onestop.errors import DeliveryNotGivenUp
from onestop.events import MessageDelivered, MessageGivenUp, MessageSentAgain
from onestop.model.delivery import DeliveryState
from onestop.rules.access import Right, require
from onestop.rules.retrying import after_failure, is_worthless
from onestop.store import deliveries
from onestop.store.deliveries import OwedMessage
from onestop.store.tx import Tx

GIVEN_UP = frozenset({DeliveryState.PERMANENT_FAILURE, DeliveryState.TECHNICAL_FAILURE})
STALE = "stale"


def claim(tx: Tx, channel: str, most: int) -> list[OwedMessage]:
    """Take messages that are due, to be sent at once; what is long past its hour is given up instead."""
    require(tx.actor, Right.KEEP_DELIVERIES)
    claimed = []
    for delivery_id, due_at in deliveries.due(tx, channel, most):
        message = deliveries.claim(tx, delivery_id)
        if is_worthless(due_at, tx.now):
            give_up(tx, message, DeliveryState.TECHNICAL_FAILURE, STALE)
        else:
            claimed.append(message)
    return claimed


def acknowledge(tx: Tx, message: OwedMessage) -> None:
    """Write that the next mail server took a message over."""
    require(tx.actor, Right.KEEP_DELIVERIES)
    if deliveries.settle(tx, message, DeliveryState.DELIVERED, "", tx.now):
        tx.emit(
            MessageDelivered(
                centre_id=message.centre_id,
                subject_id=message.id,
                template=message.template,
                channel=message.channel,
                tries=message.tries,
            )
        )


def postpone(tx: Tx, message: OwedMessage, fault: str) -> None:
    """Write a failure that may pass; after too many of them the message is given up."""
    require(tx.actor, Right.KEEP_DELIVERIES)
    state, next_at = after_failure(message.tries, tx.now)
    if state == DeliveryState.TEMPORARY_FAILURE:
        deliveries.settle(tx, message, state, fault, next_at)
    else:
        give_up(tx, message, state, fault)


def give_up(tx: Tx, message: OwedMessage, state: DeliveryState, fault: str) -> None:
    """Put a message aside for a person to look at."""
    require(tx.actor, Right.KEEP_DELIVERIES)
    if deliveries.settle(tx, message, state, fault, tx.now):
        tx.emit(
            MessageGivenUp(
                centre_id=message.centre_id,
                subject_id=message.id,
                template=message.template,
                channel=message.channel,
                state=state,
                tries=message.tries,
            )
        )


def send_again(tx: Tx, delivery_id: str) -> None:
    """Owe a message anew that was given up.

    Raises:
        NotFound: No such message.
        NotAllowed: It is another centre's.
        DeliveryNotGivenUp: It was delivered, or is still tried.
    """
    message = deliveries.lock(tx, delivery_id)
    require(tx.actor, Right.KEEP_DELIVERIES, centre_id=message.centre_id)
    if message.state not in GIVEN_UP:
        raise DeliveryNotGivenUp(state=message.state)

    deliveries.put_again(tx, delivery_id)
    tx.emit(
        MessageSentAgain(
            centre_id=message.centre_id,
            subject_id=message.id,
            template=message.template,
            channel=message.channel,
        )
    )
