"""Opening: from empty, again, beside another copy, and where it cannot be done."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from controlroom import paths
from controlroom.errors import Refused, Unusable
from controlroom.store import schema
from controlroom.store.open import DATABASE_NAME, open_store
from controlroom.store.tables import METADATA
from tests.event.test_edits import an_event
from tests.store.places import Place, PostgresqlPlace, SqlitePlace
from tests.support.postgres import Postgres

ROOT = Path(__file__).parents[2]


def test_the_newest_shape_is_the_one_the_program_expects() -> None:
    assert ScriptDirectory.from_config(schema._config()).get_heads() == [schema.HEAD]


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            ours = set(METADATA.tables)
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_object": lambda _o, name, kind, _r, other: (
                        kind != "table" or name in ours or other is not None
                    )
                },
            )
            return list(compare_metadata(context, METADATA))
    finally:
        engine.dispose()


def test_migrating_an_empty_folder_makes_exactly_the_tables(tmp_path: Path) -> None:
    open_store(tmp_path / "new" / "data").close()
    assert differences(f"sqlite:///{tmp_path / 'new' / 'data' / DATABASE_NAME}") == []


def test_migrating_an_empty_server_makes_exactly_the_tables(
    postgres: Postgres, tmp_path: Path
) -> None:
    postgres.create("empty")
    open_store(postgres.url("empty"), folder=tmp_path).close()
    assert differences(postgres.url("empty")) == []
    postgres.drop("empty")


def test_opening_again_finds_what_was_there(place: Place) -> None:
    with place.open() as store:
        event = store.events.save_event(an_event())
    for _ in range(2):
        with place.open() as store:
            assert store.events.load_event("night") == event


def test_reading_goes_on_beside_a_running_program_and_changes_nothing(place: Place) -> None:
    with place.open() as store, place.open(read_only=True) as reader:
        event = store.events.save_event(an_event())
        assert reader.events.load_event("night") == event
        with pytest.raises(Refused, match="This command only reads"):
            reader.settings.put("a", 1)
    with place.open(read_only=True) as reader:
        assert reader.events.load_event("night") == event


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path, postgres: Postgres) -> None:
    with pytest.raises(Unusable, match="There is no Control Room data in"):
        open_store(tmp_path / "none", read_only=True)
    assert list(tmp_path.iterdir()) == []
    postgres.create("untouched")
    with pytest.raises(Unusable, match="There is no Control Room data in"):
        open_store(postgres.url("untouched"), folder=tmp_path, read_only=True)
    postgres.drop("untouched")


HOLD_THE_FOLDER = """
import sys
from pathlib import Path
from controlroom.store.open import open_store
with open_store(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_second_program_on_the_folder_is_told_until_the_first_is_gone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_FOLDER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(Unusable, match="Control Room is already open on this folder") as told:
            open_store(tmp_path)
        assert str(tmp_path) in str(told.value)
        other.kill()
    open_store(tmp_path).close()


def test_a_folder_opened_twice_in_one_program_is_refused_too(place: Place) -> None:
    with place.open(), pytest.raises(Unusable, match="already open on this folder"):
        place.open()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Unusable, match=r"Control Room cannot write to .*file"):
        open_store(tmp_path / "file" / "data")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_one_may_not_write_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Unusable, match="Control Room cannot write to"):
            open_store(tmp_path)
    finally:
        tmp_path.chmod(0o700)


ON_A_TINY_DISK = """
mount -t tmpfs -o size=96k none "$1" && exec "$2" -c '
import sys
from pathlib import Path
from controlroom.errors import Unusable
from controlroom.store.open import open_store
try:
    open_store(Path(sys.argv[1]))
except Unusable as trouble:
    print(trouble)
' "$1"
"""


def test_a_full_disk_is_said_so(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no way to make a small disk here")
    order = [unshare, "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_TINY_DISK, "sh"]
    done = subprocess.run(
        [*order, str(tmp_path), sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("a small disk may not be made here")
    assert done.stdout == (
        f"The disk is full; {tmp_path} could not be written. Nothing that was there is lost."
        " Free some space and start again.\n"
    ), done.stderr


def whole(tmp_path: Path) -> Path:
    with open_store(tmp_path) as store:
        store.events.save_event(an_event())
    return tmp_path / DATABASE_NAME


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("spoil", ["text", "first pages"])
def test_a_damaged_database_is_left_exactly_as_it_is(
    tmp_path: Path, spoil: str, read_only: bool
) -> None:
    database = whole(tmp_path)
    if spoil == "text":
        database.write_bytes(b"not a database at all " * 400)
    else:
        content = bytearray(database.read_bytes())
        content[100:8192] = b"\xff" * (8192 - 100)
        database.write_bytes(content)
    before = database.read_bytes()
    with pytest.raises(Unusable, match=r"is damaged\. It was left exactly as it is"):
        open_store(tmp_path, read_only=read_only)
    assert database.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_a_newer_program_is_left_alone(place: Place, read_only: bool) -> None:
    with place.open() as store:
        store.events.save_event(an_event())
    place.order("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unusable, match="written by a newer Control Room"):
        place.open(read_only=read_only)
    place.order("UPDATE alembic_version SET version_num = ?", schema.HEAD)
    with place.open() as store:
        assert store.events.load_event("night") == an_event()


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://desk:hunter2@/night?host={tmp_path}"
    with pytest.raises(Unusable, match=r"The database server .* cannot be reached") as away:
        open_store(url, folder=tmp_path)
    assert "hunter2" not in str(away.value)


def test_a_refused_opening_gives_the_folder_back(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://desk@/night?host={tmp_path}"
    with pytest.raises(Unusable):
        open_store(url, folder=tmp_path)
    open_store(tmp_path).close()


def test_a_team_keeps_its_media_in_the_users_data_folder(
    team: PostgresqlPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    with open_store(team.where) as store:
        assert store.folder == tmp_path / "home" / "data"


def test_what_is_written_is_on_the_disk_before_the_answer(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path)
    with place.open() as store, store.together() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert asked == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_a_database_another_program_keeps_busy_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("controlroom.store.database._BUSY_MS", 10)
    with open_store(tmp_path) as store:
        other = sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unusable, match="Another program is keeping the database"):
            store.settings.put("a", 1)
        other.execute("ROLLBACK")
        other.close()
        store.settings.put("a", 1)
        assert store.settings.get("a") == 1
