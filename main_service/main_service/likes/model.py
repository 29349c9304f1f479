"""Likes, and the changes of their count that have not been counted yet."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime
from sqlalchemy import Column, Index, Integer, SmallInteger
from sqlmodel import Field

from main_service.tables import MainTable


class Like(MainTable, table=True):
    """One user's like of one product: there is at most one."""

    __tablename__ = "product_like"
    __table_args__ = (Index("ix_product_like_product", "product_id"), TABLE_OPTIONS)

    user_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class LikeChange(MainTable, table=True):
    """A like given (+1) or taken back (-1) that the product's count does not hold yet.

    Likes of one hot product only add rows here, so that they do not queue behind each other for the product's row.
    """

    __tablename__ = "like_change"
    __table_args__ = (Index("ix_like_change_product", "product_id", "delta"), TABLE_OPTIONS)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    product_id: int = Field(sa_column=Column(Integer, nullable=False))
    delta: int = Field(sa_column=Column(SmallInteger, nullable=False))
