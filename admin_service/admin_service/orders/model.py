"""The table of order copies."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier
from sqlalchemy import Column, Index, Integer, Numeric
from sqlmodel import Field as ColumnField

from admin_service.tables import AdminTable


class OrderState(StrEnum):
    """The state of an order. The last three are final."""

    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    REFUNDED = "REFUNDED"
    CANCELLED = "CANCELLED"


class OrderCopy(AdminTable, table=True):
    """A copy of an order of main_service, as of `version`."""

    __tablename__ = "order_copy"
    __table_args__ = (Index("ix_order_copy_user", "user_id", "placed_at", "id"), TABLE_OPTIONS)

    id: int = ColumnField(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    user_id: int | None = ColumnField(default=None, sa_column=Column(Integer))
    state: str = ColumnField(sa_column=Column(identifier(10), nullable=False))
    total: Decimal = ColumnField(sa_column=Column(Numeric(20, 2), nullable=False))
    placed_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
    version: int = ColumnField(sa_column=Column(Integer, nullable=False))
