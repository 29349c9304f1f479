"""Add orders and copies of stock levels, and indexes on the SKU and the username."""

import sqlalchemy as sa
from alembic import op
from main_service.orders.amount import Amount
from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_order",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("basket_of", sa.Integer()),
        sa.Column("fee_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("subtotal", Amount(), nullable=False),
        sa.Column("fee", Amount(), nullable=False),
        sa.Column("total", Amount(), nullable=False),
        sa.Column("stock", identifier(10), nullable=False),
        sa.Column("stock_version", sa.Integer(), nullable=False),
        sa.Column("reason", identifier(20)),
        sa.Column("placed_at", UTCDateTime()),
        sa.Column("due_at", UTCDateTime()),
        sa.Column("settled_at", UTCDateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basket_of", name="uq_shop_order_basket_of"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_shop_order_due", "shop_order", ["state", "stock", "due_at"])
    op.create_index("ix_shop_order_state", "shop_order", ["state", "id"])
    op.create_index("ix_shop_order_user", "shop_order", ["user_id", "id"])
    op.create_table(
        "order_line",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sku", identifier(64), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("image", words(200), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "product_id", name="uq_order_line_product"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "order_step",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("state", identifier(10), nullable=False),
        sa.Column("stock", identifier(10), nullable=False),
        sa.Column("reason", identifier(20)),
        sa.Column("event_id", identifier(64)),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_order_step_order", "order_step", ["order_id", "id"])
    op.create_table(
        "stock_copy",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("product_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_product_sku", "product", ["sku", "id"])
    op.create_index("ix_user_username", "user", ["username", "id"])


def downgrade() -> None:
    op.drop_index("ix_user_username", "user")
    op.drop_index("ix_product_sku", "product")
    for table in ("stock_copy", "order_step", "order_line", "shop_order"):
        op.drop_table(table)
