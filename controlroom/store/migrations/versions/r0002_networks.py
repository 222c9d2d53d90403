"""Threads, posts by hand, look-ups after a restart, and uploads that survive one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what deliveries know beyond the first night, and the table of uploads."""
    for column in (
        sa.Column("place", sa.Integer, nullable=False, server_default="0"),
        sa.Column("parent", sa.Text),
        sa.Column("uploads", sa.Text, nullable=False, server_default="[]"),
        sa.Column("answer", sa.Text),
        sa.Column("retracted", sa.BigInteger),
        sa.Column("handed", sa.Text),
    ):
        op.add_column("deliveries", column)
    op.create_table(
        "staged",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("channel", "handle", "digest")),
        sa.Column("uploads", sa.Text, nullable=False),
        sa.Column("prepared", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
    )
