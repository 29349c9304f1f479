"""Add key columns for titles and usernames, which compare texts the same way on every database."""

import sqlalchemy as sa
from alembic import op
from service_kit.db.filled_columns import add_columns, drop_columns
from service_kit.db.text_keys import kept, key_type, text_key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BY_TITLE = {"ix_product_title": [], "ix_product_category_title": ["category"]}


def upgrade() -> None:
    for index in BY_TITLE:
        op.drop_index(index, "product")
    op.drop_index("ix_user_username", "user")
    _add_key("product", "title", 200)
    _add_key("user", "username", 50)
    for index, before in BY_TITLE.items():
        op.create_index(index, "product", [*before, "title_key", "id"])
    op.create_index("ix_user_username", "user", ["username_key", "id"])


def downgrade() -> None:
    for index in BY_TITLE:
        op.drop_index(index, "product")
    op.drop_index("ix_user_username", "user")
    drop_columns("product", ["title_key"])
    drop_columns("user", ["username_key"])
    for index, before in BY_TITLE.items():
        op.create_index(index, "product", [*before, "title", "id"])
    op.create_index("ix_user_username", "user", ["username", "id"])


def _add_key(table: str, column: str, length: int) -> None:
    rows = op.get_bind().execute(sa.text(f"SELECT id, {column} FROM `{table}`")).all()  # noqa: S608 - the names are constants
    values = {row[0]: {f"{column}_key": kept(text_key(row[1]), length)} for row in rows}
    add_columns(table, [sa.Column(f"{column}_key", key_type(length), nullable=False)], values)
