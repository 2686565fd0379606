"""Runs Alembic on an open connection. Imported only when the tables must change: it is slow to load."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def migrate(connection: Connection, revision: str) -> None:
    """Up to `revision`; "base" empties the database."""
    config = alembic_config()
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
