"""The as-run log: what happened, in order, each line sealed with the hash of the one before.

Each event has a chain of its own, and each rehearsal too (from opening to closing), so that one
night can be handed on and checked by itself. ``docs/as-run.md`` says what a check can find.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Integer, Select, insert, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ColumnElement

from controlroom.store.as_run_check import BrokenChain, ChainCheck, Checked
from controlroom.store.as_run_file import NAMES
from controlroom.store.as_run_line import (
    ANSWERS,
    FIELDS,
    FIRST_HASH,
    KEYRING,
    SILENT,
    AsRunLine,
    Head,
    SealKey,
    body_text,
    hash_of,
)
from controlroom.store.database import Database
from controlroom.store.tables import AS_RUN

__all__ = ["FIRST_HASH", "AsRun", "AsRunLine", "BrokenChain", "Chain", "Head", "SealKey"]

_COLUMNS = tuple(AS_RUN.c[name] for name in FIELDS)
# As it lies there: a flag is a number in SQLite, and 2 is neither yes nor no.
_RAW = tuple(
    type_coerce(column, Integer) if column is AS_RUN.c.rehearsal else column for column in _COLUMNS
)
_FLAG = FIELDS.index("rehearsal")

Heard = Callable[[AsRunLine], None]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain that is kept: ``run`` is empty for the event's own nights."""

    event: str
    run: str
    head: Head


