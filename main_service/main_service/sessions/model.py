"""The copies of admin_service's sessions."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier
from sqlalchemy import Column, Index, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class SessionCopy(MainTable, table=True):
    """A session as admin_service last answered for it; `checked_at` says when, by the database's clock.

    `digest` is the SHA-256 of its token. A row with `revoked_at` is a tombstone: the session is over, and no
    answer that was given before brings it back. It is left also where the session was never known here.
    """

    __tablename__ = "session_copy"
    __table_args__ = (Index("ix_session_copy_checked_at", "checked_at"), TABLE_OPTIONS)

    digest: str = Field(sa_column=Column(identifier(64), primary_key=True))
    user_id: int = Field(sa_column=Column(Integer, nullable=False))
    role: str = Field(sa_column=Column(identifier(10), nullable=False))
    user_version: int = Field(sa_column=Column(Integer, nullable=False))
    checked_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
