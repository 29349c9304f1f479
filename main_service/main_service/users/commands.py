"""Commands for the copies of users."""

from collections.abc import Mapping
from datetime import UTC, datetime

from service_kit.db.text_keys import kept, text_key
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.users.model import USERNAME, UserCopy


def store_copy(session: Session, user_id: int, version: int, state: Mapping[str, object]) -> None:
    """Updates the copy, unless it is newer than this state."""
    key = kept(text_key(str(state["username"])), USERNAME)
    values = {**state, "username_key": key, "version": version, "synced_at": datetime.now(UTC)}
    if _update(session, user_id, version, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(UserCopy), {"id": user_id, **values})
    except IntegrityError:
        _update(session, user_id, version, values)


def _update(session: Session, user_id: int, version: int, values: dict[str, object]) -> bool:
    result = session.execute(
        update(UserCopy).where(col(UserCopy.id) == user_id, col(UserCopy.version) <= version).values(**values)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
