"""Bringing a database to the shape this program knows."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from controlroom.store.database import Database
from controlroom.store.troubles import unusable

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

HEAD = "0004"
"""The newest revision in ``migrations/versions``; kept here so that a start needs no Alembic."""


def migrate(database: Database, place: str) -> None:
    """Bring the database to ``HEAD``, from empty or from any earlier shape.

    ``Unusable`` when it was written by a newer program; it is left as it is.
    """
    with database.reading() as connection:
        if shape(connection) == HEAD:
            return
    with database.writing() as connection:
        database.one_at_a_time(connection, "controlroom.migrate")
        found = shape(connection)
        if found != HEAD:
            _upgrade(connection, found, place)


def check_shape(database: Database, place: str) -> None:
    """Refuse a database of another shape. ``Unusable``; nothing is changed."""
    with database.reading() as connection:
        found = shape(connection)
    if found is None:
        raise unusable("store.nothing_here", place)
    if found != HEAD:
        older = found in known_shapes()
        raise unusable("store.older" if older else "store.newer", place)


def shape(connection: Connection) -> str | None:
    """The revision the database is at, None for an empty one."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def known_shapes() -> frozenset[str]:
    """Every revision this program knows."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    folder = Path(str(files("controlroom.store"))) / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection, found: str | None, place: str) -> None:
    from alembic import command

    if found is not None and found not in known_shapes():
        raise unusable("store.newer", place)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