class AsRun:
    """The as-run log of one database. There is no way to change or remove a line."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key: SealKey | None = None

    @property
    def key(self) -> SealKey | None:
        """What lines are sealed with now, None: nothing."""
        return self._key

    def seal_with(self, key: SealKey) -> None:
        """Seal what is written from here on."""
        self._key = key

    def append(
        self,
        kind: str,
        *,
        event: str,
        at: int,
        rehearsal: bool,
        run: str = "",
        delivery: str | None = None,
        channel: str | None = None,
        state: str | None = None,
        body: Mapping[str, Any] | None = None,
        heard: Heard | None = None,
    ) -> AsRunLine:
        """Append a line and answer it; it is on the disk when it returns.

        ``body`` is anything JSON can hold, under names that no field of the file has. ``heard``
        gets every line that was written, once it is on the disk: where keying begins or is missing
        a line before this one says so.
        """
        told = dict(body or {})
        if taken := NAMES & told.keys():
            raise ValueError(f"a line of the log has fields of its own called {sorted(taken)}")
        blank = AsRunLine(
            seq=1,
            event=event,
            at=at,
            kind=kind,
            delivery=delivery,
            channel=channel,
            state=state,
            body=body_text(told),
            rehearsal=rehearsal,
            previous_hash=FIRST_HASH,
            hash="",
            run=run,
        )
        with self._database.writing() as connection:
            self._database.one_at_a_time(connection, f"controlroom.as_run.{event}")
            last = self._last(connection, event, run)
            turn = self._turn(last)
            if turn is not None:
                said = replace(
                    blank, kind=KEYRING, state=turn, delivery=None, channel=None, body="{}"
                )
                last = self._write(connection, said, last, heard)
            return self._write(connection, blank, last, heard)

    def _turn(self, last: AsRunLine | None) -> str | None:
        """What there is to say about the key between the last line and the next."""
        if last is None or bool(last.keyed) is (self._key is not None):
            return None
        return ANSWERS if self._key is not None else SILENT

    def _write(
        self, connection: Connection, line: AsRunLine, last: AsRunLine | None, heard: Heard | None
    ) -> AsRunLine:
        key = self._key
        if last is not None:
            line = replace(line, seq=last.seq + 1, previous_hash=last.hash)
        line = replace(line, keyed="" if key is None else key.id)
        line = replace(line, hash=hash_of(line))
        if key is not None:
            line = replace(line, seal=key.seal(line.hash))
        connection.execute(insert(AS_RUN).values({name: getattr(line, name) for name in FIELDS}))
        if heard is not None:
            self._database.after_commit(lambda: heard(line))
        return line

    def _last(self, connection: Connection, event: str, run: str) -> AsRunLine | None:
        row = connection.execute(
            select(*_COLUMNS).where(*_chain(event, run)).order_by(AS_RUN.c.seq.desc()).limit(1)
        ).one_or_none()
        return None if row is None else AsRunLine(*row)

    def read(
        self,
        event: str,
        rehearsal: bool | None = None,
        since: int = 0,
        run: str | None = None,
    ) -> tuple[AsRunLine, ...]:
        """The lines of ``event`` in order, those after ``since`` (a ``seq``).

        ``rehearsal`` None means both kinds, ``run`` None every chain, one after the other.
        """
        asked: list[ColumnElement[bool]] = [AS_RUN.c.event == event, AS_RUN.c.seq > since]
        if rehearsal is not None:
            asked.append(AS_RUN.c.rehearsal.is_(rehearsal))
        if run is not None:
            asked.append(AS_RUN.c.run == run)
        order = AS_RUN.c.run, AS_RUN.c.seq
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(*asked).order_by(*order))
            return tuple(AsRunLine(*row) for row in rows)

    def head(self, event: str, run: str = "") -> Head | None:
        """The end of a chain as it stands, None where nothing was written."""
        with self._database.reading() as connection:
            last = self._last(connection, event, run)
        return None if last is None else _head(last)

    def chains(self, event: str | None = None) -> tuple[Chain, ...]:
        """Every chain (of ``event``), the event's own first, rehearsals from old to new."""
        asked = [] if event is None else [AS_RUN.c.event == event]
        with self._database.reading() as connection:
            names = connection.execute(
                select(AS_RUN.c.event, AS_RUN.c.run).where(*asked).distinct()
            ).all()
            # As text: what was put there by force may be bytes.
            names = sorted(names, key=lambda name: (str(name.event), str(name.run)))
            found = [self._last(connection, *name) for name in names]
        return tuple(Chain(line.event, line.run, _head(line)) for line in found if line is not None)

    def verify(
        self, event: str, run: str = "", key: SealKey | None = None, sought: str = ""
    ) -> Checked:
        """What a chain is found to be. ``key``: this installation's, None: seals stay unchecked.

        Lines cut off at the end leave no trace in a chain: look for the hash of its last line, as
        it was noted down.
        """
        return self._checked(event, run, ChainCheck(key, sought)).result()

    def verify_chain(self, event: str, run: str = "") -> BrokenChain | None:
        """The first place where a chain is not what was written, or None. Seals stay unchecked."""
        return self._checked(event, run, ChainCheck()).broken

    def _checked(self, event: str, run: str, check: ChainCheck) -> ChainCheck:
        asked = select(*_RAW).where(*_chain(event, run)).order_by(AS_RUN.c.seq)
        with self._database.reading() as connection:
            for row in _rows(connection, asked):
                if row is None:
                    check.breaks(check.expected, "store.chain_changed")
                elif (line := _as_it_lies(row)) is None:
                    check.breaks(row[0], "store.chain_changed")
                else:
                    check.take(line)
                if check.broken is not None:
                    break
        return check


def _chain(event: str, run: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return AS_RUN.c.event == event, AS_RUN.c.run == run


def _head(line: AsRunLine) -> Head:
    return Head(line.seq, line.hash, bool(line.keyed))


def _rows(connection: Connection, asked: Select[Any]) -> Iterator[tuple[Any, ...] | None]:
    """The rows in order; None in place of one that cannot even be read."""
    try:
        yield from (tuple(row) for row in connection.execute(asked))
    except DBAPIError:
        # Bytes that are no text, put there by force.
        yield None


def _as_it_lies(row: tuple[Any, ...]) -> AsRunLine | None:
    if row[_FLAG] not in (0, 1):
        return None
    told: list[Any] = [bool(one) if at == _FLAG else one for at, one in enumerate(row)]
    line = AsRunLine(*told)
    try:
        return line if body_text(line.details) == line.body else None
    except (TypeError, ValueError, OverflowError):
        return None
