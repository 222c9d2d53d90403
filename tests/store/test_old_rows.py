"""What was written before events had feeds and hashtags is still read."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from controlroom.event.watch import WatchTerm
from controlroom.store.open import DATABASE_NAME
from tests.event.test_edits import an_event
from tests.store.places import SqlitePlace


def test_an_event_without_what_came_later(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "data")
    event = replace(an_event(), terms=(WatchTerm("power", "Power", "event", ("power",)),))
    with place.open() as store:
        saved = store.events.save_event(event)
    with sqlite3.connect(tmp_path / "data" / DATABASE_NAME) as rows:
        (text,) = rows.execute("select body from events").fetchone()
        body = json.loads(text)
        del body["feeds"], body["hashtags"], body["terms"][0]["exclusions"]
        rows.execute("update events set body = ?", (json.dumps(body),))
    rows.close()
    with place.open(read_only=True) as reader:
        assert reader.events.load_event(event.slug) == saved
