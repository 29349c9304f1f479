"""Reads of the copies of sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from service_kit.db.database import Reader, reader_dialect
from service_kit.db.tables import UTCDateTime
from sqlalchemy import ColumnElement, Row, func, literal, literal_column, select

from main_service.sessions.model import SessionCopy
from main_service.users.queries import version_of

table = SessionCopy.__table__  # type: ignore[attr-defined]
FRESH = timedelta(seconds=30)
GRACE = timedelta(hours=1)


def get(reader: Reader, digest: str) -> Row[Any] | None:
    """The copy with this digest, the version of the copy of its user, and the current time, in one statement."""
    known = version_of(table.c.user_id).label("known_version")
    statement = select(table, known, _clock(reader).label("now")).where(table.c.digest == digest)
    return reader.execute(statement).one_or_none()


def is_fresh(copy: Row[Any]) -> bool:
    """Whether the copy can be used without asking: it was checked in the last 30 seconds and has not expired.

    A copy is not fresh if the user changed since the check, because the role may be different.
    """
    return _is_valid(copy, FRESH)


def is_within_grace(copy: Row[Any]) -> bool:
    """Whether the copy can be used while admin_service does not answer: it was checked in the last hour."""
    return _is_valid(copy, GRACE)


def _is_valid(copy: Row[Any], at_most: timedelta) -> bool:
    return (
        abs(copy.now - copy.checked_at) < at_most
        and copy.now < copy.expires_at
        and (copy.known_version is None or copy.known_version <= copy.user_version)
    )


def _clock(reader: Reader) -> ColumnElement[datetime]:
    """An SQL expression: the current time of the database."""
    if reader_dialect(reader) == "sqlite":
        return literal(datetime.now(UTC), UTCDateTime)
    return func.utc_timestamp(literal_column("6"), type_=UTCDateTime)
