"""Settings that belong to the data, not to one desk."""

from typing import Any

import msgspec
from sqlalchemy import delete, select

from controlroom.store.database import Database
from controlroom.store.tables import SETTINGS


class Settings:
    """Names and values; a value is anything JSON can hold. Never a secret."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, name: str, value: Any) -> None:
        """Keep ``value`` under ``name``."""
        row = {"name": name, "value_json": msgspec.json.encode(value).decode()}
        with self._database.writing() as connection:
            self._database.put(connection, SETTINGS, [row])

    def get(self, name: str, default: Any = None) -> Any:
        """What is kept under ``name``."""
        with self._database.reading() as connection:
            kept = connection.scalar(select(SETTINGS.c.value_json).where(SETTINGS.c.name == name))
        return default if kept is None else msgspec.json.decode(kept)

    def forget(self, name: str) -> None:
        """Keep nothing under ``name``."""
        with self._database.writing() as connection:
            connection.execute(delete(SETTINGS).where(SETTINGS.c.name == name))
