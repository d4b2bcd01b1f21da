"""The sender of owed messages: takes what is due, sends it, writes what became of it."""

import asyncio
import logging

from onestop.gateways.mail import Letter, Mailer, Sent
from onestop.model.delivery import DeliveryState
from onestop.render.message import worded
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.store.deliveries import OwedMessage
from onestop.use_cases import send_owed

log = logging.getLogger(__name__)

_MOST_AT_A_TIME = 20
_BESIDE_EACH_OTHER = 4
"""Messages on their way at once; a server that hangs holds up four, for its patience, and then the next."""


async def send_due(database: Database, mailer: Mailer) -> int:
    """Send the e-mails that are due; give how many were taken over.

    Each is handed over before its delivery is written: whoever is killed between the two leaves a message
    that is sent once more, under the same Message-ID, never one that is lost.
    """
    taken = 0
    while messages := await database.write(SYSTEM, send_owed.claim, "email", _MOST_AT_A_TIME):
        gate = asyncio.Semaphore(_BESIDE_EACH_OTHER)
        outcomes = await asyncio.gather(*(_send(database, mailer, one, gate) for one in messages))
        taken += outcomes.count(Sent.TAKEN)
        if Sent.TAKEN not in outcomes:
            break
    return taken


async def _send(database: Database, mailer: Mailer, message: OwedMessage, gate: asyncio.Semaphore) -> Sent:
    text = worded(message.template, message.lang, message.facts, database.settings.base_url)
    if text is None:
        await database.write(
            SYSTEM, send_owed.give_up, message, DeliveryState.TECHNICAL_FAILURE, "no-wording"
        )
        return Sent.NEVER
    letter = Letter(id=message.id, to=message.address, subject=text[0], body=text[1])
    async with gate:
        sent, fault = await asyncio.to_thread(mailer.send, letter)
    log.info("delivery.%s id=%s tries=%d fault=%s", sent, message.id, message.tries, fault)
    match sent:
        case Sent.TAKEN:
            await database.write(SYSTEM, send_owed.acknowledge, message)
        case Sent.LATER:
            await database.write(SYSTEM, send_owed.postpone, message, fault)
        case Sent.NEVER:
            await database.write(SYSTEM, send_owed.give_up, message, DeliveryState.PERMANENT_FAILURE, fault)
    return sent
