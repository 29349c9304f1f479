"""Add product options, their groups and compatibility rules."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "option_set",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("product_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "option_group",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", identifier(50), nullable=False),
        sa.Column("name", words(100), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("max_choices", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("product_id", "code", name="uq_option_group_code"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_option_group_code", "option_group", ["code", "product_id"])
    op.create_table(
        "product_option",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", identifier(50), nullable=False),
        sa.Column("name", words(100), nullable=False),
        sa.Column("picture", words(200)),
        sa.Column("text", words(300), nullable=False),
        sa.Column("price_difference", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("product_id", "code", name="uq_product_option_code"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "option_rule",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", identifier(10), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_option_rule_product", "option_rule", ["product_id", "position"])
    op.create_table(
        "option_rule_target",
        sa.Column("rule_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("option_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("rule_id", "option_id"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    for table in ("option_rule_target", "option_rule", "product_option", "option_group", "option_set"):
        op.drop_table(table)
