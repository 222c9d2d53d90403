"""What has been uploaded ahead, so that a restart need not upload it again."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, select

from controlroom.store.database import Database
from controlroom.store.tables import STAGED


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One post made ready on one account. ``digest`` is the SHA-256 (hex) of what it was made ready
    for, ``uploads`` the channel's own text; ``prepared`` and ``until`` UTC µs."""

    channel: str
    handle: str
    digest: str
    uploads: tuple[str, ...]
    prepared: int
    until: int | None


class StagedRows:
    """The uploads of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, row: StagedRow) -> None:
        """Keep ``row``, replacing an older one."""
        values = {
            "channel": row.channel,
            "handle": row.handle,
            "digest": row.digest,
            "uploads": msgspec.json.encode(row.uploads).decode(),
            "prepared": row.prepared,
            "until": row.until,
        }
        with self._database.writing() as connection:
            self._database.put(connection, STAGED, [values])

    def get(self, channel: str, handle: str, digest: str) -> StagedRow | None:
        """What is kept for this post, None if there is nothing."""
        asked = select(STAGED).where(
            STAGED.c.channel == channel, STAGED.c.handle == handle, STAGED.c.digest == digest
        )
        with self._database.reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None:
            return None
        uploads = msgspec.json.decode(row.uploads, type=tuple[str, ...])
        return StagedRow(channel, handle, digest, uploads, row.prepared, row.until)

    def forget(self, channel: str, handle: str, digest: str) -> None:
        """Keep nothing for this post."""
        with self._database.writing() as connection:
            connection.execute(
                delete(STAGED).where(
                    STAGED.c.channel == channel,
                    STAGED.c.handle == handle,
                    STAGED.c.digest == digest,
                )
            )

    def forget_before(self, until: int) -> None:
        """Keep nothing that the networks dropped before ``until`` (UTC µs)."""
        with self._database.writing() as connection:
            connection.execute(delete(STAGED).where(STAGED.c.until < until))
