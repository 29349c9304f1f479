"""The copies of sessions, which admin_service owns."""

from datetime import datetime

from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier
from sqlalchemy import Column, Index, Integer
from sqlmodel import Field

from main_service.tables import MainTable


class SessionCopy(MainTable, table=True):
    """A session, as admin_service last returned it. `checked_at` is the time of that answer.

    `digest` is the SHA-256 of the token. A row with `revoked_at` is a tombstone: the session was revoked, and an
    answer from before does not restore it. Tombstones are also stored for sessions without a copy.
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
