"""Everything the first night needs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger
TEXT = sa.Text


def upgrade() -> None:
    """Make every table, what keeps the log append-only, and the search of this database."""
    _event_tables()
    _night_tables()
    _library_tables()
    if op.get_bind().dialect.name == "postgresql":
        _only_postgresql()
    else:
        _only_sqlite()


def _event() -> "sa.Column[str]":
    return sa.Column(
        "event", TEXT, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def _event_tables() -> None:
    op.create_table(
        "events",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("slug", TEXT, nullable=False, unique=True),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("starts", BIG, nullable=False),
        sa.Column("ends", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_table(
        "moments",
        _event(),
        sa.Column("slug", TEXT, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("planned", BIG),
        sa.Column("marked", BIG),
        _flag("skipped"),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_table(
        "assets",
        _event(),
        sa.Column("slug", TEXT, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rights_until", BIG),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_index("assets_in_order", "assets", ["event", "position"])
    op.create_table(
        "cues",
        _event(),
        sa.Column("moment", TEXT, primary_key=True),
        sa.Column("asset", TEXT, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("outcome", TEXT),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_table(
        "edits",
        _event(),
        sa.Column("revision", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("edit_json", TEXT, nullable=False),
        sa.Column("inverse_json", TEXT, nullable=False),
        sa.Column("undoes", BIG),
        sa.Column("undone_by", BIG),
    )


def _night_tables() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("take", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("event", "channel", "handle")),
        sa.Column("asset", TEXT, nullable=False),
        sa.Column("moment", TEXT),
        *(sa.Column(name, TEXT, nullable=False) for name in ("words", "pictures", "key")),
        _flag("rehearsal"),
        sa.Column("state", TEXT, nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in ("taken", "sends_at", "changed")),
        sa.Column("until", BIG),
        sa.Column("remote_id", TEXT),
        sa.Column("url", TEXT),
        sa.Column("accepted", BIG),
        sa.Column("problem", TEXT),
    )
    op.create_index("ix_deliveries_take", "deliveries", ["take"])
    op.create_index("deliveries_of_event", "deliveries", ["event", "state"])
    op.create_table(
        "as_run",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("delivery", "channel", "state")),
        sa.Column("body", TEXT, nullable=False),
        _flag("rehearsal"),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
    )
    op.create_table(
        "room_states",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("held_from", TEXT),
        sa.Column("held_since", BIG),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("updated_at", BIG, nullable=False),
    )
    op.create_table(
        "counts_seconds",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("second", BIG, primary_key=True, autoincrement=False),
        sa.Column("term", TEXT, primary_key=True),
        sa.Column("count", BIG, nullable=False),
    )


def _library_tables() -> None:
    op.create_table(
        "media_files",
        sa.Column("sha256", TEXT, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("mime", TEXT, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("value_json", TEXT, nullable=False),
    )
    op.create_table(
        "search_rows",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", TEXT, sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
        sa.Column("asset", TEXT, nullable=False),
        sa.UniqueConstraint("event", "asset"),
    )


def _only_sqlite() -> None:
    # Words arrive folded and parted by spaces; the ascii tokenizer takes them as they are.
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5"
        "(title, body, tokenize = 'ascii', prefix = '1 2 3')"
    )
    op.execute(
        "CREATE TRIGGER search_words_go AFTER DELETE ON search_rows BEGIN "
        "DELETE FROM search_words WHERE rowid = old.id; END"
    )
    for order in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER as_run_no_{order.lower()} BEFORE {order} ON as_run "
            "BEGIN SELECT RAISE(ABORT, 'the as-run log is append-only'); END"
        )


def _only_postgresql() -> None:
    op.execute(
        "CREATE TABLE search_words (id integer PRIMARY KEY REFERENCES search_rows ON DELETE "
        "CASCADE, title tsvector NOT NULL, body tsvector NOT NULL)"
    )
    for column in ("title", "body"):
        op.execute(f"CREATE INDEX search_words_{column} ON search_words USING gin ({column})")
    op.execute(
        "CREATE FUNCTION as_run_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the as-run log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER as_run_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON as_run "
        "FOR EACH STATEMENT EXECUTE FUNCTION as_run_is_append_only()"
    )
