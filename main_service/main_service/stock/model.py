"""The copies of admin_service's stock levels."""

from service_kit.db.tables import TABLE_OPTIONS
from sqlalchemy import Column, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class StockCopy(MainTable, table=True):
    """How many of a product can be had, as admin_service last told; `version` is admin's.

    It is good for advice. Whether an order gets its stock is for admin_service alone to say.
    """

    __tablename__ = "stock_copy"
    __table_args__ = (TABLE_OPTIONS,)

    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    available: int = Field(sa_column=Column(Integer, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
