"""Owing a message: it is written with what it tells of, and sent after that by whoever runs the outbox."""

from datetime import datetime

from onestop import chance
from onestop.model.delivery import ONLY_OCCASION
from onestop.store import deliveries
from onestop.store.deliveries import OwedMessage
from onestop.store.tx import Tx


def owe(
    tx: Tx,
    centre_id: str,
    subject_id: str,
    template: str,
    *,
    address: str,
    facts: dict[str, str],
    lang: str = "vi",
    channel: str = "email",
    not_before: datetime | None = None,
    occasion_at: datetime = ONLY_OCCASION,
) -> None:
    """Owe a message; asked for twice about the same subject and occasion with the same template, it is one.

    Args:
        tx: The transaction.
        centre_id: Whose message it is.
        subject_id: What it is about; with the template and the occasion it names the message.
        template: The section of `texts/*/messages.toml` that words it.
        address: Where to; sealed.
        facts: What fills the template's places; sealed. A fact `path` becomes a link to this installation.
        lang: The reader's language.
        channel: `email`, the only one so far.
        not_before: The instant from which it may be sent; None is now.
        occasion_at: When what it tells of happened, for a subject to which that may happen again.
    """
    message = OwedMessage(
        id=chance.new_id(),
        centre_id=centre_id,
        subject_id=subject_id,
        template=template,
        channel=channel,
        lang=lang,
        tries=0,
        address=address,
        facts=facts,
    )
    deliveries.put(tx, [deliveries.sealed(tx, message)], not_before or tx.now, occasion_at)
