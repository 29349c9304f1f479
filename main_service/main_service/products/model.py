"""The copies of products, which admin_service owns."""

from datetime import datetime
from decimal import Decimal

from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words
from service_kit.db.text_keys import key_of, key_type, text_key
from sqlalchemy import BigInteger, Column, Index, Integer, Numeric
from sqlmodel import Field

from main_service.tables import MainTable

TITLE = 200
"""The length of the column `title`."""


class ProductCopy(MainTable, table=True):
    """A product, copied from admin_service's events, and its number of likes, which this service owns.

    Titles are ordered and searched by `title_key`. `version` is the version of admin_service. A row with
    `deleted_at` is a tombstone: the product was deleted, and a late event does not restore it. `likes_sequence`
    orders the published counts.
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_created_at", "created_at", "id"),
        Index("ix_product_title", "title_key", "id"),
        Index("ix_product_sku", "sku", "id"),
        Index("ix_product_price", "price", "id"),
        Index("ix_product_likes", "likes", "id"),
        Index("ix_product_category_created_at", "category", "created_at", "id"),
        Index("ix_product_category_title", "category", "title_key", "id"),
        Index("ix_product_category_price", "category", "price", "id"),
        Index("ix_product_category_likes", "category", "likes", "id"),
        TABLE_OPTIONS,
    )

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    title: str = Field(sa_column=Column(words(TITLE), nullable=False))
    title_key: str = Field(
        default=None, sa_column=Column(key_type(TITLE), nullable=False, default=key_of("title", text_key, TITLE))
    )
    image: str = Field(sa_column=Column(words(200), nullable=False))
    sku: str = Field(sa_column=Column(identifier(64), nullable=False))
    price: Decimal = Field(sa_column=Column(Numeric(12, 2), nullable=False))
    category: str = Field(sa_column=Column(identifier(50), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    synced_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    likes: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    likes_sequence: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
