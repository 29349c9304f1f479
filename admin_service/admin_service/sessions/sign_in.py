"""The use cases with passwords. Passwords are checked outside of transactions, because this is slow."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from service_kit.db.database import Database
from service_kit.errors import InvalidInput, Unavailable, read_input
from service_kit.identity import Caller, Role, digest_of
from sqlalchemy import Row
from sqlalchemy.orm import Session

from admin_service.sessions import commands, errors, queries
from admin_service.sessions.model import Device, Lifetime
from admin_service.sessions.throttle import Throttle
from admin_service.users import commands as users
from admin_service.users import errors as user_errors
from admin_service.users.commands import check_available
from admin_service.users.model import NewPassword, Registration, User
from admin_service.users.password_rules import MAX_LENGTH
from admin_service.users.passwords import Passwords

MIN_WRITE_INTERVAL = timedelta(minutes=1)
"""The use of a session is written at most once in this interval."""


@dataclass(frozen=True)
class NewSession:
    """A session that has just been opened."""

    user: User
    token: str

    @property
    def caller(self) -> Caller:
        """The caller of the requests in this session."""
        return Caller(self.user.id, Role(self.user.role), digest_of(self.token))


class SignIn:
    """Registration, sign-in, and changes that must be confirmed with the password."""

    def __init__(self, database: Database, passwords: Passwords, throttle: Throttle, lifetime: Lifetime) -> None:
        self._database = database
        self._passwords = passwords
        self._throttle = throttle
        self._lifetime = lifetime

    async def register(self, registration: Registration, device: Device) -> NewSession:
        """Creates an account and a session. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""
        password_hash = await self._hash_for(registration, device)

        def work(session: Session) -> NewSession:
            user = users.register(session, registration, password_hash=password_hash)
            return NewSession(user, commands.open_session(session, user.id, device, self._lifetime))

        return await self._database.awrite(work)

    async def add_account(self, registration: Registration, device: Device) -> User:
        """Creates an account only. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""
        password_hash = await self._hash_for(registration, device)
        return await self._database.awrite(
            lambda session: users.register(session, registration, password_hash=password_hash)
        )

    async def login(self, username: str, password: str, device: Device) -> NewSession:
        """Opens a session. Raises InvalidCredentials, TooManyAttempts, Unavailable."""
        name = username.strip()
        found = await self._database.aread(lambda reader: queries.credentials(reader, name, device.network))
        if not await self._verify(found, name, password, device):
            raise errors.InvalidCredentials
        assert found is not None

        def work(session: Session) -> NewSession:
            try:
                user = _lock_verified(session, found)
            except (user_errors.UserNotFound, errors.WrongPassword):
                raise errors.InvalidCredentials from None
            return NewSession(user, commands.open_session(session, user.id, device, self._lifetime))

        return await self._database.awrite(work)

    async def change_password(self, caller: Caller, current: str, new: str, device: Device) -> int:
        """Changes the password and ends all other sessions. Returns the number of ended sessions.

        Raises InvalidInput (`new_password`), WrongPassword, TooManyAttempts, Unavailable.
        """
        account = await self._confirm(caller, current, device)
        read_input(NewPassword, {"new_password": new, "username": account.username, "email": account.email})
        if new == current:
            raise InvalidInput({"new_password": ["This is your current password. Choose another one."]})
        password_hash = await self._passwords.hash(new)

        def work(session: Session) -> int:
            _lock_verified(session, account)
            users.set_password(session, caller.user_id, password_hash)
            return commands.end_all(session, caller.user_id, except_digest=caller.digest)

        return await self._database.awrite(work)

    async def delete_account(self, caller: Caller, password: str, device: Device) -> None:
        """Deletes the caller's account. Raises WrongPassword, TooManyAttempts, LastAdmin, Unavailable."""
        account = await self._confirm(caller, password, device)

        def work(session: Session) -> None:
            _lock_verified(session, account)
            users.delete_account(session, caller.user_id)
            commands.delete_all(session, caller.user_id)

        await self._database.awrite(work)

    async def caller_of(self, token: str) -> Caller | None:
        """Returns the caller with this session token, or None if there is no valid session."""
        found = await self.session_of(token)
        return None if found is None else Caller(found.user_id, Role(found.role), digest_of(token))

    async def session_of(self, token: str) -> Row[Any] | None:
        """Returns the valid session with this token, and records its use."""
        digest = digest_of(token)
        found = await self._database.aread(lambda reader: queries.valid_session(reader, digest))
        if found is not None and found.last_used_at < datetime.now(UTC) - MIN_WRITE_INTERVAL:
            await self._database.awrite(lambda session: commands.use_session(session, found.id, self._lifetime))
            return await self._database.aread(lambda reader: queries.valid_session(reader, digest))
        return found

    async def end(self, previous: Caller) -> None:
        """Ends the previous session of a caller who signs in again, if it still exists."""
        with suppress(errors.SessionNotFound):
            await self._database.awrite(lambda session: commands.end_by_digest(session, previous.digest))

    async def _confirm(self, caller: Caller, password: str, device: Device) -> Row[Any]:
        key = caller.user_id
        found = await self._database.aread(lambda reader: queries.credentials(reader, key, device.network))
        if found is None or not await self._verify(found, found.username, password, device):
            raise errors.WrongPassword
        return found

    async def _hash_for(self, registration: Registration, device: Device) -> str:
        """Hashes the password of a new account, after checking that the username and e-mail are available."""
        await self._database.aread(
            lambda reader: check_available(reader, username=registration.username, email=registration.email)
        )
        self._throttle.register(device.network)
        return await self._passwords.hash(registration.password)

    async def _verify(self, found: Row[Any] | None, name: str, password: str, device: Device) -> bool:
        """Checks the password. Takes the same steps and time for an account that does not exist."""
        account = name[:MAX_LENGTH] if found is None else int(found.id)
        known, is_known = (None, False) if found is None else (found.password_hash, bool(found.is_known))
        self._throttle.begin(account, device.network, is_known=is_known)
        try:
            is_correct = await self._passwords.verify(password[: MAX_LENGTH + 1], known)
        except Unavailable:
            self._throttle.undo(account, device.network, is_known=is_known)
            raise
        if is_correct:
            self._throttle.succeed(account, device.network)
        return is_correct


def _lock_verified(session: Session, account: Row[Any]) -> User:
    """Locks the account, if its password is still the verified one. Raises WrongPassword, UserNotFound."""
    user = users.lock_account(session, account.id)
    if user.password_hash != account.password_hash:
        raise errors.WrongPassword
    return user
