"""One database: its transactions, and the few things the two kinds do differently."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from controlroom.errors import Refused
from controlroom.messages import message
from controlroom.store.troubles import for_people

LOG = logging.getLogger("controlroom.store")

Kind: TypeAlias = Literal["sqlite", "postgresql"]

_WRITES = "controlroom_writes"
_BUSY_MS = 5_000


class Database:
    """Transactions on one database; any thread may use it, each gets its own connection.

    A transaction begun inside another one of the same thread joins it, so that several parts of
    the store can be written down together or not at all.
    """

    def __init__(self, url: URL, *, place: str, read_only: bool = False) -> None:
        self.read_only = read_only
        self._place = place
        self._engine = _engine(url, read_only=read_only)
        self._open = threading.local()

    @property
    def kind(self) -> Kind:
        """Which of the two databases this is."""
        return cast("Kind", self._engine.dialect.name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when the block ends, or has changed nothing.

        ``Refused`` when the database was opened to read only.
        """
        if self.read_only:
            raise Refused(message("store.read_only"))
        with self._transaction(writes=True) as connection:
            yield connection

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call ``then`` once what is being written is on the disk; never if it fails.

        What ``then`` raises goes to the program's log: nobody is told that an order failed which
        was carried out.
        """
        cast("list[Callable[[], None]]", self._open.then).append(then)

    def one_at_a_time(self, connection: Connection, name: str) -> None:
        """Wait until no other transaction works on what is called ``name``.

        SQLite has one writer in any case.
        """
        if self.kind == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
            )

    def put(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        summed: frozenset[str] = frozenset(),
    ) -> None:
        """Write ``rows`` whole; a row whose primary key is there already is written over.

        Columns in ``summed`` are added to what is there instead.
        """
        if not rows:
            return
        statement = (sqlite.insert if self.kind == "sqlite" else postgresql.insert)(table)
        keys = [column.name for column in table.primary_key]
        new = statement.excluded
        changed = {
            column.name: column + new[column.name] if column.name in summed else new[column.name]
            for column in table.columns
            if column.name not in keys
        }
        connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows)
        )

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        outer: Connection | None = getattr(self._open, "connection", None)
        if outer is not None:
            if writes and not outer.get_execution_options()[_WRITES]:
                raise RuntimeError("a reading transaction cannot become a writing one")
            yield outer
            return
        then: list[Callable[[], None]] = []
        try:
            with self._connection(writes=writes) as connection, connection.begin():
                self._open.connection, self._open.then = connection, then
                yield connection
        except DBAPIError as trouble:
            known = for_people(trouble, self._place)
            if known is None:
                raise
            raise known from trouble
        finally:
            self._open.connection = None
        for call in then:
            try:
                call()
            except Exception:
                LOG.exception("it is on the disk, but whoever follows could not be told")

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            options: dict[str, Any] = {_WRITES: writes}
            if self.kind == "postgresql" and not writes:
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            yield connection.execution_options(**options)


def _engine(url: URL, *, read_only: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000, "uri": True})

    def on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # The driver would begin a transaction only at the first change; we say when.
        connection.isolation_level = None
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    def on_begin(connection: Connection) -> None:
        # Taking the writer's place at once: a transaction that first reads and then finds it
        # taken would have to fail.
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine
