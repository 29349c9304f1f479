"""Add copies of sessions, and the columns `display_name` and `visitor` of users."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_copy",
        sa.Column("digest", identifier(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", identifier(10), nullable=False),
        sa.Column("user_version", sa.Integer(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("digest"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_session_copy_checked_at", "session_copy", ["checked_at"])
    # Create the table again, because SQLite cannot add a NOT NULL column. All existing users are visitors.
    op.rename_table("user", "user_0001")
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("username", words(50), nullable=False),
        sa.Column("display_name", words(250), nullable=False),
        sa.Column("visitor", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synced_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_user_visitor", "user", ["visitor", "id"])
    op.execute(
        "INSERT INTO user (id, username, display_name, visitor, version, synced_at) "
        "SELECT id, username, username, 1, version, synced_at FROM user_0001"
    )
    op.drop_table("user_0001")


def downgrade() -> None:
    op.drop_table("session_copy")
    op.rename_table("user", "user_0002")
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("username", words(50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synced_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.execute(
        "INSERT INTO user (id, username, version, synced_at) "
        "SELECT id, username, version, synced_at FROM user_0002"
    )
    op.drop_table("user_0002")
