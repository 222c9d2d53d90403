"""What the database or the disk complains of, said so that a person can act on it."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

from controlroom.errors import Unusable
from controlroom.messages import message

_SQLITE = {
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.damaged",
    sqlite3.SQLITE_READONLY: "store.unwritable",
    sqlite3.SQLITE_CANTOPEN: "store.unwritable",
    sqlite3.SQLITE_PERM: "store.unwritable",
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
    sqlite3.SQLITE_IOERR: "store.disk_fails",
}
_POSTGRESQL = {
    "53100": "store.disk_full",
    "53300": "store.busy",  # too many connections
    "40P01": "store.busy",  # two desks waited for each other
    "55P03": "store.busy",
}


def unusable(id_: str, place: str) -> Unusable:
    """The error ``id_`` of the catalogue for ``place``, with its advice ``id_``.do."""
    return Unusable(message(id_, place=place), message(f"{id_}.do"))


def for_people(trouble: DBAPIError, place: str) -> Unusable | None:
    """What to tell the person about ``trouble`` at ``place``; None for one that is our own."""
    original = trouble.orig
    if isinstance(original, sqlite3.Error):
        # The driver's own complaints carry no code. Extended codes keep the kind in the low byte.
        if "decode to UTF-8" in str(original):
            return unusable("store.damaged", place)
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        return unusable(_SQLITE[code], place) if code in _SQLITE else None
    state = getattr(original, "sqlstate", None)
    if state in _POSTGRESQL:
        return unusable(_POSTGRESQL[state], place)
    if trouble.connection_invalidated or _never_connected(original):
        return unusable("store.server_away", place)
    return None


def for_disk(trouble: OSError, place: str) -> Unusable:
    """What to tell the person about a file or folder that could not be made."""
    full = trouble.errno in (errno.ENOSPC, errno.EDQUOT)
    return unusable("store.disk_full" if full else "store.unwritable", place)


def _never_connected(original: BaseException | None) -> bool:
    # Imported by the driver's name only: one desk on SQLite never loads it.
    return type(original).__name__ == "OperationalError" and (
        getattr(original, "sqlstate", None) is None
    )
