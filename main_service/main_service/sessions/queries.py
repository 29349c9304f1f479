"""What can be asked about the copies of sessions."""

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
    """The copy with this digest, the version of its user that is known, and the time: all by one statement."""
    known = version_of(table.c.user_id).label("known_version")
    statement = select(table, known, _clock(reader).label("now")).where(table.c.digest == digest)
    return reader.execute(statement).one_or_none()


def is_fresh(copy: Row[Any]) -> bool:
    """Whether a copy of a valid session can be gone by: it was checked a moment ago, and is not over.

    Nor can it where the user has changed since then, who may have another role.
    """
    return _holds(copy, FRESH)


def serves_meanwhile(copy: Row[Any]) -> bool:
    """Whether the same can be gone by while admin_service does not answer: it was checked within the hour."""
    return _holds(copy, GRACE)


def _holds(copy: Row[Any], at_most: timedelta) -> bool:
    return (
        abs(copy.now - copy.checked_at) < at_most
        and copy.now < copy.expires_at
        and (copy.known_version is None or copy.known_version <= copy.user_version)
    )


def _clock(reader: Reader) -> ColumnElement[datetime]:
    """`database_now` as part of a statement."""
    if reader_dialect(reader) == "sqlite":
        return literal(datetime.now(UTC), UTCDateTime)
    return func.utc_timestamp(literal_column("6"), type_=UTCDateTime)
