"""Alembic's entry: the tables of `onestop.model` against the database of the settings."""

from alembic import context
from sqlmodel import SQLModel

import onestop.model.tables  # noqa: F401  fills the metadata

config = context.config


def run() -> None:
    """Migrate on the connection that `store/schema.py` hands over."""
    connection = config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
