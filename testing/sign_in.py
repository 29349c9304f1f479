"""Creates accounts and sessions directly in the database of a running service."""

import secrets
from datetime import timedelta

from admin_service.sessions.commands import open_session
from admin_service.sessions.model import Device, Lifetime
from admin_service.users.commands import register
from admin_service.users.model import Profile
from service_kit.db.database import Database
from service_kit.identity import Role
from sqlalchemy.orm import Session

HERE = Device(address="127.0.0.1", user_agent="tests")
LONG = Lifetime(idle=timedelta(days=1), absolute=timedelta(days=1))


def signed_in(database_url: str, role: Role) -> str:
    """Return the session token of a new account with this role."""
    name = f"{role.lower()}-{secrets.token_hex(4)}"

    def work(session: Session) -> str:
        profile = Profile(username=name, email=f"{name}@shop.example")
        user = register(session, profile, password_hash=None, role=role)
        return open_session(session, user.id, HERE, LONG)

    database = Database(database_url, pool_size=1)
    try:
        return database.write(work)
    finally:
        database.dispose()
