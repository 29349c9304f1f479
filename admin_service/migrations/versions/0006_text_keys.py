"""Add keys to compare titles, SKUs, usernames and e-mail addresses in the same way on every database."""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from service_kit.db.filled_columns import add_columns, drop_columns
from service_kit.db.tables import identifier
from service_kit.db.text_keys import case_key, kept, key_type, text_key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEARCH = 507
BY_TITLE = {"ix_product_title": [], "ix_product_category_title": ["category"]}


def upgrade() -> None:
    for index in BY_TITLE:
        op.drop_index(index, "product")
    products = op.get_bind().execute(sa.text("SELECT id, title, sku FROM product ORDER BY id")).all()
    skus = _distinct([(row.id, row.sku) for row in products], str.lower)
    add_columns(
        "product",
        [
            sa.Column("title_key", key_type(200), nullable=False),
            sa.Column("sku_key", identifier(64), nullable=False),
        ],
        {row.id: {"title_key": kept(text_key(row.title), 200), "sku_key": skus[row.id]} for row in products},
        unique=["sku_key"],
    )
    for index, before in BY_TITLE.items():
        op.create_index(index, "product", [*before, "title_key", "id"])
    op.drop_index("ix_user_kind_username", "user")
    add_columns(
        "user",
        [
            sa.Column("username_key", key_type(50), nullable=False),
            sa.Column("email_key", key_type(254)),
            sa.Column("search_key", key_type(SEARCH), nullable=False),
        ],
        _user_keys(),
        unique=["username_key", "email_key"],
        no_longer_unique=["username", "email"],
    )
    op.create_index("ix_user_kind_username", "user", ["kind", "username_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_user_kind_username", "user")
    drop_columns(
        "user",
        ["username_key", "email_key", "search_key"],
        unique=["username_key", "email_key"],
        unique_again=["username", "email"],
    )
    op.create_index("ix_user_kind_username", "user", ["kind", "username", "id"])
    for index in BY_TITLE:
        op.drop_index(index, "product")
    drop_columns("product", ["title_key", "sku_key"], unique=["sku_key"])
    for index, before in BY_TITLE.items():
        op.create_index(index, "product", [*before, "title", "id"])


def _user_keys() -> dict[int, dict[str, object]]:
    statement = sa.text("SELECT id, username, email, first_name, last_name FROM `user` ORDER BY id")
    users = op.get_bind().execute(statement).all()
    names = _distinct([(row.id, row.username) for row in users], lambda name: kept(text_key(name), 50))
    emails = _distinct(
        [(row.id, row.email) for row in users if row.email is not None], lambda email: kept(case_key(email), 254)
    )
    return {
        row.id: {
            "username_key": names[row.id],
            "email_key": emails.get(row.id),
            "search_key": kept(_searched(row), SEARCH),
        }
        for row in users
    }


def _searched(row: sa.Row[Any]) -> str:
    return "\n".join(text_key(text) for text in (row.username, row.email or "", row.first_name, row.last_name))


def _distinct(texts: Iterable[tuple[int, str]], key: Callable[[str], str]) -> dict[int, str]:
    """Returns a unique key for each text. If several texts have the same key, the others use the text itself.

    Texts that equal their key come first, so that no text is used that is the key of another one.
    """
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for row_id, given in sorted(texts, key=lambda item: (item[1] != key(item[1]), item[0])):
        keys[row_id] = given if key(given) in taken else key(given)
        taken.add(keys[row_id])
    return keys
