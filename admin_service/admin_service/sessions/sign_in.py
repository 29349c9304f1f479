"""Everything that needs a password, which is checked outside of any transaction, because that is slow."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from service_kit.db.database import Database
from service_kit.errors import InvalidInput, Unavailable, read_input
from service_kit.identity import Caller, Role, digest_of
from sqlalchemy import Row
from sqlalchemy.orm import Session

from admin_service.sessions import commands, queries
from admin_service.sessions.errors import InvalidCredentials, SessionNotFound, WrongPassword
from admin_service.sessions.model import Device, Lifetime
from admin_service.sessions.throttle import Throttle
from admin_service.users import commands as users
from admin_service.users.commands import check_free
from admin_service.users.errors import UserNotFound
from admin_service.users.model import NewPassword, Registration, User
from admin_service.users.password_rules import MAX_LENGTH
from admin_service.users.passwords import Passwords

USE_IS_NOTED_AFTER = timedelta(minutes=1)
"""So often, at most, does a session in use cost a write."""


@dataclass(frozen=True)
class Opened:
    """A session just opened: whose it is, and its token."""

    user: User
    token: str

    @property
    def caller(self) -> Caller:
        """Who the requests of this session come from."""
        return Caller(self.user.id, Role(self.user.role), digest_of(self.token))


class SignIn:
    """Registering, signing in, and what has to be confirmed with the password."""

    def __init__(self, database: Database, passwords: Passwords, throttle: Throttle, lifetime: Lifetime) -> None:
        self._database = database
        self._passwords = passwords
        self._throttle = throttle
        self._lifetime = lifetime

    async def register(self, registration: Registration, device: Device) -> Opened:
        """Add an account and open a session. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""
        password_hash = await self._hash_for(registration, device)

        def work(session: Session) -> Opened:
            user = users.register(session, registration, password_hash=password_hash)
            return Opened(user, commands.open_session(session, user.id, device, self._lifetime))

        return await self._database.awrite(work)

    async def add_account(self, registration: Registration, device: Device) -> User:
        """Add an account alone. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""
        password_hash = await self._hash_for(registration, device)
        return await self._database.awrite(
            lambda session: users.register(session, registration, password_hash=password_hash)
        )

    async def login(self, username: str, password: str, device: Device) -> Opened:
        """Open a session by name and password. Raises InvalidCredentials, TooManyAttempts, Unavailable."""
        name = username.strip()
        found = await self._database.aread(lambda reader: queries.credentials(reader, name, device.network))
        if not await self._is_right(found, name, password, device):
            raise InvalidCredentials
        assert found is not None

        def work(session: Session) -> Opened:
            try:
                user = _still(session, found)
            except (UserNotFound, WrongPassword):
                raise InvalidCredentials from None
            return Opened(user, commands.open_session(session, user.id, device, self._lifetime))

        return await self._database.awrite(work)

    async def change_password(self, caller: Caller, current: str, new: str, device: Device) -> int:
        """Sign in by another password from now on; returns how many other sessions that ended.

        Raises InvalidInput (`new_password`), WrongPassword, TooManyAttempts, Unavailable.
        """
        account = await self._confirm(caller, current, device)
        read_input(NewPassword, {"new_password": new, "username": account.username, "email": account.email})
        if new == current:
            raise InvalidInput({"new_password": ["This is the password that you have already."]})
        password_hash = await self._passwords.hash(new)

        def work(session: Session) -> int:
            _still(session, account)
            users.set_password(session, caller.user_id, password_hash)
            return commands.end_all(session, caller.user_id, but=caller.digest)

        return await self._database.awrite(work)

    async def delete_account(self, caller: Caller, password: str, device: Device) -> None:
        """Delete the caller's account. Raises WrongPassword, TooManyAttempts, LastAdmin, Unavailable."""
        account = await self._confirm(caller, password, device)

        def work(session: Session) -> None:
            _still(session, account)
            users.delete_account(session, caller.user_id)
            commands.forget_all(session, caller.user_id)

        await self._database.awrite(work)

    async def recognise(self, token: str) -> Caller | None:
        """The caller whom a token belongs to; None where there is no such session, or not any more."""
        found = await self.session_of(token)
        return None if found is None else Caller(found.user_id, Role(found.role), digest_of(token))

    async def session_of(self, token: str) -> Row[Any] | None:
        """The valid session with this token and its account, which counts as a use of it."""
        digest = digest_of(token)
        found = await self._database.aread(lambda reader: queries.owner_of(reader, digest))
        if found is not None and found.last_used_at < datetime.now(UTC) - USE_IS_NOTED_AFTER:
            await self._database.awrite(lambda session: commands.use_session(session, found.id, self._lifetime))
            return await self._database.aread(lambda reader: queries.owner_of(reader, digest))
        return found

    async def end(self, former: Caller) -> None:
        """End the session of a caller who signs in anew; one that has been ended already is as good."""
        with suppress(SessionNotFound):
            await self._database.awrite(lambda session: commands.end_by_digest(session, former.digest))

    async def _confirm(self, caller: Caller, password: str, device: Device) -> Row[Any]:
        key = caller.user_id
        found = await self._database.aread(lambda reader: queries.credentials(reader, key, device.network))
        if found is None or not await self._is_right(found, found.username, password, device):
            raise WrongPassword
        return found

    async def _hash_for(self, registration: Registration, device: Device) -> str:
        """The hash of a new account's password, once it is clear that the account can be had."""
        await self._database.aread(
            lambda reader: check_free(reader, username=registration.username, email=registration.email)
        )
        self._throttle.register(device.network)
        return await self._passwords.hash(registration.password)

    async def _is_right(self, found: Row[Any] | None, name: str, password: str, device: Device) -> bool:
        """Whether it is the account's password. An account that does not exist takes the same steps and time."""
        account = name[:MAX_LENGTH] if found is None else int(found.id)
        known, is_known = (None, False) if found is None else (found.password_hash, bool(found.is_known))
        self._throttle.begin(account, device.network, is_known=is_known)
        try:
            is_right = await self._passwords.verify(password[: MAX_LENGTH + 1], known)
        except Unavailable:
            self._throttle.undo(account, device.network, is_known=is_known)
            raise
        if is_right:
            self._throttle.succeed(account, device.network)
        return is_right


def _still(session: Session, account: Row[Any]) -> User:
    """The account, locked, if it has still the password that was checked. Raises WrongPassword, UserNotFound."""
    user = users.get_account(session, account.id)
    if user.password_hash != account.password_hash:
        raise WrongPassword
    return user
