"""The accounts. For now a user is a name that a like can be tied to."""

from datetime import datetime

from service_kit.tables import TABLE_OPTIONS, UTCDateTime, words
from sqlalchemy import Column, Integer
from sqlmodel import Field

from admin_service.tables import AdminTable


class User(AdminTable, table=True):
    """An account. `version` counts its changes."""

    __tablename__ = "user"
    __table_args__ = (TABLE_OPTIONS,)

    id: int = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    username: str = Field(sa_column=Column(words(50), nullable=False, unique=True))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
