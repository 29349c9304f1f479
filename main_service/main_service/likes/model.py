"""Likes, and changes of the number of likes that are not counted yet."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime
from sqlalchemy import Column, Index, Integer, SmallInteger
from sqlmodel import Field

from main_service.tables import MainTable


class Like(MainTable, table=True):
    """The like of one user for one product."""

    __tablename__ = "product_like"
    __table_args__ = (Index("ix_product_like_product", "product_id"), TABLE_OPTIONS)

    user_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class LikeChange(MainTable, table=True):
    """An added (+1) or removed (-1) like that the count of the product does not contain yet.

    Likes only insert rows here, so that many likes of one product do not wait for a lock on the product's row.
    """

    __tablename__ = "like_change"
    __table_args__ = (Index("ix_like_change_product", "product_id", "delta"), TABLE_OPTIONS)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    product_id: int = Field(sa_column=Column(Integer, nullable=False))
    delta: int = Field(sa_column=Column(SmallInteger, nullable=False))
