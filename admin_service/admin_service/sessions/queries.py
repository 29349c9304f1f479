"""Reads of sessions and their accounts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from service_kit.db.database import Reader
from sqlalchemy import Row, select

from admin_service.sessions.model import UserSession
from admin_service.users import queries as users

table = UserSession.__table__  # type: ignore[attr-defined]


def valid_session(reader: Reader, digest: str) -> Row[Any] | None:
    """Returns the valid session with this digest, with the `username`, `role` and `version` of its user."""
    account = users.table.c
    now = datetime.now(UTC)
    statement = (
        select(
            table.c.id,
            table.c.user_id,
            table.c.last_used_at,
            table.c.idle_until,
            account.username,
            account.role,
            account.version,
        )
        .join(users.table, account.id == table.c.user_id)
        .where(table.c.digest == digest, table.c.ended_at.is_(None), table.c.idle_until > now)
    )
    return cast("Row[Any] | None", reader.execute(statement).one_or_none())


def credentials(reader: Reader, name_or_id: str | int, network: str) -> Row[Any] | None:
    """Returns the account. `is_known` says whether it has signed in from this network before."""
    account = users.table.c
    known = select(table.c.id).where(table.c.user_id == account.id, table.c.network == network).exists()
    statement = select(account.id, account.username, account.email, account.password_hash, known.label("is_known"))
    if isinstance(name_or_id, str):
        return users.best_match(
            reader.execute(statement.where(users.may_have_username(name_or_id))).all(), name_or_id
        )
    return reader.execute(statement.where(account.id == name_or_id)).one_or_none()


def of_user(reader: Reader, user_id: int) -> Sequence[Row[Any]]:
    """Returns the valid sessions of a user, last used first."""
    statement = (
        select(table)
        .where(table.c.user_id == user_id, table.c.ended_at.is_(None), table.c.idle_until > datetime.now(UTC))
        .order_by(table.c.last_used_at.desc(), table.c.id.desc())
    )
    return reader.execute(statement).all()
