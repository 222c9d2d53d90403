"""Where a store is kept in a test: the same doors for both databases."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from controlroom.store.open import DATABASE_NAME, Store, open_store
from tests.support.postgres import Postgres


class Place(Protocol):
    """One database, and the folder of one desk that uses it."""

    folder: Path

    @property
    def where(self) -> Path | str:
        """What ``open_store`` is told."""

    def open(self, *, read_only: bool = False) -> Store:
        """Open the store as a desk does."""

    def order(self, sql: str, *values: object) -> None:
        """Do something to the database behind the store's back."""

    def unlock_log(self) -> None:
        """Take away what keeps the log append-only, as one who tampers with it would."""


@dataclass
class SqlitePlace:
    """A data folder."""

    folder: Path

    @property
    def where(self) -> Path:
        return self.folder

    def open(self, *, read_only: bool = False) -> Store:
        return open_store(self.folder, read_only=read_only)

    def order(self, sql: str, *values: Any) -> None:
        connection = sqlite3.connect(self.folder / DATABASE_NAME)
        try:
            with connection:
                connection.execute(sql, values)
        finally:
            connection.close()

    def unlock_log(self) -> None:
        self.order("DROP TRIGGER as_run_no_update")
        self.order("DROP TRIGGER as_run_no_delete")


@dataclass
class PostgresqlPlace:
    """A database on a team's server."""

    folder: Path
    server: Postgres
    database: str

    @property
    def where(self) -> str:
        return self.server.url(self.database)

    def open(self, *, read_only: bool = False, folder: Path | None = None) -> Store:
        return open_store(self.where, folder=folder or self.folder, read_only=read_only)

    def order(self, sql: str, *values: Any) -> None:
        with self.server.connect(self.database) as connection:
            connection.execute(sql.replace("?", "%s"), values)

    def unlock_log(self) -> None:
        self.order("DROP TRIGGER as_run_no_change ON as_run")
