"""Create the first tables."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, BigId, Body, UTCDateTime, identifier, words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("digest", identifier(64), nullable=False),
        sa.Column("event_id", identifier(64)),
        sa.Column("type", identifier(100)),
        sa.Column("body", Body, nullable=False),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("error", sa.String(length=1000), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_dead_letter_due", "dead_letter", ["state", "next_at", "id"])
    op.create_table(
        "idempotency_key",
        sa.Column("operation", identifier(50), nullable=False),
        sa.Column("digest", identifier(64), nullable=False),
        sa.Column("fingerprint", identifier(64), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("operation", "digest"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_idempotency_created_at", "idempotency_key", ["created_at"])
    op.create_table(
        "inbox",
        sa.Column("event_id", identifier(64), nullable=False),
        sa.Column("type", identifier(100), nullable=False),
        sa.Column("digest", identifier(64), nullable=False),
        sa.Column("applied_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_inbox_applied_at", "inbox", ["applied_at"])
    op.create_table(
        "outbox",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("event_id", identifier(64), nullable=False),
        sa.Column("type", identifier(100), nullable=False),
        sa.Column("body", Body, nullable=False),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_by", identifier(36)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500)),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_at", "id"])
    op.create_table(
        "like_change",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("delta", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_like_change_product", "like_change", ["product_id", "delta"])
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("image", words(200), nullable=False),
        sa.Column("sku", identifier(64), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("category", identifier(50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("synced_at", UTCDateTime(), nullable=False),
        sa.Column("deleted_at", UTCDateTime()),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("likes_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_product_category_created_at", "product", ["category", "created_at", "id"])
    op.create_index("ix_product_category_likes", "product", ["category", "likes", "id"])
    op.create_index("ix_product_category_price", "product", ["category", "price", "id"])
    op.create_index("ix_product_category_title", "product", ["category", "title", "id"])
    op.create_index("ix_product_created_at", "product", ["created_at", "id"])
    op.create_index("ix_product_likes", "product", ["likes", "id"])
    op.create_index("ix_product_price", "product", ["price", "id"])
    op.create_index("ix_product_title", "product", ["title", "id"])
    op.create_table(
        "product_like",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "product_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_product_like_product", "product_like", ["product_id"])
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("username", words(50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synced_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    for table in (
        "user",
        "product_like",
        "product",
        "like_change",
        "outbox",
        "inbox",
        "idempotency_key",
        "dead_letter",
    ):
        op.drop_table(table)
