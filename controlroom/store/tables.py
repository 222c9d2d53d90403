"""The tables, as both databases have them.

Times are UTC microseconds, ids UUIDv7 text, ``*_json`` and ``body`` JSON text. The lists of an
event are rows of their own with a ``position``; the columns beside ``body`` repeat what is worth
asking the database for. What only one database has (search, triggers) is in the migrations.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


def _event_id(primary_key: bool = True) -> Column[str]:
    return Column(
        "event",
        Text,
        ForeignKey("events.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False)


EVENTS = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)

MOMENTS = Table(
    "moments",
    METADATA,
    _event_id(),
    Column("slug", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("planned", BigInteger),
    Column("marked", BigInteger),
    _flag("skipped"),
    Column("body", Text, nullable=False),
)

ASSETS = Table(
    "assets",
    METADATA,
    _event_id(),
    Column("slug", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("rights_until", BigInteger),
    Column("body", Text, nullable=False),
    Index("assets_in_order", "event", "position"),
)

CUES = Table(
    "cues",
    METADATA,
    _event_id(),
    Column("moment", Text, primary_key=True),
    Column("asset", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("outcome", Text),
    Column("body", Text, nullable=False),
)

EDITS = Table(
    "edits",
    METADATA,
    _event_id(),
    # The revision the event had once the edit was applied.
    Column("revision", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("edit_json", Text, nullable=False),
    Column("inverse_json", Text, nullable=False),
    # The revision of the edit this one takes back, and of the one that took this one back.
    Column("undoes", BigInteger),
    Column("undone_by", BigInteger),
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("take", Text, nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("asset", Text, nullable=False),
    Column("moment", Text),
    Column("words", Text, nullable=False),
    Column("pictures", Text, nullable=False),
    Column("key", Text, nullable=False),
    _flag("rehearsal"),
    Column("state", Text, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("sends_at", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("remote_id", Text),
    Column("url", Text),
    Column("accepted", BigInteger),
    Column("problem", Text),
    Column("place", Integer, nullable=False),
    Column("parent", Text),
    Column("uploads", Text, nullable=False),
    Column("answer", Text),
    Column("retracted", BigInteger),
    Column("handed", Text),
    Index("deliveries_of_event", "event", "state"),
)

STAGED = Table(
    "staged",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("handle", Text, primary_key=True),
    # SHA-256 (hex) of the post it was made ready for.
    Column("digest", Text, primary_key=True),
    Column("uploads", Text, nullable=False),
    Column("prepared", BigInteger, nullable=False),
    Column("until", BigInteger),
)

AS_RUN = Table(
    "as_run",
    METADATA,
    Column("event", Text, primary_key=True),
    # What was rehearsed from opening to closing; "" for the event's own nights.
    Column("run", Text, primary_key=True, server_default=""),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("delivery", Text),
    Column("channel", Text),
    Column("state", Text),
    Column("body", Text, nullable=False),
    _flag("rehearsal"),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # The id of the key it is sealed with; "" for none, NULL for lines from before there were keys.
    Column("keyed", Text),
    Column("seal", Text, nullable=False, server_default=""),
)

ROOM_STATES = Table(
    "room_states",
    METADATA,
    Column("event", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("held_from", Text),
    Column("held_since", BigInteger),
    Column("reason", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

COUNTS_MINUTES = Table(
    "counts_minutes",
    METADATA,
    Column("event", Text, primary_key=True),
    # UTC minutes.
    Column("minute", BigInteger, primary_key=True, autoincrement=False),
    # The source's name; "" for counts of before there were several.
    Column("source", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

MENTION_FEEDS = Table(
    "mention_feeds",
    METADATA,
    Column("event", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("resume_json", Text, nullable=False),
    Column("covered_json", Text, nullable=False),
)

SPIKES = Table(
    "spikes",
    METADATA,
    Column("event", Text, primary_key=True),
    # When it was found; its name too.
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

MEDIA_FILES = Table(
    "media_files",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value_json", Text, nullable=False),
)

SEARCH_ROWS = Table(
    "search_rows",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Column("asset", Text, nullable=False),
    UniqueConstraint("event", "asset"),
)
