"""A lease: which process runs what only one may run."""

from datetime import timedelta

from onestop.model.columns import micros
from onestop.store.tx import Tx

_TAKE = """
INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.holder = excluded.holder OR lease.until < :now
"""
_END = "UPDATE lease SET until = :now WHERE name = :name AND holder = :holder"


def take(tx: Tx, name: str, holder: str, *, length: timedelta) -> bool:
    """Take a lease, or keep it, for a while; false where another process has it."""
    until = micros(tx.now + length)
    return tx.run(_TAKE, name=name, holder=holder, until=until, now=micros(tx.now)).rowcount == 1


def end(tx: Tx, name: str, holder: str) -> None:
    """Let go of a lease, so that another process need not wait until it runs out."""
    tx.run(_END, name=name, holder=holder, now=micros(tx.now) - 1)
