"""Lines that were written before there were chains of one night and keys are still verified."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command
from sqlalchemy import create_engine, text

from controlroom.messages import english
from controlroom.store import schema
from controlroom.store.as_run import FIRST_HASH
from controlroom.store.as_run_file import line_of, read_log, text_of
from controlroom.store.open import DATABASE_NAME
from tests.store.places import Place, PostgresqlPlace
from tests.store.tampering import OURS, as_file

BEFORE = "0003"


def old_lines() -> list[dict[str, Any]]:
    """Four lines as the first version sealed them: a rehearsal among them."""
    lines: list[dict[str, Any]] = []
    for number in range(1, 5):
        row: dict[str, Any] = {
            "seq": number,
            "event": "night",
            "at": number * 10,
            "kind": "delivery",
            "delivery": None,
            "channel": "x",
            "state": "accepted",
            "body": '{"key":"k","words":"Café 💡"}',
            "rehearsal": number % 2 == 0,
            "previous_hash": lines[-1]["hash"] if lines else FIRST_HASH,
        }
        sealed = hashlib.sha256(msgspec.json.encode(row, order="sorted")).hexdigest()
        lines.append({**row, "hash": sealed})
    return lines


@pytest.fixture
def old(place: Place) -> Place:
    """A database of the shape before, with old lines in it."""
    if isinstance(place, PostgresqlPlace):
        place.server.drop(place.database)
        place.server.create(place.database)
        engine = create_engine(place.where)
    else:
        place.folder.mkdir(parents=True)
        engine = create_engine(f"sqlite:///{place.folder / DATABASE_NAME}")
    config = schema._config()
    names = ", ".join(old_lines()[0])
    values = ", ".join(f":{name}" for name in old_lines()[0])
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        for line in old_lines():
            connection.execute(text(f"INSERT INTO as_run ({names}) VALUES ({values})"), line)
    engine.dispose()
    return place


def test_old_lines_are_verified_and_the_chain_goes_on(old: Place) -> None:
    with old.open() as store:
        assert store.as_run.verify_chain("night") is None
        assert [line.seq for line in store.as_run.read("night", rehearsal=True)] == [2, 4]
        store.as_run.seal_with(OURS)
        store.as_run.append("state", event="night", at=50, rehearsal=False, state="live")
        lines = store.as_run.read("night")
        assert [line.keyed is None for line in lines] == [True] * 4 + [False] * 2
        found = store.as_run.verify("night", key=OURS)
        assert found.broken is None
        assert "Lines 1 to 4 carry no key; the line after them does" in english(found.notes[0])


def test_old_lines_are_verified_in_a_file_too(old: Place, tmp_path: Path) -> None:
    with old.open() as store:
        lines = store.as_run.read("night")
    assert [line_of(text_of(line)) for line in lines] == list(lines)
    assert read_log(as_file(lines, tmp_path / "old.jsonl")).verify().broken is None


def test_an_old_log_that_is_called_a_rehearsal_s_is_found(old: Place, tmp_path: Path) -> None:
    """Old hashes say nothing of a run: no line of then had one."""
    with old.open() as store:
        lines = tuple(replace(line, run="other") for line in store.as_run.read("night"))
        assert read_log(as_file(lines, tmp_path / "old.jsonl")).verify().broken is not None
        old.unlock_log()
        old.order("UPDATE as_run SET run = 'other'")
        assert store.as_run.verify_chain("night", "other") is not None


def test_a_changed_old_line_is_found(old: Place) -> None:
    with old.open() as store:
        old.unlock_log()
        old.order("UPDATE as_run SET body = '{}' WHERE seq = 2")
        broken = store.as_run.verify_chain("night")
        assert broken is not None
        assert english(broken.what) == "Line 2 is not what was written."


def test_the_log_is_still_append_only(old: Place) -> None:
    with old.open() as store:
        with pytest.raises(Exception, match="the as-run log is append-only"):
            old.order("DELETE FROM as_run")
        assert len(store.as_run.read("night")) == 4


def test_an_old_line_behind_a_new_one_is_found(old: Place) -> None:
    with old.open() as store:
        store.as_run.append("state", event="night", at=50, rehearsal=False, state="live")
        head = store.as_run.head("night")
        assert head is not None
        forged = {**old_lines()[3], "seq": 6, "previous_hash": head.hash}
        del forged["hash"]
        sealed = hashlib.sha256(msgspec.json.encode(forged, order="sorted")).hexdigest()
        names = [*forged, "hash"]
        marks = ", ".join("?" for _ in names)
        old.order(
            f"INSERT INTO as_run ({', '.join(names)}) VALUES ({marks})", *forged.values(), sealed
        )
        broken = store.as_run.verify_chain("night")
        assert broken is not None
        assert "carries no key, though the line before it does" in english(broken.what)
