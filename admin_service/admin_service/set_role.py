"""The command `set-role`: sets the role of an account, for example of the first administrator."""

from service_kit.errors import InvalidInput, NotFound
from service_kit.identity import Role
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from admin_service.users import commands, queries


def set_role(service: Service, username: str, role: str) -> int:
    """Sets the role. Raises InvalidInput, NotFound, LastAdmin."""
    if role.upper() not in Role.__members__:
        raise InvalidInput({"role": [f"Use one of {', '.join(Role)}."]})

    def work(session: Session) -> str:
        user_id = queries.account_id_of(session, username)
        if user_id is None:
            raise NotFound(f"No account has the username {username}.")
        return commands.set_role(session, user_id, Role[role.upper()]).username

    print(f"Role of {service.database.write(work)} set to {role.upper()}")
    return 0
