"""Add the products that caused the refund of an order."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, identifier

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_refusal",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", identifier(20), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "product_id"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("order_refusal")
