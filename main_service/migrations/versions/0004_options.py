"""Add copies of product options, and the selected options of order lines."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, BigId, Body, UTCDateTime, identifier, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = "id, order_id, product_id, sku, title, image, unit_price, quantity, created_at, updated_at"


def upgrade() -> None:
    op.create_table(
        "product_options",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", Body),
        sa.Column("synced_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("product_id"),
        **TABLE_OPTIONS,
    )
    # Create the table again, because SQLite cannot change a constraint. Existing lines have no options.
    op.rename_table("order_line", "order_line_0003")
    _create_lines(
        sa.Column("configuration_key", identifier(64), nullable=False),
        sa.Column("configuration", Body),
        sa.UniqueConstraint("order_id", "product_id", "configuration_key", name="uq_order_line_configuration"),
    )
    op.execute(
        f"INSERT INTO order_line ({COLUMNS}, configuration_key) SELECT {COLUMNS}, '' FROM order_line_0003"  # noqa: S608
    )
    op.drop_table("order_line_0003")


def downgrade() -> None:
    """Merges the lines of each product into one, at the price of the first line, and drops the options."""
    op.rename_table("order_line", "order_line_0004")
    _create_lines(sa.UniqueConstraint("order_id", "product_id", name="uq_order_line_product"))
    first = "SELECT MIN(id) FROM order_line_0004 GROUP BY order_id, product_id"
    op.execute(
        f"INSERT INTO order_line ({COLUMNS}) SELECT {COLUMNS} FROM order_line_0004 WHERE id IN ({first})"  # noqa: S608
    )
    op.execute(
        "UPDATE order_line SET quantity = (SELECT SUM(l.quantity) FROM order_line_0004 l"
        " WHERE l.order_id = order_line.order_id AND l.product_id = order_line.product_id)"
    )
    op.drop_table("order_line_0004")
    op.drop_table("product_options")


def _create_lines(*more: sa.Column[object] | sa.UniqueConstraint) -> None:
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
        *more,
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
