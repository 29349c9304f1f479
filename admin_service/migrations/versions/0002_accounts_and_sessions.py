"""Add accounts and sessions. Existing users become visitors."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _rebuild_users()
    else:
        _extend_users()
    op.create_index("ix_user_kind", "user", ["kind", "id"])
    op.create_index("ix_user_kind_created_at", "user", ["kind", "created_at", "id"])
    op.create_index("ix_user_kind_role", "user", ["kind", "role", "created_at", "id"])
    op.create_index("ix_user_kind_username", "user", ["kind", "username", "id"])
    op.create_table(
        "session",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", identifier(64), nullable=False),
        sa.Column("address", identifier(45), nullable=False),
        sa.Column("network", identifier(45), nullable=False),
        sa.Column("user_agent", words(200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=False),
        sa.Column("idle_until", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_session_last_used_at", "session", ["last_used_at"])
    op.create_index("ix_session_user", "session", ["user_id", "ended_at", "id"])
    op.create_index("ix_session_user_network", "session", ["user_id", "network"])


def downgrade() -> None:
    op.drop_table("session")
    for name in ("ix_user_kind", "ix_user_kind_created_at", "ix_user_kind_role", "ix_user_kind_username"):
        op.drop_index(name, "user")
    if op.get_context().dialect.name == "sqlite":
        op.rename_table("user", "former_user")
        op.create_table("user", *_former_columns(), **TABLE_OPTIONS)
        _copy_users()
    else:
        op.drop_constraint("email", "user", type_="unique")
        for column in _new_columns():
            op.drop_column("user", column.name)


def _former_columns() -> list[Any]:
    return [
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("username", words(50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("username"),
    ]


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("email", words(254)),
        sa.Column("first_name", words(100), nullable=False),
        sa.Column("last_name", words(100), nullable=False),
        sa.Column("password_hash", sa.String(length=200)),
        sa.Column("role", identifier(10), nullable=False),
        sa.Column("kind", identifier(10), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
    ]


def _rebuild_users() -> None:
    """SQLite cannot add these columns to a table, so the table is created anew, in one transaction."""
    op.rename_table("user", "former_user")
    op.create_table("user", *_former_columns(), *_new_columns(), sa.UniqueConstraint("email"), **TABLE_OPTIONS)
    _copy_users(first_name="''", last_name="''", role="'CUSTOMER'", kind="'VISITOR'", updated_at="created_at")


def _copy_users(**new: str) -> None:
    names = ["id", "username", "version", "created_at"]
    into, values = ", ".join([*names, *new]), ", ".join([*names, *new.values()])
    op.execute(f"INSERT INTO user ({into}) SELECT {values} FROM former_user")  # noqa: S608 - only constant names
    op.drop_table("former_user")


def _extend_users() -> None:
    defaults = {"first_name": "", "last_name": "", "role": "CUSTOMER", "kind": "VISITOR"}
    for column in _new_columns():
        wanted = column.nullable
        column.nullable = True
        op.add_column("user", column)
        if column.name in defaults:
            op.execute(f"UPDATE user SET {column.name} = '{defaults[column.name]}'")  # noqa: S608 - as above
        elif column.name == "updated_at":
            op.execute("UPDATE user SET updated_at = created_at")
        op.alter_column("user", column.name, existing_type=column.type, nullable=wanted)
    op.create_unique_constraint("email", "user", ["email"])
