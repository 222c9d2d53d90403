"""The as-run log: what happened, in order, each line sealed with the hash of the one before.

Each event has its own chain, so that one night can be handed on and checked by itself.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import msgspec
from sqlalchemy import insert, select

from controlroom.messages import Message, message
from controlroom.store.database import Database
from controlroom.store.tables import AS_RUN

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class AsRunLine:
    """One line. ``seq`` counts from 1 in each event; ``at`` UTC µs of the night; ``body`` JSON.

    ``hash`` is the SHA-256 (hex) over the other fields, ``previous_hash`` included.
    """

    seq: int
    event: str
    at: int
    kind: str
    delivery: str | None
    channel: str | None
    state: str | None
    body: str
    rehearsal: bool
    previous_hash: str
    hash: str

    @property
    def details(self) -> dict[str, Any]:
        """What ``body`` says."""
        return msgspec.json.decode(self.body, type=dict[str, Any])


_FIELDS = tuple(field.name for field in fields(AsRunLine))
_COLUMNS = tuple(AS_RUN.c[name] for name in _FIELDS)


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """Where the log stops being what was written: the ``seq`` and what is wrong there."""

    seq: int
    what: Message


class AsRun:
    """The as-run log of one database. There is no way to change or remove a line."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        kind: str,
        *,
        event: str,
        at: int,
        rehearsal: bool,
        delivery: str | None = None,
        channel: str | None = None,
        state: str | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> AsRunLine:
        """Append a line and answer it; it is on the disk when it returns.

        ``body`` is anything JSON can hold.
        """
        with self._database.writing() as connection:
            self._database.one_at_a_time(connection, f"controlroom.as_run.{event}")
            last = connection.execute(
                select(AS_RUN.c.seq, AS_RUN.c.hash)
                .where(AS_RUN.c.event == event)
                .order_by(AS_RUN.c.seq.desc())
                .limit(1)
            ).one_or_none()
            row: dict[str, Any] = {
                "seq": 1 if last is None else last.seq + 1,
                "event": event,
                "at": at,
                "kind": kind,
                "delivery": delivery,
                "channel": channel,
                "state": state,
                "body": msgspec.json.encode(dict(body or {}), order="sorted").decode(),
                "rehearsal": rehearsal,
                "previous_hash": FIRST_HASH if last is None else last.hash,
            }
            line = AsRunLine(**row, hash=_hash(row))
            connection.execute(insert(AS_RUN).values(**row, hash=line.hash))
        return line

    def read(
        self, event: str, rehearsal: bool | None = None, since: int = 0
    ) -> tuple[AsRunLine, ...]:
        """The lines of ``event`` in order, those after ``since`` (a ``seq``).

        ``rehearsal`` None means both kinds.
        """
        asked = [AS_RUN.c.event == event, AS_RUN.c.seq > since]
        if rehearsal is not None:
            asked.append(AS_RUN.c.rehearsal.is_(rehearsal))
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(*asked).order_by(AS_RUN.c.seq))
            return tuple(AsRunLine(*row) for row in rows)

    def verify_chain(self, event: str) -> BrokenChain | None:
        """The first place where the log of ``event`` is not what was written, or None.

        Lines cut off at the end leave no trace in a chain; compare the last hash with a copy.
        """
        previous, expected = FIRST_HASH, 1
        for line in self.read(event):
            if line.seq != expected:
                return BrokenChain(expected, message("store.chain_gap", seq=expected))
            if line.previous_hash != previous:
                return BrokenChain(line.seq, message("store.chain_order", seq=line.seq))
            if line.hash != _hash({name: getattr(line, name) for name in _FIELDS[:-1]}):
                return BrokenChain(line.seq, message("store.chain_changed", seq=line.seq))
            previous, expected = line.hash, expected + 1
        return None


def _hash(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(dict(row), order="sorted")).hexdigest()
