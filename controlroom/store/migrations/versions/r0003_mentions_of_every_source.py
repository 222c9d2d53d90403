"""Counts by the minute and source, how feeds go on, and spikes."""

import struct
import zlib
from itertools import groupby

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text
BIG = sa.BigInteger


def upgrade() -> None:
    """Make the tables; counts kept by the second are packed by the minute, with no source."""
    minutes = op.create_table(
        "counts_minutes",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("minute", BIG, primary_key=True, autoincrement=False),
        sa.Column("source", TEXT, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "mention_feeds",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("source", TEXT, primary_key=True),
        sa.Column("resume_json", TEXT, nullable=False),
        sa.Column("covered_json", TEXT, nullable=False),
    )
    op.create_table(
        "spikes",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("at", BIG, primary_key=True, autoincrement=False),
        sa.Column("body", TEXT, nullable=False),
    )
    _pack(minutes)
    op.drop_table("counts_seconds")


def _pack(minutes: sa.Table) -> None:
    connection = op.get_bind()
    seconds = connection.execute(
        sa.text('SELECT event, second, term, "count" FROM counts_seconds ORDER BY event, second')
    ).all()
    for (event, minute), rows in groupby(seconds, lambda row: (row[0], row[1] // 60)):
        counts: dict[str, list[int]] = {}
        for _, second, term, count in rows:
            counts.setdefault(term, [0] * 60)[second % 60] += count
        plain = {term: struct.pack("<60q", *sixty) for term, sixty in counts.items()}
        body = zlib.compress(msgspec.msgpack.encode(plain), 1)
        connection.execute(
            minutes.insert().values(event=event, minute=minute, source="", body=body)
        )
