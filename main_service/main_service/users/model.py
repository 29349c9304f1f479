"""The copies of admin_service's users: who somebody is, and what to call them."""

from datetime import datetime

from service_kit.tables import TABLE_OPTIONS, UTCDateTime, words
from sqlalchemy import Column, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class UserCopy(MainTable, table=True):
    """A user as admin_service last told of them; `version` is admin's."""

    __tablename__ = "user"
    __table_args__ = (TABLE_OPTIONS,)

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    username: str = Field(sa_column=Column(words(50), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    synced_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
