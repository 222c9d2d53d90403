"""The as-run log in chains of one night each, sealed with a key."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text
OLD = "event, seq, at, kind, delivery, channel, state, body, rehearsal, previous_hash, hash"


def upgrade() -> None:
    """Give each line its chain and its seal. What was written before keeps its place in the event's
    own chain, and says (``keyed`` NULL) that it is from before there were keys."""
    if op.get_bind().dialect.name == "postgresql":
        _in_place()
    else:
        _anew()


def _new() -> "tuple[sa.Column[str], ...]":
    return (
        sa.Column("run", TEXT, nullable=False, server_default=""),
        sa.Column("keyed", TEXT),
        sa.Column("seal", TEXT, nullable=False, server_default=""),
    )


def _in_place() -> None:
    for column in _new():
        op.add_column("as_run", column)
    op.execute("ALTER TABLE as_run DROP CONSTRAINT as_run_pkey")
    op.execute("ALTER TABLE as_run ADD PRIMARY KEY (event, run, seq)")


def _anew() -> None:
    # SQLite cannot give a table another primary key. What guards the old one goes with it.
    op.execute("DROP TRIGGER as_run_no_update")
    op.execute("DROP TRIGGER as_run_no_delete")
    op.execute("ALTER TABLE as_run RENAME TO as_run_before")
    _run, keyed, seal = _new()
    op.create_table(
        "as_run",
        sa.Column("event", TEXT, primary_key=True),
        sa.Column("run", TEXT, primary_key=True, server_default=""),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("delivery", "channel", "state")),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("rehearsal", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        keyed,
        seal,
    )
    op.execute(f"INSERT INTO as_run ({OLD}) SELECT {OLD} FROM as_run_before")
    op.drop_table("as_run_before")
    for order in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER as_run_no_{order.lower()} BEFORE {order} ON as_run "
            "BEGIN SELECT RAISE(ABORT, 'the as-run log is append-only'); END"
        )
