"""Add stock, reservations and order copies. Existing products start without stock."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_copy",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("total", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("placed_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_order_copy_user", "order_copy", ["user_id", "placed_at", "id"])
    op.create_table(
        "reservation",
        sa.Column("order_id", BigId, autoincrement=False, nullable=False),
        sa.Column("order_version", sa.Integer(), nullable=False),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("reason", identifier(20)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_reservation_state", "reservation", ["state", "order_id"])
    op.create_table(
        "reservation_line",
        sa.Column("order_id", BigId, autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "product_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "stock_level",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime()),
        sa.CheckConstraint("available >= 0 AND reserved >= 0 AND sold >= 0", name="ck_stock_level_not_negative"),
        sa.PrimaryKeyConstraint("product_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_stock_level_available", "stock_level", ["available", "product_id"])
    op.create_table(
        "stock_movement",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("kind", identifier(10), nullable=False),
        sa.Column("available_change", sa.BigInteger(), nullable=False),
        sa.Column("reserved_change", sa.BigInteger(), nullable=False),
        sa.Column("sold_change", sa.BigInteger(), nullable=False),
        sa.Column("order_id", BigId),
        sa.Column("user_id", sa.Integer()),
        sa.Column("note", words(200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_stock_movement_product", "stock_movement", ["product_id", "id"])
    op.execute(
        "INSERT INTO stock_level (product_id, available, reserved, sold, version, updated_at) "
        "SELECT id, 0, 0, 0, 0, updated_at FROM product"
    )


def downgrade() -> None:
    for table in ("stock_movement", "stock_level", "reservation_line", "reservation", "order_copy"):
        op.drop_table(table)
