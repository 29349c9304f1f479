"""The copies of what products are put together from."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, Body, UTCDateTime
from sqlalchemy import Column, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class ProductOptions(MainTable, table=True):
    """Groups, options and rules of a product, as admin_service last told of them; `version` is admin's.

    They are read and replaced together only, and so kept as one document, in JSON: NULL where nothing is to be
    chosen.
    """

    __tablename__ = "product_options"
    __table_args__ = (TABLE_OPTIONS,)

    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    document: bytes | None = Field(default=None, sa_column=Column(Body))
    synced_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
