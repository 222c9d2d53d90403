"""Mentions per second and watch term: sums, so that any number of collectors can add theirs."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from controlroom.store.database import Database
from controlroom.store.tables import COUNTS_SECONDS


class SecondCount(NamedTuple):
    """``mentions`` of ``term`` in the second that begins at ``second`` (UTC seconds)."""

    term: str
    second: int
    mentions: int


class CountRows:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: str, counts: Iterable[SecondCount]) -> None:
        """Add ``counts`` to what is there already, all or none."""
        sums: Counter[tuple[str, int]] = Counter()
        for one in counts:
            sums[one.term, one.second] += one.mentions
        # In one order: two collectors adding to the same rows must not wait for each other.
        rows = [
            {"event": event, "term": term, "second": second, "count": count}
            for (term, second), count in sorted(sums.items())
        ]
        with self._database.writing() as connection:
            self._database.put(connection, COUNTS_SECONDS, rows, summed=frozenset({"count"}))

    def read(self, event: str, since: int, until: int) -> tuple[SecondCount, ...]:
        """Counts of ``event`` from the second ``since`` to before ``until``, oldest first."""
        table = COUNTS_SECONDS
        asked = (
            select(table.c.term, table.c.second, table.c["count"])
            .where(table.c.event == event, table.c.second >= since, table.c.second < until)
            .order_by(table.c.second, table.c.term)
        )
        with self._database.reading() as connection:
            return tuple(SecondCount(*row) for row in connection.execute(asked))

    def totals(self, event: str) -> dict[str, int]:
        """term → all mentions of it."""
        table = COUNTS_SECONDS
        asked = (
            select(table.c.term, func.sum(table.c["count"]))
            .where(table.c.event == event)
            .group_by(table.c.term)
        )
        with self._database.reading() as connection:
            return {term: int(total) for term, total in connection.execute(asked)}
