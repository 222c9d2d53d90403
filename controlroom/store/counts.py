"""Mentions per second, watch term and source: sums, so that any number of collectors can add.

A row is a minute of one source with all its terms (``count_blobs``). With a row for each second
and term a busy night of 200 terms would be gigabytes; so it is a few megabytes, and what comes in
a few seconds is one row written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, select

from controlroom.store.count_blobs import MINUTE_S, packed, rows_of, unpacked
from controlroom.store.database import Database
from controlroom.store.tables import COUNTS_MINUTES


class SecondCount(NamedTuple):
    """``mentions`` of ``term`` in the second that begins at ``second`` (UTC seconds)."""

    term: str
    second: int
    mentions: int
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SourceCounts:
    """Mentions of one source: a row for each of ``terms``, a column for each of ``seconds`` (UTC,
    ascending, each once)."""

    source: str
    terms: tuple[str, ...]
    seconds: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int32] | npt.NDArray[np.int64]


class CountRows:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: str, counts: Iterable[SecondCount]) -> None:
        """Add ``counts`` to what is there already, all or none."""
        sums: Counter[tuple[str, str, int]] = Counter()
        for one in counts:
            sums[one.source, one.term, one.second] += one.mentions
        minutes = _Minutes()
        for (source, term, second), count in sums.items():
            minutes.of(source, second // MINUTE_S, term)[second % MINUTE_S] += count
        self._add(event, minutes)

    def add_sources(self, event: str, counts: Iterable[SourceCounts]) -> None:
        """Add ``counts`` to what is there already, all or none."""
        minutes = _Minutes()
        for one in counts:
            of = one.seconds // MINUTE_S
            for minute in np.unique(of).tolist():
                here = of == minute
                places, columns = one.seconds[here] % MINUTE_S, one.counts[:, here]
                for term, row in zip(one.terms, columns, strict=True):
                    minutes.of(one.source, minute, term)[places] += row
        self._add(event, minutes)

    def read(self, event: str, since: int, until: int) -> tuple[SecondCount, ...]:
        """Counts of ``event`` but noughts from ``since`` to before ``until``, oldest first."""
        found = [
            SecondCount(term, second, count, one.source)
            for one in self.read_sources(event, since, until)
            for term, row in zip(one.terms, one.counts.tolist(), strict=True)
            for second, count in zip(one.seconds.tolist(), row, strict=True)
            if count and since <= second < until
        ]
        return tuple(sorted(found, key=lambda one: (one.second, one.term, one.source)))

    def read_sources(self, event: str, since: int, until: int) -> Iterator[SourceCounts]:
        """Whole minutes of ``event`` that lie at least partly between, oldest first."""
        table = COUNTS_MINUTES
        asked = (
            select(table.c.minute, table.c.source, table.c.body)
            .where(
                table.c.event == event,
                table.c.minute >= since // MINUTE_S,
                table.c.minute < -(-until // MINUTE_S),
            )
            .order_by(table.c.minute, table.c.source)
        )
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
        for minute, source, body in rows:
            terms, counts = rows_of(body)
            seconds = np.arange(minute * MINUTE_S, (minute + 1) * MINUTE_S, dtype=np.int64)
            yield SourceCounts(source, terms, seconds, counts)

    def totals(self, event: str) -> dict[str, int]:
        """term → all mentions of it that are kept."""
        sums: Counter[str] = Counter()
        for one in self.read_sources(event, 0, 2**40):
            sums.update(dict(zip(one.terms, one.counts.sum(axis=1).tolist(), strict=True)))
        return {term: total for term, total in sums.items() if total}

    def prune(self, event: str, before: int) -> None:
        """Let go of the minutes of ``event`` that end before the second ``before``."""
        table = COUNTS_MINUTES
        with self._database.writing() as connection:
            connection.execute(
                delete(table).where(table.c.event == event, table.c.minute < before // MINUTE_S)
            )

    def _add(self, event: str, minutes: "_Minutes") -> None:
        if not minutes.rows:
            return
        with self._database.writing() as connection:
            # Rows are read, added to and written: two collectors take turns.
            self._database.one_at_a_time(connection, f"controlroom.counts {event}")
            kept = self._kept(connection, event, minutes)
            rows = []
            for (source, minute), new in sorted(minutes.rows.items()):
                there = kept.get((source, minute), {})
                for term, counts in there.items():
                    new[term] = counts + new[term] if term in new else counts
                body = packed(new)
                rows.append({"event": event, "minute": minute, "source": source, "body": body})
            self._database.put(connection, COUNTS_MINUTES, rows)

    def _kept(
        self, connection: Connection, event: str, minutes: "_Minutes"
    ) -> "dict[tuple[str, int], dict[str, npt.NDArray[np.int64]]]":
        """What is there already of ``minutes``."""
        table = COUNTS_MINUTES
        wanted = [minute for _, minute in minutes.rows]
        asked = select(table.c.source, table.c.minute, table.c.body).where(
            table.c.event == event,
            table.c.minute >= min(wanted),
            table.c.minute <= max(wanted),
        )
        return {
            (source, minute): unpacked(body)
            for source, minute, body in connection.execute(asked)
            if (source, minute) in minutes.rows
        }


class _Minutes:
    """Counts to be added, by source and minute."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], dict[str, npt.NDArray[np.int64]]] = {}

    def of(self, source: str, minute: int, term: str) -> npt.NDArray[np.int64]:
        """The sixty seconds of a term."""
        terms = self.rows.setdefault((source, minute), {})
        counts = terms.get(term)
        if counts is None:
            counts = terms[term] = np.zeros(MINUTE_S, np.int64)
        return counts
