"""The copies of users, which admin_service owns."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, words
from service_kit.db.text_keys import key_of, key_type, text_key
from sqlalchemy import Boolean, Column, Index, Integer
from sqlmodel import Field

from main_service.tables import MainTable

USERNAME = 50
"""The length of the column `username`."""


class UserCopy(MainTable, table=True):
    """A user, copied from admin_service's events. `version` is the version of admin_service.

    `visitor` marks users that are not accounts. Only they can be used for requests without a session.
    """

    __tablename__ = "user"
    __table_args__ = (
        Index("ix_user_visitor", "visitor", "id"),
        Index("ix_user_username", "username_key", "id"),
        TABLE_OPTIONS,
    )

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    username: str = Field(sa_column=Column(words(USERNAME), nullable=False))
    username_key: str = Field(
        default=None,
        sa_column=Column(key_type(USERNAME), nullable=False, default=key_of("username", text_key, USERNAME)),
    )
    display_name: str = Field(sa_column=Column(words(250), nullable=False))
    visitor: bool = Field(sa_column=Column(Boolean, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    synced_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
