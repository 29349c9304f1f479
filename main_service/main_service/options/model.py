"""The copies of product options."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, Body, UTCDateTime
from sqlalchemy import Column, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class ProductOptions(MainTable, table=True):
    """The option groups, options and rules of a product, copied from admin_service's events.

    They are always read and replaced together, so they are stored as one JSON document. It is NULL if the product
    has no options. `version` is the version of admin_service.
    """

    __tablename__ = "product_options"
    __table_args__ = (TABLE_OPTIONS,)

    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    document: bytes | None = Field(default=None, sa_column=Column(Body))
    synced_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
