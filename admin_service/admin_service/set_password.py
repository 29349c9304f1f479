"""The command `set-password`: sets the password of an account, for users who have forgotten it."""

import asyncio
import getpass
import sys

from service_kit.errors import InvalidInput, NotFound, read_input
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from admin_service.sessions.commands import end_all
from admin_service.users import queries
from admin_service.users.commands import set_password as set_hash
from admin_service.users.model import NewPassword
from admin_service.users.passwords import Passwords


def set_password(service: Service, username: str) -> int:
    """Sets the password and ends the sessions of the account. Raises InvalidInput, NotFound."""
    user_id = service.database.read(lambda reader: queries.account_id_of(reader, username))
    account = None
    if user_id is not None:
        account = service.database.read(lambda reader: queries.get(reader, user_id, ("id", "username", "email")))
    if account is None:
        raise NotFound(f"No account has the username {username}.")
    fields = {"username": account.username, "email": account.email, "new_password": _ask()}
    password = read_input(NewPassword, fields).new_password
    password_hash = asyncio.run(Passwords().hash(password))

    def work(session: Session) -> int:
        set_hash(session, account.id, password_hash)
        return end_all(session, account.id)

    ended = service.database.write(work)
    print(f"Password of {account.username} changed, sessions ended: {ended}")
    return 0


def _ask() -> str:
    """Asks for the password twice on a terminal, or reads a line of standard input. Raises InvalidInput."""
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass.getpass("New password: ")
        if getpass.getpass("Repeat the new password: ") != password:
            raise InvalidInput({"new_password": ["The passwords differ. Nothing was changed."]})
    except (EOFError, KeyboardInterrupt):
        raise InvalidInput({"new_password": ["No password was given. Nothing was changed."]}) from None
    except UnicodeDecodeError:
        raise InvalidInput({"new_password": ["The password on standard input is not valid UTF-8."]}) from None
    return password
