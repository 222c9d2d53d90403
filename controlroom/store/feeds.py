"""How each source of mentions goes on after what was counted, and the spikes that were found."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import delete, select

from controlroom.store.database import Database
from controlroom.store.tables import MENTION_FEEDS, SPIKES


class FeedRow(NamedTuple):
    """One source of an event by its name: ``resume`` options of its own (JSON, no secrets), and
    which seconds are known: from, until (UTC), whether they are a floor."""

    source: str
    resume: Mapping[str, Any]
    covered: tuple[tuple[int, int, bool], ...]


_covered = msgspec.json.Decoder(tuple[tuple[int, int, bool], ...]).decode


class FeedRows:
    """The feeds of one database. Written with the counts they follow: ``Store.together``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, event: str, feeds: Iterable[FeedRow]) -> None:
        """Keep these; feeds of other names stay as they are."""
        rows = [
            {
                "event": event,
                "source": one.source,
                "resume_json": msgspec.json.encode(one.resume).decode(),
                "covered_json": msgspec.json.encode(one.covered).decode(),
            }
            for one in feeds
        ]
        with self._database.writing() as connection:
            self._database.put(connection, MENTION_FEEDS, rows)

    def read(self, event: str) -> tuple[FeedRow, ...]:
        """Every feed of ``event`` that was kept, by name."""
        table = MENTION_FEEDS
        asked = (
            select(table.c.source, table.c.resume_json, table.c.covered_json)
            .where(table.c.event == event)
            .order_by(table.c.source)
        )
        with self._database.reading() as connection:
            return tuple(
                FeedRow(source, msgspec.json.decode(resume), _covered(covered))
                for source, resume, covered in connection.execute(asked)
            )

    def put_spikes(self, event: str, spikes: Mapping[int, bytes]) -> None:
        """Keep spikes (JSON) by when they were found, UTC µs."""
        rows = [{"event": event, "at": at, "body": body.decode()} for at, body in spikes.items()]
        with self._database.writing() as connection:
            self._database.put(connection, SPIKES, rows)

    def read_spikes(self, event: str, since: int) -> tuple[bytes, ...]:
        """Spikes of ``event`` found at ``since`` (UTC µs) or later, oldest first."""
        table = SPIKES
        asked = (
            select(table.c.body)
            .where(table.c.event == event, table.c.at >= since)
            .order_by(table.c.at)
        )
        with self._database.reading() as connection:
            return tuple(body.encode() for body in connection.scalars(asked))

    def prune_spikes(self, event: str, before: int) -> None:
        """Let go of spikes found before ``before`` (UTC µs)."""
        with self._database.writing() as connection:
            connection.execute(delete(SPIKES).where(SPIKES.c.event == event, SPIKES.c.at < before))
