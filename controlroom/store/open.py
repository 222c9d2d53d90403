"""Opening a store: on a data folder, or on a team's PostgreSQL."""

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, make_url

from controlroom import paths
from controlroom.store.as_run import AsRun
from controlroom.store.counts import CountRows
from controlroom.store.database import Database
from controlroom.store.event_rows import EventRows
from controlroom.store.feeds import FeedRows
from controlroom.store.lock import FolderLock
from controlroom.store.media import Media
from controlroom.store.outbox import Outbox
from controlroom.store.room_rows import RoomRows
from controlroom.store.schema import check_shape, migrate
from controlroom.store.search import Search
from controlroom.store.settings import Settings
from controlroom.store.staged import StagedRows
from controlroom.store.troubles import for_disk, unusable

DATABASE_NAME = "controlroom.db"


class Store:
    """What is remembered, by part. Any thread may use it; one thread owning it is simplest."""

    def __init__(self, database: Database, folder: Path, lock: FolderLock | None) -> None:
        self._database = database
        self._lock = lock
        self.folder = folder
        self.search = Search(database)
        self.events = EventRows(database, self.search)
        self.outbox = Outbox(database)
        self.as_run = AsRun(database)
        self.rooms = RoomRows(database)
        self.counts = CountRows(database)
        self.feeds = FeedRows(database)
        self.media = Media(database, folder / "media")
        self.settings = Settings(database)
        self.staged = StagedRows(database)

    def together(self) -> AbstractContextManager[Connection]:
        """What is written inside the block is on the disk at its end, or none of it is."""
        return self._database.writing()

    def close(self) -> None:
        """Let go of the database, then of the folder; may repeat."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(where: Path | str, *, folder: Path | None = None, read_only: bool = False) -> Store:
    """Open what is kept at ``where``, bringing it up to date first.

    A path is a data folder with a SQLite database in it, made if it is not there. Text is the
    URL of a PostgreSQL database (``postgresql+psycopg://…``); ``folder``, by default the user's
    data folder, then keeps the media. The folder belongs to this program until ``close``.

    With ``read_only`` nothing is made or changed and a running program is no obstacle.
    ``Unusable`` says what is in the way; whatever is there is left as it is.
    """
    if isinstance(where, Path):
        home = folder = where
        url = _sqlite_url(where / DATABASE_NAME, read_only=read_only)
        if read_only and not (where / DATABASE_NAME).is_file():
            raise unusable("store.nothing_here", str(where))
        place = str(home)
    else:
        url = make_url(where)
        home = folder or paths.data_folder()
        place = url.render_as_string(hide_password=True)
    lock = None if read_only else _own(home)
    database = Database(url, place=place, read_only=read_only)
    try:
        (check_shape if read_only else migrate)(database, place)
    except BaseException:
        database.close()
        if lock is not None:
            lock.release()
        raise
    return Store(database, home, lock)


def _own(folder: Path) -> FolderLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise for_disk(trouble, str(folder)) from trouble
    return FolderLock(folder)


def _sqlite_url(path: Path, *, read_only: bool) -> URL:
    mode = "ro" if read_only else "rwc"
    return URL.create(
        "sqlite", database=path.absolute().as_uri(), query={"mode": mode, "uri": "true"}
    )
