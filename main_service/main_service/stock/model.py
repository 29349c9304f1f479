"""The copies of stock levels, which admin_service owns."""

from service_kit.db.tables import TABLE_OPTIONS
from sqlalchemy import Column, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class StockCopy(MainTable, table=True):
    """The available stock of a product, copied from admin_service's events. `version` is that of admin_service.

    It is a forecast. admin_service decides whether an order gets its stock.
    """

    __tablename__ = "stock_copy"
    __table_args__ = (TABLE_OPTIONS,)

    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    available: int = Field(sa_column=Column(Integer, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
