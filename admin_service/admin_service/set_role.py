"""Giving an account a role from the command line, which is how a new shop gets its first administrator."""

from service_kit.errors import InvalidInput, NotFound
from service_kit.identity import Role
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from admin_service.users import commands, queries


def set_role(service: Service, username: str, role: str) -> int:
    """The `set-role` command. Raises InvalidInput, NotFound, LastAdmin."""
    if role.upper() not in Role.__members__:
        raise InvalidInput({"role": [f"Choose one of {', '.join(Role)}."]})

    def work(session: Session) -> str:
        user_id = queries.account_named(session, username)
        if user_id is None:
            raise NotFound(f"There is no account named {username}.")
        return commands.set_role(session, user_id, Role[role.upper()]).username

    print(f"{service.database.write(work)} is {role.upper()} now")
    return 0
